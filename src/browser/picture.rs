//! Pictures that are not on the page: a canvas of their own, saved as PNG, or filmed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use recraft_scene::scene::Scene;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Reflect, global};
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, CanvasRenderingContext2d, Event, HtmlCanvasElement, MediaRecorder,
    MediaRecorderOptions,
};

use super::canvas;
use super::dom::document;
use super::listen::Listener;
use super::save::save_blob;

/// Kinds of video, the best first.
const VIDEOS: [(&str, &str); 4] = [
    ("video/webm;codecs=vp9", "webm"),
    ("video/webm;codecs=vp8", "webm"),
    ("video/webm", "webm"),
    ("video/mp4", "mp4"),
];
const BITS_PER_SECOND: u32 = 6_000_000;

struct Sheet {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    scale: f64,
}

impl Sheet {
    fn new((width, height): (f32, f32), scale: f64) -> Option<Self> {
        let canvas = document()?.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
        canvas.set_width((f64::from(width) * scale).round() as u32);
        canvas.set_height((f64::from(height) * scale).round() as u32);
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { canvas, context, scale })
    }

    fn draw(&self, scene: &Scene) {
        // A finite, invertible scale: cannot fail.
        let _ = self.context.set_transform(self.scale, 0.0, 0.0, self.scale, 0.0, 0.0);
        canvas::draw(&self.context, scene);
    }
}

/// Saves a picture as PNG, so many times as large as it is; says to `then` whether that could be done.
pub fn save_png(scene: &Scene, scale: f64, name: String, then: impl FnOnce(bool) + 'static) {
    let Some(sheet) = Sheet::new((scene.width, scene.height), scale) else { return then(false) };
    sheet.draw(scene);
    let made = Closure::once_into_js(move |blob: Option<Blob>| {
        then(blob.is_some_and(|blob| save_blob(&name, &blob)));
    });
    // Only the picture of another site could not be read back; then nothing is said, since nobody is asked.
    let _ = sheet.canvas.to_blob(made.unchecked_ref());
}

/// A video in the making: what is drawn is filmed, in real time.
pub struct Camera {
    sheet: Sheet,
    recorder: MediaRecorder,
    kept: Rc<Cell<bool>>,
    _listeners: [Listener; 2],
}

impl Camera {
    /// Begins to film pictures of this size. When it is [stopped](Self::stop) the file is saved under this name, with an ending added, and `then` hears
    /// whether that could be done. Gives nothing where the browser cannot film.
    pub fn start(size: (f32, f32), name: &str, then: impl Fn(bool) + 'static) -> Option<Self> {
        // Even numbers: most kinds of video want them.
        let sheet = Sheet::new(size, 1.0)?;
        Reflect::get(&global(), &"MediaRecorder".into()).ok().filter(JsValue::is_function)?;
        let (kind, ending) = VIDEOS.into_iter().find(|(kind, _)| MediaRecorder::is_type_supported(kind))?;
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind);
        options.set_video_bits_per_second(BITS_PER_SECOND);
        let stream = sheet.canvas.capture_stream().ok()?;
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options).ok()?;
        let parts = Rc::new(RefCell::new(Array::new()));
        let (taken, kept, name) = (parts.clone(), Rc::new(Cell::new(false)), format!("{name}.{ending}"));
        let wanted = kept.clone();
        let listeners = [
            Listener::new(&recorder, "dataavailable", move |event: Event| {
                if let Some(part) = event.dyn_ref::<BlobEvent>().and_then(BlobEvent::data) {
                    taken.borrow().push(&part);
                }
            }),
            Listener::new(&recorder, "stop", move |_| {
                if wanted.get() {
                    let properties = BlobPropertyBag::new();
                    properties.set_type(kind.split(';').next().unwrap_or(kind));
                    let blob = Blob::new_with_blob_sequence_and_options(&parts.borrow(), &properties);
                    then(blob.is_ok_and(|blob| blob.size() > 0.0 && save_blob(&name, &blob)));
                }
            }),
        ];
        recorder.start().ok()?;
        Some(Self { sheet, recorder, kept, _listeners: listeners })
    }

    /// Films a picture.
    pub fn draw(&self, scene: &Scene) {
        self.sheet.draw(scene);
    }

    /// Ends the video, and saves it. Dropping it without this leaves it.
    pub fn stop(&self) {
        self.kept.set(true);
        // It runs: cannot fail.
        let _ = self.recorder.stop();
    }
}
