//! The fuzzer's entrance to `recraft_fuzz::link`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| recraft_fuzz::link::check(data));
