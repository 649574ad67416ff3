//! The query part of the page's address.

use crate::session::link::parse;

/// Reads the query; what cannot be used must be said.
pub fn check(data: &[u8]) {
    let Ok(query) = core::str::from_utf8(data) else { return };
    let (start, problems) = parse(query);
    assert!(start.load <= 60, "more clients than a link may start: {}", start.load);
    assert!(problems.iter().all(|problem| !problem.is_empty()));
    assert_eq!(parse(query), (start, problems), "the same link says the same");
}
