//! Draws a scene on a canvas.

use recraft_scene::scene::Scene;
use web_sys::CanvasRenderingContext2d;

/// Draws the scene.
pub(super) fn draw(context: &CanvasRenderingContext2d, scene: &Scene) {
    let _ = (context, scene);
}
