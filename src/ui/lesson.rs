//! The player of a lesson: what is said, what is asked, and the way on and back.
//!
//! # What tests can rely on
//!
//! The player is `#lesson`, with `data-place` (the beat that is shown, from 0), `data-beats` (how many there are), `data-left` (whether somebody
//! does something of their own) and `data-moving`; the way on is `#lesson-next`, the way back `#lesson-back`, choices are `[data-choice="0"]` and so on.

use recraft_sim::lesson::{Lesson, Says};
use yew::prelude::*;

use crate::app::{Course, Msg};
use crate::session::{Action, LessonCard, Tell};

use super::icon::Icon;
use super::press::{act, press};

/// The id of the button that goes on.
pub const FORWARD: &str = "lesson-next";

/// The player, with the lesson that comes after this one.
pub fn lesson(card: &LessonCard, next: Option<&Lesson>, presenting: bool, on: &Callback<Msg>) -> Html {
    let beats = card.lesson.script.beats.len();
    html! {
        <section class="lesson" id="lesson" aria-label="Lesson" data-place={card.place.to_string()} data-beats={beats.to_string()}
            data-left={card.left.to_string()} data-moving={card.moving.to_string()}>
            <header>
                <h2>{ &card.lesson.title }</h2>
                <span class="count">{ (card.place + 1).min(beats) }<span class="hidden-visually">{ " of " }</span><span aria-hidden="true">{ "/" }</span>{ beats }</span>
                if card.lesson.name.is_empty() {
                    <button class="button quiet icon" id="lesson-edit" aria-label="Go on writing" title="Go on writing"
                        onclick={press(on, Msg::Open(Some(super::Sheet::Writing)))}>{ Icon::Pen.draw() }</button>
                }
                <button class="button quiet icon" id="present" aria-pressed={presenting.to_string()} aria-label="Presenter view"
                    title="Presenter view: large type, nothing else (P)" onclick={press(on, Msg::Course(Course::Present(!presenting)))}>
                    { if presenting { Icon::Shrink.draw() } else { Icon::Whole.draw() } }</button>
                <button class="button quiet icon close" id="lesson-close" aria-label="End the lesson" title="End the lesson; the run stays"
                    onclick={act(on, Action::Tell(Tell::Close))}>{ Icon::Close.draw() }</button>
            </header>
            <div class="bar" aria-hidden="true"><span style={format!("width:{}%", card.place * 100 / beats.max(1))}></span></div>
            <div class="says" id="lesson-says" aria-live="polite" aria-atomic="true">{ says(card) }</div>
            { choices(card, on) }
            { ways(card, next, on) }
        </section>
    }
}

fn says(card: &LessonCard) -> Html {
    if card.left {
        return html! {
            <>
                <p class="caption-text">{ "You have left the script." }</p>
                <p>{ "Do what you like; this is a branch of your own. The lesson waits where you left it." }</p>
            </>
        };
    }
    let Some(beat) = card.lesson.script.beats.get(card.place) else { return over(&card.lesson) };
    match &beat.says {
        Says::Caption { text, .. } => html! {
            <>
                <p class="caption-text">{ text }</p>
                if !card.shows.is_empty() {
                    <p class="hidden-visually">{ format!("Marked on the stage: {}.", shown(card)) }</p>
                }
            </>
        },
        Says::Question { text, choices } => html! {
            <>
                <p class="asks">{ if choices.is_empty() { "A question" } else { "What do you think?" } }</p>
                <p class="caption-text">{ text }</p>
                if !choices.is_empty() {
                    <p class="hidden-visually">{ format!("{} answers to choose from; their numbers are keys.", choices.len()) }</p>
                }
            </>
        },
        Says::Answer { text, because } => html! {
            <>
                { verdict(card, text) }
                if let Some(because) = because { <p class="caption-text">{ because }</p> }
            </>
        },
    }
}

fn shown(card: &LessonCard) -> String {
    card.shows.iter().map(super::words::target).collect::<Vec<_>>().join(", ")
}

