//! Files that are given to the page: chosen with a field, or dropped anywhere on it.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use super::listen::Listener;

/// A file's name and its text, or that it is larger than it may be (`None`).
pub type Given = (String, Option<String>);

/// Reads the file that was chosen with the field that an event comes from; the field forgets it, so that the same one can be chosen again.
pub fn take_file(event: &Event, bytes_max: u32, then: impl FnOnce(Given) + 'static) {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else { return };
    if let Some(file) = field.files().and_then(|files| files.get(0)) {
        read(&file, bytes_max, then);
    }
    field.set_value("");
}

fn read(file: &File, bytes_max: u32, then: impl FnOnce(Given) + 'static) {
    let name = file.name();
    if file.size() > f64::from(bytes_max) {
        return then((name, None));
    }
    let text = file.text();
    spawn_local(async move {
        // A file that went away while it was read is an empty one.
        let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string());
        then((name, Some(text.unwrap_or_default())));
    });
}

/// Listens to files being dropped on the page, until it is dropped itself.
pub struct Drops {
    _listeners: [Listener; 2],
}

impl Drops {
    /// Hands each file that is dropped, of at most so many bytes, to `on_file`.
    pub fn new(bytes_max: u32, on_file: impl Fn(Given) + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let on_file = Rc::new(on_file);
        let over = Listener::new(&window, "dragover", |event| {
            if holds_files(&event) {
                // Or the browser would go to the file.
                event.prevent_default();
            }
        });
        let dropped = Listener::new(&window, "drop", move |event| {
            if !holds_files(&event) {
                return;
            }
            event.prevent_default();
            let files = event.dyn_into::<DragEvent>().ok().and_then(|event| event.data_transfer()?.files());
            if let Some(file) = files.and_then(|files| files.get(0)) {
                let on_file = on_file.clone();
                read(&file, bytes_max, move |given| on_file(given));
            }
        });
        Some(Self { _listeners: [over, dropped] })
    }
}

fn holds_files(event: &Event) -> bool {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    data.is_some_and(|data| data.types().includes(&"Files".into(), 0))
}
