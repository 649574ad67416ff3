//! Texts that are data: what lessons say and ask, the titles of scenarios.

use std::collections::BTreeSet;
use std::fs;

use crate::failure::{OrFail, Outcome};
use crate::project;

/// The lines of the scenario language that hold texts for readers.
const SAYING: [&str; 6] = ["title ", "about ", "learnt ", "say ", "ask ", "reveal "];

/// Every such text.
pub(super) fn texts() -> Outcome<BTreeSet<String>> {
    Ok(lines()?.iter().filter(|line| says(line)).flat_map(|line| quoted(line)).collect())
}

/// The titles of scenarios and lessons, and what these are about: they are shown before the lessons are there.
pub(super) fn titles() -> Outcome<BTreeSet<String>> {
    let is_title = |line: &&String| line.starts_with("title ") || line.starts_with("about ");
    Ok(lines()?.iter().filter(is_title).flat_map(|line| quoted(line)).collect())
}

fn says(line: &str) -> bool {
    SAYING.iter().any(|word| line.starts_with(word))
}

fn lines() -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    for folder in ["scenarios", "lessons"] {
        for file in project::files(&project::root().join(folder))? {
            let text = fs::read_to_string(&file).or_fail("a scenario cannot be read")?;
            lines.extend(text.lines().map(|line| without_time(line.trim_start()).to_owned()));
        }
    }
    Ok(lines)
}

/// A line without the time at which it says something.
fn without_time(line: &str) -> &str {
    line.strip_prefix("at ").and_then(|rest| rest.split_once(' ')).map_or(line, |(_, rest)| rest)
}

/// The texts in quotes of a line.
fn quoted(line: &str) -> Vec<String> {
    let (mut texts, mut open) = (Vec::new(), None::<String>);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, &mut open) {
            ('"', None) => open = Some(String::new()),
            ('"', Some(_)) => texts.extend(open.take()),
            ('\\', Some(text)) => text.extend(letters.next()),
            (letter, Some(text)) => text.push(letter),
            (_, None) => {}
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_a_line_is_found() {
        let line = r#"ask "Who \"leads\"?" choices "n1" when n1 leads | "Nobody""#;
        assert_eq!(quoted(line), ["Who \"leads\"?", "n1", "Nobody"]);
        assert!(says(line) && !says("expect n1 leads") && says(without_time("at 2s say \"It is asked.\"")));
    }
}
