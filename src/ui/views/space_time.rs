//! The space-time diagram: a canvas, its controls, and the same in words.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::{Gesture, Msg};
use crate::browser::{capture, pointer};
use crate::session::views::space_time::SpaceTime;
use crate::session::{Action, LookAt, Selection};
use crate::ui::icon::Icon;
use crate::ui::press::{act, press};
use crate::ui::words::milliseconds;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub canvas: NodeRef,
    pub told: Rc<SpaceTime>,
    pub over: bool,
    pub selection: Option<Selection>,
    pub on: Callback<Msg>,
}

/// How much a button or a key zooms, and how far it pans.
const ZOOM: f64 = 1.6;
const PAN: f64 = 0.25;

#[component]
pub fn SpaceTimeView(props: &Props) -> Html {
    let told = &props.told;
    html! {
        <div class="spacetime" data-follows={told.follows.to_string()} data-span={told.span.clone()}>
            { controls(props) }
            <div class="plot" tabindex="0" role="group" onkeydown={keys(&props.on)}
                aria-label="Space-time diagram. Left and right move, plus and minus zoom, End follows the present. “In words” says the same.">
                { canvas(props) }
            </div>
            { words(props) }
        </div>
    }
}

fn canvas(props: &Props) -> Html {
    let on = &props.on;
    let gesture =
        |make: fn(&PointerEvent) -> Gesture| on.reform(move |event: PointerEvent| Msg::Past(make(&event)));
    let down = {
        let on = on.clone();
        move |event: PointerEvent| {
            capture(&event);
            on.emit(Msg::Past(Gesture::Down(event.pointer_id(), pointer(&event))));
        }
    };
    let onwheel = {
        let on = on.clone();
        move |event: WheelEvent| {
            event.prevent_default();
            let (right, down) =
                if event.shift_key() { (event.delta_y(), 0.0) } else { (event.delta_x(), event.delta_y()) };
            on.emit(Msg::Past(Gesture::Wheel(crate::browser::mouse(&event), right, down)));
        }
    };
    html! {
        <canvas ref={props.canvas.clone()} aria-hidden="true" class={classes!(props.over.then_some("over"))}
            style={format!("min-height:{}px", props.told.lanes * 17 + 20)} {onwheel}
            onpointerdown={down}
            onpointermove={gesture(|event| Gesture::Move(event.pointer_id(), pointer(event)))}
            onpointerup={gesture(|event| Gesture::Up(event.pointer_id(), pointer(event)))}
            onpointercancel={gesture(|event| Gesture::Gone(event.pointer_id()))}
            onpointerleave={gesture(|event| Gesture::Gone(event.pointer_id()))}></canvas>
    }
}

fn keys(on: &Callback<Msg>) -> impl Fn(KeyboardEvent) + 'static {
    let on = on.clone();
    move |event: KeyboardEvent| {
        let change = match event.key().as_str() {
            "ArrowLeft" => LookAt::Pan(-PAN),
            "ArrowRight" => LookAt::Pan(PAN),
            "+" | "=" => LookAt::Zoom(1.0 / ZOOM, 0.5),
            "-" | "−" => LookAt::Zoom(ZOOM, 0.5),
            "End" => LookAt::Present,
            _ => return,
        };
        event.prevent_default();
        on.emit(Msg::Act(Action::LookAt(change)));
    }
}

fn controls(props: &Props) -> Html {
    let button = |id: &'static str, name: &'static str, icon: Icon, change: LookAt| {
        html! {
            <button class="button quiet icon" {id} aria-label={name} title={name}
                onclick={act(&props.on, Action::LookAt(change))}>{ icon.draw() }</button>
        }
    };
    let follows = props.told.follows;
    let walk = |id: &'static str, onward: bool, name: &'static str, icon: Icon| {
        html! {
            <button class="button quiet icon" {id} aria-label={name} title={name} disabled={props.selection.is_none()}
                onclick={act(&props.on, Action::Walk { onward })}>{ icon.draw() }</button>
        }
    };
    html! {
        <div class="viewbar" role="toolbar" aria-label="Time shown">
            { button("past-earlier", "Earlier", Icon::Backward, LookAt::Pan(-PAN)) }
            { button("past-later", "Later", Icon::Forward, LookAt::Pan(PAN)) }
            { button("past-out", "More time", Icon::Minus, LookAt::Zoom(ZOOM, 0.5)) }
            { button("past-in", "Less time", Icon::Plus, LookAt::Zoom(1.0 / ZOOM, 0.5)) }
            <span class="span">{ &props.told.span }</span>
            <button class="button quiet" id="past-follow" aria-pressed={follows.to_string()}
                onclick={act(&props.on, Action::LookAt(LookAt::Present))}>{ "Follow" }</button>
            <span class="gap"></span>
            <button class="button quiet icon" id="past-save" aria-label="Save the diagram as SVG" title="Save the diagram as SVG"
                onclick={press(&props.on, Msg::SavePast)}>{ Icon::Save.draw() }</button>
            { walk("walk-back", false, "Previous event of the selected ([)", Icon::Previous) }
            { walk("walk-on", true, "Next event of the selected (])", Icon::Following) }
        </div>
    }
}

fn words(props: &Props) -> Html {
    let told = &props.told;
    html! {
        <details class="in-words">
            <summary>{ "In words" }</summary>
            <ol aria-label="What the diagram shows, oldest first">
                if told.more > 0 {
                    <li class="dim">{ format!("{} earlier: show less time to read them.", told.more) }</li>
                }
                { for told.lines.iter().map(|line| html! {
                    <li key={format!("{:?}", line.target)}>
                        <button class="told" aria-current={(props.selection == Some(line.target)).then_some("true")}
                            onclick={act(&props.on, Action::Select(Some(line.target)))}>
                            <time>{ milliseconds(line.at_us) }</time><span>{ &line.text }</span>
                        </button>
                    </li>
                }) }
                if told.lines.is_empty() {
                    <li class="dim">{ "Nothing happened in this time." }</li>
                }
            </ol>
            <p class="dim small signs">
                { "Signs: a ring stands for election, a crown leads, a bar commits, a diamond commits a configuration, an upright line enters an epoch, a cross crashes, a triangle restarts; a red cross is a lost message. The band has the cluster's hue and the term's shade." }
            </p>
        </details>
    }
}
