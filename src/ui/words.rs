//! Small pieces of text that only the page needs; what the protocol does is said in `recraft_scene::words`.

/// A time on the clock, in milliseconds with a tenth.
pub fn milliseconds(us: u64) -> String {
    let whole = (us / 1000).to_string();
    let mut grouped = String::with_capacity(whole.len() + 6);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{}", us / 100 % 10)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn milliseconds_are_grouped_and_have_a_tenth() {
        assert_eq!(milliseconds(0), "0.0");
        assert_eq!(milliseconds(312_480), "312.4");
        assert_eq!(milliseconds(1_234_567_890), "1\u{202f}234\u{202f}567.8");
    }
}
