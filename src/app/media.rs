//! What the device and its user prefer, and how wide the page is.

use yew::Callback;

use crate::browser::Media;

use super::Msg;

/// The preferences that the page follows.
pub(super) struct MediaSet {
    pub(super) dark: Option<Media>,
    pub(super) contrast: Option<Media>,
    pub(super) still: Option<Media>,
    pub(super) narrow: Option<Media>,
    pub(super) wide: Option<Media>,
    pub(super) touch: Option<Media>,
}

impl MediaSet {
    pub(super) fn listen(on: &Callback<Msg>) -> Self {
        let listen = |query: &str| {
            let on = on.clone();
            Media::new(query, move |_| on.emit(Msg::Look))
        };
        Self {
            dark: listen("(prefers-color-scheme: dark)"),
            contrast: listen("(prefers-contrast: more), (forced-colors: active)"),
            still: listen("(prefers-reduced-motion: reduce)"),
            narrow: listen("(max-width: 899px)"),
            wide: listen("(min-width: 1280px)"),
            touch: listen("(pointer: coarse)"),
        }
    }

    pub(super) fn matches(media: Option<&Media>) -> bool {
        media.is_some_and(Media::matches)
    }
}
