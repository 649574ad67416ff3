//! The tour's card, and the ring round what it points at. Where they stand is set by the frame loop, since what they point at moves.

use yew::prelude::*;

use crate::app::{Msg, Touring};
use crate::session::tour::Step;

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
    let end = || press(on, Msg::Tour(Touring::End));
    html! {
        <>
            <div class="tour-ring" id={RING} aria-hidden="true"></div>
            <section class="tour" id={TOUR} role="dialog" aria-labelledby="tour-title" aria-describedby="tour-text">
                <div class="head">
                    <h2 id="tour-title">{ step.title() }</h2>
                    <span class="dim small">{ format!("{} of {}", step.number(), Step::ALL.len()) }</span>
                </div>
                <p id="tour-text">{ step.text() }</p>
                <div class="foot">
                    if !last {
                        <button class="button quiet" id="tour-end" title="End the tour (Esc). Help can start it again." onclick={end()}>{ "Skip the tour" }</button>
                    }
                    <button class="button primary" id={TOUR_NEXT} onclick={press(on, Msg::Tour(Touring::Next))}>
                        { if last { "Done" } else { "Next" } }
                    </button>
                </div>
            </section>
        </>
    }
}

/// What help offers at its beginning.
pub fn tour_offer(on: &Callback<Msg>) -> Html {
    html! {
        <p class="tour-offer">
            <button class="button" id="tour-start" onclick={press(on, Msg::Tour(Touring::Start))}>{ "Take the tour" }</button>
            <span class="dim">{ "Six short steps on the page itself, from the first election to a cut network." }</span>
        </p>
    }
}
