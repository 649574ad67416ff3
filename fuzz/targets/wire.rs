//! The fuzzer's entrance to `recraft_fuzz::wire`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| recraft_fuzz::wire::check(data));
