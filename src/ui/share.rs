//! The sheet from which a run is handed on: its link, pictures of it, files.

use recraft_scene::words::lists::duration;
use recraft_words::t;
use yew::prelude::*;

use crate::app::{FILE_MAX, Msg, Share};
use crate::browser::{take_file, value_of};
use crate::session::Speed;
use crate::session::record::{SPANS_US, Span};
use crate::ui::element::{button, div, el, fragment, p, section};

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
    /// The field whose text was just copied.
    pub copied: Option<&'static str>,
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
            copied: None,
        }
    }

    /// Says what has been done.
    pub fn say(&mut self, text: &'static str) {
        (self.said, self.copied) = (AttrValue::Static(text), None);
    }

    /// Says that the text of this field has been copied: at its button, and to those who do not see that.
    pub fn say_copied(&mut self, id: &'static str) {
        (self.said, self.copied) = (AttrValue::Static(t!("Copied.")), Some(id));
    }

    fn span(&self) -> Span {
        Span { from_us: self.now_us, span_us: self.span_us, speed: self.speed }
    }
}

/// The sheet.
pub fn share(sharing: &Sharing, on: &Callback<Msg>) -> Html {
    div("share")
    .child(section("wide")
        .child(el("h3").child(t!("Link")))
        .child(p("dim")
            .child(t!("The link holds the run itself: seed, setup and everything that was done. Nothing is kept on a server.")))
        .child(div("row")
            .role("radiogroup")
            .label(t!("Where the link begins"))
            .child(origin(sharing, on, false, t!("From this moment ({now} ms)", now = milliseconds(sharing.now_us))))
            .child(origin(sharing, on, true, t!("From the beginning").into())))
        .child(link(sharing, on)))
    .child(el("section")
        .child(el("h3").child(t!("Picture of this moment")))
        .child(p("dim").child(t!("Light is best for print. SVG is sharp at any size.")))
        .child(picture(sharing, on)))
    .child(el("section").child(el("h3").child(t!("Moving picture"))).child(record(sharing, on)))
    .child(section("wide")
        .child(el("h3").child(t!("Files")))
        .child(p("dim")
            .child(t!("JSON is the run for other programs, a scenario is the run as a text to read and to change. Either can be opened here, or dropped anywhere on the page.")))
        .child(files(on)))
    .child(p("said wide").class_if("hidden-visually", sharing.copied.is_some()).id("share-said").role("status").child(&sharing.said)).into()
}

fn action(id: &'static str, words: &'static str, msg: Share, on: &Callback<Msg>) -> Html {
    button("button").id(id).on_click(press(on, Msg::Share(msg))).child(words).into()
}

/// A menu; what is chosen is a number.
fn menu(
    id: &'static str,
    label: &'static str,
    options: Vec<(u64, String)>,
    now: u64,
    onchange: Callback<Event>,
) -> Html {
    el("label")
        .class("field")
        .child(el("span").child(label))
        .child(el("select").class("select").id(id).on_change(onchange).children(options.into_iter().map(
            |(value, words)| {
                el("option").value(value.to_string()).attr("selected", value == now).child(words)
            },
        )))
        .into()
}

fn chosen(event: &Event) -> u64 {
    value_of(event).parse().unwrap_or(0)
}

fn picture(sharing: &Sharing, on: &Callback<Msg>) -> Html {
    let dark = on.reform(|event: Event| Msg::Share(Share::Dark(chosen(&event) == 1)));
    let scale = on.reform(|event: Event| Msg::Share(Share::Scale(chosen(&event) as u8)));
    let scales = (1..=4).map(|scale| (scale, format!("{scale} ×"))).collect();
    fragment()
        .child(
            div("pair")
                .child(menu(
                    "picture-theme",
                    t!("Colours"),
                    vec![(0, t!("Light").into()), (1, t!("Dark").into())],
                    sharing.dark.into(),
                    dark,
                ))
                .child(menu("picture-scale", t!("Size of PNG"), scales, sharing.scale.into(), scale)),
        )
        .child(div("pair").child(action("save-svg", t!("Save SVG"), Share::Svg, on)).child(action(
            "save-png",
            t!("Save PNG"),
            Share::Png,
            on,
        )))
        .into()
}

