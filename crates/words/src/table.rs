//! Tables: the texts of one language, as they are loaded.
//!
//! A table is a text file that `cargo xtask words` writes. Its first line says what it is: `recraft-words 1 es ltr not-one ,`, that is: the version of the
//! format, the language, its direction, its [rule](Rule) for what is counted, and its decimal mark. Each other line is a message: its key in four letters,
//! then its text. Lines stand in the order of their keys, so that a message is found without reading them all. Forms of what is counted are
//! separated by the letter U+001F.
//!
//! English needs no keys, since its texts are what keys are made of: a table whose first line ends in ` plain` has the texts alone (after their context, if
//! they have one, and U+0004), in any order: in that of the sources they compress best, and keys do not compress at all.
//!
//! Texts that are data have tables of their own, with keys of eight letters and the first line `recraft-words-data 1 es`. English has none. Those that
//! are needed at once (titles) stand at the end of the language's table, as a table of data of their own.
//!
//! Tables are loaded once and stay: what is shown are parts of them, not copies.

use std::cell::Cell;

/// What is shown for a message that the table does not have: to be seen at once by who has forgotten to write the tables anew.
#[cfg(target_arch = "wasm32")]
pub(crate) static MISSING: &str = "\u{fffd}";

/// Between a context and its text.
pub const CONTEXT_ENDS: char = '\u{4}';

/// Between the forms of what is counted.
pub const BETWEEN_FORMS: char = '\u{1f}';

/// The letters of keys, in the order of their code points, which is that of the lines.
pub const LETTERS: &[u8; 64] = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

const FIRST_LINE: &str = "recraft-words 1 ";
const FIRST_LINE_OF_DATA: &str = "recraft-words-data 1 ";
const LETTERS_OF_KEY: usize = 4;
const LETTERS_OF_DATA_KEY: usize = 8;

/// Which form is used for which number: those rules of the Unicode project's that languages share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// There is one form: Chinese, Japanese, …
    One,
    /// One for 1, and another: English, Spanish, German, …
    NotOne,
    /// One for 0 and 1, and another: French, Brazilian Portuguese, …
    MoreThanOne,
    /// Three, by the last digits: Russian, Ukrainian, …
    Slavic,
    /// Six, by the last two digits: Arabic.
    Arabic,
}

impl Rule {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::One, Self::NotOne, Self::MoreThanOne, Self::Slavic, Self::Arabic];

    /// What it is called in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::NotOne => "not-one",
            Self::MoreThanOne => "more-than-one",
            Self::Slavic => "slavic",
            Self::Arabic => "arabic",
        }
    }

    /// How many forms there are.
    #[must_use]
    pub const fn forms(self) -> usize {
        match self {
            Self::One => 1,
            Self::NotOne | Self::MoreThanOne => 2,
            Self::Slavic => 3,
            Self::Arabic => 6,
        }
    }

    const fn form(self, count: u64) -> usize {
        match self {
            Self::One => 0,
            Self::NotOne => (count != 1) as usize,
            Self::MoreThanOne => (count > 1) as usize,
            Self::Slavic => match (count % 10, count % 100) {
                (1, hundredth) if hundredth != 11 => 0,
                (2..=4, hundredth) if hundredth / 10 != 1 => 1,
                _ => 2,
            },
            Self::Arabic => match (count, count % 100) {
                (0..=2, _) => count as usize,
                (_, 3..=10) => 3,
                (_, 11..) => 4,
                _ => 5,
            },
        }
    }
}

/// Why a table is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadTable {
    /// It does not begin as one; perhaps it is of another version.
    FirstLine,
    /// The line of this number (the first is 1) is not a message, or not in its place.
    Line(usize),
}

/// The messages of a text, by their keys.
type Read<'t> = Result<Vec<(u64, &'t str)>, BadTable>;

/// A table that was loaded.
#[derive(Clone, Copy)]
struct Table {
    source: &'static str,
    language: &'static str,
    direction: &'static str,
    rule: Rule,
    decimal_mark: char,
    messages: &'static [(u64, &'static str)],
}

