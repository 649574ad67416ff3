//! Packing and unpacking (deflate, RFC 1951) by the browser, which weighs nothing in the page. A browser's streams take their time, so what
//! comes out is handed on when it is there.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::{Array, Function, Reflect, Uint8Array, global};
use web_sys::{Blob, ReadableStreamDefaultReader, ReadableWritablePair};

/// Why nothing came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPacked {
    /// The browser cannot do it.
    Missing,
    /// It would be too much.
    TooLong,
    /// These bytes were not packed so, or not all of them are there.
    Spoilt,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Make it shorter.
    Pack,
    /// Make it what it was.
    Unpack,
}

/// Packs or unpacks; what comes out, `max` bytes at most, goes to `then`.
pub fn pack(way: Way, bytes: Vec<u8>, max: usize, then: impl FnOnce(Result<Vec<u8>, NotPacked>) + 'static) {
    spawn_local(async move {
        let made = match reader(way, &bytes) {
            Some(reader) => read(&reader, max).await,
            None => Err(NotPacked::Missing),
        };
        then(made);
    });
}

/// Reads what comes out of one of the browser's streams. They are called by name, since the bindings count them as unstable (which they are not
/// any more: https://compression.spec.whatwg.org).
fn reader(way: Way, bytes: &[u8]) -> Option<ReadableStreamDefaultReader> {
    let name = match way {
        Way::Pack => "CompressionStream",
        Way::Unpack => "DecompressionStream",
    };
    let stream = Reflect::get(&global(), &name.into()).ok()?.dyn_into::<Function>().ok()?;
    let stream = Reflect::construct(&stream, &Array::of1(&"deflate-raw".into())).ok()?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()?;
    blob.stream().pipe_through(stream.unchecked_ref::<ReadableWritablePair>()).get_reader().dyn_into().ok()
}

async fn read(reader: &ReadableStreamDefaultReader, max: usize) -> Result<Vec<u8>, NotPacked> {
    let part = |step: &JsValue, name: &str| Reflect::get(step, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let mut out = Vec::new();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|_| NotPacked::Spoilt)?;
        if part(&step, "done").is_truthy() {
            return Ok(out);
        }
        let bytes = part(&step, "value").dyn_into::<Uint8Array>().map_err(|_| NotPacked::Spoilt)?;
        if out.len() + bytes.length() as usize > max {
            // Whether the rest is thrown away now or later is all the same.
            drop(reader.cancel());
            return Err(NotPacked::TooLong);
        }
        out.extend(bytes.to_vec());
    }
}
