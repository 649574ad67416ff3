//! The same runs end in the same states in the browser as natively.
#![cfg(target_arch = "wasm32")]

use recraft_sim::landmarks::landmarks;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

include!(concat!(env!("OUT_DIR"), "/native.rs"));

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn every_landmark_is_where_it_is_natively() {
    let here: Vec<(String, u64)> =
        landmarks().into_iter().map(|landmark| (landmark.name, landmark.hash)).collect();
    let native: Vec<(String, u64)> = NATIVE.iter().map(|(name, hash)| ((*name).to_owned(), *hash)).collect();
    assert_eq!(here, native);
}
