//! What a run can begin with, besides the presets: the stories of the library, shelf by shelf.

use recraft_sim::library::{Shelf, Story};
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::session::library::{shelf_title, stories};
use crate::ui::element::{div, el, fragment, p};

use super::press::press;

#[derive(PartialEq)]
pub struct Props {
    pub on: Callback<Msg>,
}

pub fn library(props: &Props) -> Html {
    let stories = stories();
    div("library")
        .child(p("lead").child(t!(
            "Each story is a run: play it, stop it, go step by step, or do something else in the middle."
        )))
        .children(Shelf::ALL.map(|shelf| {
            fragment().child(el("h3").child(shelf_title(shelf))).child(
                el("ul").class("suggestions").children(
                    stories.iter().filter(|story| story.shelf == shelf).map(|story| one(story, &props.on)),
                ),
            )
        }))
        .into()
}

fn one(story: &Story, on: &Callback<Msg>) -> Html {
    el("li")
        .key(story.name.clone())
        .child(
            el("button")
                .id(format!("story-{}", story.name))
                .on_click(press(on, Msg::Tell(story.name.clone())))
                .child(el("strong").child(recraft_words::of(&story.title).to_owned()))
                .child(el("span").child(recraft_words::of(&story.about).to_owned())),
        )
        .into()
}
