//! Fetching files that lie beside the page.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use web_sys::js_sys::{ArrayBuffer, Uint8Array};

/// Fetches a file that lies beside the page and hands its bytes on; `None` if there is none, or no way to it.
pub fn fetch(name: &str, then: impl FnOnce(Option<Vec<u8>>) + 'static) {
    let name = name.to_owned();
    spawn_local(async move { then(bytes_of(&name).await.ok()) });
}

async fn bytes_of(name: &str) -> Result<Vec<u8>, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str(name)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let buffer: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.dyn_into()?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
