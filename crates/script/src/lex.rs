//! The smallest pieces of the language: words, signs, numbers, times, quoted text.
//!
//! Each piece that does not fit notes what it would have been and where. When a line cannot be read, the notes that lie furthest to
//! the right say what was expected: whatever was tried before had fitted less.

use std::cell::RefCell;
use std::collections::BTreeSet;

use recraft_words::t;
use winnow::combinator::{opt, repeat};
use winnow::error::EmptyError;
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location, Stateful, Stream};
use winnow::token::{any, one_of, take_while};

use crate::error::Problem;
use crate::expected::{Expected, Kind};

/// A line as it is being read.
pub(crate) type Line<'a> = Stateful<LocatingSlice<&'a str>, &'a Notes>;
/// What reading a piece comes to; why it failed is in the [`Notes`].
pub(crate) type Read<T> = Result<T, EmptyError>;

/// What is noted while a line is read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The furthest place where something was expected, and what.
    expected: RefCell<(usize, Vec<Expected>)>,
    /// What could be read but cannot be meant so.
    wrong: RefCell<Option<(usize, usize, String)>>,
    /// The names given to nodes so far.
    pub(crate) names: RefCell<BTreeSet<String>>,
}

impl Notes {
    pub(crate) fn forget(&self) {
        *self.expected.borrow_mut() = (0, Vec::new());
        *self.wrong.borrow_mut() = None;
    }

    /// Where reading `line` failed, how wide the place is (in bytes), and why.
    pub(crate) fn problem(&self, line: &str) -> (usize, usize, Problem) {
        let (at, expected) = self.expected.borrow().clone();
        if let Some((from, to, what)) = self.wrong.borrow().clone()
            && to >= at
        {
            return (from, to - from, Problem::Wrong(what));
        }
        let (found, width) = found(&line[at..]);
        (at, width, Problem::Unexpected { found, expected })
    }
}

/// The word or sign that `rest` begins with, and its width in bytes.
fn found(rest: &str) -> (String, usize) {
    let word: String = rest.chars().take_while(|&c| is_word_part(c)).collect();
    match rest.chars().next() {
        None | Some('#') => (Kind::End.name().to_owned(), 0),
        Some('"') if rest.matches('"').count() == 1 => {
            (t!("text that no quotation mark ends").to_owned(), rest.len())
        }
        Some('"') => (t!("quoted text").to_owned(), 1),
        Some(c) if word.is_empty() => (format!("`{c}`"), c.len_utf8()),
        Some(_) => (format!("`{word}`"), word.len()),
    }
}

pub(crate) fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '\'')
}

/// Notes that `what` was expected here, and fails.
pub(crate) fn missing<T>(line: &Line<'_>, what: Expected) -> Read<T> {
    let at = line.current_token_start();
    let mut expected = line.state.expected.borrow_mut();
    if at > expected.0 || expected.1.is_empty() {
        *expected = (at, Vec::new());
    }
    if at == expected.0 && !expected.1.contains(&what) {
        expected.1.push(what);
    }
    Err(EmptyError)
}

/// Notes that what was read from `from` up to here cannot be meant so, and fails.
pub(crate) fn wrong<T>(line: &Line<'_>, from: usize, what: String) -> Read<T> {
    let to = line.previous_token_end().max(from + 1);
    let mut wrong = line.state.wrong.borrow_mut();
    if wrong.as_ref().is_none_or(|known| known.1 <= to) {
        *wrong = Some((from, to, what));
    }
    Err(EmptyError)
}

/// Reads a piece with the blanks behind it; what does not fit is left where it was, and `what` is noted.
fn piece<'a, T>(
    line: &mut Line<'a>,
    what: Expected,
    mut parser: impl Parser<Line<'a>, T, EmptyError>,
) -> Read<T> {
    let start = line.checkpoint();
    match parser.parse_next(line) {
        Ok(piece) => {
            blanks(line)?;
            Ok(piece)
        }
        Err(EmptyError) => {
            line.reset(&start);
            missing(line, what)
        }
    }
}

pub(crate) fn blanks(line: &mut Line<'_>) -> Read<()> {
    take_while(0.., (' ', '\t', '\r')).void().parse_next(line)
}

/// Tries to read something; what does not fit is left where it was.
pub(crate) fn maybe<'a, T>(line: &mut Line<'a>, parser: impl FnMut(&mut Line<'a>) -> Read<T>) -> Option<T> {
    opt(parser).parse_next(line).ok().flatten()
}

/// The first of some pieces that fits.
pub(crate) fn first_of<T>(line: &mut Line<'_>, choices: &[fn(&mut Line<'_>) -> Read<T>]) -> Read<T> {
    choices.iter().find_map(|choice| maybe(line, choice)).ok_or(EmptyError)
}

/// The end of the line, or a comment.
pub(crate) fn end(line: &mut Line<'_>) -> Read<()> {
    if line.is_empty() || line.starts_with('#') { Ok(()) } else { missing(line, Expected::Kind(Kind::End)) }
}

/// These words, one after the other.
pub(crate) fn words(line: &mut Line<'_>, words: &str) -> Read<()> {
    words.split(' ').try_for_each(|expected| {
        let matches = take_while(1.., is_word_part).verify(|found: &str| found == expected).void();
        piece(line, Expected::word(expected), matches)
    })
}

/// Whether these words stand here; they are read then.
pub(crate) fn has(line: &mut Line<'_>, expected: &str) -> bool {
    maybe(line, |line| words(line, expected)).is_some()
}