thread_local! {
    // A thread's own: a program may speak several languages at once, as the tests do.
    static TABLE: Cell<Option<Table>> = const { Cell::new(None) };
    static DATA: Cell<&'static [(u64, &'static str)]> = const { Cell::new(&[]) };
}

/// Loads a table for this thread, in place of the one that was loaded, if any. Data of that one's language are forgotten.
///
/// # Errors
///
/// If this is no table; then everything stays as it was.
pub fn load(text: String) -> Result<(), BadTable> {
    let first = text.lines().next().and_then(|line| line.strip_prefix(FIRST_LINE));
    let words: Vec<&str> = first.ok_or(BadTable::FirstLine)?.split(' ').collect();
    let [language, direction @ ("ltr" | "rtl"), rule, mark, ref plain @ ..] = words[..] else {
        return Err(BadTable::FirstLine);
    };
    let read: fn(&str) -> Read<'_> = match plain {
        [] => |text| messages(text, LETTERS_OF_KEY),
        ["plain"] => plain_messages,
        _ => return Err(BadTable::FirstLine),
    };
    let rule = Rule::ALL.into_iter().find(|known| known.name() == rule).ok_or(BadTable::FirstLine)?;
    let decimal_mark = mark.chars().next().ok_or(BadTable::FirstLine)?;
    let (language, direction) = (language.to_owned(), if direction == "rtl" { "rtl" } else { "ltr" });
    let (said, data) = parts(&text);
    read(said)?;
    messages(data, LETTERS_OF_DATA_KEY)?;
    let source: &'static str = text.leak();
    let (said, data) = parts(source);
    let messages_said = read(said)?.leak();
    let language = language.leak();
    TABLE.set(Some(Table { source, language, direction, rule, decimal_mark, messages: messages_said }));
    DATA.set(messages(data, LETTERS_OF_DATA_KEY)?.leak());
    Ok(())
}

/// What the interface says, and the data.
fn parts(text: &str) -> (&str, &str) {
    text.split_at(text.find(FIRST_LINE_OF_DATA).unwrap_or(text.len()))
}

/// Loads a table of data for this thread, in place of the one that was loaded, if any.
///
/// # Errors
///
/// If this is no table of data; then everything stays as it was.
pub fn load_data(text: String) -> Result<(), BadTable> {
    if !text.starts_with(FIRST_LINE_OF_DATA) {
        return Err(BadTable::FirstLine);
    }
    messages(&text, LETTERS_OF_DATA_KEY)?;
    DATA.set(messages(text.leak(), LETTERS_OF_DATA_KEY)?.leak());
    Ok(())
}

/// The table that was loaded, for another thread (a worker) to load it too.
#[must_use]
pub fn source() -> Option<&'static str> {
    TABLE.get().map(|table| table.source)
}

/// The language, as browsers call it.
#[must_use]
pub fn language() -> &'static str {
    TABLE.get().map_or("en", |table| table.language)
}

/// In which direction it is written: `ltr` or `rtl`.
#[must_use]
pub fn direction() -> &'static str {
    TABLE.get().map_or("ltr", |table| table.direction)
}

/// A text that is data (what a lesson says, the title of a story) in the language that is loaded, or as it is.
#[must_use]
pub fn of(text: &str) -> &str {
    let data = DATA.get();
    if data.is_empty() {
        return text;
    }
    found(data, crate::key_of_data(text)).copied().unwrap_or(text)
}

pub(crate) fn decimal_mark() -> char {
    TABLE.get().map_or('.', |table| table.decimal_mark)
}

pub(crate) fn text(key: u32) -> Option<&'static str> {
    place(key).copied()
}

pub(crate) fn place(key: u32) -> Option<&'static &'static str> {
    found(TABLE.get()?.messages, u64::from(key))
}

pub(crate) fn form(key: u32, count: u64) -> Option<&'static str> {
    let rule = TABLE.get()?.rule;
    text(key)?.split(BETWEEN_FORMS).nth(rule.form(count))
}

