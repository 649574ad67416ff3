//! The transport: what has just happened, and the controls of time.

use std::rc::Rc;

use recraft_scene::palette::Theme;
use recraft_sim::history::Stop;
use yew::prelude::*;

use crate::app::Msg;
use crate::browser::value_of;
use crate::session::feed::Line;
use crate::session::timeline::Timeline;
use crate::session::{Action, Speed, Travel};

use super::branches::{Branches, Comparison};
use super::icon::Icon;
use super::press::act;
use super::scrubber::Scrubber;
use super::travel::{button, menu, past, undo_and_redo};
use super::words::milliseconds;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub playing: bool,
    /// Whether time passes at all, if only up to the next event.
    pub moving: bool,
    pub speed: Speed,
    pub now_us: u64,
    /// The last thing of weight that happened.
    pub caption: Option<Rc<Line>>,
    pub timeline: Rc<Timeline>,
    pub theme: Theme,
    pub on: Callback<Msg>,
}

#[component]
pub fn Transport(props: &Props) -> Html {
    let (on, line) = (&props.on, &props.timeline);
    html! {
        <section class="transport" aria-label="Time">
            if let Some(compared) = &line.compared {
                <Comparison compared={compared.clone()} on={on.clone()} />
            }
            { caption(props) }
            <Scrubber timeline={line.clone()} theme={props.theme} on={on.clone()} />
            <Branches timeline={line.clone()} on={on.clone()} />
            <div class="controls">
                { button(on, "start", Icon::ToStart, "Go to the beginning", "Go to the beginning (Home)".into(), Action::Travel(Travel::Start), line.now_us == 0) }
                { button(on, "back", Icon::Back, "Previous event", "Go back to the previous event (←)".into(), Action::Travel(Travel::Back(Stop::Anything)), line.now_us == 0) }
                { play(props) }
                { step(props) }
                { skip(props) }
                { menu(line, on) }
                { undo_and_redo(line, on) }
                { speed(props) }
                <div class="clock" id="clock" role="timer" aria-label="Simulated time">
                    <span class="now">{ milliseconds(props.now_us) }</span><small>{ "ms" }</small>
                </div>
            </div>
        </section>
    }
}

fn caption(props: &Props) -> Html {
    let Some(line) = &props.caption else {
        return html! {
            <p class="caption">
                <span class="text dim">{ "Nothing has happened yet. Press play, or step to the next event." }</span>
                { past(&props.timeline, &props.on) }
            </p>
        };
    };
    html! {
        <p class="caption" id="caption">
            <time>{ milliseconds(line.at_us) }{ " ms" }</time>
            <span class="text" title={line.text.clone()}>{ &line.text }</span>
            if props.timeline.past {
                { past(&props.timeline, &props.on) }
            } else if !props.moving {
                <span class="paused">{ "Paused" }<span class="word">{ ": press play to go on" }</span></span>
            }
        </p>
    }
}

fn play(props: &Props) -> Html {
    let (icon, word) = if props.playing { (Icon::Pause, "Pause") } else { (Icon::Play, "Play") };
    html! {
        <button class="button primary play" id="play" title={format!("{word} (Space)")} aria-label={word}
            onclick={act(&props.on, Action::TogglePlay)}>
            { icon.draw() }<span class="word">{ word }</span>
        </button>
    }
}

fn step(props: &Props) -> Html {
    html! {
        <button class="button" id="next" title="Go to the next event (→)" aria-label="Next event"
            onclick={act(&props.on, Action::NextEvent)}>
            { Icon::Next.draw() }<span class="word">{ "Next event" }</span>
        </button>
    }
}

fn skip(props: &Props) -> Html {
    html! {
        <button class="button" id="skip" title="Go on to the next thing worth telling: an election, a split, a crash … (N)" aria-label="Skip ahead"
            onclick={act(&props.on, Action::SkipAhead)}>
            { Icon::Skip.draw() }<span class="word">{ "Skip ahead" }</span>
        </button>
    }
}

fn speed(props: &Props) -> Html {
    let on = props.on.clone();
    let oninput = move |event: InputEvent| {
        if let Ok(rung) = value_of(&event).parse() {
            on.emit(Msg::Act(Action::SetSpeed(Speed::rung(rung))));
        }
    };
    let on = props.on.clone();
    let onchange = move |event: Event| {
        if let Ok(rung) = value_of(&event).parse() {
            on.emit(Msg::Act(Action::SetSpeed(Speed::rung(rung))));
        }
    };
    let place = props.speed.place();
    let last = Speed::COUNT - 1;
    html! {
        <>
        <label class="speed">
            <span class="word">{ "Speed" }</span>
            <input id="speed" type="range" min="0" max={last.to_string()} step="1" value={place.to_string()}
                aria-label="Speed" aria-valuetext={props.speed.words()}
                style={format!("--filled:{}%", place * 100 / last)} {oninput} />
            <output>{ props.speed.words() }</output>
        </label>
        // On a narrow page a menu takes the slider's place; the style sheet shows one of them.
        <select class="select speed-menu" id="speed-menu" aria-label="Speed" {onchange}>
            { for Speed::all().map(|speed| html! {
                <option value={speed.place().to_string()} selected={speed == props.speed}>{ speed.words() }</option>
            }) }
        </select>
        </>
    }
}
