//! The fuzzer's entrance to `recraft_fuzz::share`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| recraft_fuzz::share::check(data));
