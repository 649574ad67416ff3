//! The sheet from which a run is handed on: its link, pictures of it, files.

use recraft_scene::words::lists::duration;
use yew::prelude::*;

use crate::app::{FILE_MAX, Msg, Share};
use crate::browser::{take_file, value_of};
use crate::session::Speed;
use crate::session::record::{SPANS_US, Span};

use super::press::press;
use super::words::milliseconds;

/// What the sheet shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// The moment that is handed on.
    pub now_us: u64,
    /// How fast the run plays.
    pub speed: Speed,
    /// Whether the link shows the run from its beginning.
    pub from_the_beginning: bool,
    /// The link.
    pub link: Link,
    /// Whether pictures are dark.
    pub dark: bool,
    /// How many times as large as the stage a PNG is.
    pub scale: u8,
    /// How much of the run is recorded.
    pub span_us: u64,
    /// How much of it has been recorded, in percent.
    pub progress: Option<u64>,
    /// What has been done, for everyone to see and hear.
    pub said: AttrValue,
}

/// A link in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// It is not there yet.
    Coming,
    /// The whole address.
    Made(AttrValue),
    /// The run is too long for one.
    TooLong,
}

impl Default for Sharing {
    fn default() -> Self {
        Self::new(0, Speed::default())
    }
}

impl Sharing {
    /// Nothing has been chosen yet.
    pub const fn new(now_us: u64, speed: Speed) -> Self {
        Self {
            now_us,
            speed,
            from_the_beginning: false,
            link: Link::Coming,
            dark: false,
            scale: 3,
            span_us: 500_000,
            progress: None,
            said: AttrValue::Static(""),
        }
    }

    /// Says what has been done.
    pub fn say(&mut self, text: &'static str) {
        self.said = AttrValue::Static(text);
    }

    fn span(&self) -> Span {
        Span { from_us: self.now_us, span_us: self.span_us, speed: self.speed }
    }
}

/// The sheet.
pub fn share(sharing: &Sharing, on: &Callback<Msg>) -> Html {
    html! {
        <div class="share">
            <section class="wide">
                <h3>{ "Link" }</h3>
                <p class="dim">{ "The link holds the run itself: seed, setup and everything that was done. Nothing is kept on a server." }</p>
                <div class="row" role="radiogroup" aria-label="Where the link begins">
                    { origin(sharing, on, false, format!("From this moment ({} ms)", milliseconds(sharing.now_us))) }
                    { origin(sharing, on, true, "From the beginning".into()) }
                </div>
                { link(&sharing.link, on) }
            </section>
            <section>
                <h3>{ "Picture of this moment" }</h3>
                <p class="dim">{ "Light is best for print. SVG is sharp at any size." }</p>
                { picture(sharing, on) }
            </section>
            <section>
                <h3>{ "Moving picture" }</h3>
                { record(sharing, on) }
            </section>
            <section class="wide">
                <h3>{ "Files" }</h3>
                <p class="dim">{ "JSON is the run for other programs, a scenario is the run as a text to read and to change. Either can be opened here, or dropped anywhere on the page." }</p>
                { files(on) }
            </section>
            <p class="said wide" id="share-said" role="status">{ &sharing.said }</p>
        </div>
    }
}

fn button(id: &'static str, words: &'static str, msg: Share, on: &Callback<Msg>) -> Html {
    html! { <button class="button" {id} onclick={press(on, Msg::Share(msg))}>{ words }</button> }
}

/// A menu; what is chosen is a number.
fn menu(
    id: &'static str,
    label: &'static str,
    options: Vec<(u64, String)>,
    now: u64,
    onchange: Callback<Event>,
) -> Html {
    html! {
        <label class="field">
            <span>{ label }</span>
            <select class="select" {id} {onchange}>
                { for options.into_iter().map(|(value, words)| html! {
                    <option value={value.to_string()} selected={value == now}>{ words }</option>
                }) }
            </select>
        </label>
    }
}

fn chosen(event: &Event) -> u64 {
    value_of(event).parse().unwrap_or(0)
}

fn picture(sharing: &Sharing, on: &Callback<Msg>) -> Html {
    let dark = on.reform(|event: Event| Msg::Share(Share::Dark(chosen(&event) == 1)));
    let scale = on.reform(|event: Event| Msg::Share(Share::Scale(chosen(&event) as u8)));
    let scales = (1..=4).map(|scale| (scale, format!("{scale} ×"))).collect();
    html! {
        <>
            <div class="pair">
                { menu("picture-theme", "Colours", vec![(0, "Light".into()), (1, "Dark".into())], sharing.dark.into(), dark) }
                { menu("picture-scale", "Size of PNG", scales, sharing.scale.into(), scale) }
            </div>
            <div class="pair">
                { button("save-svg", "Save SVG", Share::Svg, on) }
                { button("save-png", "Save PNG", Share::Png, on) }
            </div>
        </>
    }
}

