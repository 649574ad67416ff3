//! How numbers are written.

use crate::table;

/// What stands before the tenths: a point, or in many languages a comma.
#[must_use]
pub fn decimal_mark() -> char {
    table::decimal_mark()
}
