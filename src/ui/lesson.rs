//! The player of a lesson: what is said, what is asked, and the way on and back.
//!
//! # What tests can rely on
//!
//! The player is `#lesson`, with `data-place` (the beat that is shown, from 0), `data-beats` (how many there are), `data-left` (whether somebody
//! does something of their own) and `data-moving`; the way on is `#lesson-next`, the way back `#lesson-back`, choices are `[data-choice="0"]` and so on.

use recraft_sim::lesson::{Lesson, Says};
use recraft_words::t;
use yew::prelude::*;

use crate::app::{Course, Msg};
use crate::session::{Action, LessonCard, Tell};
use crate::ui::element::{button, div, el, fragment, p, section, span};

use super::icon::Icon;
use super::press::{act, press};

/// The id of the button that goes on.
pub const FORWARD: &str = "lesson-next";

/// The id of the way back to one's own run.
pub const HOME: &str = "come-home";

/// The way back to one's own run.
pub fn home(on: &Callback<Msg>) -> Html {
    button("button").id(HOME).on_click(act(on, Action::ComeHome)).child(t!("Back to your run")).into()
}

/// The player, with the lesson that comes after this one.
#[inline(never)]
pub fn lesson(
    card: &LessonCard,
    next: Option<&Lesson>,
    (presenting, kept): (bool, bool),
    on: &Callback<Msg>,
) -> Html {
    let beats = card.lesson.script.beats.len();
    section("lesson")
        .id("lesson")
        .label(t!("Lesson"))
        .attr("data-place", card.place.to_string())
        .attr("data-beats", beats.to_string())
        .truth("data-left", card.left)
        .truth("data-moving", card.moving)
        .child(
            el("header")
                .child(el("h2").child(recraft_words::of(&card.lesson.title).to_owned()))
                .child(
                    span("count")
                        .child((card.place + 1).min(beats))
                        .child(span("hidden-visually").child(t!(" of ")))
                        .child(el("span").attr("aria-hidden", "true").child("/"))
                        .child(beats),
                )
                .child(card.lesson.name.is_empty().then(|| {
                    button("button quiet icon")
                        .id("lesson-edit")
                        .label(t!("Go on writing"))
                        .title(t!("Go on writing"))
                        .on_click(press(on, Msg::Open(Some(super::Sheet::Writing))))
                        .child(Icon::Pen.draw())
                }))
                .child(
                    button("button quiet icon")
                        .id("present")
                        .truth("aria-pressed", presenting)
                        .label(t!("Presenter view"))
                        .title(t!("Presenter view: large type, nothing else (P)"))
                        .on_click(press(on, Msg::Course(Course::Present(!presenting))))
                        .child(if presenting { Icon::Shrink.draw() } else { Icon::Whole.draw() }),
                )
                .child(
                    button("button quiet icon close")
                        .id("lesson-close")
                        .label(t!("End the lesson"))
                        .title(t!("End the lesson; the run stays"))
                        .on_click(act(on, Action::Tell(Tell::Close)))
                        .child(Icon::Close.draw()),
                ),
        )
        .child(
            div("bar")
                .attr("aria-hidden", "true")
                .child(el("span").style(format!("width:{}%", card.place * 100 / beats.max(1)))),
        )
        .child(
            div("says")
                .id("lesson-says")
                .attr("aria-live", "polite")
                .attr("aria-atomic", "true")
                .child(says(card)),
        )
        .child(choices(card, on))
        .child((kept && card.place >= beats && !card.left).then(|| home(on)))
        .child(ways(card, next, on))
        .into()
}

fn says(card: &LessonCard) -> Html {
    if card.left {
        return fragment()
            .child(p("caption-text").child(t!("You have left the script.")))
            .child(el("p").child(t!(
                "Do what you like; this is a branch of your own. The lesson waits where you left it."
            )))
            .into();
    }
    let Some(beat) = card.lesson.script.beats.get(card.place) else { return over(&card.lesson) };
    match &beat.says {
        Says::Caption { text, .. } => fragment()
            .child(p("caption-text").child(recraft_words::of(text).to_owned()))
            .child((!card.shows.is_empty()).then(|| {
                p("hidden-visually").child(t!("Marked on the stage: {names}.", names = shown(card)))
            }))
            .into(),
        Says::Question { text, choices } => fragment()
            .child(p("asks").child(if choices.is_empty() {
                t!("A question")
            } else {
                t!("What do you think?")
            }))
            .child(p("caption-text").child(recraft_words::of(text).to_owned()))
            .child((!choices.is_empty()).then(|| {
                p("hidden-visually").child(if card.has_letters() {
                    t!(
                        "{count} answers to choose from; A, B and so on are their keys.",
                        count = choices.len()
                    )
                } else {
                    t!("{count} answers to choose from; their numbers are keys.", count = choices.len())
                })
            }))
            .into(),
        Says::Answer { text, because } => fragment()
            .child(verdict(card, text))
            .child(
                because
                    .as_ref()
                    .map(|because| p("caption-text").child(recraft_words::of(because).to_owned())),
            )
            .into(),
    }
}

