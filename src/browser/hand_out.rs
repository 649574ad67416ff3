//! What the page gives away.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::Reflect;
use web_sys::{Clipboard, HtmlInputElement};

use super::dom::document;

/// Copies what stands in the field with this id; says to `then` whether that could be done. The field is selected, so that it can be copied by
/// hand where a page may not.
pub fn copy_from(id: &str, then: impl FnOnce(bool) + 'static) {
    let Some(text) = select(id) else { return then(false) };
    let clipboard = clipboard();
    spawn_local(async move {
        let copied = match clipboard {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
            None => false,
        };
        then(copied);
    });
}

/// Pages that did not come by a safe way have none.
fn clipboard() -> Option<Clipboard> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &JsValue::from("clipboard")).ok()?.dyn_into().ok()
}

fn select(id: &str) -> Option<String> {
    let field = document()?.get_element_by_id(id)?.dyn_into::<HtmlInputElement>().ok()?;
    field.select();
    Some(field.value())
}
