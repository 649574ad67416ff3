//! What is wrong with a scenario's text, and where.

use std::fmt;

use recraft_words::t;

use crate::expected::Expected;

/// One thing that is wrong with a scenario, at a place in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    /// The line; the first is 1.
    pub line: usize,
    /// The column, counted in characters; the first is 1.
    pub column: usize,
    /// How many characters it is about; at least 1.
    pub width: usize,
    /// What is wrong.
    pub problem: Problem,
    /// The line's text.
    pub text: String,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Something else stands there than what could.
    Unexpected {
        /// What stands there.
        found: String,
        /// What could, in the order in which it was tried.
        expected: Vec<Expected>,
    },
    /// It can be read, but cannot be meant so.
    Wrong(String),
}

/// So many things that are expected are listed before the rest is left out.
const EXPECTED_LISTED: usize = 24;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong(what) => f.write_str(what),
            Self::Unexpected { found, expected } => {
                // Who has only mistyped a word does not want to read all the others.
                f.write_str(&match nearest(found, expected) {
                    Some(word) => t!("found {found}; did you mean `{word}`?", found, word),
                    None => t!("found {found}, expected {what}", found, what = any_of(expected)),
                })
            }
        }
    }
}

impl fmt::Display for ScenarioError {
    /// The place, the problem, and the line with a mark under it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, width, problem, text } = self;
        writeln!(f, "{}", t!("line {line}, column {column}: {problem}", line, column, problem))?;
        // Tabs stay tabs, so that the mark stands under what it marks.
        let lead: String =
            text.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let gutter = line.to_string().len();
        writeln!(f, "{line} | {text}")?;
        write!(f, "{:gutter$} | {lead}{}", "", "^".repeat((*width).max(1)))
    }
}

impl std::error::Error for ScenarioError {}

fn any_of(expected: &[Expected]) -> String {
    let joined = |some: &[Expected]| some.iter().map(Expected::to_string).collect::<Vec<_>>().join(", ");
    match expected {
        [] => t!("nothing").into(),
        [one] => one.to_string(),
        [first @ .., last] if expected.len() <= EXPECTED_LISTED => {
            t!("{before} or {last}", before = joined(first), last)
        }
        _ => {
            let (first, others) = expected.split_at(EXPECTED_LISTED - 1);
            t!("{before} or one of {others} others", before = joined(first), others = others.len())
        }
    }
}

/// The expected word that differs least from the one found, if it is close enough to be a slip of the keyboard.
fn nearest<'a>(found: &str, expected: &'a [Expected]) -> Option<&'a str> {
    let found = found.strip_prefix('`')?.strip_suffix('`')?;
    let words = expected.iter().filter_map(|expected| match expected {
        Expected::Word(word) => Some(word.as_str()),
        Expected::Kind(_) => None,
    });
    let near = words.map(|word| (distance(found, word), word));
    let (distance, word) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= found.chars().count() / 3).then_some(word)
}

/// How many letters must be put in, taken out or replaced to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expected::Kind;

    #[test]
    fn an_error_shows_its_place_and_a_mark_under_it() {
        let expected = vec![Expected::Kind(Kind::Node)];
        let problem = Problem::Unexpected { found: "`x`".into(), expected };
        let error = ScenarioError { line: 12, column: 7, width: 1, problem, text: "crash x".into() };
        let shown = "line 12, column 7: found `x`, expected a node such as n3\n12 | crash x\n   |       ^";
        assert_eq!(error.to_string(), shown);
    }

    #[test]
    fn a_slip_of_the_keyboard_is_guessed() {
        let expected = [Expected::word("crash"), Expected::word("restart"), Expected::Kind(Kind::Node)];
        assert_eq!(nearest("`restrat`", &expected), Some("restart"));
        assert_eq!(nearest("`banana`", &expected), None);
        assert_eq!(nearest("the end of the line", &expected), None);
    }

    #[test]
    fn long_lists_are_cut_short() {
        let expected: Vec<Expected> = (0..27).map(|n| Expected::Word(format!("w{n}"))).collect();
        assert!(any_of(&expected).ends_with("`w22` or one of 4 others"));
        assert!(any_of(&expected[..25]).ends_with("`w22` or one of 2 others"));
        assert_eq!(any_of(&expected[..3]), "`w0`, `w1` or `w2`");
    }
}
