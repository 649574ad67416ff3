//! Small things done to the document.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, PointerEvent};
use yew::{BaseComponent, Renderer};

use super::frame::performance;

pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Puts the application where the placeholder is.
pub fn mount<C>()
where
    C: BaseComponent,
    C::Properties: Default,
{
    let place = document().and_then(|document| document.get_element_by_id("app"));
    match place {
        Some(place) => Renderer::<C>::with_root(place).render(),
        None => Renderer::<C>::new().render(),
    };
}

/// Says on the root element, and in the browser's record of times, that the application is there.
pub fn mark_ready() {
    set_root_attribute("data-ready", Some("true"));
    if let Some(clock) = performance() {
        let _ = clock.mark("recraft-ready");
    }
}

/// Forces a theme (`light` or `dark`), or leaves the choice to the system.
pub fn set_theme(theme: Option<&str>) {
    set_root_attribute("data-theme", theme);
}

fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    // Fails only for names that are not valid; these are.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// The query part of the page's address, without the question mark.
pub fn query() -> String {
    let search = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    let text = search.trim_start_matches('?').replace('+', " ");
    web_sys::js_sys::decode_uri_component(&text).map_or(text, String::from)
}

/// Moves the keyboard focus to the element with this id; says whether there is one.
pub fn focus(id: &str) -> bool {
    let element = document().and_then(|document| document.get_element_by_id(id));
    element
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// The present value of the field, slider or menu that an event comes from.
pub fn value_of(event: &web_sys::Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        return input.value();
    }
    target.dyn_ref::<web_sys::HtmlSelectElement>().map_or_else(String::new, web_sys::HtmlSelectElement::value)
}

/// The id of the element that has the keyboard focus.
pub fn focused_id() -> Option<String> {
    document()?.active_element().map(|element| element.id())
}

/// Keeps a drag going when the pointer leaves the element it began on.
pub fn capture(event: &PointerEvent) {
    if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // Fails only when the pointer is gone already.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Where in the width of the element under the pointer an event lies, as a part of 1. What lies on that element must let the pointer through.
pub fn part_of_width(event: &PointerEvent) -> f64 {
    // Yew listens at the root, which is therefore what an event calls its current target.
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.map_or(0.0, |element| {
        let bounds = element.get_bounding_client_rect();
        ((f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0)).clamp(0.0, 1.0)
    })
}

/// Sets a variable of the style of the element with this id.
pub fn set_variable(id: &str, name: &str, value: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails only for names that are not valid.
        let _ = element.style().set_property(name, value);
    }
}

/// How much of the window lies below a height, in CSS pixels.
pub fn height_below(y: f64) -> f64 {
    let height =
        web_sys::window().and_then(|window| window.inner_height().ok()).and_then(|height| height.as_f64());
    height.unwrap_or(0.0) - y
}

/// Lets a menu show the option at this place.
pub fn show_choice(event: &web_sys::Event, place: usize) {
    let menu = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
    if let Some(menu) = menu {
        menu.set_selected_index(place as i32);
    }
}

/// The present choice of a menu that is a list of commands; the menu goes back to its title.
pub fn take_choice(event: &web_sys::Event) -> String {
    let menu = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
    menu.map_or_else(String::new, |menu| {
        let choice = menu.value();
        menu.set_selected_index(0);
        choice
    })
}
