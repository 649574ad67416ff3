//! Help: what each mark on the stage means, and what each key does.

use recraft_scene::palette::Theme;
use recraft_scene::svg::legend_mark;
use recraft_scene::words::legend::{Item, legend};
use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::{languages, value_of};
use crate::ui::element::{el, fragment, p};

use super::gloss::terms;

#[derive(PartialEq)]
pub struct Props {
    pub theme: Theme,
    pub on: Callback<Msg>,
}

/// The marks of the legend are in the hue of the first cluster.
const HUE: u16 = 250;
const SIZE: f32 = 44.0;

/// Keys and what they do, in the order of use.
pub fn keys() -> [(&'static [&'static str], &'static str); 27] {
    [
        (&["Space"], t!("Play or pause")),
        (&["→", "."], t!("Go to the next event")),
        (&["←", ","], t!("Go back to the previous event")),
        (&["Home", "End"], t!("Go to the beginning, to the newest moment")),
        (&["Ctrl Z", "Ctrl ⇧ Z"], t!("Undo, redo: to before or after the last command")),
        (&["N"], t!("Skip ahead to the next thing worth telling")),
        (&["N", "Enter"], t!("In a lesson: go on, or skip what is being played")),
        (&["B"], t!("In a lesson: go back; Page Up where B is an answer")),
        (
            &["1 – 9", "A – C"],
            t!("In a lesson, at a question: choose an answer by the key beside it; R reveals what happens"),
        ),
        (&["P"], t!("Presenter view: large type, nothing else")),
        (&["+", "−"], t!("Faster, slower")),
        (&["1 – 9"], t!("Select node n1 … n9")),
        (&["C"], t!("Crash the selected node, or restart it")),
        (&["T"], t!("Let the selected node's election timer run out")),
        (&["I"], t!("Isolate the selected node, or reconnect it")),
        (&["D"], t!("Drop the selected message")),
        (&["H"], t!("Hold the selected message, or let it go on")),
        (
            &["X"],
            t!(
                "Take the scissors: drag across the stage to cut the network, from node to node to cut a link"
            ),
        ),
        (&["F"], t!("Fit the selected cluster into the stage, or show everything")),
        (&["+", "−", "0", "← ↑ ↓ →"], t!("With the stage in focus: closer, less close, everything, move")),
        (&["W"], t!("Write a key")),
        (&["O"], t!("Go to the outline: clusters, nodes and messages as a list")),
        (&["[", "]"], t!("Go to the selected thing's event before, after")),
        (&["L"], t!("Show the logs")),
        (&["K"], t!("What am I looking at? The legend of what is on the stage")),
        (&["Esc"], t!("Close, or select nothing")),
        (&["?"], t!("This sheet")),
    ]
}

pub fn help(props: &Props) -> Html {
    fragment()
    .child(p("lead")
        .child(t!("Every node here runs the real protocol. A cluster agrees on one log: a leader appends entries, and what a quorum holds is committed. ReCraft lets clusters change members, split and merge while they go on serving.")))
    .child(language_menu(&props.on))
    .child(el("h3").child(t!(in "keyboard": "Keys")))
    .child(el("dl")
        .class("keys")
        .children(keys().iter().map(|(keys, does)| el("div")
            .child(el("dt").children(keys.iter().map(|key| el("kbd").child(key))))
            .child(el("dd").child(does)))))
    .child(el("h3").child(t!("Words")))
    .child(el("dl")
        .class("words")
        .children(terms().iter().map(|(term, meaning)| el("div").child(el("dt").child(term)).child(el("dd").child(meaning)))))
    .child(el("h3").child(t!("On the stage")))
    .child(el("ul")
        .class("legend")
        .children(legend().iter().map(|item| sign(item, props.theme)))).into()
}

/// The languages of the page, each as those call it who speak it.
fn language_menu(on: &Callback<Msg>) -> Html {
    let chosen = on.reform(|event: Event| Msg::Language(value_of(&event)));
    el("label")
        .class("field")
        .child(el("span").child(t!("Language")))
        .child(el("select").class("select").id("language").on_change(chosen).children(
            languages().into_iter().map(|(name, own_name)| {
                let is_spoken = name == recraft_words::language();
                el("option")
                    .attr("lang", name.clone())
                    .value(name)
                    .attr("selected", is_spoken)
                    .child(own_name)
            }),
        ))
        .into()
}

/// A sign with what it means.
pub fn sign(item: &Item, theme: Theme) -> Html {
    let drawing = Html::from_html_unchecked(legend_mark(item.mark, HUE, theme, SIZE).into());
    el("li")
        .child(el("span").attr("aria-hidden", "true").child(drawing))
        .child(el("div").child(el("strong").child(item.title)).child(el("p").child(item.meaning)))
        .into()
}
