//! The sheet from which a run is handed on: its link, and what shows it in another page.

use yew::prelude::*;

use crate::app::{Msg, Share};

use super::press::press;
use super::words::milliseconds;

/// What the sheet shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// The moment that is handed on.
    pub now_us: u64,
    /// Whether the link shows the run from its beginning.
    pub from_the_beginning: bool,
    /// The link.
    pub link: Link,
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
        Self::new(0)
    }
}

impl Sharing {
    /// Nothing has been chosen yet.
    pub const fn new(now_us: u64) -> Self {
        Self { now_us, from_the_beginning: false, link: Link::Coming, said: AttrValue::Static("") }
    }

    /// Says what has been done.
    pub fn say(&mut self, text: &'static str) {
        self.said = AttrValue::Static(text);
    }
}

/// The sheet.
pub fn share(sharing: &Sharing, on: &Callback<Msg>) -> Html {
    html! {
        <div class="share">
            <section>
                <h3>{ "Link" }</h3>
                <p class="dim">{ "The link holds the run itself: seed, setup and everything that was done. Nothing is kept on a server." }</p>
                <div class="row" role="radiogroup" aria-label="Where the link begins">
                    { origin(sharing, on, false, format!("From this moment ({} ms)", milliseconds(sharing.now_us))) }
                    { origin(sharing, on, true, "From the beginning".into()) }
                </div>
                { link(&sharing.link, on) }
            </section>
            <p class="said" id="share-said" role="status">{ &sharing.said }</p>
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
            { copied("link", "The link", address.clone(), "Copy link", true, on) }
            if address.len() > recraft_share::GOOD_TEXT_MAX {
                <p class="note warn">{ format!("This link has {} letters. Some programs cut off links that are so long; a file is safer.", address.len()) }</p>
            }
            <h3>{ "In another page" }</h3>
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
