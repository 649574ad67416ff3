//! The ground that equal hashes stand on: integers behave in the browser as they do natively.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn sixty_four_bit_products_wrap_as_they_do_natively() {
    assert_eq!(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(0xBF58_476D_1CE4_E5B9), 0xD674_11C4_6C86_742D);
}
