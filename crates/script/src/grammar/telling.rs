//! What is said to the class, and asked.

use recraft_words::t;
use winnow::stream::Location;

use super::{conditions, nodes};
use crate::lex::{Line, Read, first_of, has, quoted, words, wrong};
use crate::model::{Caption, Choice, Deed, Question, Shown, Step};

/// `say "…" showing n1, c1 and k1`
pub(super) fn say(line: &mut Line<'_>) -> Read<Deed> {
    words(line, "say")?;
    let text = quoted(line)?;
    let showing = if has(line, "showing") { nodes::list(line, shown)? } else { Vec::new() };
    Ok(Deed::Say(Caption { text, showing }))
}

fn shown(line: &mut Line<'_>) -> Read<Shown> {
    first_of(
        line,
        &[
            |line| nodes::cluster(line).map(Shown::Cluster),
            |line| nodes::client(line).map(Shown::Client),
            |line| nodes::who(line).map(Shown::Node),
        ],
    )
}

/// `ask "…" choices "a" | "b" answer "b" because "…"`, `ask "…" choices "a" when n1 leads | "b" when n2 leads`
pub(super) fn ask(line: &mut Line<'_>) -> Read<Deed> {
    words(line, "ask")?;
    let from = line.current_token_start();
    let mut question = Question { text: quoted(line)?, ..Question::default() };
    if has(line, "choices") {
        question.choices = nodes::separated(line, "|", choice)?;
    }
    if question.is_open_until_revealed() {
        if question.choices.iter().any(|choice| choice.when.is_none()) {
            return wrong(line, from, t!("either each choice says when it is right, or none does").into());
        }
        return Ok(Deed::Ask(question));
    }
    if has(line, "answer") {
        let from = line.current_token_start();
        let answer = quoted(line)?;
        if !question.choices.is_empty() && question.choices.iter().all(|choice| choice.text != answer) {
            return wrong(line, from, t!("\u{201c}{answer}\u{201d} is not one of the choices", answer));
        }
        question.answer = Some(answer);
    }
    if has(line, "because") {
        question.because = Some(quoted(line)?);
    }
    Ok(Deed::Ask(question))
}

fn choice(line: &mut Line<'_>) -> Read<Choice> {
    let text = quoted(line)?;
    let when = if has(line, "when") { Some(conditions::condition(line)?) } else { None };
    Ok(Choice { text, when })
}

/// `reveal because "…"`
pub(super) fn reveal(line: &mut Line<'_>) -> Read<Deed> {
    words(line, "reveal")?;
    let because = if has(line, "because") { Some(quoted(line)?) } else { None };
    Ok(Deed::Reveal { because })
}

/// A question whose answer the run shall show and that is never revealed, or an answer without a question: its line, and what to do.
pub(super) fn unrevealed(steps: &[Step]) -> Option<(usize, String)> {
    let never = |line| {
        Some((
            line,
            t!("the answer to this question is never shown; say `reveal` when it can be seen").into(),
        ))
    };
    let mut asked = None;
    for step in steps {
        match (&step.deed, asked) {
            (Deed::Ask(_), Some(line)) => return never(line),
            (Deed::Ask(question), None) => asked = question.is_open_until_revealed().then_some(step.line),
            (Deed::Reveal { .. }, None) => {
                return Some((
                    step.line,
                    t!("there is no question whose choices say when they are right").into(),
                ));
            }
            (Deed::Reveal { .. }, Some(_)) => asked = None,
            _ => {}
        }
    }
    asked.and_then(never)
}
