//! The second part of the program (see `xtask/src/split`).
//!
//! `cargo xtask build` splits the program in two, and gives the first part stubs for what is in the second. A stub that is called before the
//! second part is there calls what `assets/boot.js` offers to bring it. For that the program has to import it: so it is offered to
//! scripts again, which nobody calls.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = recraftLater)]
    fn recraft_later();
}

/// Brings the second part of the program, if it is not there.
#[wasm_bindgen(js_name = bringLater)]
pub fn bring_later() {
    recraft_later();
}