fn shown(card: &LessonCard) -> String {
    card.shows.iter().map(super::words::target).collect::<Vec<_>>().join(", ")
}

/// Whether what was chosen is what the run has come to.
fn verdict(card: &LessonCard, right: &str) -> Html {
    let chosen = card.asked.as_ref().and_then(|(choices, chosen)| choices.get((*chosen)?));
    match chosen {
        Some(chosen) if chosen == right => p("came good")
            .child(Icon::Check.draw())
            .child(el("strong").child(t!("Right: ")))
            .child(recraft_words::of(right).to_owned())
            .into(),
        Some(chosen) => fragment()
            .child(p("came").child(t!("You thought: {answer}.", answer = recraft_words::of(chosen))))
            .child(
                p("came")
                    .child(el("strong").child(t!("It went otherwise: ")))
                    .child(recraft_words::of(right).to_owned()),
            )
            .into(),
        None => p("came")
            .child(el("strong").child(t!("The answer: ")))
            .child(recraft_words::of(right).to_owned())
            .into(),
    }
}

fn over(lesson: &Lesson) -> Html {
    fragment()
        .child(p("asks").child(t!("That was the lesson.")))
        .child((!lesson.learnt.is_empty()).then(|| {
            fragment().child(p("came").child(el("strong").child(t!("What you know now:")))).child(
                el("ul").class("learnt").children(
                    lesson.learnt.iter().map(|what| el("li").child(recraft_words::of(what).to_owned())),
                ),
            )
        }))
        .child(p("dim").child(t!("The run is yours: crash something, and see whether it still holds.")))
        .into()
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
        el("li").child(
            button("choice")
                .class_if("chosen", *chosen == Some(place))
                .class_if("right", is_right == Some(true))
                .attr("data-choice", place.to_string())
                .truth("aria-pressed", *chosen == Some(place))
                .attr("disabled", is_right.is_some() || card.moving)
                .on_click(act(on, Action::Tell(Tell::Choose(place))))
                .child(el("span").child(recraft_words::of(text).to_owned()))
                .child(if is_right == Some(true) {
                    Icon::Check.draw()
                } else if is_right.is_none() {
                    Html::from(
                        el("kbd").attr("aria-hidden", "true").child(card.key_of(place).to_ascii_uppercase()),
                    )
                } else {
                    Html::default()
                }),
        )
    };
    el("ol").class("choices").label(t!("Answers")).children(choices.iter().enumerate().map(one)).into()
}

fn ways(card: &LessonCard, next: Option<&Lesson>, on: &Callback<Msg>) -> Html {
    let beats = card.lesson.script.beats.len();
    let over = card.place >= beats && !card.left;
    let undecided = card.asks()
        && card.asked.as_ref().is_some_and(|(choices, chosen)| !choices.is_empty() && chosen.is_none());
    let (word, title) = if card.left {
        (t!("Back to the lesson"), t!("Go back to where you left the lesson (Enter)"))
    } else if card.moving && !over {
        (t!("Skip"), t!("Go to the end of this step at once (N)"))
    } else if card.answers_at_once() {
        (t!("See the answer"), t!("See which answer is right (R)"))
    } else if card.asks() {
        (t!("See what happens"), t!("Let the run answer (R)"))
    } else {
        (t!("Next"), t!("Go on (N)"))
    };
    let way = || button("button way").class_if("primary", !undecided).id(FORWARD);
    let forward = match next {
        _ if !over => way()
            .title(title)
            .on_click(act(on, Action::Tell(Tell::Next)))
            .child(word)
            .child((!card.left).then(|| Icon::Forward.draw())),
        Some(next) => way()
            .title(t!("Go on to the next lesson (Enter)"))
            .on_click(press(on, Msg::Course(Course::Begin(next.name.clone()))))
            .child(t!("Next: {lesson}", lesson = recraft_words::of(&next.title)))
            .child(Icon::Forward.draw()),
        None => way().on_click(press(on, Msg::Open(Some(super::Sheet::Course)))).child(t!("All lessons")),
    };
    div("ways")
        .child(
            button("button")
                .id("lesson-back")
                .title(if card.is_open() && card.has_letters() {
                    t!("Go back (Page Up)")
                } else {
                    t!("Go back (B)")
                })
                .attr("disabled", card.place == 0 && !card.left)
                .on_click(act(on, Action::Tell(Tell::Back)))
                .child(Icon::Backward.draw())
                .child(span("word").child(t!("Back"))),
        )
        .child(forward)
        .into()
}
