//! The desk at which lessons are written: a text with its lines numbered, what is wrong with it, and what could stand next.

use std::rc::Rc;

use recraft_protocol::mistakes::Mistake;
use recraft_sim::lesson::Lesson;
use recraft_sim::library::Shelf as StoryShelf;
use recraft_worker::Flaw;
use yew::prelude::*;

use crate::app::{CourseState, Msg, Shelf, Write};
use crate::browser::{chosen_file, take_choice, text_of};
use crate::session::library::stories;
use crate::session::writing::{BYTES_MAX, Verdict, Writing};

use super::icon::Icon;
use super::press::press;

/// The id of the text.
pub const WRITING: &str = "writing";

/// The desk.
pub fn writing(writing: &Writing, course: &CourseState, on: &Callback<Msg>) -> Html {
    html! {
        <div class="writing">
            <div class="row">
                { beginnings(course, on) }
                <button class="button" id="record" title="Write what was done on the stage so far as a lesson" onclick={press(on, Msg::Write(Write::Record))}>{ "Record what I did" }</button>
                { open(on) }
                <button class="button" id="writing-save" onclick={press(on, Msg::Write(Write::Save))}>{ "Save" }</button>
                <span class="grow"></span>
                <button class="button primary" id="writing-play" disabled={matches!(&writing.verdict, Verdict::Flawed(_))} onclick={press(on, Msg::Write(Write::Play))}>
                    { Icon::Play.draw() }{ "Play this" }
                </button>
            </div>
            { text(writing, on) }
            { offers(writing, on) }
            <div class="flaws" id="writing-verdict" role="status">{ verdict(&writing.verdict, on) }</div>
        </div>
    }
}

/// What one can begin with: nothing, a lesson of the course, a story of the library.
fn beginnings(course: &CourseState, on: &Callback<Msg>) -> Html {
    let onchange = {
        let on = on.clone();
        move |event: Event| on.emit(Msg::Write(Write::Begin(take_choice(&event))))
    };
    let lessons: &[Rc<Lesson>] = if let Shelf::Open(lessons) = &course.shelf { lessons } else { &[] };
    html! {
        <select class="select" id="writing-begin" aria-label="Begin with" {onchange}>
            <option selected=true>{ "Begin with …" }</option>
            <option value="">{ "A new lesson" }</option>
            <optgroup label="Lessons">
                { for lessons.iter().map(|lesson| html! { <option value={format!("lessons/{}.scenario", lesson.name)}>{ &lesson.title }</option> }) }
            </optgroup>
            <optgroup label="Stories">
                { for stories().into_iter().map(|story| {
                    let folder = if story.shelf == StoryShelf::Mistakes && Mistake::named(&story.name).is_some() { "scenarios/mistakes" } else { "scenarios" };
                    html! { <option value={format!("{folder}/{}.scenario", story.name)}>{ story.title }</option> }
                }) }
            </optgroup>
        </select>
    }
}

fn open(on: &Callback<Msg>) -> Html {
    let on = on.clone();
    let onchange = move |event: Event| {
        let on = on.clone();
        chosen_file(&event, BYTES_MAX, move |text| on.emit(Msg::Write(Write::Opened(text))));
    };
    html! {
        <label class="button file">{ "Open…" }
            <input class="hidden-visually" id="writing-open" type="file" accept=".scenario,.txt,text/plain" {onchange} />
        </label>
    }
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
    html! {
        <div class="sheet-text">
            <ol class="numbers" aria-hidden="true">
                { for (1..=writing.lines()).map(|line| html! { <li class={writing.is_flawed(line).then_some("flawed")}>{ line }</li> }) }
            </ol>
            <textarea id={WRITING} class="input mono" aria-label="The lesson, as a scenario" aria-describedby="writing-verdict" aria-invalid={flawed.to_string()}
                spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off" rows={writing.lines().to_string()} value={writing.text.clone()}
                {oninput} onclick={moved} {onkeydown} />
        </div>
    }
}

fn offers(writing: &Writing, on: &Callback<Msg>) -> Html {
    let words = writing.offered.words.iter().enumerate();
    html! {
        <div class="offers" role="group" aria-label="What could stand next">
            <span class="dim small">{ "Next" }<span class="hidden-visually">{ ": " }</span>{ " " }<kbd>{ "Ctrl Space" }</kbd></span>
            { for words.map(|(place, word)| html! {
                <button class="chip" id={format!("offer-{place}")} onclick={press(on, Msg::Write(Write::Put(word.clone())))}>{ word }</button>
            }) }
        </div>
    }
}

fn verdict(verdict: &Verdict, on: &Callback<Msg>) -> Html {
    match verdict {
        Verdict::Unknown => Html::default(),
        Verdict::Fine => html! { <p class="good">{ Icon::Check.draw() }{ " It can be read." }</p> },
        Verdict::Unseen(why) => html! { <p class="note warn">{ why }</p> },
        Verdict::Flawed(flaws) => html! { <ul>{ for flaws.iter().map(|flaw| one(flaw, on)) }</ul> },
    }
}

fn one(flaw: &Flaw, on: &Callback<Msg>) -> Html {
    html! {
        <li><button onclick={press(on, Msg::Write(Write::GoTo(flaw.clone())))}>
            <span class="bad">{ format!("Line {}, column {}", flaw.line, flaw.column) }</span>{ " " }{ &flaw.what }
        </button></li>
    }
}
