//! What of the page a link is read by. The page is a program, not a library, so its files are taken in as they stand.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "they are the page's own files, of which only what reads a link is called here"
)]

#[path = "../../src/session/link.rs"]
pub mod link;
#[path = "../../src/session/preset.rs"]
pub mod preset;
#[path = "../../src/session/speed.rs"]
pub mod speed;
