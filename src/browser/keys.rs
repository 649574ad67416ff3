//! Keys pressed anywhere on the page that are not meant for the control that has the focus.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, Window};

use super::listen::Listener;

/// A key press that is a command to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPress {
    /// The key as the browser names it (`" "`, `"c"`, `"ArrowRight"`, `"Escape"`), or `"Undo"` and `"Redo"`.
    pub key: String,
    /// Whether a control has the focus that uses Space, Enter and the arrow keys itself (a button, a tab, a list).
    pub on_control: bool,
}

/// Fields that are typed into: their keys are nobody else's.
const FIELDS: &str = "input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select";
/// Controls that use Space, Enter or the arrow keys.
const CONTROLS: &str = "button, input, a, summary, [role=tab], [role=separator], [data-roving]";

/// Listens to the page's keys until it is dropped.
pub struct Keys {
    _keys: Listener,
    _pointer: Listener,
}

impl Keys {
    /// Hands key presses to `on_key`, which says whether it used them. Keys typed into a field, and combinations with
    /// Control, Alt or Meta other than those for undoing and redoing, are left alone. A button that was clicked with the pointer does not keep Space for itself: who
    /// clicks and then presses Space wants to pause, not to click again.
    pub fn new(on_key: impl Fn(&KeyPress) -> bool + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let by_pointer = Rc::new(Cell::new(false));
        let pointed = by_pointer.clone();
        let pointer = Listener::new(&window, "pointerdown", move |_| pointed.set(true));
        let keys = Listener::new(&window.clone(), "keydown", move |event| {
            let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
            if event.key() == "Tab" {
                by_pointer.set(false);
            }
            handle(&window, &event, by_pointer.get(), &on_key);
        });
        Some(Self { _keys: keys, _pointer: pointer })
    }
}

/// What a key is called here: as the browser calls it, but the usual combinations for undoing and redoing are `Undo` and `Redo`. Other
/// combinations are the browser's.
fn named(event: &KeyboardEvent) -> Option<String> {
    let key = event.key();
    if !event.ctrl_key() && !event.meta_key() {
        return Some(key);
    }
    match (key.as_str(), event.shift_key()) {
        ("z" | "Z", false) => Some("Undo".into()),
        ("z" | "Z", true) | ("y" | "Y", false) => Some("Redo".into()),
        _ => None,
    }
}

fn handle(window: &Window, event: &KeyboardEvent, by_pointer: bool, on_key: &impl Fn(&KeyPress) -> bool) {
    if event.default_prevented() || event.alt_key() {
        return;
    }
    let Some(key) = named(event) else { return };
    let focus = window.document().and_then(|document| document.active_element());
    let focus = focus.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let within = |selector: &str| {
        focus.as_ref().is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
    };
    if key != "Escape" && within(FIELDS) {
        return;
    }
    // Enter is always the button's: nothing else that it could mean matters as much.
    let clicked = by_pointer && key != "Enter" && within("button");
    let press = KeyPress { key, on_control: within(CONTROLS) && !clicked };
    if on_key(&press) {
        event.prevent_default();
        if clicked && let Some(button) = focus {
            // Or the release of the key would still click it.
            let _ = button.blur();
        }
    }
}
