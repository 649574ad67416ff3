//! The stage: a canvas that assistive technology does not see, and what lies over it.

use recraft_scene::hand::Phase;
use recraft_sim::command::Command;
use recraft_words::t;
use yew::prelude::*;

use crate::app::{Look, Msg};
use crate::browser::{capture, pressed, wheel};
use crate::session::Action;
use crate::ui::element::{button, div, el};

use super::icon::Icon;
use super::press::{act, press};

#[derive(PartialEq)]
pub struct Props {
    pub canvas: NodeRef,
    /// Whether something that can be selected is under the pointer.
    pub over: bool,
    /// What the numbers on it mean, for whoever points at them.
    pub tip: Option<String>,
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
    pub children: Html,
}

pub fn stage(props: &Props) -> Html {
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
    div("stage")
        .id("stage")
        .child(
            div("view")
                .attr("tabindex", "0")
                .role("group")
                .on_key_down(keys.clone())
                .label(t!("The stage: plus and minus zoom, the arrow keys move, 0 shows everything"))
                .child(
                    el("canvas")
                        .node_ref(props.canvas.clone())
                        .attr("aria-hidden", "true")
                        .class_if("over", props.over)
                        .attr("title", props.tip.clone())
                        .class_if("cutting", props.cutting)
                        .on_pointer_down(onpointerdown)
                        .on_pointer_move(point(Phase::Move))
                        .on_pointer_up(point(Phase::Up))
                        .on_wheel(turn)
                        .on_pointer_cancel(point(Phase::Gone))
                        .on_pointer_leave(point(Phase::Gone)),
                ),
        )
        .child(props.children.clone())
        .child(tools(props, keys))
        .child(props.fresh.then(|| {
            button("button primary poster")
                .id("begin")
                .on_click(act(on, Action::TogglePlay))
                .child(Icon::Play.draw())
                .child(t!("Start the clock"))
        }))
        .into()
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
    div("tools view-tools")
    .role("group")
    .label(t!("View and cuts"))
    .on_key_down(onkeydown)
    .child(props.cut.then(|| button("button quiet")
        .id("stage-heal")
        .title(t!("Undo partitions and cut links"))
        .on_click(act(on, Action::Do(Command::Heal)))
        .child(t!("Heal"))))
    .child(button("button")
        .class("quiet")
        .class("icon")
        .class_if("taken", props.cutting)
        .id("scissors")
        .truth("aria-pressed", props.cutting)
        .label(t!("Scissors: drag across the stage to cut the network, or from node to node to cut a link"))
        .title(t!("Scissors: drag across the stage to cut the network, or from node to node to cut a link (X)"))
        .on_click(look(Look::Scissors))
        .child(Icon::Scissors.draw()))
    .child((!props.embedded).then(|| button("button quiet icon")
        .id("legend-button")
        .label(t!("What am I looking at?"))
        .title(t!("What am I looking at? (K)"))
        .on_click(press(on, Msg::Legend))
        .child(Icon::Legend.draw())))
    .child(button("button quiet icon zoom")
        .id("zoom-in")
        .label(t!("Closer"))
        .title(t!("Closer (+)"))
        .on_click(look(Look::Closer(true)))
        .child(Icon::Plus.draw()))
    .child(button("button quiet icon zoom")
        .id("zoom-out")
        .label(t!("Less close"))
        .title(t!("Less close (−)"))
        .attr("disabled", props.whole)
        .on_click(look(Look::Closer(false)))
        .child(Icon::Minus.draw()))
    .child(button("button quiet icon")
        .id("fit-all")
        .label(t!("Show everything"))
        .title(t!("Show everything (0)"))
        .attr("disabled", props.whole)
        .on_click(look(Look::Whole))
        .child(Icon::Whole.draw())).into()
}
