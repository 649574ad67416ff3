//! A sheet over the page: a dialog with a title, closed by its button, by a press beside it, or by Escape.

use recraft_words::t;
use yew::prelude::*;

use crate::app::Msg;
use crate::ui::element::{button, div, el, p, section};

use super::icon::Icon;
use super::press::press;

/// Which sheet lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Signs, words and keys.
    Help,
    /// The switches of the protocol.
    Protocol,
    /// What the nodes can do wrong on purpose.
    Mistakes,
    /// What a run can begin with.
    Library,
    /// Handing the run on.
    Share,
    /// The lessons.
    Course,
    /// The desk at which lessons are written.
    Writing,
    /// Whether a run that cannot be kept shall be given up for another.
    GiveUp,
}

/// The id of the button that closes whichever sheet is open.
pub const CLOSE: &str = "sheet-close";

/// A sheet with this title round `body`.
pub fn sheet(title: &'static str, on: &Callback<Msg>, body: Html) -> Html {
    let close = press(on, Msg::Open(None));
    let outside = {
        let on = on.clone();
        move |event: MouseEvent| {
            if event.target() == event.current_target() {
                on.emit(Msg::Open(None));
            }
        }
    };
    div("curtain")
        .on_click(outside)
        .child(
            section("help")
                .role("dialog")
                .attr("aria-modal", "true")
                .attr("aria-labelledby", "sheet-title")
                .child(
                    el("header").child(el("h2").id("sheet-title").child(title)).child(
                        button("button quiet icon")
                            .id(CLOSE)
                            .label(t!("Close"))
                            .title(t!("Close (Esc)"))
                            .on_click(close)
                            .child(Icon::Close.draw()),
                    ),
                )
                .child(div("body").attr("tabindex", "0").child(body)),
        )
        .into()
}

/// The question whether a run that cannot be kept shall be given up for another.
pub fn give_up(on: &Callback<Msg>) -> Html {
    div("giving-up")
        .child(p("lead").child(t!(
            "It is too long to be kept beside another. What takes its place ends it: to have it again, share it first, as a link or a file."
        )))
        .child(
            div("row")
                .child(
                    button("button primary")
                        .id("keep-run")
                        .on_click(press(on, Msg::Open(None)))
                        .child(t!("Keep this run")),
                )
                .child(
                    button("button")
                        .on_click(press(on, Msg::Open(Some(Sheet::Share))))
                        .child(t!("Share it first…")),
                )
                .child(
                    button("button")
                        .id("give-up-run")
                        .on_click(press(on, Msg::GiveUp))
                        .child(t!("Give it up")),
                ),
        )
        .into()
}
