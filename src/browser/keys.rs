//! Keys pressed anywhere on the page that are not meant for the control that has the focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::listen::Listener;

/// A key press that is a command to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPress {
    /// The key as the browser names it: `" "`, `"c"`, `"ArrowRight"`, `"Escape"`.
    pub key: String,
    /// Whether a control has the focus that uses Space, Enter and the arrow keys itself (a button, a tab, a list).
    pub on_control: bool,
}

/// Listens to the page's keys until it is dropped.
pub struct Keys {
    _listener: Listener,
}

impl Keys {
    /// Hands key presses to `on_key`, which says whether it used them. Keys typed into a field, and combinations with
    /// Control, Alt or Meta, are left alone.
    pub fn new(on_key: impl Fn(&KeyPress) -> bool + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let listener = Listener::new(&window, "keydown", move |event| {
            let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
            if event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let focus = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let within = |selector: &str| {
                focus
                    .as_ref()
                    .is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
            };
            let key = event.key();
            if key != "Escape"
                && within("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select")
            {
                return;
            }
            let on_control = within(
                "button, input, a, summary, [role=tab], [role=separator], [role=option], [data-roving]",
            );
            if on_key(&KeyPress { key, on_control }) {
                event.prevent_default();
            }
        });
        Some(Self { _listener: listener })
    }
}
