//! Where elements stand in the window, and putting one where another is.

use recraft_scene::geometry::Rect;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::dom::document;

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The box of the element with this id in the window, in CSS pixels; `None` if there is none, or if it takes up no room.
pub fn bounds(id: &str) -> Option<Rect> {
    let bounds = element(id)?.get_bounding_client_rect();
    let [x, y, w, h] = [bounds.x(), bounds.y(), bounds.width(), bounds.height()].map(|side| side as f32);
    (w > 0.0 && h > 0.0).then_some(Rect::new(x, y, w, h))
}

/// Scrolls the element with this id into view; says whether there is one.
pub fn show(id: &str) -> bool {
    element(id).is_some_and(|element| {
        let how = web_sys::ScrollIntoViewOptions::new();
        how.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&how);
        true
    })
}

/// Scrolls what is in the element with this id back to its beginning.
pub fn to_its_beginning(id: &str) {
    if let Some(element) = element(id) {
        element.set_scroll_top(0);
    }
}

/// The window's width and height, in CSS pixels.
pub fn window_size() -> (f32, f32) {
    let root = document().and_then(|document| document.document_element());
    root.map_or((0.0, 0.0), |root| (root.client_width() as f32, root.client_height() as f32))
}

/// Tells the style sheet where the element with this id shall stand, as `--x`, `--y`, `--w` and `--h`, and on which `side` of what it belongs to.
pub fn set_box(id: &str, place: &Rect, side: Option<&str>) {
    let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    for (name, value) in [("--x", place.x), ("--y", place.y), ("--w", place.w), ("--h", place.h)] {
        // Names that are valid: cannot fail.
        let _ = element.style().set_property(name, &format!("{}px", value.round() as i32));
    }
    if let Some(side) = side {
        let _ = element.set_attribute("data-side", side);
    }
}
