//! The course: the lessons, part by part, with how long each takes and how far one has come.

use std::rc::Rc;

use recraft_sim::lesson::{Lesson, Part};
use yew::prelude::*;

use crate::app::{Course, CourseState, Msg, Shelf};
use crate::session::course::{Progress, Reached, part_title};

use super::icon::Icon;
use super::press::press;
use super::sheet::Sheet;

/// The list of lessons, or why there is none.
pub fn course(state: &CourseState, on: &Callback<Msg>) -> Html {
    match &state.shelf {
        Shelf::Closed | Shelf::Coming => {
            html! { <p class="empty" role="status">{ "The lessons are being loaded…" }</p> }
        }
        Shelf::Missing => html! {
            <div class="empty" role="alert">
                <p>{ "The lessons could not be loaded. See whether the page is online, and try again." }</p>
                <p><button class="button" onclick={press(on, Msg::Course(Course::Fetch))}>{ "Try again" }</button></p>
            </div>
        },
        Shelf::Open(lessons) => html! {
            <div class="course">
                <p class="lead">{ "Each lesson takes a few minutes. It tells a run step by step, and asks what will happen next; the run itself answers. You can leave it at any moment, try something, and come back." }</p>
                { for Part::ALL.map(|part| shelf(part, lessons, &state.progress, on)) }
                <div class="course-more">
                    <button class="button" id="write-lesson" onclick={press(on, Msg::Open(Some(Sheet::Writing)))}>{ Icon::Pen.draw() }{ "Write a lesson" }</button>
                </div>
                <p class="dim small">{ "How far you have come is kept in this browser and goes nowhere else." }</p>
            </div>
        },
    }
}

fn shelf(part: Part, lessons: &[Rc<Lesson>], progress: &Progress, on: &Callback<Msg>) -> Html {
    let (title, whom) = part_title(part);
    let numbered = lessons.iter().enumerate().filter(|(_, lesson)| lesson.part == part);
    html! {
        <>
            <h3>{ title }<span class="dim">{ ": " }{ whom }</span></h3>
            <ol class="lessons">{ for numbered.map(|(place, lesson)| one(place + 1, lesson, progress.of(&lesson.name), on)) }</ol>
        </>
    }
}

fn one(number: usize, lesson: &Lesson, reached: Option<Reached>, on: &Callback<Msg>) -> Html {
    let beats = lesson.script.beats.len();
    let state = match reached {
        None => Html::default(),
        Some(Reached::End) => html! { <span class="reached good">{ Icon::Check.draw() }{ "Done" }</span> },
        Some(Reached::Beat(beat)) => {
            html! { <span class="reached">{ format!("At {} of {beats}", beat + 1) }</span> }
        }
    };
    html! {
        <li key={lesson.name.clone()}>
            <button id={format!("lesson-{}", lesson.name)} onclick={press(on, Msg::Course(Course::Begin(lesson.name.clone())))}>
                <span class="number" aria-hidden="true">{ number }</span>
                <span class="what"><strong>{ &lesson.title }</strong><span>{ &lesson.about }</span></span>
                <span class="time">{ lesson.minutes }{ " min" }{ state }</span>
            </button>
        </li>
    }
}
