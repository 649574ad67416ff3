//! Languages that nobody speaks, for tests: English whose letters have all been changed for accented ones and which is longer by a third, so that one can read it, and
//! see at once what does not come from a message file or has no room; and the same from right to left.

use super::po::Message;
use super::tables::with_arguments;
use super::{Language, tables};

/// Their names, of which the second is written from right to left. The Unicode project calls them so.
pub(super) const NAMES: [&str; 2] = ["en-XA", "ar-XB"];

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const OTHER: &str = "áƀçðéƒĝĥîĵķļɱñóþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";

/// Both languages, made of English.
pub(super) fn languages(english: &Language, data: &[Message]) -> Vec<Language> {
    NAMES
        .iter()
        .map(|&name| Language {
            name: name.to_owned(),
            // They are not offered.
            own_name: String::new(),
            direction: tables::direction(name),
            messages: english.messages.iter().map(changed).collect(),
            data: data.iter().map(changed).collect(),
            ..english.clone()
        })
        .collect()
}

fn changed(message: &Message) -> Message {
    let has_arguments = !message.flags.is_empty();
    let english = std::iter::once(&message.id).chain(&message.plural);
    let translations =
        english.map(|text| if has_arguments { longer(text) } else { longer_as_it_is(text) }).collect();
    Message { translations, ..message.clone() }
}

fn longer(text: &str) -> String {
    // Arguments keep their names.
    let mut kept = Vec::new();
    let shell = with_arguments(text, |name| {
        kept.push(format!("{{{name}}}"));
        "\u{1}".to_owned()
    });
    let changed = longer_as_it_is(&shell.unwrap_or_default());
    let kept = kept.into_iter().chain([String::new()]);
    changed.split('\u{1}').zip(kept).map(|(part, argument)| format!("{part}{argument}")).collect()
}

fn longer_as_it_is(text: &str) -> String {
    let changed: String = text.chars().map(accented).collect();
    let more = text.chars().filter(char::is_ascii_alphabetic).count() / 3;
    let (body, space) = changed.split_at(changed.trim_end().len());
    format!("{body}{}{space}", "·".repeat(more))
}

fn accented(letter: char) -> char {
    let place = PLAIN.chars().position(|plain| plain == letter);
    place.and_then(|place| OTHER.chars().nth(place)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_changes_and_arguments_stay() {
        assert_eq!(PLAIN.chars().count(), OTHER.chars().count());
        assert!(OTHER.chars().all(|letter| !letter.is_ascii()));
        assert_eq!(longer("{node} leads {x}, no"), "{node} ļéáðš {x}, ñó··");
        assert_eq!(longer("leads {{{x}}}"), "ļéáðš {{{x}}}·");
        assert_eq!(longer_as_it_is("Try {this} "), "Ţŕý {ţĥîš}·· ");
    }
}
