//! Draws a scene on a canvas: the brush of `recraft_scene::paint` for the browser.
//!
//! Every call into the browser costs, and strings cost most. So the strings that name colours and fonts are kept from
//! frame to frame, and what the context already is set to is not set again.

use std::cell::RefCell;
use std::collections::HashMap;

use recraft_scene::geometry::{Point, Rect};
use recraft_scene::paint::{Brush, Dash, Face, Stroke, paint};
use recraft_scene::palette::{Ink, Theme, rgb};
use recraft_scene::scene::{Align, Scene};
use recraft_scene::spacetime::{self, Diagram};
use recraft_scene::svg::FONTS;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

thread_local! {
    static CASE: RefCell<Case> = RefCell::default();
}

/// Draws the scene over whatever was there; the context must be scaled to CSS pixels.
pub(super) fn draw(context: &CanvasRenderingContext2d, scene: &Scene) {
    draw_with(context, scene.theme, (scene.width, scene.height), &|brush| paint(scene, brush));
}

/// Draws a space-time diagram in the same way.
pub(super) fn draw_diagram(context: &CanvasRenderingContext2d, diagram: &Diagram) {
    let size = (diagram.width, diagram.height);
    draw_with(context, diagram.theme, size, &|brush| spacetime::paint(diagram, brush));
}

fn draw_with(
    context: &CanvasRenderingContext2d,
    theme: Theme,
    size: (f32, f32),
    draw: &dyn Fn(&mut dyn Brush),
) {
    CASE.with_borrow_mut(|case| {
        let mut brush = CanvasBrush { context, case, theme, set: Set::default() };
        brush.prepare(size);
        draw(&mut brush);
        context.set_global_alpha(1.0);
    });
}

/// What is kept from frame to frame.
#[derive(Default)]
struct Case {
    colours: HashMap<(Ink, Theme), Box<str>>,
    fonts: HashMap<(u16, bool), Box<str>>,
    dashes: HashMap<(u16, u16), JsValue>,
}

/// What the context is set to in this frame.
#[derive(Default)]
struct Set {
    fill: Option<Ink>,
    stroke: Option<Ink>,
    alpha: Option<f32>,
    width: Option<f32>,
    dash: Option<(u16, u16)>,
    font: Option<(u16, bool)>,
    align: Option<Align>,
}

struct CanvasBrush<'a> {
    context: &'a CanvasRenderingContext2d,
    case: &'a mut Case,
    theme: Theme,
    set: Set,
}

impl CanvasBrush<'_> {
    /// A clean stage, and the settings that never change.
    fn prepare(&mut self, (width, height): (f32, f32)) {
        self.context.set_line_cap("round");
        self.context.set_line_join("round");
        self.context.set_text_baseline("alphabetic");
        self.fill_ink(Ink::Stage);
        self.alpha(1.0);
        self.context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    }

    fn fill_ink(&mut self, ink: Ink) {
        if self.set.fill != Some(ink) {
            self.set.fill = Some(ink);
            self.context.set_fill_style_str(colour(self.case, ink, self.theme));
        }
    }

    fn alpha(&mut self, alpha: f32) {
        if self.set.alpha != Some(alpha) {
            self.set.alpha = Some(alpha);
            self.context.set_global_alpha(f64::from(alpha));
        }
    }

    fn dash(&mut self, dash: Dash) {
        // Tenths of a pixel; none is the empty pattern.
        let key = match dash {
            Dash::Solid => (0, 0),
            Dash::Every(dash, gap) => ((dash * 10.0) as u16, (gap * 10.0) as u16),
        };
        if self.set.dash == Some(key) {
            return;
        }
        self.set.dash = Some(key);
        let pattern = self.case.dashes.entry(key).or_insert_with(|| match key {
            (0, 0) => JsValue::from(Vec::<f64>::new()),
            (dash, gap) => JsValue::from(vec![f64::from(dash) / 10.0, f64::from(gap) / 10.0]),
        });
        // A list of positive numbers: cannot fail.
        let _ = self.context.set_line_dash(pattern);
    }
}

fn colour(case: &mut Case, ink: Ink, theme: Theme) -> &str {
    case.colours.entry((ink, theme)).or_insert_with(|| rgb(ink, theme).hex().into_boxed_str())
}

impl Brush for CanvasBrush<'_> {
    fn begin(&mut self) {
        self.context.begin_path();
    }

    fn move_to(&mut self, p: Point) {
        self.context.move_to(f64::from(p.x), f64::from(p.y));
    }

    fn line_to(&mut self, p: Point) {
        self.context.line_to(f64::from(p.x), f64::from(p.y));
    }

    fn quad_to(&mut self, control: Point, p: Point) {
        self.context.quadratic_curve_to(
            f64::from(control.x),
            f64::from(control.y),
            f64::from(p.x),
            f64::from(p.y),
        );
    }

    fn arc(&mut self, centre: Point, radius: f32, from: f32, to: f32) {
        self.move_to(centre.plus(Point::unit(from).times(radius)));
        let (x, y, radius) = (f64::from(centre.x), f64::from(centre.y), f64::from(radius.max(0.0)));
        // Only a negative radius could fail.
        let _ = self.context.arc(x, y, radius, f64::from(from), f64::from(to));
    }

    fn close(&mut self) {
        self.context.close_path();
    }

    fn rect(&mut self, rect: Rect) {
        self.context.rect(f64::from(rect.x), f64::from(rect.y), f64::from(rect.w), f64::from(rect.h));
    }

    fn fill(&mut self, ink: Ink, alpha: f32) {
        self.fill_ink(ink);
        self.alpha(alpha);
        self.context.fill();
    }

    fn stroke(&mut self, stroke: Stroke) {
        if self.set.stroke != Some(stroke.ink) {
            self.set.stroke = Some(stroke.ink);
            self.context.set_stroke_style_str(colour(self.case, stroke.ink, self.theme));
        }
        if self.set.width != Some(stroke.width) {
            self.set.width = Some(stroke.width);
            self.context.set_line_width(f64::from(stroke.width));
        }
        self.alpha(stroke.alpha);
        self.dash(stroke.dash);
        self.context.stroke();
    }

    fn text(&mut self, text: &str, at: Point, face: Face) {
        // Half pixels are fine enough, and keep the fonts few.
        let font = ((face.size * 2.0).round() as u16, face.bold);
        if self.set.font != Some(font) {
            self.set.font = Some(font);
            let name = self.case.fonts.entry(font).or_insert_with(|| {
                let weight = if font.1 { "600 " } else { "" };
                format!("{weight}{}px {FONTS}", f64::from(font.0) / 2.0).into_boxed_str()
            });
            self.context.set_font(name);
        }
        if self.set.align != Some(face.align) {
            self.set.align = Some(face.align);
            self.context.set_text_align(match face.align {
                Align::Start => "left",
                Align::Middle => "center",
                Align::End => "right",
            });
        }
        self.fill_ink(face.ink);
        self.alpha(face.alpha);
        // The words fit or have been shortened; nothing here can fail.
        let _ = self.context.fill_text(text, f64::from(at.x), f64::from(at.y + 0.35 * face.size));
    }
}
