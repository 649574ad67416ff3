//! A large field of text: its caret, and what is put in there.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

fn area(id: &str) -> Option<HtmlTextAreaElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The text of the field that an event comes from.
pub fn text_of(event: &web_sys::Event) -> String {
    let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
    area.map_or_else(String::new, |area| area.value())
}

/// The text of the field with this id, and where its caret is, in UTF-16 units.
pub fn text_and_caret(id: &str) -> Option<(String, u32)> {
    let area = area(id)?;
    let caret = area.selection_start().ok().flatten();
    Some((area.value(), caret.unwrap_or(0)))
}

/// Puts words in place of so many units before the caret, and the caret behind them; gives back the whole text.
pub fn put_before_caret(id: &str, typed: u32, words: &str) -> Option<String> {
    let area = area(id)?;
    let caret = area.selection_start().ok().flatten()?;
    let end = area.selection_end().ok().flatten()?;
    area.set_range_text_with_start_and_end(words, caret.saturating_sub(typed), end).ok()?;
    let behind = caret.saturating_sub(typed) + words.encode_utf16().count() as u32;
    area.set_selection_range(behind, behind).ok()?;
    area.focus().ok()?;
    Some(area.value())
}

/// Gives the field the keyboard, with these units selected.
pub fn select_in(id: &str, from: u32, to: u32) {
    if let Some(area) = area(id) {
        // Fails only for fields of other kinds.
        let _ = area.focus();
        let _ = area.set_selection_range(from, to);
    }
}

/// Reads the file that was chosen in a file field, if it is at most so long, and forgets the choice; `None` if it cannot be read as text.
pub fn chosen_file(event: &web_sys::Event, bytes_max: usize, then: impl FnOnce(Option<String>) + 'static) {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(file) = input.as_ref().and_then(|input| input.files()?.get(0)) else { return };
    if let Some(input) = input {
        input.set_value("");
    }
    if file.size() > bytes_max as f64 {
        return then(None);
    }
    let text = wasm_bindgen_futures::JsFuture::from(file.text());
    wasm_bindgen_futures::spawn_local(async move {
        then(text.await.ok().and_then(|text| text.as_string()));
    });
}
