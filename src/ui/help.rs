//! Help: what each mark on the stage means, and what each key does.

use recraft_scene::palette::Theme;
use recraft_scene::svg::legend_mark;
use recraft_scene::words::legend::{Item, legend};
use yew::prelude::*;

use super::gloss::TERMS;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub theme: Theme,
}

/// The marks of the legend are in the hue of the first cluster.
const HUE: u16 = 250;
const SIZE: f32 = 44.0;

/// Keys and what they do, in the order of use.
pub const KEYS: [(&[&str], &str); 27] = [
    (&["Space"], "Play or pause"),
    (&["→", "."], "Go to the next event"),
    (&["←", ","], "Go back to the previous event"),
    (&["Home", "End"], "Go to the beginning, to the newest moment"),
    (&["Ctrl Z", "Ctrl ⇧ Z"], "Undo, redo: to before or after the last command"),
    (&["N"], "Skip ahead to the next thing worth telling"),
    (&["N", "Enter"], "In a lesson: go on, or skip what is being played"),
    (&["B"], "In a lesson: go back"),
    (&["1", "9"], "In a lesson, at a question: choose an answer; R reveals what happens"),
    (&["P"], "Presenter view: large type, nothing else"),
    (&["+", "−"], "Faster, slower"),
    (&["1", "9"], "Select node n1 … n9"),
    (&["C"], "Crash the selected node, or restart it"),
    (&["T"], "Let the selected node's election timer run out"),
    (&["I"], "Isolate the selected node, or reconnect it"),
    (&["D"], "Drop the selected message"),
    (&["H"], "Hold the selected message, or let it go on"),
    (&["X"], "Take the scissors: drag across the stage to cut the network, from node to node to cut a link"),
    (&["F"], "Fit the selected cluster into the stage, or show everything"),
    (&["+", "−", "0", "←"], "With the stage in focus: closer, less close, everything, move"),
    (&["W"], "Write a key"),
    (&["O"], "Go to the outline: clusters, nodes and messages as a list"),
    (&["[", "]"], "Go to the selected thing's event before, after"),
    (&["L"], "Show the logs"),
    (&["K"], "What am I looking at? The legend of what is on the stage"),
    (&["Esc"], "Close, or select nothing"),
    (&["?"], "This sheet"),
];

#[component]
pub fn Help(props: &Props) -> Html {
    html! {
        <>
            <p class="lead">
                { "Every node here runs the real protocol. A cluster agrees on one log: a leader appends entries, and what a quorum holds is committed. ReCraft lets clusters change members, split and merge while they go on serving." }
            </p>
            <h3>{ "Keys" }</h3>
            <dl class="keys">
                { for KEYS.iter().map(|(keys, does)| html! {
                    <div><dt>{ for keys.iter().map(|key| html! { <kbd>{ key }</kbd> }) }</dt><dd>{ does }</dd></div>
                }) }
            </dl>
            <h3>{ "Words" }</h3>
            <dl class="words">
                { for TERMS.iter().map(|(term, meaning)| html! { <div><dt>{ term }</dt><dd>{ meaning }</dd></div> }) }
            </dl>
            <h3>{ "On the stage" }</h3>
            <ul class="legend">{ for legend().iter().map(|item| sign(item, props.theme)) }</ul>
        </>
    }
}

/// A sign with what it means.
pub fn sign(item: &Item, theme: Theme) -> Html {
    let drawing = Html::from_html_unchecked(legend_mark(item.mark, HUE, theme, SIZE).into());
    html! {
        <li>
            <span aria-hidden="true">{ drawing }</span>
            <div><strong>{ item.title }</strong><p>{ item.meaning }</p></div>
        </li>
    }
}
