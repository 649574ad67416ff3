//! `cargo xtask words`: the message files under `words/`, and the tables that are made of them. See `docs/translating.md`.

pub mod check;
mod data;
pub mod gather;
pub mod po;
mod pseudo;
pub mod tables;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use recraft_words::table::Rule;

use self::po::{Catalogue, Message};
use crate::failure::{Failure, OrFail, Outcome};
use crate::project;

/// A language that the page can speak.
#[derive(Clone, Debug)]
pub struct Language {
    /// As browsers call it.
    pub name: String,
    /// As those who speak it call it.
    pub own_name: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// For what is counted.
    pub rule: Rule,
    /// Before the tenths.
    pub decimal_mark: char,
    /// The messages, translated.
    pub messages: Vec<Message>,
    /// Texts of lessons and scenarios, translated.
    pub data: Vec<Message>,
    /// Those of them that are needed at once.
    pub titles: BTreeSet<String>,
}

impl Language {
    /// Whether a text is needed before the lessons are.
    pub fn is_title(&self, text: &str) -> bool {
        self.titles.contains(text)
    }
}

/// Writes the template anew, and brings the message files up to date with it.
pub fn words() -> Outcome {
    let template = template()?;
    write(&template_place(), &template)?;
    for place in translations()? {
        let old = read(&place)?;
        let messages: Vec<Message> = template.messages.iter().map(|message| renewed(message, &old)).collect();
        let missing = messages.iter().filter(|message| !message.is_translated()).count();
        let gone: Vec<_> =
            old.messages.iter().filter(|message| template.get(message.name()).is_none()).collect();
        println!(
            "{}: {} messages, {missing} to translate, {} no longer said",
            name_of(&place),
            messages.len(),
            gone.len()
        );
        gone.iter().for_each(|message| println!("  gone: “{}”", message.id));
        write(&place, &Catalogue { messages, ..old })?;
    }
    Ok(())
}

/// The message as the template has it, with what is known of its translation.
fn renewed(message: &Message, old: &Catalogue) -> Message {
    let known = old.get(message.name()).filter(|known| known.plural == message.plural);
    let mut renewed = message.clone();
    if let Some(known) = known {
        renewed.translations.clone_from(&known.translations);
        renewed.flags.extend(known.flags.iter().filter(|flag| *flag == "fuzzy").cloned());
    }
    renewed
}

/// Fails unless all message files are complete and up to date.
pub fn test() -> Outcome {
    let template = template()?;
    let mut wrong: Vec<String> = check::messages(&template.messages);
    if read(&template_place())? != template {
        wrong.push("words/messages.pot is not what the sources say: run `cargo xtask words`".to_owned());
    }
    for place in translations()? {
        let mut said = check::translation(&read(&place)?, &template);
        let language = place.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        said.extend(check::data(&data::texts()?, &data_of(&language)?));
        wrong.extend(said.into_iter().map(|what| format!("{}: {what}", name_of(&place))));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let count = wrong.len();
    Err(Failure::new(format!("{count} things are wrong with the messages:\n  {}", wrong.join("\n  ")))
        .advice("see docs/translating.md"))
}

/// Adds the tables of all languages to the page in this folder.
pub fn add(folder: &Path) -> Outcome {
    tables::add(folder, &languages()?)
}

/// Whether a file of the built page is the table of a language that is only for tests.
pub fn is_for_tests(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    pseudo::NAMES.iter().any(|language| name.starts_with(&format!("{language}-")))
}

/// All languages, English first. A message that nobody has translated yet is said in English.
pub fn languages() -> Outcome<Vec<Language>> {
    let template = template()?;
    let english = Language {
        name: "en".to_owned(),
        own_name: "English".to_owned(),
        direction: "ltr",
        rule: tables::ENGLISH_RULE,
        decimal_mark: '.',
        messages: tables::english(&template),
        data: Vec::new(),
        titles: data::titles()?,
    };
    let mut languages = vec![english.clone()];
    let mut any_data = Vec::new();
    for place in translations()? {
        let file = read(&place)?;
        let rule = check::rule(&file).unwrap_or(tables::ENGLISH_RULE);
        let said =
            |english: &Message| match file.get(english.name()).filter(|message| message.is_translated()) {
                Some(known) => Message { translations: known.translations.clone(), ..english.clone() },
                None => {
                    // As many forms as the language has, so that one is found.
                    let mut other = english.clone();
                    if let Some(last) =
                        english.translations.last().cloned().filter(|_| english.plural.is_some())
                    {
                        other.translations.resize(rule.forms(), last);
                    }
                    other
                }
            };
        let name = place.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let data = data_of(&name)?;
        any_data = if any_data.is_empty() { data.clone() } else { any_data };
        languages.push(Language {
            own_name: file.field("X-Language-Name").unwrap_or(&name).to_owned(),
            direction: tables::direction(&name),
            rule,
            decimal_mark: tables::decimal_mark(&file),
            messages: english.messages.iter().map(said).collect(),
            data,
            name,
            titles: english.titles.clone(),
        });
    }
    languages.extend(pseudo::languages(&english, &any_data));
    Ok(languages)
}

/// The translated texts of lessons and scenarios: all message files in the language's folder. The check says what is missing; the page shows that in
/// English.
fn data_of(language: &str) -> Outcome<Vec<Message>> {
    let place = folder().join(language);
    if !place.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = project::files(&place)?;
    files.sort();
    let mut messages = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "po")) {
        messages.extend(read(file)?.messages.into_iter().filter(Message::is_translated));
    }
    Ok(messages)
}

/// What the sources say.
fn template() -> Outcome<Catalogue> {
    Ok(Catalogue {
        about: vec!["What ReCraft Lab says, gathered from the sources by `cargo xtask words`.".to_owned()],
        header: vec!["Content-Type: text/plain; charset=UTF-8".to_owned()],
        messages: gather::gather()?.into_iter().map(with_empty_forms).collect(),
    })
}

fn with_empty_forms(message: Message) -> Message {
    let forms = if message.plural.is_some() { 2 } else { 1 };
    Message { translations: vec![String::new(); forms], ..message }
}

fn folder() -> PathBuf {
    project::root().join("words")
}

fn template_place() -> PathBuf {
    folder().join("messages.pot")
}

/// The message files of the interface, one for each language.
fn translations() -> Outcome<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .or_fail("the folder words/ cannot be read")?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "po"))
        .collect();
    files.sort();
    Ok(files)
}

fn name_of(place: &Path) -> String {
    place.strip_prefix(project::root()).unwrap_or(place).to_string_lossy().replace('\\', "/")
}

fn read(place: &Path) -> Outcome<Catalogue> {
    let text = fs::read_to_string(place).or_fail("a message file cannot be read");
    Catalogue::read(&text.map_err(|failure| failure.at(name_of(place)))?, &name_of(place))
}

fn write(place: &Path, catalogue: &Catalogue) -> Outcome {
    fs::create_dir_all(folder()).or_fail("the folder words/ cannot be made")?;
    fs::write(place, catalogue.write()).or_fail("a message file cannot be written")
}
