//! Lines and areas of charts as SVG has them, in whole units: time to the right, more upwards.

/// How high a chart is in its own units. (How wide it is says each chart: its unit is a stretch of time.)
pub const HIGH: u64 = 1_000;

/// A column of an area: from where to where, and its lower and upper edge.
pub type Block = (u64, u64, u64, u64);

/// The outline of blocks that stand side by side.
pub fn area(blocks: &[Block]) -> String {
    let Some(&(from, _, base, _)) = blocks.first() else { return String::new() };
    let mut path = format!("M{from} {}", HIGH - base);
    for &(_, to, _, top) in blocks {
        path += &format!("V{}H{to}", HIGH - top);
    }
    for &(from, _, base, _) in blocks.iter().rev() {
        path += &format!("V{}H{from}", HIGH - base);
    }
    path + "z"
}

/// The upper edge of blocks that stand side by side.
pub fn edge(blocks: &[Block]) -> String {
    let mut path = String::new();
    for &(from, to, _, top) in blocks {
        let letter = if path.is_empty() { 'M' } else { 'L' };
        path += &format!("{letter}{from} {}H{to}", HIGH - top);
    }
    path
}

/// The smallest of 1, 2, 5, 10, 20, 50, … that is not below a number.
pub fn round_up(number: u64) -> u64 {
    let mut unit = 1;
    loop {
        for round in [unit, 2 * unit, 5 * unit] {
            if round >= number {
                return round;
            }
        }
        unit *= 10;
    }
}

/// Into how many parts a stretch of time is divided so that each is a round number: see [`span`](crate::session::timeline::span).
pub fn parts(span_us: u64) -> u64 {
    let is_round =
        |parts: &u64| span_us.is_multiple_of(*parts) && round_up(span_us / parts) == span_us / parts;
    [5, 4, 3].into_iter().find(is_round).unwrap_or(4)
}

/// A time on an axis.
pub fn tick(us: u64) -> String {
    if us.is_multiple_of(1_000_000) { format!("{} s", us / 1_000_000) } else { format!("{} ms", us / 1_000) }
}

/// A part of a whole as a percentage, with a tenth.
pub fn percent(part: u64, whole: u64) -> String {
    let tenths = part * 1_000 / whole.max(1);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::timeline::span;

    #[test]
    fn blocks_are_outlined_once_round() {
        let blocks = [(0, 10, 0, 300), (10, 20, 100, 500)];
        assert_eq!(area(&blocks), "M0 1000V700H10V500H20V900H10V1000H0z");
        assert_eq!(edge(&blocks), "M0 700H10L10 500H20");
        assert_eq!(area(&[]), "");
    }

    #[test]
    fn whatever_the_line_of_time_stands_for_has_round_parts() {
        for head_us in [1, 1_200_000, 1_700_000, 2_500_000, 3_500_000, 5_000_000, 7_000_000, 9_000_000_000] {
            let span_us = span(head_us);
            let part = span_us / parts(span_us);
            assert_eq!((round_up(part), part * parts(span_us)), (part, span_us), "{span_us}");
        }
        assert_eq!((tick(2_000_000), tick(500_000)), ("2 s".into(), "500 ms".into()));
    }

    #[test]
    fn axes_end_at_round_numbers() {
        assert_eq!([0, 3, 5, 6, 11, 199].map(round_up), [1, 5, 5, 10, 20, 200]);
        assert_eq!((percent(1, 3).as_str(), percent(5, 0).as_str()), ("33.3%", "500.0%"));
    }
}
