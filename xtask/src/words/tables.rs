//! The tables that the page loads: see `recraft_words::table`.

use std::fs;
use std::path::Path;

use recraft_words::table::{BETWEEN_FORMS, CONTEXT_ENDS, Rule, written, written_data};
use serde_json::{Map, Value, json};

use super::po::{Catalogue, Message};
use super::{Language, check};
use crate::digest;
use crate::failure::{Failure, OrFail, Outcome};

/// The folder of the tables, beside the page.
const FOLDER: &str = "words";
/// The mark of the tag that names the page's files; it names the tables too.
const TAG: &str = "data-js=";

/// Adds the tables to the page in this folder, and their names to its tag.
pub fn add(folder: &Path, languages: &[Language]) -> Outcome {
    let place = folder.join(FOLDER);
    // Those of an earlier build have other names.
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).or_fail("the folder of the tables cannot be made")?;
    let mut names = Map::new();
    for language in languages {
        let file = write(&place, &language.name, &table(language)?)?;
        let mut entry = json!({ "file": file, "name": language.own_name, "dir": language.direction });
        // Titles too: this table takes the place of theirs.
        let rest: Vec<&Message> = language.data.iter().collect();
        if !rest.is_empty() {
            entry["lessons"] =
                json!(write(&place, &format!("{}-lessons", language.name), &data(&language.name, &rest))?);
        }
        let said = said_by_scripts(&language.messages);
        if !said.is_empty() {
            entry["say"] = Value::Object(said);
        }
        names.insert(language.name.clone(), entry);
    }
    for page in ["index.html", "embed.html"] {
        name_in(&folder.join(page), &Value::Object(names.clone()).to_string())?;
    }
    Ok(())
}

/// Writes a table under a name that is made of what is in it; gives its address.
fn write(place: &Path, name: &str, text: &str) -> Outcome<String> {
    let file = format!("{name}-{}.txt", digest::short(text));
    fs::write(place.join(&file), text).or_fail("a table cannot be written")?;
    Ok(format!("./{FOLDER}/{file}"))
}

/// Puts the names of the tables where the page's names of files are.
fn name_in(page: &Path, names: &str) -> Outcome {
    let text = fs::read_to_string(page).or_fail("the built page cannot be read")?;
    let Some((before, after)) = text.split_once(TAG) else {
        return Err(Failure::new("the page has no tag with the names of its files").at(page.display()));
    };
    // Without an earlier list, if the page was not built anew.
    let before = before.split("data-words=\"").next().unwrap_or(before);
    let names = names.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    fs::write(page, format!("{before}data-words=\"{names}\" {TAG}{after}"))
        .or_fail("the page cannot be written")
}

/// The table of a language.
pub fn table(language: &Language) -> Outcome<String> {
    if language.name == "en" {
        return Ok(plain(language));
    }
    let mut lines: Vec<(u32, String)> = Vec::new();
    for message in &language.messages {
        lines.push((check::key(message), line(message)?));
    }
    lines.sort();
    let Language { name, direction, rule, decimal_mark, .. } = language;
    let mut out = format!("recraft-words 1 {name} {direction} {} {decimal_mark}\n", rule.name());
    for (key, text) in lines {
        out.push_str(&format!("{}{text}\n", written(key)));
    }
    let titles: Vec<&Message> =
        language.data.iter().filter(|message| language.is_title(&message.id)).collect();
    if !titles.is_empty() {
        out.push_str(&data(name, &titles));
    }
    Ok(out)
}

/// The table of the language in which the sources are written: it needs no keys.
fn plain(language: &Language) -> String {
    let Language { name, direction, rule, decimal_mark, messages, .. } = language;
    let mut out = format!("recraft-words 1 {name} {direction} {} {decimal_mark} plain\n", rule.name());
    for message in messages {
        if let Some(context) = &message.context {
            out.push_str(&format!("{context}{CONTEXT_ENDS}"));
        }
        out.push_str(&message.translations.join(&BETWEEN_FORMS.to_string()));
        out.push('\n');
    }
    out
}

/// What stands in the table: arguments by their places.
fn line(message: &Message) -> Outcome<String> {
    if message.flags.is_empty() {
        return Ok(message.translations[0].clone());
    }
    let english = message.plural.as_ref().unwrap_or(&message.id);
    let bad = || Failure::new("braces are not as they should be").at(message.id.clone());
    let mut names: Vec<String> = if message.plural.is_some() { vec!["count".to_owned()] } else { Vec::new() };
    with_arguments(english, |name| {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        String::new()
    })
    .ok_or_else(bad)?;
    let forms = message.translations.iter().map(|text| {
        with_arguments(text, |name| {
            let place = names.iter().position(|known| known == name);
            place.map_or_else(|| name.to_owned(), |place| format!("{{{place}}}"))
        })
        .ok_or_else(bad)
    });
    Ok(forms.collect::<Outcome<Vec<_>>>()?.join(&BETWEEN_FORMS.to_string()))
}

/// A table of data.
fn data(language: &str, messages: &[&Message]) -> String {
    let mut lines: Vec<(u64, &str)> = messages
        .iter()
        .map(|message| (recraft_words::key_of_data(&message.id), message.translations[0].as_str()))
        .collect();
    lines.sort_unstable();
    lines.dedup_by_key(|(key, _)| *key);
    let mut out = format!("recraft-words-data 1 {language}\n");
    for (key, text) in lines {
        out.push_str(&format!("{}{text}\n", written_data(key)));
    }
    out
}

