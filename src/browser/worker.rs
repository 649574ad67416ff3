//! A worker: this same program, started a second time on a thread of its own, and spoken to in bytes.
//!
//! The page starts it from the script that it was loaded by itself, with the names of the same two files, so nothing more is downloaded.
//! A worker says that it is ready by an empty message; what it is sent before that would be lost. It is ended by dropping it.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Uint8Array;
use web_sys::{DedicatedWorkerGlobalScope, Event, MessageEvent, WorkerOptions, WorkerType};

use super::listen::Listener;

/// A worker that was given something to do.
pub struct Worker {
    worker: web_sys::Worker,
    _listeners: [Listener; 2],
}

impl Worker {
    /// Starts a worker and gives it `request`; each message of its goes to `on_message`, and `None` if it breaks down.
    ///
    /// Gives nothing where the browser has no workers, or does not let this page have one.
    pub fn start(request: Vec<u8>, on_message: impl Fn(Option<Vec<u8>>) + 'static) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(&script()?, &options).ok()?;
        let on_message = Rc::new(on_message);
        let (asked, to, broken) = (Cell::new(false), worker.clone(), on_message.clone());
        let hear = move |event: Event| {
            let Some(bytes) = bytes_of(&event) else { return };
            if asked.replace(true) {
                on_message(Some(bytes));
            } else if to.post_message(&Uint8Array::from(request.as_slice())).is_err() {
                on_message(None);
            }
        };
        let listeners = [
            Listener::new(&worker, "message", hear),
            Listener::new(&worker, "error", move |event| {
                event.prevent_default();
                broken(None);
            }),
        ];
        Some(Self { worker, _listeners: listeners })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// The script that loads the program, told the program's files.
fn script() -> Option<String> {
    let tag = web_sys::window()?.document()?.query_selector("script[data-wasm]").ok()??;
    let file = |name| tag.get_attribute(name);
    Some(format!("{}?js={}&wasm={}", file("src")?, file("data-js")?, file("data-wasm")?))
}

fn bytes_of(event: &Event) -> Option<Vec<u8>> {
    let data = event.dyn_ref::<MessageEvent>()?.data();
    data.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec())
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    web_sys::js_sys::global().dyn_into().ok()
}

/// Serves as a worker if this is one; says whether it is. `serve` is given what is asked, and a way to answer as often as it likes.
pub fn serve(serve: impl Fn(&[u8], &mut dyn FnMut(&[u8])) + 'static) -> bool {
    let Some(scope) = scope() else { return false };
    let to = scope.clone();
    let listener = Listener::new(&scope, "message", move |event| {
        if let Some(request) = bytes_of(&event) {
            serve(&request, &mut |answer| post(&to, answer));
        }
    });
    // It listens for as long as the worker lives.
    std::mem::forget(listener);
    post(&scope, &[]);
    true
}

fn post(scope: &DedicatedWorkerGlobalScope, bytes: &[u8]) {
    let message: JsValue = Uint8Array::from(bytes).into();
    // Fails only for what cannot be copied; bytes can.
    let _ = scope.post_message(&message);
}

/// The time since the page was opened, or the worker was started, in milliseconds.
pub fn now_ms() -> f64 {
    let clock = match (web_sys::window(), scope()) {
        (Some(window), _) => window.performance(),
        (None, Some(scope)) => scope.performance(),
        (None, None) => None,
    };
    clock.map_or(0.0, |clock| clock.now())
}
