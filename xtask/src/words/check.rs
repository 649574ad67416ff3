//! What must hold of message files.

use std::collections::{BTreeMap, BTreeSet};

use recraft_words::table::Rule;

use super::po::{Catalogue, Message};

/// What is wrong with the messages themselves: two of them with the same key, or one that cannot stand in a table.
pub fn messages(messages: &[Message]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut keys: BTreeMap<u32, &Message> = BTreeMap::new();
    for message in messages {
        if let Some(other) = keys.insert(key(message), message) {
            wrong.push(format!(
                "“{}” and “{}” have the same key: say one of them in other words",
                other.id, message.id
            ));
        }
        if message.id.is_empty() || message.id.contains(['\n', recraft_words::table::BETWEEN_FORMS]) {
            wrong.push(format!("“{}” is empty, or has a line break in it", message.id));
        }
    }
    wrong
}

/// The key of a message.
pub fn key(message: &Message) -> u32 {
    match &message.context {
        Some(context) => recraft_words::key_with_context(context, &message.id),
        None => recraft_words::key(&message.id),
    }
}

/// What is wrong with a translation of the template's messages.
pub fn translation(file: &Catalogue, template: &Catalogue) -> Vec<String> {
    let mut wrong = Vec::new();
    let Some(rule) = rule(file) else {
        return vec!["the header has no Plural-Forms that the lab knows: see docs/translating.md".to_owned()];
    };
    for message in &template.messages {
        match file.get(message.name()) {
            None => wrong.push(format!("“{}” is missing: run `cargo xtask words`", message.id)),
            Some(translated) => wrong.extend(one(message, translated, rule)),
        }
    }
    let stale = file.messages.iter().filter(|message| template.get(message.name()).is_none());
    wrong.extend(stale.map(|message| format!("“{}” is no longer said: run `cargo xtask words`", message.id)));
    wrong
}

/// What is wrong with the translated texts of lessons and scenarios.
pub fn data(texts: &BTreeSet<String>, messages: &[Message]) -> Vec<String> {
    let known: BTreeSet<&String> = messages.iter().map(|message| &message.id).collect();
    // Numbers and names are the same everywhere.
    let is_said = |text: &&String| text.contains(|letter: char| letter.is_alphabetic()) && !is_name(text);
    let missing = texts.iter().filter(is_said).filter(|text| !known.contains(text));
    let stale = known.iter().filter(|text| !texts.contains(**text));
    let missing = missing.map(|text| format!("“{text}” of a lesson or scenario is not translated"));
    missing.chain(stale.map(|text| format!("“{text}” is in no lesson or scenario any more"))).collect()
}

/// Whether this is the name of a node or of a cluster, or several of them.
fn is_name(text: &str) -> bool {
    text.split([' ', ',']).filter(|word| !word.is_empty()).all(|word| {
        word.strip_prefix(['n', 'c', 'x'])
            .is_some_and(|rest| rest.chars().all(|letter| letter.is_ascii_digit()))
    })
}

fn one(message: &Message, translated: &Message, rule: Rule) -> Option<String> {
    let says = |what: &str| Some(format!("“{}” {what}", message.id));
    if !translated.is_translated() {
        return says("is not translated");
    }
    if translated.flags.iter().any(|flag| flag == "fuzzy") {
        return says("is marked as fuzzy: look at it, and take the mark away");
    }
    let forms = if message.plural.is_some() { rule.forms() } else { 1 };
    if translated.translations.len() != forms || translated.plural != message.plural {
        return says(&format!("needs {forms} forms"));
    }
    let english = message.plural.as_ref().unwrap_or(&message.id);
    let has_arguments = !message.flags.is_empty();
    let (mut needed, last) = (arguments(english), forms - 1);
    for (form, text) in translated.translations.iter().enumerate() {
        if text.contains(['\n', recraft_words::table::BETWEEN_FORMS]) {
            return says("has a line break in its translation");
        }
        if !has_arguments {
            continue;
        }
        let Some(found) = arguments(text) else {
            return says("has a brace in its translation that is not closed, or not doubled");
        };
        // What is counted may be said in words in other forms than the last: “one vote”.
        let Some(all) = &mut needed else { return says("has a brace that is not closed") };
        let lacks = all.difference(&found).any(|name| form == last || name != "count");
        if lacks || !found.is_subset(all) {
            return says(&format!("has other arguments in its translation: “{text}”"));
        }
    }
    let edge = |text: &str| (text.starts_with(' '), text.ends_with(' '));
    (edge(&message.id) != edge(&translated.translations[0])).then(|| {
        format!(
            "“{}” begins or ends with a space, and its translation does not, or the other way round",
            message.id
        )
    })
}

