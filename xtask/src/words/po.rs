//! Message files as gettext writes them, as far as they are needed here: contexts, plurals, comments and flags.
//!
//! Read and written by hand: it is little, and lines stay as they are, so that a changed word is one changed line in a diff.

use std::fmt::Write as _;

use crate::failure::{Failure, Outcome};

/// A message, and perhaps its translation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Comments for translators, without `#.`.
    pub comments: Vec<String>,
    /// The files in which it is said.
    pub places: Vec<String>,
    /// Such as `fuzzy`.
    pub flags: Vec<String>,
    /// What tells it from others of the same text.
    pub context: Option<String>,
    /// The English text.
    pub id: String,
    /// The English text for other numbers than one.
    pub plural: Option<String>,
    /// The translation, or its forms. In a template they are empty.
    pub translations: Vec<String>,
}

impl Message {
    /// What a message is known by.
    pub fn name(&self) -> (Option<&str>, &str) {
        (self.context.as_deref(), &self.id)
    }

    /// Whether it has everything that is to be said.
    pub fn is_translated(&self) -> bool {
        !self.translations.is_empty() && self.translations.iter().all(|text| !text.is_empty())
    }
}

/// A message file: its header, and its messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// The lines of the header, such as `Language: es`.
    pub header: Vec<String>,
    /// Comments at the top, without `#`.
    pub about: Vec<String>,
    /// The messages.
    pub messages: Vec<Message>,
}

impl Catalogue {
    /// A field of the header.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.header.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        values.next().map(str::trim)
    }

    /// The message of this name.
    pub fn get(&self, name: (Option<&str>, &str)) -> Option<&Message> {
        self.messages.iter().find(|message| message.name() == name)
    }

    /// Reads a message file; `path` is named where something is wrong.
    pub fn read(text: &str, path: &str) -> Outcome<Self> {
        let mut messages = Vec::new();
        for block in blocks(text) {
            let message = message(&block).map_err(|(line, what)| {
                Failure::new(what).at(format!("{path}:{line}")).advice("see docs/translating.md")
            })?;
            messages.extend(message);
        }
        let mut catalogue = Self { messages, ..Self::default() };
        if catalogue.messages.first().is_some_and(|first| first.id.is_empty()) {
            let head = catalogue.messages.remove(0);
            catalogue.about = head.comments;
            catalogue.header = head.translations.concat().lines().map(str::to_owned).collect();
        }
        Ok(catalogue)
    }

    /// As the file has it.
    pub fn write(&self) -> String {
        let mut out = String::new();
        for line in &self.about {
            let _ = writeln!(out, "# {line}");
        }
        out.push_str("msgid \"\"\nmsgstr \"\"\n");
        for line in &self.header {
            let _ = writeln!(out, "{}", quoted(&format!("{line}\n")));
        }
        self.messages.iter().for_each(|message| write(&mut out, message));
        out
    }
}

fn write(out: &mut String, message: &Message) {
    out.push('\n');
    for comment in &message.comments {
        let _ = writeln!(out, "#. {comment}");
    }
    if !message.places.is_empty() {
        let _ = writeln!(out, "#: {}", message.places.join(" "));
    }
    if !message.flags.is_empty() {
        let _ = writeln!(out, "#, {}", message.flags.join(", "));
    }
    if let Some(context) = &message.context {
        let _ = writeln!(out, "msgctxt {}", quoted(context));
    }
    let _ = writeln!(out, "msgid {}", quoted(&message.id));
    let empty = String::new();
    let translation = |form: usize| quoted(message.translations.get(form).unwrap_or(&empty));
    match &message.plural {
        None => {
            let _ = writeln!(out, "msgstr {}", translation(0));
        }
        Some(plural) => {
            let _ = writeln!(out, "msgid_plural {}", quoted(plural));
            for form in 0..message.translations.len().max(2) {
                let _ = writeln!(out, "msgstr[{form}] {}", translation(form));
            }
        }
    }
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{text}\"")
}

