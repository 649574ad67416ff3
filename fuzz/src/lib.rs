//! Fuzz targets: what comes from outside must be refused or used, but must never make anything fall over, whatever it is.
//!
//! Each module has one function, `check`, that takes a fuzzer's bytes and panics if something is wrong. The programs in `targets/` hand it
//! what LLVM's fuzzer makes up; the tests hand it the corpus that was found so, and every input that ever failed. `README.md` says how to run
//! them.

pub mod json;
pub mod link;
pub mod scenario;
mod session;
pub mod share;
pub mod wire;
