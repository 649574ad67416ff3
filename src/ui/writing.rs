//! The desk at which lessons are written: a text with its lines numbered, what is wrong with it, and what could stand next.

use std::rc::Rc;

use recraft_protocol::mistakes::Mistake;
use recraft_sim::lesson::Lesson;
use recraft_sim::library::Shelf as StoryShelf;
use recraft_words::t;
use recraft_worker::Flaw;
use yew::prelude::*;

use crate::app::{CourseState, Msg, Shelf, Write};
use crate::browser::{chosen_file, take_choice, text_of};
use crate::session::library::stories;
use crate::session::writing::{BYTES_MAX, Verdict, Writing};
use crate::ui::element::{button, div, el, p, span};

use super::icon::Icon;
use super::press::press;

/// The id of the text.
pub const WRITING: &str = "writing";

/// The desk.
pub fn writing(writing: &Writing, course: &CourseState, on: &Callback<Msg>) -> Html {
    div("writing")
        .child(
            div("row")
                .child(beginnings(course, on))
                .child(
                    button("button")
                        .id("record")
                        .title(t!("Write what was done on the stage so far as a lesson"))
                        .on_click(press(on, Msg::Write(Write::Record)))
                        .child(t!("Record what I did")),
                )
                .child(open(on))
                .child(
                    button("button")
                        .id("writing-save")
                        .on_click(press(on, Msg::Write(Write::Save)))
                        .child(t!("Save")),
                )
                .child(span("grow"))
                .child(
                    button("button primary")
                        .id("writing-play")
                        .attr("disabled", matches!(&writing.verdict, Verdict::Flawed(_)))
                        .on_click(press(on, Msg::Write(Write::Play)))
                        .child(Icon::Play.draw())
                        .child(t!("Play this")),
                ),
        )
        .child(text(writing, on))
        .child(offers(writing, on))
        .child(div("flaws").id("writing-verdict").role("status").child(verdict(&writing.verdict, on)))
        .into()
}

/// What one can begin with: nothing, a lesson of the course, a story of the library.
fn beginnings(course: &CourseState, on: &Callback<Msg>) -> Html {
    let onchange = {
        let on = on.clone();
        move |event: Event| on.emit(Msg::Write(Write::Begin(take_choice(&event))))
    };
    let lessons: &[Rc<Lesson>] = if let Shelf::Open(lessons) = &course.shelf { lessons } else { &[] };
    el("select")
        .class("select")
        .id("writing-begin")
        .label(t!("Begin with"))
        .on_change(onchange)
        .child(el("option").attr("selected", true).child(t!("Begin with …")))
        .child(el("option").value("").child(t!("A new lesson")))
        .child(el("optgroup").attr("label", t!("Lessons")).children(lessons.iter().map(|lesson| {
            el("option")
                .value(format!("lessons/{}.scenario", lesson.name))
                .child(recraft_words::of(&lesson.title).to_owned())
        })))
        .child(el("optgroup").attr("label", t!("Stories")).children(stories().into_iter().map(|story| {
            let folder = if story.shelf == StoryShelf::Mistakes && Mistake::named(&story.name).is_some() {
                "scenarios/mistakes"
            } else {
                "scenarios"
            };
            el("option")
                .value(format!("{folder}/{}.scenario", story.name))
                .child(recraft_words::of(&story.title).to_owned())
        })))
        .into()
}

fn open(on: &Callback<Msg>) -> Html {
    let on = on.clone();
    let onchange = move |event: Event| {
        let on = on.clone();
        chosen_file(&event, BYTES_MAX, move |text| on.emit(Msg::Write(Write::Opened(text))));
    };
    el("label")
        .class("button file")
        .child(t!("Open…"))
        .child(
            el("input")
                .class("hidden-visually")
                .id("writing-open")
                .attr("type", "file")
                .attr("accept", ".scenario,.txt,text/plain")
                .on_change(onchange),
        )
        .into()
}

fn text(writing: &Writing, on: &Callback<Msg>) -> Html {
    let oninput = on.reform(|event: InputEvent| Msg::Write(Write::Typed(text_of(&event))));
    // The caret has gone elsewhere: something else could stand there.
    let moved = on.reform(|_: MouseEvent| Msg::Write(Write::Look));
    let onkeydown = {
        let on = on.clone();
        move |event: KeyboardEvent| {
            if event.ctrl_key() && event.key() == " " {
                event.prevent_default();
                on.emit(Msg::Write(Write::Offers));
            }
        }
    };
    let flawed = matches!(&writing.verdict, Verdict::Flawed(_));
    div("sheet-text")
        .child(
            el("ol").class("numbers").attr("aria-hidden", "true").children(
                (1..=writing.lines())
                    .map(|line| el("li").class_if("flawed", writing.is_flawed(line)).child(line)),
            ),
        )
        .child(
            el("textarea")
                .id(WRITING)
                .class("input mono")
                .label(t!("The lesson, as a scenario"))
                .attr("aria-describedby", "writing-verdict")
                .truth("aria-invalid", flawed)
                .attr("spellcheck", "false")
                .attr("autocapitalize", "off")
                .attr("autocomplete", "off")
                .attr("wrap", "off")
                .attr("rows", writing.lines().to_string())
                .value(writing.text.clone())
                .on_input(oninput)
                .on_click(moved)
                .on_key_down(onkeydown),
        )
        .into()
}

fn offers(writing: &Writing, on: &Callback<Msg>) -> Html {
    let words = writing.offered.words.iter().enumerate();
    div("offers")
        .role("group")
        .label(t!("What could stand next"))
        .child(
            span("dim small")
                .child(t!("Next"))
                .child(span("hidden-visually").child(": "))
                .child(" ")
                .child(el("kbd").child("Ctrl Space")),
        )
        .children(words.map(|(place, word)| {
            button("chip")
                .id(format!("offer-{place}"))
                .on_click(press(on, Msg::Write(Write::Put(word.clone()))))
                .child(word)
        }))
        .into()
}

fn verdict(verdict: &Verdict, on: &Callback<Msg>) -> Html {
    match verdict {
        Verdict::Unknown => Html::default(),
        Verdict::Fine => p("good").child(Icon::Check.draw()).child(t!(" It can be read.")).into(),
        Verdict::Unseen(why) => p("note warn").child(why).into(),
        Verdict::Flawed(flaws) => el("ul").children(flaws.iter().map(|flaw| one(flaw, on))).into(),
    }
}

fn one(flaw: &Flaw, on: &Callback<Msg>) -> Html {
    el("li")
        .child(
            el("button")
                .on_click(press(on, Msg::Write(Write::GoTo(flaw.clone()))))
                .child(span("bad").child(t!(
                    "Line {line}, column {column}",
                    line = flaw.line,
                    column = flaw.column
                )))
                .child(" ")
                .child(&flaw.what),
        )
        .into()
}
