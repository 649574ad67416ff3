//! A sheet over the page: a dialog with a title, closed by its button, by a press beside it, or by Escape.

use yew::prelude::*;

use crate::app::Msg;

use super::icon::Icon;
use super::press::press;

/// Which sheet lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Signs, words and keys.
    Help,
    /// The switches of the protocol.
    Protocol,
    /// What a run can begin with.
    Library,
    /// Handing the run on.
    Share,
    /// The lessons.
    Course,
    /// The desk at which lessons are written.
    Writing,
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
    html! {
        <div class="curtain" onclick={outside}>
            <section class="help" role="dialog" aria-modal="true" aria-labelledby="sheet-title">
                <header>
                    <h2 id="sheet-title">{ title }</h2>
                    <button class="button quiet icon" id={CLOSE} aria-label="Close" title="Close (Esc)" onclick={close}>
                        { Icon::Close.draw() }
                    </button>
                </header>
                <div class="body" tabindex="0">{ body }</div>
            </section>
        </div>
    }
}
