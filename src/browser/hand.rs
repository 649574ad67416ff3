//! The hand on the stage, as the browser reports it, and what is put beside what it holds.

use recraft_scene::geometry::pt;
use recraft_scene::hand::Pointer;
use web_sys::HtmlElement;
use yew::{NodeRef, PointerEvent, WheelEvent};

/// How far from its point an element is pinned, in CSS pixels.
const GAP: f64 = 30.0;

/// Reads a pointer event on the stage.
pub fn pressed(event: &PointerEvent) -> Pointer {
    Pointer {
        id: event.pointer_id(),
        at: pt(event.offset_x() as f32, event.offset_y() as f32),
        coarse: event.pointer_type() == "touch",
        shift: event.shift_key(),
        at_ms: event.time_stamp(),
    }
}

/// How far a wheel was turned, in pixels, and where the pointer was. Two fingers on a pad are said to hold Control, and turn less.
pub fn wheel(event: &WheelEvent) -> (f64, f64, f64) {
    let unit = [1.0, 33.0, 400.0][(event.delta_mode() as usize).min(2)];
    let unit = if event.ctrl_key() { 6.0 * unit } else { unit };
    (event.delta_y() * unit, f64::from(event.offset_x()), f64::from(event.offset_y()))
}

/// Puts an element that lies over the stage near a point of it: above, or below where there is no room, and never beyond the stage's
/// edges. Without a point it is not to be seen.
pub fn pin(element: &NodeRef, at: Option<(f64, f64)>, (width, height): (f64, f64)) {
    let Some(element) = element.cast::<HtmlElement>() else { return };
    let style = element.style();
    // Names and values of properties that exist: cannot fail.
    let Some((x, y)) = at else {
        let _ = style.set_property("visibility", "hidden");
        return;
    };
    let (own_width, own_height) = (f64::from(element.offset_width()), f64::from(element.offset_height()));
    let left = (x - own_width / 2.0).clamp(4.0, (width - own_width - 4.0).max(4.0));
    let above = y - own_height - GAP;
    let top = if above > 4.0 { above } else { (y + GAP).min(height - own_height - 4.0) };
    let _ = style.set_property("translate", &format!("{left:.0}px {top:.0}px"));
    let _ = style.set_property("visibility", "visible");
}