/// A sign such as `->`.
pub(crate) fn sign(line: &mut Line<'_>, sign: &str) -> Read<()> {
    piece(line, Expected::word(sign), sign.void())
}

/// Whether this sign stands here; it is read then.
pub(crate) fn has_sign(line: &mut Line<'_>, expected: &str) -> bool {
    maybe(line, |line| sign(line, expected)).is_some()
}

/// A whole word that `pick` makes something of.
pub(crate) fn word_as<T>(line: &mut Line<'_>, what: Kind, pick: impl Fn(&str) -> Option<T>) -> Read<T> {
    piece(line, Expected::Kind(what), take_while(1.., is_word_part).verify_map(|word: &str| pick(word)))
}

/// One of some words, each of which stands for something.
pub(crate) fn one_word<T: Clone>(line: &mut Line<'_>, choices: &[(&str, T)]) -> Read<T> {
    for (word, value) in choices {
        if has(line, word) {
            return Ok(value.clone());
        }
    }
    Err(EmptyError)
}

/// A whole number.
pub(crate) fn number<T: std::str::FromStr>(line: &mut Line<'_>, what: Kind) -> Read<T> {
    let from = line.current_token_start();
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.to_owned());
    let word = word_as(line, what, digits)?;
    match word.parse() {
        Ok(number) => Ok(number),
        Err(_) => wrong(line, from, t!("{word} is too large for {what}", word, what = what.name())),
    }
}

/// A number after a letter: `n3`, `c1`.
pub(crate) fn numbered(line: &mut Line<'_>, letters: &str, what: Kind) -> Read<u32> {
    word_as(line, what, |word| {
        let digits = word.strip_prefix(letters)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    })
}

/// A length of time in microseconds: `300ms`, `2s`, `1.5s`, `50us`, `1min`.
pub(crate) fn time(line: &mut Line<'_>) -> Read<u64> {
    word_as(line, Kind::Time, time_of)
}

fn time_of(word: &str) -> Option<u64> {
    let split = word.find(|c: char| c.is_ascii_alphabetic())?;
    let (amount, unit) = word.split_at(split);
    let decimals = match unit {
        "us" => 0,
        "ms" => 3,
        "s" | "min" => 6,
        _ => return None,
    };
    let us = fixed(amount, decimals)?;
    if unit == "min" { us.checked_mul(60) } else { Some(us) }
}

/// A share in parts of a million: `1%`, `0.25%`.
pub(crate) fn percent(line: &mut Line<'_>) -> Read<u32> {
    let what = Kind::Share;
    let start = line.checkpoint();
    let number = word_as(line, what, |word| fixed(word, 4).and_then(|ppm| u32::try_from(ppm).ok()))?;
    if !line.starts_with('%') {
        line.reset(&start);
        return missing(line, Expected::Kind(what));
    }
    sign(line, "%")?;
    Ok(number)
}

/// A number with at most so many decimals, times ten to the power of them.
fn fixed(text: &str, decimals: usize) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > decimals {
        return None;
    }
    format!("{whole}{fraction:0<decimals$}").parse().ok()
}

/// Text in quotation marks. `\"`, `\\`, `\n`, `\t` and `\u{e9}` stand for what they do in Rust.
pub(crate) fn quoted(line: &mut Line<'_>) -> Read<String> {
    let letter = |line: &mut Line<'_>| -> Read<char> {
        match any.parse_next(line)? {
            '\\' => escape(line),
            '"' => Err(EmptyError),
            c => Ok(c),
        }
    };
    let letters = repeat(0.., letter).fold(String::new, |mut text, c| {
        text.push(c);
        text
    });
    piece(line, Expected::Kind(Kind::Quoted), ('"', letters, '"').map(|(_, text, _)| text))
}

fn escape(line: &mut Line<'_>) -> Read<char> {
    match one_of(('"', '\\', 'n', 't', 'r', 'u')).parse_next(line)? {
        'n' => Ok('\n'),
        't' => Ok('\t'),
        'r' => Ok('\r'),
        'u' => {
            let hex = take_while(1..=6, |c: char| c.is_ascii_hexdigit());
            let (_, hex, _) = ('{', hex, '}').parse_next(line)?;
            u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).ok_or(EmptyError)
        }
        c => Ok(c),
    }
}

/// Whether a key or a value can be written without quotation marks.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_plain_part)
}

fn is_plain_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | ';')
}

/// A key or a value: a plain word, or text in quotation marks.
pub(crate) fn text(line: &mut Line<'_>, what: Kind) -> Read<String> {
    if let Some(text) = maybe(line, quoted) {
        return Ok(text);
    }
    piece(line, Expected::Kind(what), take_while(1.., is_plain_part).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_exact() {
        let times =
            ["300ms", "1.5s", "2min", "17us", "0.000001s", "0.0000001s", "1.5us", "s", "5", "-1s", "1h"];
        let read = times.map(time_of);
        let us = [Some(300_000), Some(1_500_000), Some(120_000_000), Some(17), Some(1)];
        assert_eq!(read[..5], us);
        assert!(read[5..].iter().all(Option::is_none), "{read:?}");
    }

    #[test]
    fn numbers_that_do_not_fit_are_none() {
        assert_eq!(time_of("99999999999999999999s"), None);
        assert_eq!(fixed("1.25", 4), Some(12_500));
        assert_eq!(fixed("1.23456", 4), None);
    }
}
