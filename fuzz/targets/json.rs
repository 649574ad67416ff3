//! The fuzzer's entrance to `recraft_fuzz::json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| recraft_fuzz::json::check(data));