fn found(messages: &'static [(u64, &'static str)], key: u64) -> Option<&'static &'static str> {
    let at = messages.binary_search_by(|(other, _)| other.cmp(&key)).ok()?;
    Some(&messages[at].1)
}

/// The lines after the first.
fn messages(text: &str, letters: usize) -> Read<'_> {
    let mut messages = Vec::new();
    let mut last = None;
    for (place, line) in text.lines().enumerate().skip(1) {
        let bad = BadTable::Line(place + 1);
        let (key, text) = line.split_at_checked(letters).ok_or(bad)?;
        let key = number(key).filter(|&key| last < Some(key)).ok_or(bad)?;
        last = Some(key);
        messages.push((key, text));
    }
    Ok(messages)
}

/// The lines after the first of a table without keys, in the order of the keys that they would have.
#[expect(clippy::unnecessary_wraps, reason = "its sister, which reads keys, can fail")]
fn plain_messages(text: &str) -> Read<'_> {
    let message = |line| {
        let (first_form, _) = str::split_once(line, BETWEEN_FORMS).unwrap_or((line, ""));
        let shown = str::split_once(line, CONTEXT_ENDS).map_or(line, |(_, shown)| shown);
        (u64::from(crate::key(first_form)), shown)
    };
    let mut messages: Vec<(u64, &str)> = text.lines().skip(1).map(message).collect();
    sort(&mut messages);
    Ok(messages)
}

/// Shell's sort: enough for some thousand lines, once, and a tenth of the standard library's in the compiled program.
fn sort(messages: &mut [(u64, &str)]) {
    for gap in [701, 301, 132, 57, 23, 10, 4, 1] {
        for place in gap..messages.len() {
            let mut at = place;
            while at >= gap && messages[at - gap].0 > messages[at].0 {
                messages.swap(at - gap, at);
                at -= gap;
            }
        }
    }
}

/// A key, read.
fn number(letters: &str) -> Option<u64> {
    letters.bytes().try_fold(0, |key, letter| {
        let digit = LETTERS.iter().position(|known| *known == letter)?;
        Some((key << 6) | digit as u64)
    })
}

/// A message's key as it stands in tables.
#[must_use]
pub fn written(key: u32) -> String {
    letters(u64::from(key), LETTERS_OF_KEY)
}

/// The key of a text that is data as it stands in tables.
#[must_use]
pub fn written_data(key: u64) -> String {
    letters(key, LETTERS_OF_DATA_KEY)
}

