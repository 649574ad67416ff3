//! Titles, rows of votes, and words that stand by themselves.

use super::{Brush, Face, Shapes, Stroke};
use crate::geometry::{Rect, pt};
use crate::palette::{Ink, Tone};
use crate::scene::{Align, Pips, Title, Words};
use crate::text::width;

/// Name and epoch on one line, keys and quorum below.
pub(super) fn title(title: &Title, brush: &mut dyn Brush) {
    let word = Ink::cluster(title.hue, 2, Tone::Word);
    let name_width = width(&title.name, title.size);
    let epoch_width = width(&title.epoch, title.small) + title.small;
    let gap = title.small * 0.7;
    let left = title.at.x - (name_width + gap + epoch_width) / 2.0;
    let y = title.at.y - title.small * 0.75 - title.size * 0.62;
    let bold = Face { size: title.size, bold: true, align: Align::Start, ink: word, alpha: title.alpha };
    brush.text(&title.name, pt(left, y), bold);
    let pill = Rect::new(left + name_width + gap, y - title.small * 0.78, epoch_width, title.small * 1.56);
    brush.begin();
    brush.pill(pill, 99.0);
    brush.stroke(Stroke::new(word, 1.5).alpha(0.8 * title.alpha));
    brush.text(&title.epoch, pill.centre(), Face::middle(word, title.small).alpha(title.alpha));
    brush.text(
        &title.detail,
        pt(title.at.x, title.at.y),
        Face::middle(Ink::Muted, title.small).alpha(title.alpha),
    );
}

/// Smaller numbers are not written.
const READABLE: f32 = 6.5;

pub(super) fn pips(pips: &Pips, brush: &mut dyn Brush) {
    let r = pips.radius;
    for pip in &pips.pips {
        let number = pip.node.0.to_string();
        let size = (r * 1.25).min(2.0 * r / number.len() as f32);
        if pip.given {
            brush.disc(pip.at, r, Ink::cluster(pip.hue, 2, Tone::Solid), 1.0);
            if size >= READABLE {
                brush.text(&number, pip.at, Face::middle(Ink::OnSolid, size).bold());
            }
        } else {
            brush.begin();
            brush.circle(pip.at, r - 0.75);
            brush.fill(Ink::Stage, 1.0);
            brush.stroke(Stroke::new(Ink::cluster(pip.hue, 2, Tone::Line), 1.5));
            if size >= READABLE {
                brush.text(&number, pip.at, Face::middle(Ink::Muted, size));
            }
        }
    }
    brush.begin();
    for &bar in &pips.bars {
        brush.line(pt(bar.x, bar.y - 1.35 * r), pt(bar.x, bar.y + 1.35 * r));
    }
    brush.stroke(Stroke::new(Ink::Text, 2.5));
}

pub(super) fn words(words: &Words, brush: &mut dyn Brush) {
    if words.ground {
        brush.begin();
        brush.pill(words.bounds().grown(3.0), 6.0);
        brush.fill(Ink::Stage, 0.85);
    }
    let face = Face { size: words.size, bold: words.bold, align: words.align, ink: words.ink, alpha: 1.0 };
    brush.text(&words.text, words.at, face);
}
