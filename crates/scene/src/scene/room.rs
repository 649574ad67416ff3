//! How much room marks take, for whatever must not lie over them.

use crate::geometry::{Point, Rect};
use crate::text::{ems, width};
use recraft_words::t;

use super::{Align, Face, FlightMark, NodeMark, Pips, Words};

impl FlightMark {
    /// The size of its label's letters.
    pub(crate) fn label_size(&self) -> f32 {
        if self.is_news() { (self.size * 1.35).max(12.0) } else { (self.size * 1.15).clamp(10.0, 13.0) }
    }

    /// What its label takes up about a middle.
    pub(crate) fn label_box(&self, text: &str, middle: Point) -> Rect {
        let size = self.label_size();
        let (w, h) = (width(text, size) + 0.6 * size, 1.3 * size);
        Rect::new(middle.x - w / 2.0, middle.y - h / 2.0, w, h)
    }

    /// Where it says that it is held: below its sign.
    #[must_use]
    pub fn hold_box(&self) -> Option<Rect> {
        let size = self.size.max(7.0);
        let half = 0.85 * size;
        let frame = Rect::new(self.at.x - half, self.at.y + 2.0 * size - half, 2.0 * half, 2.0 * half);
        self.held.then_some(frame)
    }
}

impl NodeMark {
    /// The words above a candidate: how many votes it still needs.
    pub(crate) fn tag(&self) -> Option<String> {
        let Face::Candidate { given, needed, .. } = self.face else { return None };
        if self.radius < 17.0 || needed == 0 {
            return None;
        }
        Some(match needed.saturating_sub(given) {
            0 => t!("has enough").to_owned(),
            more => t!("needs {more} more", more),
        })
    }

    /// The size of their letters.
    pub(crate) fn tag_size(&self) -> f32 {
        (0.36 * self.radius).max(11.0)
    }

    /// What they take up: they stand on the top of the ring, so that they reach no hull.
    pub(crate) fn tag_box(&self) -> Rect {
        let size = self.tag_size();
        let half = self.tag().map_or(0.0, |text| ems(&text) * size / 2.0 + 0.65 * size);
        let middle = self.at.y - 1.2 * self.radius - 0.42 * size;
        Rect::new(self.at.x + self.aside - half, middle - 0.68 * size, 2.0 * half, 1.36 * size)
    }
}

impl Words {
    /// About the room the words take.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let width = width(&self.text, self.size);
        let x = match self.align {
            Align::Start => self.at.x,
            Align::Middle => self.at.x - width / 2.0,
            Align::End => self.at.x - width,
        };
        Rect::new(x, self.at.y - 0.6 * self.size, width, 1.2 * self.size)
    }
}

impl Pips {
    /// The room that the row takes.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let pip = |at: Point| Rect::new(at.x, at.y, 0.0, 0.0).grown(self.radius);
        self.pips.iter().map(|one| pip(one.at)).reduce(|a, b| a.joined(&b)).unwrap_or_default()
    }
}
