//! Tests of the core inside a browser, by `cargo xtask test wasm`: what runs in the page must be what runs natively.
//!
//! The tests are in `tests/`; this library is empty, and nothing depends on it.