fn record(sharing: &Sharing, on: &Callback<Msg>) -> Html {
    if let Some(percent) = sharing.progress {
        return html! {
            <div class="recording">
                <p class="dim">{ format!("The run plays and is recorded: {percent} %") }</p>
                <progress id="record-progress" max="100" value={percent.to_string()} aria-label="Recorded"></progress>
                { button("stop-recording", "Stop", Share::Stop, on) }
            </div>
        };
    }
    let spans = SPANS_US.map(|us| (us, duration(us))).into();
    let span = on.reform(|event: Event| Msg::Share(Share::Span(chosen(&event))));
    let (plays_ms, (pictures, picture_ms)) = (sharing.span().plays_ms(), sharing.span().pictures());
    html! {
        <>
            <p class="dim">{ "From this moment on, in the colours chosen for pictures." }</p>
            { menu("record-span", "Time of the run", spans, sharing.span_us, span) }
            <p class="dim small">{ format!(
                "Video: {} s at {}. Animated SVG: {pictures} pictures, {} s, again and again.",
                plays_ms.div_ceil(1000), sharing.speed.words(), (pictures * picture_ms).div_ceil(1000)
            ) }</p>
            <div class="pair">
                <button class="button" id="record-video" disabled={sharing.span().is_too_long()}
                    title="WebM, or what this browser records" onclick={press(on, Msg::Share(Share::Record(true)))}>{ "Record video" }</button>
                { button("record-film", "Animated SVG", Share::Record(false), on) }
            </div>
            if sharing.span().is_too_long() {
                <p class="note">{ "A video lasts three minutes at most. Choose a shorter time, or play faster." }</p>
            }
        </>
    }
}

fn files(on: &Callback<Msg>) -> Html {
    let onchange = {
        let on = on.clone();
        move |event: Event| {
            let on = on.clone();
            take_file(&event, FILE_MAX, move |given| on.emit(Msg::Share(Share::Given(given))));
        }
    };
    html! {
        <div class="row">
            { button("save-run", "Save JSON", Share::File(false), on) }
            { button("save-scenario", "Save scenario", Share::File(true), on) }
            <label class="button file">
                { "Open a file…" }
                <input type="file" id="open-file" accept=".json,.scenario,.txt,application/json,text/plain" {onchange} />
            </label>
        </div>
    }
}

fn origin(sharing: &Sharing, on: &Callback<Msg>, is: bool, words: String) -> Html {
    let onchange = on.reform(move |_: Event| Msg::Share(Share::FromTheBeginning(is)));
    html! {
        <label class="check">
            <input type="radio" name="link-from" checked={sharing.from_the_beginning == is} {onchange} />
            { words }
        </label>
    }
}

fn link(link: &Link, on: &Callback<Msg>) -> Html {
    let address = match link {
        Link::Made(address) => address,
        Link::Coming => return html! { <p class="note">{ "The link is being made…" }</p> },
        Link::TooLong => {
            return html! { <p class="note warn">{ "This run is too long for a link. Save it as a file instead." }</p> };
        }
    };
    let frame = format!(
        "<iframe src=\"{address}\" width=\"100%\" height=\"640\" style=\"border: 0\" loading=\"lazy\" allow=\"clipboard-write; fullscreen\" title=\"ReCraft Lab\"></iframe>"
    );
    html! {
        <>
            { copied("run-link", "The link", address.clone(), "Copy link", true, on) }
            if address.len() > recraft_share::GOOD_TEXT_MAX {
                <p class="note warn">{ format!("This link has {} letters. Some programs cut off links that are so long; a file is safer.", address.len()) }</p>
            }
            { copied("frame", "HTML that shows this run in another page", frame.into(), "Copy HTML", false, on) }
        </>
    }
}

/// Something to copy, and the button that does.
fn copied(
    id: &'static str,
    label: &'static str,
    text: AttrValue,
    verb: &'static str,
    primary: bool,
    on: &Callback<Msg>,
) -> Html {
    html! {
        <div class="copied">
            <input class="input mono" {id} readonly=true aria-label={label} value={text} />
            <button class={classes!("button", primary.then_some("primary"))} id={format!("copy-{id}")} onclick={press(on, Msg::Share(Share::Copy(id)))}>{ verb }</button>
        </div>
    }
}