/// What the page says before its program is there.
fn said_by_scripts(messages: &[Message]) -> Map<String, Value> {
    let by_scripts = messages.iter().filter(|message| {
        message.translations.first() != Some(&message.id)
            && message.places.iter().any(|place| place.ends_with(".js"))
    });
    by_scripts.map(|message| (message.id.clone(), json!(message.translations[0]))).collect()
}

/// A text with other things in the places of its arguments; doubled braces stay. `None` if a brace is not closed, or stands alone.
pub fn with_arguments(text: &str, mut other: impl FnMut(&str) -> String) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if from.starts_with("{{") || from.starts_with("}}") {
            out.push_str(&from[..2]);
            rest = &from[2..];
        } else {
            let (name, after) = from.strip_prefix('{')?.split_once('}')?;
            if name.is_empty() || name.contains(|letter: char| !letter.is_alphanumeric() && letter != '_') {
                return None;
            }
            out.push_str(&other(name));
            rest = after;
        }
    }
    out.push_str(rest);
    Some(out)
}

/// The direction in which a language is written.
pub fn direction(language: &str) -> &'static str {
    if ["ar", "fa", "he", "ur"].contains(&language.split('-').next().unwrap_or_default()) {
        "rtl"
    } else {
        "ltr"
    }
}

/// The catalogue's decimal mark; translators say it in the header.
pub fn decimal_mark(file: &Catalogue) -> char {
    file.field("X-Decimal-Mark").and_then(|mark| mark.chars().next()).unwrap_or('.')
}

/// English as a language like others.
pub fn english(template: &Catalogue) -> Vec<Message> {
    let said = |message: &Message| {
        let translations = std::iter::once(message.id.clone()).chain(message.plural.clone()).collect();
        Message { translations, ..message.clone() }
    };
    template.messages.iter().map(said).collect()
}

/// The rule of English.
pub const ENGLISH_RULE: Rule = Rule::NotOne;

#[cfg(test)]
mod tests {
    use recraft_words::{language, load, t, tn};

    use super::*;
    use crate::words::gather::BRACES;

    fn language_of(messages: Vec<Message>) -> Language {
        Language {
            name: "es".to_owned(),
            own_name: "Español".to_owned(),
            direction: "ltr",
            rule: Rule::NotOne,
            decimal_mark: ',',
            messages,
            data: vec![Message {
                id: "A title".into(),
                translations: vec!["Un título".into()],
                ..Message::default()
            }],
            titles: std::iter::once("A title".to_owned()).collect(),
        }
    }

    fn message(id: &str, plural: Option<&str>, translations: &[&str]) -> Message {
        let flags = if id.contains('{') { vec![BRACES.to_owned()] } else { Vec::new() };
        let translations = translations.iter().map(|text| (*text).to_owned()).collect();
        Message {
            id: id.to_owned(),
            plural: plural.map(str::to_owned),
            flags,
            translations,
            ..Message::default()
        }
    }

    #[test]
    fn what_the_tool_writes_the_program_reads() {
        let language_es = language_of(vec![
            message("{node} has {{{set}}}", None, &["{{{set}}}: {node}"]),
            message(
                "{count} vote of {node}",
                Some("{count} votes of {node}"),
                &["{node}: {count} voto", "{node}: {count} votos"],
            ),
            message("Split", None, &["Dividir"]),
        ]);
        load(table(&language_es).unwrap()).unwrap();
        assert_eq!((t!("Split"), language(), recraft_words::of("A title")), ("Dividir", "es", "Un título"));
        assert_eq!(t!("{node} has {{{set}}}", node = "n1", set = "n2"), "{n2}: n1");
        assert_eq!(tn!(2, "{count} vote of {node}", "{count} votes of {node}", node = "n1"), "n1: 2 votos");
    }

    #[test]
    fn english_is_read_without_keys() {
        let mut message_with_context = message("Split", None, &["Split"]);
        message_with_context.context = Some("button".to_owned());
        let english = Language {
            name: "en".to_owned(),
            messages: vec![
                message("{node} has {{{set}}}", None, &["{node} has {{{set}}}"]),
                message_with_context,
                message(
                    "{count} vote of {node}",
                    Some("{count} votes of {node}"),
                    &["{count} vote of {node}", "{count} votes of {node}"],
                ),
            ],
            ..language_of(Vec::new())
        };
        load(table(&english).unwrap()).unwrap();
        assert_eq!((t!(in "button": "Split"), language()), ("Split", "en"));
        assert_eq!(t!("{node} has {{{set}}}", node = "n1", set = "n2"), "n1 has {n2}");
        assert_eq!(tn!(2, "{count} vote of {node}", "{count} votes of {node}", node = "n1"), "2 votes of n1");
        assert!(recraft_words::source().is_some_and(|source| !source.contains("has {0}")));
    }

    #[test]
    fn arguments_are_found_and_bad_braces_too() {
        assert_eq!(with_arguments("{a} {{b}} {c}", str::to_uppercase).as_deref(), Some("A {{b}} C"));
        for bad in ["{a", "a}", "{}", "{a b}", "{{a}"] {
            assert_eq!(with_arguments(bad, str::to_owned), None, "{bad}");
        }
    }
}