fn record(sharing: &Sharing, on: &Callback<Msg>) -> Html {
    if let Some(percent) = sharing.progress {
        return div("recording")
            .child(p("dim").child(t!("The run plays and is recorded: {percent} %", percent)))
            .child(
                el("progress")
                    .id("record-progress")
                    .attr("max", "100")
                    .value(percent.to_string())
                    .label(t!("Recorded")),
            )
            .child(action("stop-recording", t!("Stop"), Share::Stop, on))
            .into();
    }
    let spans = SPANS_US.map(|us| (us, duration(us))).into();
    let span = on.reform(|event: Event| Msg::Share(Share::Span(chosen(&event))));
    let (plays_ms, (pictures, picture_ms)) = (sharing.span().plays_ms(), sharing.span().pictures());
    fragment()
        .child(p("dim").child(t!("From this moment on, in the colours chosen for pictures.")))
        .child(menu("record-span", t!("Time of the run"), spans, sharing.span_us, span))
        .child(p("dim small").child(t!("Video: {seconds} s at {speed}. Animated SVG: {pictures} pictures, {film_seconds} s, again and again.", seconds = plays_ms.div_ceil(1000), speed = sharing.speed.words(), pictures, film_seconds = (pictures * picture_ms).div_ceil(1000))))
        .child(
            div("pair")
                .child(
                    button("button")
                        .id("record-video")
                        .attr("disabled", sharing.span().is_too_long())
                        .title(t!("WebM, or what this browser records"))
                        .on_click(press(on, Msg::Share(Share::Record(true))))
                        .child(t!("Record video")),
                )
                .child(action("record-film", t!("Animated SVG"), Share::Record(false), on)),
        )
        .child(sharing.span().is_too_long().then(|| {
            p("note").child(t!("A video lasts three minutes at most. Choose a shorter time, or play faster."))
        }))
        .into()
}

fn files(on: &Callback<Msg>) -> Html {
    let onchange = {
        let on = on.clone();
        move |event: Event| {
            let on = on.clone();
            take_file(&event, FILE_MAX, move |given| on.emit(Msg::Share(Share::Given(given))));
        }
    };
    div("row")
        .child(action("save-run", t!("Save JSON"), Share::File(false), on))
        .child(action("save-scenario", t!("Save scenario"), Share::File(true), on))
        .child(
            el("label").class("button file").child(t!("Open a file…")).child(
                el("input")
                    .attr("type", "file")
                    .id("open-file")
                    .attr("accept", ".json,.scenario,.txt,application/json,text/plain")
                    .on_change(onchange),
            ),
        )
        .into()
}

fn origin(sharing: &Sharing, on: &Callback<Msg>, is: bool, words: String) -> Html {
    let onchange = on.reform(move |_: Event| Msg::Share(Share::FromTheBeginning(is)));
    el("label")
        .class("check")
        .child(
            el("input")
                .attr("type", "radio")
                .attr("name", "link-from")
                .checked(sharing.from_the_beginning == is)
                .on_change(onchange),
        )
        .child(words)
        .into()
}

fn link(sharing: &Sharing, on: &Callback<Msg>) -> Html {
    let address = match &sharing.link {
        Link::Made(address) => address,
        Link::Coming => return p("note").child(t!("The link is being made…")).into(),
        Link::TooLong => {
            return p("note warn")
                .child(t!("This run is too long for a link. Save it as a file instead."))
                .into();
        }
    };
    let frame = format!(
        "<iframe src=\"{address}\" width=\"100%\" height=\"640\" style=\"border: 0\" loading=\"lazy\" allow=\"clipboard-write; fullscreen\" title=\"ReCraft Lab\"></iframe>"
    );
    fragment()
        .child(copied("run-link", t!("The link"), address.clone(), t!("Copy link"), true, sharing.copied, on))
        .child((address.len() > recraft_share::GOOD_TEXT_MAX).then(|| {
            p("note warn").child(t!("This link has {count} letters. Some programs cut off links that are so long; a file is safer.", count = address.len()))
        }))
        .child(copied(
            "frame",
            t!("HTML that shows this run in another page"),
            frame.into(),
            t!("Copy HTML"),
            false,
            sharing.copied,
            on,
        ))
        .into()
}

/// Something to copy, and the button that does.
fn copied(
    id: &'static str,
    label: &'static str,
    text: AttrValue,
    verb: &'static str,
    primary: bool,
    just_copied: Option<&str>,
    on: &Callback<Msg>,
) -> Html {
    div("copied")
        .child(el("input").class("input mono").id(id).attr("readonly", true).label(label).value(text))
        .child(
            button("button")
                .class_if("primary", primary)
                .id(format!("copy-{id}"))
                .on_click(press(on, Msg::Share(Share::Copy(id))))
                .child(if just_copied == Some(id) { t!("Copied ✓") } else { verb }),
        )
        .into()
}
