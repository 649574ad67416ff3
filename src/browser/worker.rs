//! A worker: a program on a thread of its own, spoken to in bytes.
//!
//! The page starts it from the script that it was loaded by itself, with the names of the worker's files. A worker says which build it is
//! when it is ready; what it is sent before that would be lost, so it is kept until then. It is ended by dropping it.

use recraft_words::t;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::js_sys::Uint8Array;
use web_sys::{Event, MessageEvent, WorkerOptions, WorkerType};

use super::frame::performance;
use super::listen::Listener;

/// A worker.
pub struct Worker {
    inner: Rc<Inner>,
    _listeners: [Listener; 2],
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkFailure {
    /// The browser has no workers, or does not let this page have one.
    NoWorkers,
    /// The program could not be loaded.
    NotLoaded,
    /// The program is of another build than the page.
    OtherBuild,
    /// It has broken down.
    BrokeDown,
}

impl WorkFailure {
    /// What to tell who waits.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoWorkers => t!("This browser does not let the page do this: it has no workers."),
            Self::NotLoaded => {
                t!("The program that does this could not be loaded. Look at the connection, and try again.")
            }
            Self::OtherBuild => {
                t!("The lab has been renewed since this page was loaded. Load the page again.")
            }
            Self::BrokeDown => t!("It broke down. Try again."),
        }
    }
}

type Hear = Rc<dyn Fn(Result<Vec<u8>, WorkFailure>)>;

struct Inner {
    worker: web_sys::Worker,
    /// What the program says when it is ready.
    build: &'static str,
    ready: Cell<bool>,
    /// What waits until it is ready.
    request: RefCell<Option<Vec<u8>>>,
    hear: RefCell<Option<Hear>>,
}

impl Worker {
    /// Starts the worker of this name; it must be of this build.
    ///
    /// Gives nothing where the browser has no workers, or does not let this page have one.
    pub fn start(name: &str, build: &'static str) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(&address(name, build)?, &options).ok()?;
        let inner = Rc::new(Inner {
            worker: worker.clone(),
            build,
            ready: Cell::default(),
            request: RefCell::default(),
            hear: RefCell::default(),
        });
        let (hearing, failing) = (inner.clone(), inner.clone());
        let listeners = [
            Listener::new(&worker, "message", move |event| hearing.hear(&event)),
            Listener::new(&worker, "error", move |event| {
                event.prevent_default();
                failing.fail(if failing.ready.get() {
                    WorkFailure::BrokeDown
                } else {
                    WorkFailure::NotLoaded
                });
            }),
        ];
        Some(Self { inner, _listeners: listeners })
    }

    /// Asks it something, and hears what it says from now on: messages, and at most one failure, which is the last.
    pub fn ask(&self, request: Vec<u8>, hear: impl Fn(Result<Vec<u8>, WorkFailure>) + 'static) {
        self.inner.hear.replace(Some(Rc::new(hear)));
        if self.inner.ready.get() {
            self.inner.send(&request);
        } else {
            self.inner.request.replace(Some(request));
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.worker.terminate();
        self.inner.hear.take();
    }
}

impl Inner {
    fn hear(&self, event: &Event) {
        let bytes =
            event.dyn_ref().and_then(|event: &MessageEvent| event.data().dyn_into::<Uint8Array>().ok());
        match bytes.map(|bytes| bytes.to_vec()) {
            None => self.fail(WorkFailure::NotLoaded),
            Some(bytes) if self.ready.get() => self.tell(Ok(bytes)),
            Some(bytes) if bytes != self.build.as_bytes() => self.fail(WorkFailure::OtherBuild),
            Some(_) => {
                self.ready.set(true);
                if let Some(words) = recraft_words::source() {
                    // Fails only for what cannot be copied; a text can.
                    let _ = self.worker.post_message(&words.into());
                }
                if let Some(request) = self.request.take() {
                    self.send(&request);
                }
            }
        }
    }

    fn send(&self, request: &[u8]) {
        if self.worker.post_message(&Uint8Array::from(request)).is_err() {
            self.fail(WorkFailure::BrokeDown);
        }
    }

    fn tell(&self, heard: Result<Vec<u8>, WorkFailure>) {
        // A copy, since whoever hears may ask the next thing at once.
        let hear = self.hear.borrow().clone();
        if let Some(hear) = hear {
            hear(heard);
        }
    }

    fn fail(&self, failure: WorkFailure) {
        let hear = self.hear.take();
        if let Some(hear) = hear {
            hear(Err(failure));
        }
    }
}

/// The script that loads programs, told the files of this one. They are asked for under an address of their own for each build, so that no cache answers with
/// those of another.
fn address(name: &str, build: &str) -> Option<String> {
    let tag = web_sys::window()?.document()?.query_selector("script[data-wasm]").ok()??;
    let boot = tag.get_attribute("src")?;
    Some(format!("{boot}?js={name}.js%3Fof%3D{build}&wasm={name}_bg.wasm%3Fof%3D{build}"))
}

/// The time since the page was opened, in milliseconds.
pub fn now_ms() -> f64 {
    performance().map_or(0.0, |clock| clock.now())
}
