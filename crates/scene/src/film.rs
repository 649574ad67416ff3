//! An animated picture: scenes one after the other, as an SVG document that moves by itself, again and again, wherever SVG is shown, also as the picture
//! of a page that runs no script.
//!
//! Each scene is a group that is visible for its share of the time and hidden for the rest (SMIL, which every browser has). What moves is
//! drawn anew in each, so a film has as many bytes as its pictures together: some tens of pictures are enough for a moment of a protocol.

use std::fmt::Write as _;

use crate::palette::Theme;
use crate::scene::Scene;
use crate::svg::{document, escape, ground, marks};

/// The most bytes of pictures that a film holds: a browser has to keep all of it.
pub const BYTES_MAX: usize = 24 << 20;

/// A film in the making.
#[derive(Clone, Debug)]
pub struct Film {
    size: (f32, f32),
    theme: Theme,
    title: String,
    pictures: Vec<String>,
    bytes: usize,
}

impl Film {
    /// An empty film. Its title is what a screen reader says of it.
    #[must_use]
    pub fn new(size: (f32, f32), theme: Theme, title: &str) -> Self {
        Self { size, theme, title: title.to_owned(), pictures: Vec::new(), bytes: 0 }
    }

    /// Adds a picture; says whether there is room for it.
    pub fn push(&mut self, scene: &Scene) -> bool {
        let picture = marks(scene);
        if self.bytes + picture.len() > BYTES_MAX {
            return false;
        }
        self.bytes += picture.len();
        self.pictures.push(picture);
        true
    }

    /// How many pictures it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.pictures.len()
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.pictures.is_empty()
    }

    /// The film as an SVG document; each picture is shown for so many milliseconds.
    #[must_use]
    pub fn svg(&self, picture_ms: u32) -> String {
        let count = self.pictures.len();
        let whole_ms = u64::from(picture_ms) * count as u64;
        let mut body = format!("<title>{}</title>{}", escape(&self.title), ground(self.theme));
        for (place, picture) in self.pictures.iter().enumerate() {
            body.push_str(if place == 0 { "<g>" } else { "<g visibility=\"hidden\">" });
            if count > 1 {
                let _ = write!(
                    body,
                    "<animate attributeName=\"visibility\" calcMode=\"discrete\" dur=\"{whole_ms}ms\" repeatCount=\"indefinite\" {}/>",
                    shown(place, count)
                );
            }
            body.push_str(picture);
            body.push_str("</g>");
        }
        document(self.size.0, self.size.1, &body)
    }
}

/// When the picture at this place is visible, as the attributes of an animation.
fn shown(place: usize, count: usize) -> String {
    let share = |place: usize| {
        let millionths = place * 1_000_000 / count;
        if millionths == 1_000_000 { "1".to_owned() } else { format!("0.{millionths:06}") }
    };
    let (from, to) = (share(place), share(place + 1));
    match (place, place + 1 == count) {
        (0, _) => format!("values=\"visible;hidden\" keyTimes=\"0;{to}\""),
        (_, true) => format!("values=\"hidden;visible\" keyTimes=\"0;{from}\""),
        (_, false) => format!("values=\"hidden;visible;hidden\" keyTimes=\"0;{from};{to}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn film(count: usize) -> Film {
        let mut film = Film::new((100.0, 50.0), Theme::Light, "n1 & <n2>");
        for _ in 0..count {
            assert!(film.push(&Scene { width: 100.0, height: 50.0, ..Scene::default() }));
        }
        film
    }

    #[test]
    fn each_picture_has_its_share_of_the_time_and_they_leave_no_gap() {
        assert_eq!(shown(0, 4), "values=\"visible;hidden\" keyTimes=\"0;0.250000\"");
        assert_eq!(shown(1, 4), "values=\"hidden;visible;hidden\" keyTimes=\"0;0.250000;0.500000\"");
        assert_eq!(shown(3, 4), "values=\"hidden;visible\" keyTimes=\"0;0.750000\"");
        let svg = film(3).svg(40);
        assert_eq!(svg.matches("dur=\"120ms\"").count(), 3);
        assert_eq!(
            svg.matches("<g visibility=\"hidden\">").count(),
            2,
            "without animation one sees the first"
        );
    }

    #[test]
    fn one_picture_stands_still_and_a_title_is_text() {
        let svg = film(1).svg(40);
        assert!(!svg.contains("<animate") && svg.contains("<title>n1 &amp; &lt;n2&gt;</title>"), "{svg}");
    }
}
