//! What a run can begin with, besides the presets: the stories of the library, shelf by shelf.

use recraft_sim::library::{Shelf, Story};
use yew::prelude::*;

use crate::app::Msg;
use crate::session::library::{shelf_title, stories};

use super::press::press;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub on: Callback<Msg>,
}

#[component]
pub fn Library(props: &Props) -> Html {
    let stories = use_memo((), |()| stories());
    html! {
        <div class="library">
            <p class="lead">{ "Each story is a run: play it, stop it, go step by step, or do something else in the middle." }</p>
            { for Shelf::ALL.map(|shelf| html! {
                <>
                    <h3>{ shelf_title(shelf) }</h3>
                    <ul class="suggestions">
                        { for stories.iter().filter(|story| story.shelf == shelf).map(|story| one(story, &props.on)) }
                    </ul>
                </>
            }) }
        </div>
    }
}

fn one(story: &Story, on: &Callback<Msg>) -> Html {
    html! {
        <li key={story.name.clone()}>
            <button id={format!("story-{}", story.name)} onclick={press(on, Msg::Tell(story.name.clone()))}>
                <strong>{ &story.title }</strong>
                <span>{ &story.about }</span>
            </button>
        </li>
    }
}
