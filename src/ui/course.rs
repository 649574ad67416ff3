//! The course: the lessons, part by part, with how long each takes and how far one has come.

use std::rc::Rc;

use recraft_sim::lesson::{Lesson, Part};
use recraft_words::t;
use yew::prelude::*;

use crate::app::{Course, CourseState, Msg, Shelf};
use crate::session::course::{Progress, Reached, part_title};
use crate::ui::element::{button, div, el, fragment, p, span};

use super::icon::Icon;
use super::press::press;
use super::sheet::Sheet;

/// The list of lessons, or why there is none.
pub fn course(state: &CourseState, on: &Callback<Msg>) -> Html {
    match &state.shelf {
        Shelf::Closed | Shelf::Coming => {
            p("empty").role("status").child(t!("The lessons are being loaded…")).into()
        }
        Shelf::Missing => div("empty")
    .role("alert")
    .child(el("p")
        .child(t!("The lessons could not be loaded. See whether the page is online, and try again.")))
    .child(el("p")
        .child(button("button")
            .on_click(press(on, Msg::Course(Course::Fetch)))
            .child(t!("Try again")))).into(),
        Shelf::Open(lessons) => div("course")
    .child(p("lead")
        .child(t!("Each lesson takes a few minutes. It tells a run step by step, and asks what will happen next; the run itself answers. You can leave it at any moment, try something, and come back.")))
    .children(Part::ALL.map(|part| shelf(part, lessons, &state.progress, on)))
    .child(div("course-more")
        .child(button("button")
            .id("write-lesson")
            .on_click(press(on, Msg::Open(Some(Sheet::Writing))))
            .child(Icon::Pen.draw())
            .child(t!("Write a lesson"))))
    .child(p("dim small")
        .child(t!("How far you have come is kept in this browser and goes nowhere else."))).into(),
    }
}

fn shelf(part: Part, lessons: &[Rc<Lesson>], progress: &Progress, on: &Callback<Msg>) -> Html {
    let (title, whom) = part_title(part);
    let numbered = lessons.iter().enumerate().filter(|(_, lesson)| lesson.part == part);
    fragment()
        .child(el("h3").child(title).child(span("dim").child(": ").child(whom)))
        .child(
            el("ol").class("lessons").children(
                numbered.map(|(place, lesson)| one(place + 1, lesson, progress.of(&lesson.name), on)),
            ),
        )
        .into()
}

fn one(number: usize, lesson: &Lesson, reached: Option<Reached>, on: &Callback<Msg>) -> Html {
    let beats = lesson.script.beats.len();
    let state = match reached {
        None => Html::default(),
        Some(Reached::End) => span("reached good").child(Icon::Check.draw()).child(t!("Done")).into(),
        Some(Reached::Beat(beat)) => {
            span("reached").child(t!("At {beat} of {beats}", beat = beat + 1, beats)).into()
        }
    };
    el("li")
        .key(lesson.name.clone())
        .child(
            el("button")
                .id(format!("lesson-{}", lesson.name))
                .on_click(press(on, Msg::Course(Course::Begin(lesson.name.clone()))))
                .child(span("number").attr("aria-hidden", "true").child(number))
                .child(
                    span("what")
                        .child(el("strong").child(recraft_words::of(&lesson.title).to_owned()))
                        .child(el("span").child(recraft_words::of(&lesson.about).to_owned())),
                )
                .child(span("time").child(lesson.minutes).child(t!(" min")).child(state)),
        )
        .into()
}