/// Lines that belong together, with the number of each.
fn blocks(text: &str) -> Vec<Vec<(usize, &str)>> {
    let mut blocks = vec![Vec::new()];
    for (index, line) in text.lines().enumerate() {
        match (line.trim(), blocks.last_mut()) {
            ("", Some(last)) if last.is_empty() => {}
            ("", _) => blocks.push(Vec::new()),
            (line, Some(last)) => last.push((index + 1, line)),
            (_, None) => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// What a line without a keyword goes on with.
enum Open {
    Nothing,
    Context,
    Id,
    Plural,
    Translation,
}

fn message(lines: &[(usize, &str)]) -> Result<Option<Message>, (usize, String)> {
    let (mut message, mut open, mut begun) = (Message::default(), Open::Nothing, false);
    for &(number, line) in lines {
        let words = |rest: &str| {
            rest.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        // What is no longer used is kept by some programs; it is none of ours.
        if line.starts_with("#~") || line.starts_with("#|") {
            continue;
        }
        if let Some(rest) = line.strip_prefix("#.") {
            message.comments.push(rest.trim().to_owned());
            continue;
        }
        if let Some(rest) = line.strip_prefix("#:") {
            message.places.extend(words(rest));
            continue;
        }
        if let Some(rest) = line.strip_prefix("#,") {
            message.flags.extend(rest.split(',').map(|flag| flag.trim().to_owned()));
            continue;
        }
        if let Some(rest) = line.strip_prefix('#') {
            message.comments.push(rest.trim().to_owned());
            continue;
        }
        begun = true;
        let (word, text) =
            line.split_at(line.find('"').ok_or((number, "a text in quotes is missing here".to_owned()))?);
        let text =
            unquoted(text).ok_or((number, "this text does not end, or has an unknown escape".to_owned()))?;
        match word.trim() {
            "msgctxt" => (message.context, open) = (Some(text), Open::Context),
            "msgid" => (message.id, open) = (text, Open::Id),
            "msgid_plural" => (message.plural, open) = (Some(text), Open::Plural),
            "" => match (&open, &mut message.context, &mut message.plural, message.translations.last_mut()) {
                (Open::Context, Some(context), ..) => context.push_str(&text),
                (Open::Id, ..) => message.id.push_str(&text),
                (Open::Plural, _, Some(plural), _) => plural.push_str(&text),
                (Open::Translation, .., Some(last)) => last.push_str(&text),
                _ => return Err((number, "this text belongs to nothing".to_owned())),
            },
            word if word == "msgstr" || word == format!("msgstr[{}]", message.translations.len()) => {
                message.translations.push(text);
                open = Open::Translation;
            }
            word => return Err((number, format!("“{word}” does not belong here"))),
        }
    }
    Ok(begun.then_some(message))
}

fn unquoted(text: &str) -> Option<String> {
    let mut letters = text.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut out = String::new();
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                't' => '\t',
                same @ ('"' | '\\') => same,
                _ => return None,
            },
            '"' => return None,
            other => other,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Spanish\nmsgid \"\"\nmsgstr \"\"\n\"Language: es\\n\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n\
                        #. A verb.\n#: src/a.rs src/b.rs\n#, fuzzy\nmsgctxt \"button\"\nmsgid \"Split\"\nmsgstr \"Dividir\"\n\n\
                        msgid \"{count} \\\"vote\\\"\"\nmsgid_plural \"{count} votes\"\nmsgstr[0] \"a\"\nmsgstr[1] \"b\"\n";

    #[test]
    fn a_file_is_read_and_written_as_it_was() {
        let file = Catalogue::read(TEXT, "es.po").unwrap();
        assert_eq!((file.field("Language"), file.messages.len()), (Some("es"), 2));
        let split = file.get((Some("button"), "Split")).unwrap();
        assert_eq!(
            (split.translations[0].as_str(), split.flags[0].as_str(), split.places.len()),
            ("Dividir", "fuzzy", 2)
        );
        assert_eq!(file.messages[1].id, "{count} \"vote\"");
        assert_eq!(file.write(), TEXT);
    }

    #[test]
    fn texts_may_go_on_in_further_lines() {
        let file = Catalogue::read(
            "msgid \"\"\n\"Two \"\n\"lines\"\nmsgstr \"a\"\n\"b\"\n\n#~ msgid \"gone\"\n",
            "es.po",
        )
        .unwrap();
        assert_eq!(
            (file.messages[0].id.as_str(), file.messages[0].translations[0].as_str()),
            ("Two lines", "ab")
        );
        assert_eq!(file.messages.len(), 1);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, line) in [
            ("msgid \"a", 1),
            ("msgid \"a\"\nmsgstr[1] \"b\"", 2),
            ("msgid \"a\"\nmsgtext \"b\"", 2),
            ("\"a\"", 1),
            ("msgid a", 1),
            ("\n\nmsgid \"\\x\"", 3),
        ] {
            let failure = Catalogue::read(text, "es.po").unwrap_err().to_string();
            assert!(failure.contains(&format!("es.po:{line}")), "{text}: {failure}");
        }
    }
}
