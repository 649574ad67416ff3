//! What could stand next in a scenario that is being written: asked of the grammar itself, so that it can never say anything else.

use std::collections::BTreeSet;

use recraft_protocol::mistakes::Mistake;
use recraft_sim::checker::Property;

use crate::error::Problem;
use crate::expected::{Expected, Kind};
use crate::lex::is_word_part;
use crate::parse;

/// No rule takes this sign: whatever was expected in its place is said.
const NOTHING: char = '\u{203d}';
/// So many words are offered at most.
const WORDS_MAX: usize = 40;

/// What could stand next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// So many characters of it stand there already.
    pub typed: usize,
    /// The words, each to be put in place of what was typed.
    pub words: Vec<String>,
}

/// What could stand at the end of the beginning of a scenario: words of the language, and names that stand in it already.
#[must_use]
pub fn complete(before: &str) -> Completion {
    let line = before.rsplit('\n').next().unwrap_or_default();
    if is_in_text(line) {
        return Completion::default();
    }
    let typed: String =
        line.chars().rev().take_while(|&c| is_word_part(c)).collect::<Vec<_>>().into_iter().rev().collect();
    let stem = &before[..before.len() - typed.len()];
    let number = before.matches('\n').count() + 1;
    let column = line.chars().count() - typed.chars().count() + 1;
    let errors = parse(&format!("{stem}{NOTHING}")).err().unwrap_or_default();
    let expected = errors.into_iter().find_map(|error| match error.problem {
        Problem::Unexpected { expected, .. } if (error.line, error.column) == (number, column) => {
            Some(expected)
        }
        _ => None,
    });
    let mut words: Vec<String> = Vec::new();
    for word in expected.unwrap_or_default().iter().flat_map(|what| choices(what, before)) {
        if word.starts_with(&typed) && word != typed && !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(WORDS_MAX);
    Completion { typed: typed.chars().count(), words }
}

/// Whether the end of a line lies within quotation marks or in a comment.
fn is_in_text(line: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in line.chars() {
        match c {
            '#' if !quoted => return true,
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = quoted && c == '\\' && !escaped;
    }
    quoted
}

/// The words that something that is expected stands for.
fn choices(what: &Expected, text: &str) -> Vec<String> {
    let kind = match what {
        Expected::Word(word) => return vec![word.clone()],
        Expected::Kind(kind) => kind,
    };
    match kind {
        Kind::Node => numbered(text, "n"),
        Kind::Cluster => numbered(text, "c"),
        Kind::Client => numbered(text, "k"),
        Kind::Transaction => numbered(text, "tx"),
        Kind::Message => numbered(text, "m"),
        Kind::NameOfNode => names(text),
        Kind::Mistake => Mistake::ALL.into_iter().map(|mistake| mistake.name().to_owned()).collect(),
        Kind::Property => Property::ALL.into_iter().map(|property| property.name().to_owned()).collect(),
        Kind::Time => ["100ms", "300ms", "1s", "2s"].map(str::to_owned).to_vec(),
        Kind::Quoted => vec!["\"\"".to_owned()],
        _ => Vec::new(),
    }
}

/// The names of this letter that stand in a text, and the first one.
fn numbered(text: &str, letters: &str) -> Vec<String> {
    let mut numbers = BTreeSet::from([1]);
    for word in text.split(|c: char| !is_word_part(c)) {
        numbers.extend(word.strip_prefix(letters).and_then(|digits| digits.parse::<u32>().ok()));
    }
    if letters == "n" {
        let nodes =
            text.lines().find_map(|line| line.trim().strip_prefix("nodes ")?.trim().parse::<u32>().ok());
        numbers.extend(1..=nodes.unwrap_or(1).min(12));
    }
    numbers.into_iter().map(|number| format!("{letters}{number}")).collect()
}

/// The names that a text gives to nodes.
fn names(text: &str) -> Vec<String> {
    let given = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("let ")?.split_once(" be ").map(|(name, _)| name.trim()));
    given.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "recraft scenario 1\nnodes 3\nuntil c1 has a leader\nlet boss be the leader of c1\n";

    fn words(line: &str) -> Vec<String> {
        complete(&format!("{HEAD}{line}")).words
    }

    #[test]
    fn what_begins_a_line_is_offered_by_its_first_letters() {
        assert_eq!(words("cra"), ["crash"]);
        assert!(words("").contains(&"say".to_owned()) && words("").contains(&"ask".to_owned()));
        assert_eq!(complete("").words, ["recraft"]);
        assert_eq!(complete(&format!("{HEAD}cra")).typed, 3);
    }

    #[test]
    fn nodes_and_their_names_are_offered_where_a_node_can_stand() {
        let crash = words("crash ");
        for name in ["n1", "n2", "n3", "boss", "the"] {
            assert!(crash.contains(&name.to_owned()), "{name}: {crash:?}");
        }
        assert_eq!(words("crash b"), ["boss"]);
        assert!(!words("crash ").contains(&"c1".to_owned()));
    }

    #[test]
    fn names_of_mistakes_and_properties_are_offered_where_they_can_stand() {
        assert_eq!(
            complete("recraft scenario 1\nnodes 3\nset mistake forget-v").words,
            ["forget-vote-at-restart"]
        );
        assert_eq!(words("expect violation election"), ["election-safety"]);
    }

    #[test]
    fn nothing_is_offered_within_texts_and_comments_and_after_what_is_wrong() {
        assert!(words("say \"the leader of ").is_empty());
        assert!(words("say \"a \\\" b ").is_empty());
        assert!(words("# cra").is_empty());
        assert!(words("nonsense cra").is_empty());
        assert_eq!(words("say \"a\" sho"), ["showing"]);
    }
}
