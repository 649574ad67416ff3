//! Pictures of the stage for elsewhere: one moment, or a span that is recorded while the run plays.

use recraft_scene::compose::{frame, scene};
use recraft_scene::film::Film;
use recraft_scene::motion::Motion;
use recraft_scene::palette;
use recraft_scene::scene::Scene;
use recraft_scene::svg::svg;
use recraft_scene::view::{Grip, Labels, View};
use recraft_sim::history::Moment;
use recraft_words::t;

use crate::browser::{self, Camera};
use crate::session::Action;
use crate::session::record::Span;

use super::{App, Msg, Share};

/// The size of videos and of films, in pixels.
const VIDEO: (f32, f32) = (1280.0, 720.0);
const FILM: (f32, f32) = (960.0, 540.0);
/// The least size of a picture: a stage that is not to be seen still makes one.
const LEAST: f32 = 320.0;

/// A span that is being recorded.
pub struct Recording {
    span: Span,
    /// What the file is called.
    name: String,
    /// Where the run stood, to go back to.
    from: Moment,
    theme: palette::Theme,
    motion: Motion,
    means: Means,
}

enum Means {
    /// A film, picture by picture.
    Film(Film),
    /// A video, frame by frame.
    Video(Camera),
    /// A video that is at its end and waits for the browser to write it.
    Ending(Camera),
}

impl App {
    fn picture_theme(&self) -> palette::Theme {
        if self.handing.sharing.dark { palette::Theme::Dark } else { palette::Theme::Light }
    }

    /// The stage at this moment, without what belongs to the hand on it.
    fn picture(&self) -> Scene {
        let seen = self.view_of_stage();
        let view = View { theme: self.picture_theme(), hover: None, grip: Grip::Free, ..seen };
        if view.width >= LEAST && view.height >= LEAST {
            return scene(self.session.world(), &view, &self.motion);
        }
        let view = View { width: FILM.0, height: FILM.1, ..view };
        let mut motion = Motion::new();
        motion.jump(self.session.world(), &view);
        scene(self.session.world(), &view, &motion)
    }

    pub(super) fn save_svg(&mut self) {
        let name = format!("{}.svg", self.file_name());
        let saved = browser::save(&name, "image/svg+xml", &svg(&self.picture()));
        self.say_saved(saved);
    }

    pub(super) fn save_png(&self) {
        let (name, on) = (format!("{}.png", self.file_name()), self.on.clone());
        let scale = f64::from(self.handing.sharing.scale);
        browser::save_png(&self.picture(), scale, name, move |saved| {
            on.emit(Msg::Share(Share::Saved(saved)));
        });
    }

    /// Begins to record.
    pub(super) fn start_recording(&mut self, video: bool) {
        let span = Span::of(&self.session, self.handing.sharing.span_us);
        let (theme, name) = (self.picture_theme(), self.file_name());
        let means = if video {
            let on = self.on.clone();
            match Camera::start(VIDEO, &name, move |saved| on.emit(Msg::Share(Share::Recorded(saved)))) {
                Some(camera) => Means::Video(camera),
                None => {
                    return self.sharing_mut().say(t!(
                        "This browser cannot record videos. An animated SVG can be made everywhere."
                    ));
                }
            }
        } else {
            Means::Film(Film::new(FILM, theme, &self.title_of_run()))
        };
        let mut motion = Motion::new();
        motion.jump(self.session.world(), &record_view(&means, theme, self.session.selected_on_stage()));
        let from = self.session.history().moment();
        if video {
            self.session.act(Action::TogglePlay);
        }
        self.handing.recording = Some(Recording { span, name, from, theme, motion, means });
        self.sharing_mut().say("");
        self.say_progress();
        self.frames.request();
    }

    /// Goes on recording after so much real time.
    #[inline(never)]
    pub(super) fn film(&mut self, real_ms: f64) {
        let Some(mut recording) = self.handing.recording.take() else { return };
        let done = self.film_on(&mut recording, real_ms);
        self.handing.recording = Some(recording);
        if done {
            self.finish_recording();
        } else {
            self.say_progress();
        }
    }

    /// Adds a picture; says whether it was the last.
    fn film_on(&mut self, recording: &mut Recording, real_ms: f64) -> bool {
        let Recording { span, theme, motion, means, .. } = recording;
        let view = record_view(means, *theme, self.session.selected_on_stage());
        match means {
            Means::Ending(_) => false,
            Means::Video(camera) => {
                camera.draw(&frame(self.session.world(), &view, motion, (real_ms / 1000.0) as f32));
                self.session.world().now_us() >= span.end_us() || !self.session.playback().is_moving()
            }
            Means::Film(film) => {
                let (count, picture_ms) = span.pictures();
                self.session.play_to(span.picture_us(film.len() as u32));
                let fits = film.push(&frame(self.session.world(), &view, motion, picture_ms as f32 / 1000.0));
                !fits || film.len() as u32 >= count
            }
        }
    }

    fn finish_recording(&mut self) {
        let Some(mut recording) = self.handing.recording.take() else { return };
        self.session.pause();
        self.session.go_back(recording.from);
        match recording.means {
            Means::Film(film) => {
                let (name, picture_ms) = (format!("{}.svg", recording.name), recording.span.pictures().1);
                let saved = browser::save(&name, "image/svg+xml", &film.svg(picture_ms));
                self.sharing_mut().progress = None;
                self.say_saved(saved);
            }
            Means::Video(camera) | Means::Ending(camera) => {
                camera.stop();
                recording.means = Means::Ending(camera);
                self.handing.recording = Some(recording);
            }
        }
        self.frames.request();
    }

    /// Ends what is being recorded, and leaves it.
    pub(super) fn stop_recording(&mut self) {
        let Some(recording) = self.handing.recording.take() else { return };
        self.session.pause();
        self.session.go_back(recording.from);
        let sharing = self.sharing_mut();
        sharing.progress = None;
        sharing.say(t!("Stopped. Nothing was saved."));
        self.frames.request();
    }

    /// The video is written, or could not be.
    pub(super) fn recorded(&mut self, saved: bool) {
        self.handing.recording = None;
        self.sharing_mut().progress = None;
        self.say_saved(saved);
    }

    fn say_progress(&mut self) {
        let now_us = self.session.world().now_us();
        let percent = self.handing.recording.as_ref().map(|recording| match recording.means {
            Means::Ending(_) => 100,
            _ => recording.span.percent(now_us),
        });
        if self.handing.sharing.progress != percent {
            self.sharing_mut().progress = percent;
        }
    }
}

/// How what is recorded is looked at: all of it, with everything said that there is room for.
fn record_view(means: &Means, theme: palette::Theme, selection: recraft_scene::view::Selection) -> View {
    let (width, height) = if matches!(means, Means::Film(_)) { FILM } else { VIDEO };
    View { theme, selection, slow: true, labels: Labels::Auto, ..View::sized(width, height) }
}
