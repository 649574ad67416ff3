//! How much room words take. The picture is laid out where no font can be asked, so widths are estimated from those of
//! common sans-serif faces, a little on the wide side, which is the safe one.

/// How wide `text` is at one pixel of font size, give or take a few per cent.
#[must_use]
pub fn ems(text: &str) -> f32 {
    text.chars().map(char_ems).sum::<f32>() * 1.05
}

/// How wide `text` is at `size` pixels.
#[must_use]
pub fn width(text: &str, size: f32) -> f32 {
    ems(text) * size
}

fn char_ems(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.25,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'f' | 't' | 'I' | '/' | '·' => 0.31,
        '(' | ')' | 'r' | '-' | '[' | ']' => 0.37,
        'm' | 'M' | 'W' | 'w' | '…' | '@' | '%' => 0.88,
        'A'..='Z' => 0.70,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 0.53,
        _ => 0.58,
    }
}

/// Breaks `text` at spaces into lines no wider than `limit` (in pixels, at `size`); what does not fit into `lines` lines
/// ends in an ellipsis.
#[must_use]
pub fn wrap(text: &str, size: f32, limit: f32, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let fits = line.is_empty() || width(&line, size) + width(word, size) + 0.31 * size <= limit;
        if fits {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else if out.len() + 1 == lines {
            line = clip(&format!("{line} {word}…"), size, limit);
            out.push(line);
            return out;
        } else {
            out.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    out.push(clip(&line, size, limit));
    out
}

/// `text`, shortened to `limit` pixels with an ellipsis if need be.
#[must_use]
pub fn clip(text: &str, size: f32, limit: f32) -> String {
    if width(text, size) <= limit {
        return text.to_owned();
    }
    let mut room = limit - width("…", size);
    let fitting: String = text
        .chars()
        .take_while(|&c| {
            room -= char_ems(c) * 1.05 * size;
            room >= 0.0
        })
        .collect();
    format!("{}…", fitting.trim_end_matches([' ', '…', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_their_width_and_lose_no_word() {
        let text = "waiting for C_joint: 2 of 5 hold it, 1 more needed";
        let lines = wrap(text, 10.0, 120.0, 9);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 10.0) <= 120.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let lines = wrap("one two three four five six seven eight nine", 10.0, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && width(&lines[1], 10.0) <= 60.0);
        assert!(clip("abcdefghijklmnop", 10.0, 40.0).ends_with('…'));
    }
}
