//! The canvas: its size in device pixels, and where the pointer is on it.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};
use yew::{NodeRef, PointerEvent, WheelEvent};

use recraft_scene::scene::Scene;
use recraft_scene::spacetime::Diagram;

use super::canvas;
use super::dom::document;

/// The canvas of the stage.
pub struct Stage {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    size: (f64, f64),
    /// What was drawn before, to be seen fading.
    kept: Option<(HtmlCanvasElement, CanvasRenderingContext2d)>,
    observer: ResizeObserver,
    _on_resize: Closure<dyn FnMut()>,
}

impl Stage {
    /// Takes hold of the canvas behind `element`; `on_resize` is called whenever the page gives it another size.
    pub fn new(element: &NodeRef, on_resize: impl Fn() + 'static) -> Option<Self> {
        let canvas = element.cast::<HtmlCanvasElement>()?;
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let on_resize = Closure::<dyn FnMut()>::new(on_resize);
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
        observer.observe(&canvas);
        let mut stage =
            Self { canvas, context, size: (0.0, 0.0), kept: None, observer, _on_resize: on_resize };
        stage.measure();
        Some(stage)
    }

    /// Reads the canvas's size from the page.
    pub fn measure(&mut self) {
        self.size = (f64::from(self.canvas.client_width()), f64::from(self.canvas.client_height()));
    }

    /// The canvas's size in CSS pixels, when it was last measured.
    pub const fn size(&self) -> (f64, f64) {
        self.size
    }

    /// Draws a picture, at the device's resolution.
    pub fn draw(&self, scene: &Scene) {
        self.prepare();
        canvas::draw(&self.context, scene);
    }

    /// Keeps what is to be seen now.
    pub fn keep(&mut self) {
        if self.kept.is_none() {
            self.kept = new_canvas();
        }
        let Some((kept, context)) = &self.kept else { return };
        // Setting its size also clears it.
        kept.set_width(self.canvas.width());
        kept.set_height(self.canvas.height());
        // Fails only for a canvas without a size, on which there is nothing to be seen.
        let _ = context.draw_image_with_html_canvas_element(&self.canvas, 0.0, 0.0);
    }

    /// Draws what was kept over what is to be seen, so strongly.
    pub fn draw_kept(&self, alpha: f32) {
        let Some((kept, _)) = &self.kept else { return };
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.context.set_global_alpha(f64::from(alpha));
        let _ = self.context.draw_image_with_html_canvas_element(kept, 0.0, 0.0);
        self.context.set_global_alpha(1.0);
    }

    /// Draws a space-time diagram, at the device's resolution.
    pub fn draw_diagram(&self, diagram: &Diagram) {
        self.prepare();
        canvas::draw_diagram(&self.context, diagram);
    }

    fn prepare(&self) {
        let (width, height) = self.size;
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(1.0, 3.0);
        let device = |length: f64| (length * ratio).round().max(1.0) as u32;
        if self.canvas.width() != device(width) || self.canvas.height() != device(height) {
            self.canvas.set_width(device(width));
            self.canvas.set_height(device(height));
        }
        // A finite, invertible scale: cannot fail.
        let _ = self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    }
}

/// A canvas that is not a part of the page.
fn new_canvas() -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas = document()?.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    Some((canvas, context))
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Where a pointer is on the canvas, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Whether it is a finger, which needs a larger target than a mouse.
    pub coarse: bool,
}

/// Reads a pointer event.
pub fn pointer(event: &PointerEvent) -> Pointer {
    Pointer {
        x: f64::from(event.offset_x()),
        y: f64::from(event.offset_y()),
        coarse: event.pointer_type() == "touch",
    }
}

/// Where the mouse is while its wheel turns.
pub fn mouse(event: &WheelEvent) -> Pointer {
    Pointer { x: f64::from(event.offset_x()), y: f64::from(event.offset_y()), coarse: false }
}
