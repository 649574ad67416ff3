//! The tour's card, and the ring round what it points at. Where they stand is set by the frame loop, since what they point at moves.

use recraft_words::t;
use yew::prelude::*;

use crate::app::{Msg, Touring};
use crate::session::tour::Step;

use super::element::{button, div, el, fragment, p};
use super::press::press;

/// The card's id.
pub const TOUR: &str = "tour";
/// The ring's id.
pub const RING: &str = "tour-ring";
/// The id of the button that goes on.
pub const TOUR_NEXT: &str = "tour-next";

/// The card of a step.
pub fn tour_card(step: Step, on: &Callback<Msg>) -> Html {
    let last = step.next().is_none();
    let end = button("button quiet")
        .id("tour-end")
        .title(t!("End the tour (Esc). Help can start it again."))
        .on_click(press(on, Msg::Tour(Touring::End)))
        .child(t!("Skip the tour"));
    let next = button("button primary")
        .id(TOUR_NEXT)
        .on_click(press(on, Msg::Tour(Touring::Next)))
        .child(if last { t!("Done") } else { t!("Next") });
    let (number, count) = (step.number(), Step::ALL.len());
    let head = div("head")
        .child(el("h2").id("tour-title").child(step.title()))
        .child(el("span").class("dim small").child(t!("{number} of {count}", number, count)));
    let card =
        el("section")
            .class("tour")
            .id(TOUR)
            .role("dialog")
            .attr("aria-labelledby", "tour-title")
            .attr("aria-describedby", "tour-text")
            .child(head)
            .child(el("p").id("tour-text").child(step.text()).children(
                step.by_keyboard().map(|how| el("span").class("by-keyboard").child(" ").child(how)),
            ))
            .child(div("foot").child((!last).then_some(end)).child(next));
    fragment().child(div("tour-ring").id(RING).attr("aria-hidden", "true")).child(card).into()
}

/// What help offers at its beginning.
pub fn tour_offer(on: &Callback<Msg>) -> Html {
    let start = button("button")
        .id("tour-start")
        .on_click(press(on, Msg::Tour(Touring::Start)))
        .child(t!("Take the tour"));
    let what = t!("Seven short steps on the page itself, from the first election to a cut network.");
    p("tour-offer").child(start).child(el("span").class("dim").child(what)).into()
}
