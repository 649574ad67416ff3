//! The fence around the browser: the inside of a Web Worker.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Uint8Array;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    web_sys::js_sys::global().dyn_into().ok()
}

/// Says `ready` to whoever has started this worker, and from then on gives `serve` what is asked, and a way to answer as often as it likes. A text is the
/// table of the language in which to answer.
/// Does nothing where it is not in a worker.
pub fn listen(ready: &str, serve: impl Fn(&[u8], &mut dyn FnMut(&[u8])) + 'static) {
    let Some(scope) = scope() else { return };
    let to = scope.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // The page's words come before its first request.
        if let Some(words) = event.data().as_string() {
            let _ = recraft_words::load(words);
        }
        if let Ok(request) = event.data().dyn_into::<Uint8Array>() {
            serve(&request.to_vec(), &mut |answer| post(&to, answer));
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // It listens for as long as the worker lives.
    hear.forget();
    post(&scope, ready.as_bytes());
}

fn post(scope: &DedicatedWorkerGlobalScope, bytes: &[u8]) {
    let message: JsValue = Uint8Array::from(bytes).into();
    // Fails only for what cannot be copied; bytes can.
    let _ = scope.post_message(&message);
}

/// The time since the worker was started, in milliseconds.
pub fn now_ms() -> f64 {
    scope().and_then(|scope| scope.performance()).map_or(0.0, |clock| clock.now())
}
