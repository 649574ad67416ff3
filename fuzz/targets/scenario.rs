//! The fuzzer's entrance to `recraft_fuzz::scenario`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| recraft_fuzz::scenario::check(data));
