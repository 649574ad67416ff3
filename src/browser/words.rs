//! The reader's language, which `assets/words.js` has chosen before the program was started.

use wasm_bindgen::JsValue;
use web_sys::js_sys::{Array, Reflect};

use super::storage::remember;

/// Where the chosen language is remembered; `assets/words.js` reads it.
const KEY: &str = "recraft-language";

/// What the script has left for the program.
fn left(field: &str) -> Option<JsValue> {
    let place = Reflect::get(web_sys::window()?.as_ref(), &"recraftWords".into()).ok()?;
    Reflect::get(&place, &field.into()).ok()
}

/// Loads the table of the language. Without it the page would show no words at all, but it is not started then.
pub fn load_words() {
    if let Some(table) = left("table").and_then(|table| table.as_string()) {
        // One that is not of this build's making leaves everything as it was.
        let _ = recraft_words::load(table);
    }
}

/// The address of the texts of the lessons in this language; none for English, in which they are written.
pub fn lesson_words() -> Option<String> {
    left("lessons").and_then(|address| address.as_string()).filter(|address| !address.is_empty())
}

/// The languages that can be chosen: how browsers call each, and how those who speak it do.
pub fn languages() -> Vec<(String, String)> {
    let list = left("languages").map(|list| Array::from(&list)).unwrap_or_default();
    let pair = |entry: JsValue| {
        let entry = entry.as_string()?;
        let (name, own_name) = entry.split_once(' ')?;
        Some((name.to_owned(), own_name.to_owned()))
    };
    list.iter().filter_map(pair).collect()
}

/// Remembers the language of this name and loads the page again in it, with this query and this fragment in its address.
pub fn choose_language(name: &str, query: &str, fragment: &str) {
    remember(KEY, Some(name));
    let Some(location) = web_sys::window().map(|window| window.location()) else { return };
    // They fail only for addresses that cannot be; then the page is in the other language the next time.
    let _ = location.set_hash(fragment);
    let search = location.search().unwrap_or_default();
    let _ =
        if search.trim_start_matches('?') == query { location.reload() } else { location.set_search(query) };
}