/// The names of the arguments that a text mentions; `None` if its braces are not as they should be.
pub fn arguments(text: &str) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    super::tables::with_arguments(text, |name| {
        names.insert(name.to_owned());
        String::new()
    })?;
    Some(names)
}

/// The rule for what is counted, by the header that gettext's tools read.
pub fn rule(file: &Catalogue) -> Option<Rule> {
    let said: String = file
        .field("Plural-Forms")?
        .chars()
        .filter(|letter| !letter.is_whitespace() && !"()".contains(*letter))
        .collect();
    Some(match said.trim_end_matches(';') {
        "nplurals=1;plural=0" => Rule::One,
        "nplurals=2;plural=n!=1" => Rule::NotOne,
        "nplurals=2;plural=n>1" => Rule::MoreThanOne,
        "nplurals=3;plural=n%10==1&&n%100!=11?0:n%10>=2&&n%10<=4&&n%100<10||n%100>=20?1:2" => Rule::Slavic,
        "nplurals=6;plural=n==0?0:n==1?1:n==2?2:n%100>=3&&n%100<=10?3:n%100>=11?4:5" => Rule::Arabic,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::gather::BRACES;

    fn message(id: &str, plural: Option<&str>, translations: &[&str]) -> Message {
        let flags = if id.contains('{') || plural.is_some() { vec![BRACES.to_owned()] } else { Vec::new() };
        Message {
            id: id.to_owned(),
            plural: plural.map(str::to_owned),
            translations: translations.iter().map(|text| (*text).to_owned()).collect(),
            flags,
            ..Message::default()
        }
    }

    fn wrong(english: &Message, translated: Message) -> Vec<String> {
        let header = vec!["Plural-Forms: nplurals=2; plural=(n != 1);".to_owned()];
        let template = Catalogue { messages: vec![english.clone()], ..Catalogue::default() };
        translation(&Catalogue { header, messages: vec![translated], ..Catalogue::default() }, &template)
    }

    #[test]
    fn a_good_translation_has_nothing_wrong() {
        for good in [
            message("{a} of {b}", None, &["{b}: {a}"]),
            message("Split", None, &["Dividir"]),
            message("one vote", Some("{count} votes"), &["un voto", "{count} votos"]),
        ] {
            assert_eq!(wrong(&good, good.clone()), Vec::<String>::new());
        }
    }

    #[test]
    fn each_thing_that_may_be_wrong_is_noticed() {
        let english = message("{a} of {b}", None, &[]);
        for (translations, what) in [
            (&[""][..], "not translated"),
            (&[], "not translated"),
            (&["{b}"], "other arguments"),
            (&["{a} {b} {c}"], "other arguments"),
            (&["{a} {b"], "brace"),
            (&[" {a} {b}"], "space"),
            (&["{a}\n{b}"], "line break"),
            (&["{a}{b}", "{a}{b}"], "1 forms"),
        ] {
            let said = wrong(&english, message("{a} of {b}", None, translations));
            assert!(said.len() == 1 && said[0].contains(what), "{translations:?}: {said:?}");
        }
        let mut fuzzy = message("{a} of {b}", None, &["{a} {b}"]);
        fuzzy.flags.push("fuzzy".to_owned());
        assert!(wrong(&english, fuzzy)[0].contains("fuzzy"));
        assert_eq!(
            wrong(&english, message("other", None, &["otro"])).len(),
            2,
            "one is missing, one is stale"
        );
        let votes = message("one vote", Some("{count} votes"), &[]);
        assert!(
            wrong(&votes, message("one vote", Some("{count} votes"), &["un voto"]))[0].contains("2 forms")
        );
        assert!(
            wrong(&votes, message("one vote", Some("{count} votes"), &["voto", "votos"]))[0]
                .contains("arguments")
        );
        assert!(translation(&Catalogue::default(), &Catalogue::default())[0].contains("Plural-Forms"));
    }

    #[test]
    fn texts_of_lessons_must_be_translated_unless_they_are_names_or_numbers() {
        let texts = ["A title", "Said", "n1", "3"].map(str::to_owned).into();
        let messages = [message("A title", None, &["Un título"]), message("Gone", None, &["Ido"])];
        let said = data(&texts, &messages);
        assert!(said.len() == 2 && said[0].contains("“Said”") && said[1].contains("“Gone”"), "{said:?}");
    }

    #[test]
    fn messages_with_one_key_are_noticed() {
        let twice = [message("a", None, &[]), message("a", None, &[])];
        assert!(messages(&twice)[0].contains("same key"));
        assert_eq!(messages(&[message("a", None, &[]), message("b\n", None, &[])]).len(), 1);
    }
}
