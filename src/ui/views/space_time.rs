//! The space-time diagram: a canvas, its controls, and the same in words.

use recraft_words::t;
use std::rc::Rc;

use yew::prelude::*;

use crate::app::{Gesture, Msg};
use crate::browser::{capture, pointer};
use crate::session::views::space_time::{Line, SpaceTime, Words};
use crate::session::{Action, LookAt, Selection};
use crate::ui::element::{button, div, el, p, span};
use crate::ui::icon::Icon;
use crate::ui::press::{act, press};
use crate::ui::words::milliseconds;

#[derive(PartialEq)]
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

pub fn space_time(props: &Props) -> Html {
    let told = &props.told;
    div("spacetime")
    .attr("data-follows", told.follows.to_string())
    .attr("data-span", told.span.clone())
    .child(controls(props))
    .child(div("plot")
        .attr("tabindex", "0")
        .role("group")
        .on_key_down(keys(&props.on))
        .label(t!("Space-time diagram. Left and right move, plus and minus zoom, End follows the present. “In words” says the same."))
        .child(canvas(props)))
    .child(words(props)).into()
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
    el("canvas")
        .node_ref(props.canvas.clone())
        .attr("aria-hidden", "true")
        .class_if("over", props.over)
        .style(format!("min-height:{}px", props.told.lanes * 17 + 20))
        .on_wheel(onwheel)
        .on_pointer_down(down)
        .on_pointer_move(gesture(|event| Gesture::Move(event.pointer_id(), pointer(event))))
        .on_pointer_up(gesture(|event| Gesture::Up(event.pointer_id(), pointer(event))))
        .on_pointer_cancel(gesture(|event| Gesture::Gone(event.pointer_id())))
        .on_pointer_leave(gesture(|event| Gesture::Gone(event.pointer_id())))
        .into()
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
    let look = |id: &'static str, name: &'static str, icon: Icon, change: LookAt| {
        button("button quiet icon")
            .id(id)
            .label(name)
            .title(name)
            .on_click(act(&props.on, Action::LookAt(change)))
            .child(icon.draw())
    };
    let follows = props.told.follows;
    let walk = |id: &'static str, onward: bool, name: &'static str, icon: Icon| {
        button("button quiet icon")
            .id(id)
            .label(name)
            .title(name)
            .attr("disabled", props.selection.is_none())
            .on_click(act(&props.on, Action::Walk { onward }))
            .child(icon.draw())
    };
    div("viewbar")
        .role("toolbar")
        .label(t!("Time shown"))
        .child(look("past-earlier", t!("Earlier"), Icon::Backward, LookAt::Pan(-PAN)))
        .child(look("past-later", t!("Later"), Icon::Forward, LookAt::Pan(PAN)))
        .child(look("past-out", t!("More time"), Icon::Minus, LookAt::Zoom(ZOOM, 0.5)))
        .child(look("past-in", t!("Less time"), Icon::Plus, LookAt::Zoom(1.0 / ZOOM, 0.5)))
        .child(span("span").child(&props.told.span))
        .child(
            button("button quiet")
                .id("past-follow")
                .truth("aria-pressed", follows)
                .on_click(act(&props.on, Action::LookAt(LookAt::Present)))
                .child(t!("Follow")),
        )
        .child(span("gap"))
        .child(
            button("button quiet icon")
                .id("past-save")
                .label(t!("Save the diagram as SVG"))
                .title(t!("Save the diagram as SVG"))
                .on_click(press(&props.on, Msg::SavePast))
                .child(Icon::Save.draw()),
        )
        .child(walk("walk-back", false, t!("Previous event of the selected ([)"), Icon::Previous))
        .child(walk("walk-on", true, t!("Next event of the selected (])"), Icon::Following))
        .into()
}

/// The diagram in words. The rows are made only while they can be read: with a load each is a new one ten times a second.
fn words(props: &Props) -> Html {
    let on = props.on.clone();
    let toggle = move |event: MouseEvent| {
        event.prevent_default();
        on.emit(Msg::Act(Action::LookAt(LookAt::Words)));
    };
    let told = props.told.words.as_ref();
    el("details")
        .class("in-words")
        .attr("open", told.map(|_| ""))
        .child(el("summary").on_click(toggle).child(t!("In words")))
        .children(told.map(|told| lines(props, told)))
        .child(p("dim small signs")
            .child(t!("Signs: a ring stands for election, a crown leads, a bar commits, a diamond commits a configuration, an upright line enters an epoch, a cross crashes, a triangle restarts; a red cross is a lost message. The band has the cluster's hue and the term's shade.")))
        .into()
}

fn lines(props: &Props, told: &Words) -> Html {
    let row = |line: &Line| {
        el("li").key(format!("{:?}", line.target)).child(
            button("told")
                .attr("aria-current", (props.selection == Some(line.target)).then_some("true"))
                .on_click(act(&props.on, Action::Select(Some(line.target))))
                .child(el("time").child(milliseconds(line.at_us)))
                .child(el("span").child(&line.text)),
        )
    };
    let dim = |text: String| el("li").class("dim").child(text);
    el("ol")
        .label(t!("What the diagram shows, oldest first"))
        .child(
            (told.more > 0)
                .then(|| dim(t!("{more} earlier: show less time to read them.", more = told.more))),
        )
        .children(told.lines.iter().map(row))
        .child(told.lines.is_empty().then(|| dim(t!("Nothing happened in this time.").into())))
        .into()
}