/// Whether what was chosen is what the run has come to.
fn verdict(card: &LessonCard, right: &str) -> Html {
    let chosen = card.asked.as_ref().and_then(|(choices, chosen)| choices.get((*chosen)?));
    match chosen {
        Some(chosen) if chosen == right => html! {
            <p class="came good">{ Icon::Check.draw() }<strong>{ "Right: " }</strong>{ right }</p>
        },
        Some(chosen) => html! {
            <>
                <p class="came">{ "You thought: " }{ chosen }{ "." }</p>
                <p class="came"><strong>{ "It went otherwise: " }</strong>{ right }</p>
            </>
        },
        None => html! { <p class="came"><strong>{ "The answer: " }</strong>{ right }</p> },
    }
}

fn over(lesson: &Lesson) -> Html {
    html! {
        <>
            <p class="asks">{ "That was the lesson." }</p>
            if !lesson.learnt.is_empty() {
                <p class="came"><strong>{ "What you know now:" }</strong></p>
                <ul class="learnt">{ for lesson.learnt.iter().map(|what| html! { <li>{ what }</li> }) }</ul>
            }
            <p class="dim">{ "The run is yours: crash something, and see whether it still holds." }</p>
        </>
    }
}

/// The answers to choose from; once the run has answered, which was right.
fn choices(card: &LessonCard, on: &Callback<Msg>) -> Html {
    let Some((choices, chosen)) =
        card.asked.as_ref().filter(|(choices, _)| !card.left && !choices.is_empty())
    else {
        return Html::default();
    };
    let right = match card.lesson.script.beats.get(card.place).map(|beat| &beat.says) {
        Some(Says::Answer { text, .. }) => Some(text),
        _ => None,
    };
    let one = |(place, text): (usize, &String)| {
        let is_right = right.map(|right| right == text);
        let class = classes!(
            "choice",
            (*chosen == Some(place)).then_some("chosen"),
            (is_right == Some(true)).then_some("right")
        );
        html! {
            <li>
                <button {class} data-choice={place.to_string()} aria-pressed={(*chosen == Some(place)).to_string()} disabled={is_right.is_some() || card.moving}
                    onclick={act(on, Action::Tell(Tell::Choose(place)))}>
                    <span>{ text }</span>
                    if is_right == Some(true) { { Icon::Check.draw() } } else if is_right.is_none() { <kbd aria-hidden="true">{ place + 1 }</kbd> }
                </button>
            </li>
        }
    };
    html! { <ol class="choices" aria-label="Answers">{ for choices.iter().enumerate().map(one) }</ol> }
}

fn ways(card: &LessonCard, next: Option<&Lesson>, on: &Callback<Msg>) -> Html {
    let beats = card.lesson.script.beats.len();
    let over = card.place >= beats && !card.left;
    let undecided = card.asks()
        && card.asked.as_ref().is_some_and(|(choices, chosen)| !choices.is_empty() && chosen.is_none());
    let (word, title) = if card.left {
        ("Back to the lesson", "Go back to where you left the lesson (Enter)")
    } else if card.moving && !over {
        ("Skip", "Go to the end of this step at once (N)")
    } else if card.asks() {
        ("See what happens", "Let the run answer (R)")
    } else {
        ("Next", "Go on (N)")
    };
    let class = classes!("button", "way", (!undecided).then_some("primary"));
    let forward = match next {
        _ if !over => html! {
            <button {class} id={FORWARD} {title} onclick={act(on, Action::Tell(Tell::Next))}>
                { word }if !card.left { { Icon::Forward.draw() } }
            </button>
        },
        Some(next) => html! {
            <button {class} id={FORWARD} title="Go on to the next lesson (Enter)" onclick={press(on, Msg::Course(Course::Begin(next.name.clone())))}>
                { "Next: " }{ &next.title }{ Icon::Forward.draw() }
            </button>
        },
        None => html! {
            <button {class} id={FORWARD} onclick={press(on, Msg::Open(Some(super::Sheet::Course)))}>{ "All lessons" }</button>
        },
    };
    html! {
        <div class="ways">
            <button class="button" id="lesson-back" title="Go back (B)" disabled={card.place == 0 && !card.left}
                onclick={act(on, Action::Tell(Tell::Back))}>{ Icon::Backward.draw() }<span class="word">{ "Back" }</span></button>
            { forward }
        </div>
    }
}
