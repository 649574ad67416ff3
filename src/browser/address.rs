//! The page's own address.

use super::listen::Listener;

/// The part of the address after `#`, which no server gets to see.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// The address of the page itself, without what follows `?` or `#`.
pub fn address() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// What follows the page itself in its address: from `?` or `#` on.
pub fn place() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.find(['?', '#']).map_or_else(String::new, |from| href[from..].to_owned())
}

/// Lets the page go by another address from now on, which differs in what follows the page itself. Nothing is loaded, and going back
/// leads where it led.
pub fn go_by(place: &str) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    let address = format!("{}{place}", address());
    // A browser may refuse it to pages that are files; then the address stays.
    _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
}

/// Listens to changes of the part after `#` until it is dropped.
pub struct Fragment {
    _listener: Listener,
}

impl Fragment {
    /// Calls `on_change` after each change.
    pub fn new(on_change: impl Fn() + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        Some(Self { _listener: Listener::new(&window, "hashchange", move |_| on_change()) })
    }
}
