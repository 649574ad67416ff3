//! Finding the blocks in a chapter, as CommonMark has them.

/// A part of a chapter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// What is left as it is.
    Text(&'a str),
    /// A block of our language.
    Block(Block<'a>),
}

/// A block of our language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    /// What stands after the language.
    pub(crate) options: &'a str,
    /// Its lines, without its fences.
    pub(crate) text: &'a str,
    /// The line of its first fence; the first line is 1.
    pub(crate) line: usize,
    /// The whole of it.
    pub(crate) whole: &'a str,
}

/// The parts of a chapter, in order; together they are all of it.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut begin, mut at, mut line) = (0, 0, 0);
    let mut open: Option<Open> = None;
    for this in text.split_inclusive('\n') {
        line += 1;
        let next = at + this.len();
        match (&open, fence(this)) {
            (None, Some((mark, length, info))) => {
                open = Some(Open { mark, length, info, line, at, inside: next });
            }
            (Some(fence), Some((mark, length, ""))) if mark == fence.mark && length >= fence.length => {
                if let Some(options) = ours(fence.info) {
                    pieces.push(Piece::Text(&text[begin..fence.at]));
                    let (inside, whole) = (&text[fence.inside..at], &text[fence.at..next]);
                    pieces.push(Piece::Block(Block { options, text: inside, line: fence.line, whole }));
                    begin = next;
                }
                open = None;
            }
            _ => {}
        }
        at = next;
    }
    pieces.push(Piece::Text(&text[begin..]));
    pieces
}

struct Open<'a> {
    mark: char,
    length: usize,
    info: &'a str,
    line: usize,
    at: usize,
    inside: usize,
}

/// The mark of a fence, how often it stands there, and what follows it. Fences within lists and quotations are not looked for.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let rest = line.trim_start_matches(' ');
    let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = rest.chars().take_while(|other| *other == mark).count();
    let info = rest[length..].trim();
    (line.len() - rest.len() <= 3 && length >= 3 && !(mark == '`' && info.contains('`')))
        .then_some((mark, length, info))
}

/// The options of a block, if it is of our language.
fn ours(info: &str) -> Option<&str> {
    let (language, options) = info.split_once([' ', ',', '\t']).unwrap_or((info, ""));
    (language == "recraft").then_some(options)
}
