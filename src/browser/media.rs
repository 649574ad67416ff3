//! What the device and its user prefer: a media query that reports its changes.

use web_sys::MediaQueryList;

use super::listen::Listener;

/// A media query that is listened to until it is dropped.
pub struct Media {
    list: MediaQueryList,
    _listener: Listener,
}

impl Media {
    /// Listens to `query` and hands each change of its answer to `on_change`.
    pub fn new(query: &str, on_change: impl Fn(bool) + 'static) -> Option<Self> {
        let list = web_sys::window()?.match_media(query).ok()??;
        let changed = list.clone();
        let listener = Listener::new(&list, "change", move |_| on_change(changed.matches()));
        Some(Self { list, _listener: listener })
    }

    /// The present answer.
    pub fn matches(&self) -> bool {
        self.list.matches()
    }
}
