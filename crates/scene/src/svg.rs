//! A scene as an SVG document: for exports, figures and tests.

use std::fmt::Write as _;

use crate::geometry::{Point, Rect};
use crate::glyph::Glyph;
use crate::paint::{Brush, Dash, Face, Stroke, paint};
use crate::palette::{Ink, Theme, rgb};
use crate::sample::sample;
use crate::scene::{Align, Scene};
use crate::words::legend::Mark as Sign;

/// The fonts that words are written in.
pub const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";

/// The scene as an SVG document.
#[must_use]
pub fn svg(scene: &Scene) -> String {
    drawn((scene.width, scene.height), scene.theme, |brush| paint(scene, brush))
}

/// Whatever `draw` draws as an SVG document of this size, on the stage's ground.
#[must_use]
pub fn drawn((width, height): (f32, f32), theme: Theme, draw: impl FnOnce(&mut dyn Brush)) -> String {
    let mut brush = SvgBrush { out: String::new(), path: String::new(), theme };
    draw(&mut brush);
    document(width, height, &format!("{}{}", ground(theme), brush.out))
}

/// The stage's ground, to be drawn under everything.
pub(crate) fn ground(theme: Theme) -> String {
    format!("<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>", rgb(Ink::Stage, theme).hex())
}

/// The marks of a scene alone, to be put into a document.
pub(crate) fn marks(scene: &Scene) -> String {
    let mut brush = SvgBrush { out: String::new(), path: String::new(), theme: scene.theme };
    paint(scene, &mut brush);
    brush.out
}

/// A mark of the legend as an SVG document of this size, on no ground.
#[must_use]
pub fn legend_mark(mark: Sign, hue: u16, theme: Theme, size: f32) -> String {
    let mut brush = SvgBrush { out: String::new(), path: String::new(), theme };
    paint(&sample(mark, hue, theme, size), &mut brush);
    document(size, size, &brush.out)
}

/// The sign of a message as an SVG document of this size, on no ground.
#[must_use]
pub fn glyph_mark(glyph: Glyph, hue: u16, theme: Theme, size: f32) -> String {
    legend_mark(Sign::Message(glyph), hue, theme, size)
}

/// A document of this size.
pub(crate) fn document(width: f32, height: f32, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {0} {1}\" \
         font-family=\"{FONTS}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{body}</svg>",
        Short(width),
        Short(height)
    )
}

/// Writes `text` so that it is text and nothing else.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control characters are not allowed in XML at all.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A number with at most two decimals.
struct Short(f32);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = (f64::from(self.0) * 100.0).round() / 100.0;
        write!(f, "{value}")
    }
}

struct SvgBrush {
    out: String,
    path: String,
    theme: Theme,
}

impl SvgBrush {
    fn colour(&self, ink: Ink) -> String {
        rgb(ink, self.theme).hex()
    }

    fn step(&mut self, command: char, points: &[Point]) {
        self.path.push(command);
        for p in points {
            let _ = write!(self.path, "{} {} ", Short(p.x), Short(p.y));
        }
    }
}

fn opacity(name: &str, alpha: f32) -> String {
    if alpha >= 0.995 { String::new() } else { format!(" {name}=\"{}\"", Short(alpha)) }
}

impl Brush for SvgBrush {
    fn begin(&mut self) {
        self.path.clear();
    }

    fn move_to(&mut self, p: Point) {
        self.step('M', &[p]);
    }

    fn line_to(&mut self, p: Point) {
        self.step('L', &[p]);
    }

    fn quad_to(&mut self, control: Point, p: Point) {
        self.step('Q', &[control, p]);
    }

    fn arc(&mut self, centre: Point, radius: f32, from: f32, to: f32) {
        let at = |angle: f32| centre.plus(Point::unit(angle).times(radius));
        self.move_to(at(from));
        // An arc of SVG cannot be a whole circle: two halves can.
        let middle = (from + to) / 2.0;
        for (start, end) in [(from, middle), (middle, to)] {
            let large = u8::from(end - start > std::f32::consts::PI);
            let p = at(end);
            let r = Short(radius);
            let _ = write!(self.path, "A{r} {r} 0 {large} 1 {} {} ", Short(p.x), Short(p.y));
        }
    }

    fn close(&mut self) {
        self.path.push('Z');
    }

    fn rect(&mut self, rect: Rect) {
        let [a, b, c, d] = rect.corners();
        self.move_to(a);
        self.step('L', &[b, c, d]);
        self.close();
    }

    fn fill(&mut self, ink: Ink, alpha: f32) {
        let (d, fill, opacity) =
            (self.path.trim_end().to_owned(), self.colour(ink), opacity("fill-opacity", alpha));
        let _ = write!(self.out, "<path d=\"{d}\" fill=\"{fill}\"{opacity}/>");
    }

    fn stroke(&mut self, stroke: Stroke) {
        let (d, colour) = (self.path.trim_end().to_owned(), self.colour(stroke.ink));
        let (width, opacity) = (Short(stroke.width), opacity("stroke-opacity", stroke.alpha));
        let dash = match stroke.dash {
            Dash::Solid => String::new(),
            Dash::Every(dash, gap) => format!(" stroke-dasharray=\"{} {}\"", Short(dash), Short(gap)),
        };
        let _ = write!(
            self.out,
            "<path d=\"{d}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{opacity}{dash}/>"
        );
    }

    fn text(&mut self, text: &str, at: Point, face: Face) {
        let anchor = match face.align {
            Align::Start => "start",
            Align::Middle => "middle",
            Align::End => "end",
        };
        let weight = if face.bold { " font-weight=\"600\"" } else { "" };
        let _ = write!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{anchor}\" fill=\"{}\"{weight}{}>{}</text>",
            Short(at.x),
            Short(at.y + 0.35 * face.size),
            Short(face.size),
            self.colour(face.ink),
            opacity("fill-opacity", face.alpha),
            escape(text)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::pt;
    use crate::scene::{Mark, Words};

    #[test]
    fn words_cannot_become_markup() {
        let words = Words {
            text: "</text><script>alert('1 & 2')</script>".to_owned(),
            at: pt(10.0, 10.0),
            size: 12.0,
            align: Align::Start,
            ink: Ink::Text,
            bold: false,
            ground: false,
            about: None,
        };
        let scene = Scene { width: 100.0, height: 50.0, marks: vec![Mark::Words(words)], ..Scene::default() };
        let document = svg(&scene);
        assert!(
            !document.contains("<script") && document.contains("&lt;script&gt;alert(&#39;1 &amp; 2&#39;)")
        );
    }

    #[test]
    fn a_circle_is_two_arcs() {
        let mut brush = SvgBrush { out: String::new(), path: String::new(), theme: Theme::Light };
        brush.arc(pt(0.0, 0.0), 5.0, 0.0, std::f32::consts::TAU);
        assert_eq!(brush.path.matches('A').count(), 2);
    }
}