fn letters(key: u64, count: usize) -> String {
    let digit = |place: usize| char::from(LETTERS[(key >> (6 * (count - 1 - place))) as usize & 63]);
    (0..count).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{key, key_of_data, t, tn};

    fn spanish() -> String {
        let mut lines = [
            (key("Start the clock"), "Pon el reloj en marcha"),
            (key("{node} is in term {term}"), "mandato {1}: {0}"),
            (key("{count} vote"), "{0} voto\u{1f}{0} votos"),
        ];
        lines.sort();
        let lines = lines.map(|(key, text)| format!("{}{text}\n", written(key)));
        format!("recraft-words 1 es ltr not-one ,\n{}", lines.concat())
    }

    #[test]
    fn without_a_table_one_speaks_english() {
        assert_eq!((t!("Start the clock"), language(), direction()), ("Start the clock", "en", "ltr"));
        assert_eq!(t!("{node} is in term {term}", node = "n1", term = 2), "n1 is in term 2");
        assert_eq!((tn!(1, "{count} vote", "{count} votes"), decimal_mark()), ("1 vote".to_owned(), '.'));
    }

    #[test]
    fn a_table_says_it_in_its_language_and_in_its_order() {
        load(spanish()).unwrap();
        assert_eq!((t!("Start the clock"), language()), ("Pon el reloj en marcha", "es"));
        assert_eq!(t!("{node} is in term {term}", node = "n1", term = 2), "mandato 2: n1");
        let votes = |count: usize| tn!(count, "{count} vote", "{count} votes");
        assert_eq!((votes(1), votes(2), decimal_mark()), ("1 voto".to_owned(), "2 votos".to_owned(), ','));
        assert_eq!(t!("Nobody has translated this"), "Nobody has translated this");
        assert_eq!(source(), Some(&spanish()[..]));
    }

    #[test]
    fn a_table_without_keys_is_read_in_any_order() {
        let lines = [
            "Start the clock",
            "{node} is in term {term}",
            "{count} vote\u{1f}{count} votes",
            "verb\u{4}Split",
        ];
        for turn in 0..lines.len() {
            let mut lines = lines;
            lines.rotate_left(turn);
            load(format!("recraft-words 1 en ltr not-one . plain\n{}\n", lines.join("\n"))).unwrap();
            assert_eq!(text(key("Start the clock")), Some("Start the clock"));
            assert_eq!(text(crate::key_with_context("verb", "Split")), Some("Split"));
            assert_eq!(form(key("{count} vote"), 2), Some("{count} votes"));
            assert_eq!(t!("{node} is in term {term}", node = "n1", term = 2), "n1 is in term 2");
        }
        let mut many: Vec<(u64, &str)> =
            (0..3_000_u64).map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40, "")).collect();
        sort(&mut many);
        assert!(many.is_sorted());
    }

    #[test]
    fn data_are_translated_where_they_are_known() {
        let line = format!("{}Un título", written_data(key_of_data("A title")));
        assert_eq!(of("A title"), "A title");
        load_data(format!("recraft-words-data 1 es\n{line}\n")).unwrap();
        assert_eq!((of("A title"), of("Another")), ("Un título", "Another"));
        load(spanish()).unwrap();
        assert_eq!(of("A title"), "A title");
        load(format!("{}recraft-words-data 1 es\n{line}\n", spanish())).unwrap();
        assert_eq!((of("A title"), t!("Start the clock")), ("Un título", "Pon el reloj en marcha"));
    }

    #[test]
    fn what_is_no_table_changes_nothing() {
        load(spanish()).unwrap();
        let line = spanish().lines().nth(1).unwrap().to_owned();
        for (bad, why) in [
            (String::new(), BadTable::FirstLine),
            ("<!doctype html>".to_owned(), BadTable::FirstLine),
            (spanish().replace("words 1", "words 2"), BadTable::FirstLine),
            (spanish().replace("not-one", "whatever"), BadTable::FirstLine),
            (spanish().replace(" ,", ""), BadTable::FirstLine),
            (spanish().replace(" ,", " , what"), BadTable::FirstLine),
            (spanish() + "abc\n", BadTable::Line(5)),
            (spanish() + "ab?d text\n", BadTable::Line(5)),
            (spanish() + &line, BadTable::Line(5)),
            (spanish() + "abé text\n", BadTable::Line(5)),
        ] {
            assert_eq!(load(bad), Err(why));
        }
        assert_eq!(load_data(spanish()), Err(BadTable::FirstLine));
        assert_eq!(language(), "es");
    }

    #[test]
    fn keys_stand_in_their_order() {
        assert!(LETTERS.is_sorted());
        for key in [0, 1, 63, 64, 0xff_ffff] {
            assert_eq!((number(&written(key)), written(key).len()), (Some(u64::from(key)), 4));
        }
    }

    #[test]
    fn forms_follow_the_rule_of_the_language() {
        let forms =
            |rule: Rule, counts: &[u64]| counts.iter().map(|&count| rule.form(count)).collect::<Vec<_>>();
        assert_eq!(forms(Rule::NotOne, &[0, 1, 2]), [1, 0, 1]);
        assert_eq!(forms(Rule::MoreThanOne, &[0, 1, 2]), [0, 0, 1]);
        assert_eq!(forms(Rule::Slavic, &[1, 2, 5, 11, 12, 21, 24, 111]), [0, 1, 2, 2, 2, 0, 1, 2]);
        assert_eq!(forms(Rule::Arabic, &[0, 1, 2, 3, 11, 100, 103]), [0, 1, 2, 3, 4, 5, 3]);
        assert!(Rule::ALL.into_iter().all(|rule| (0..200).all(|count| rule.form(count) < rule.forms())));
    }
}
