//! The stage: a canvas that assistive technology does not see, and what lies over it.

use recraft_scene::hand::Phase;
use recraft_sim::command::Command;
use yew::prelude::*;

use crate::app::{Look, Msg};
use crate::browser::{capture, pressed, wheel};
use crate::session::Action;

use super::icon::Icon;
use super::press::{act, press};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub canvas: NodeRef,
    /// Whether something that can be selected is under the pointer.
    pub over: bool,
    /// Whether the scissors are taken.
    pub cutting: bool,
    /// Whether everything is looked at.
    pub whole: bool,
    /// Whether the page is embedded in another, which the wheel scrolls unless Ctrl is held.
    pub embedded: bool,
    /// Whether there is a partition or a cut link.
    pub cut: bool,
    /// Whether the run stands at its very beginning.
    pub fresh: bool,
    pub on: Callback<Msg>,
    pub children: Children,
}

#[component]
pub fn Stage(props: &Props) -> Html {
    let on = &props.on;
    let point = |phase: Phase| on.reform(move |event: PointerEvent| Msg::Point(phase, pressed(&event)));
    let onpointerdown = {
        let on = on.clone();
        Callback::from(move |event: PointerEvent| {
            capture(&event);
            if event.button() == 0 {
                on.emit(Msg::Point(Phase::Down, pressed(&event)));
            }
        })
    };
    let turn = {
        let (on, scrolls) = (on.clone(), props.embedded);
        Callback::from(move |event: WheelEvent| {
            if !scrolls || event.ctrl_key() {
                event.prevent_default();
                let (by, x, y) = wheel(&event);
                on.emit(Msg::LookAt(Look::Wheel(by, x, y)));
            }
        })
    };
    let keys = {
        let (on, whole) = (on.clone(), props.whole);
        Callback::from(move |event: KeyboardEvent| {
            if let Some(look) = key(&event, whole) {
                event.prevent_default();
                on.emit(Msg::LookAt(look));
            }
        })
    };
    html! {
        <div class="stage" id="stage">
            <div class="view" tabindex="0" role="group" onkeydown={keys.clone()}
                aria-label="The stage: plus and minus zoom, the arrow keys move, 0 shows everything">
                <canvas ref={props.canvas.clone()} aria-hidden="true"
                    class={classes!(props.over.then_some("over"), props.cutting.then_some("cutting"))}
                    {onpointerdown} onpointermove={point(Phase::Move)} onpointerup={point(Phase::Up)}
                    onwheel={turn} onpointercancel={point(Phase::Gone)} onpointerleave={point(Phase::Gone)}></canvas>
            </div>
            { for props.children.iter() }
            { tools(props, keys) }
            if props.fresh {
                <button class="button primary poster" id="begin" onclick={act(on, Action::TogglePlay)}>
                    { Icon::Play.draw() }{ "Start the clock" }
                </button>
            }
        </div>
    }
}

/// What a key does while the stage has the keyboard. Where everything is seen there is nowhere to move to: the arrows are the page's.
fn key(event: &KeyboardEvent, whole: bool) -> Option<Look> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    Some(match event.key().as_str() {
        "+" | "=" => Look::Closer(true),
        "-" | "−" => Look::Closer(false),
        "0" => Look::Whole,
        "ArrowLeft" if !whole => Look::Shift(1.0, 0.0),
        "ArrowRight" if !whole => Look::Shift(-1.0, 0.0),
        "ArrowUp" if !whole => Look::Shift(0.0, 1.0),
        "ArrowDown" if !whole => Look::Shift(0.0, -1.0),
        _ => return None,
    })
}

fn tools(props: &Props, onkeydown: Callback<KeyboardEvent>) -> Html {
    let on = &props.on;
    let look = |look: Look| press(on, Msg::LookAt(look));
    html! {
        <div class="tools view-tools" role="group" aria-label="View and cuts" {onkeydown}>
            if props.cut {
                <button class="button quiet" id="stage-heal" title="Undo partitions and cut links"
                    onclick={act(on, Action::Do(Command::Heal))}>{ "Heal" }</button>
            }
            <button class={classes!("button", "quiet", "icon", props.cutting.then_some("taken"))} id="scissors" aria-pressed={props.cutting.to_string()}
                aria-label="Scissors: drag across the stage to cut the network, or from node to node to cut a link"
                title="Scissors: drag across the stage to cut the network, or from node to node to cut a link (X)"
                onclick={look(Look::Scissors)}>{ Icon::Scissors.draw() }</button>
            if !props.embedded {
                <button class="button quiet icon" id="legend-button" aria-label="What am I looking at?" title="What am I looking at? (K)"
                    onclick={press(on, Msg::Legend)}>{ Icon::Legend.draw() }</button>
            }
            <button class="button quiet icon zoom" id="zoom-in" aria-label="Closer" title="Closer (+)" onclick={look(Look::Closer(true))}>{ Icon::Plus.draw() }</button>
            <button class="button quiet icon zoom" id="zoom-out" aria-label="Less close" title="Less close (−)" disabled={props.whole}
                onclick={look(Look::Closer(false))}>{ Icon::Minus.draw() }</button>
            <button class="button quiet icon" id="fit-all" aria-label="Show everything" title="Show everything (0)" disabled={props.whole}
                onclick={look(Look::Whole)}>{ Icon::Whole.draw() }</button>
        </div>
    }
}
