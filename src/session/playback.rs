//! The clock of the page: how much simulated time passes in a stretch of real time.

use super::speed::Speed;

/// A hidden tab, a breakpoint or a slow frame must not make the run leap: more real time than this is discarded.
const REAL_MS_MAX: f64 = 50.0;
/// A step to the next event takes about this long, so that one sees what happens on the way.
const GLIDE_MS: f64 = 260.0;
/// Skipping ahead takes at most this long, however far it is.
const SKIP_MS: f64 = 2400.0;

/// When something of weight happens, this long is played no faster than at [`SLOW`].
const SLOW_MS: f64 = 1200.0;
const SLOW: f64 = 0.05;

/// Whether and how fast time passes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Playback {
    mode: Mode,
    /// The speed of playing.
    pub speed: Speed,
    /// Whether playing slows down for a moment when something of weight happens.
    pub slows: bool,
    /// For how much longer it is slowed down, in real milliseconds.
    slow_ms: f64,
    carry_us: f64,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum Mode {
    #[default]
    Paused,
    Playing,
    Gliding {
        to_us: u64,
        us_per_ms: f64,
    },
}

impl Playback {
    /// Whether time passes by itself until somebody pauses it.
    pub fn is_playing(&self) -> bool {
        self.mode == Mode::Playing
    }

    /// Whether time passes at all: playing, or on the way to an event.
    pub fn is_moving(&self) -> bool {
        self.mode != Mode::Paused
    }

    /// Lets time pass.
    pub fn play(&mut self) {
        self.mode = Mode::Playing;
        self.carry_us = 0.0;
    }

    /// Stops time.
    pub fn pause(&mut self) {
        self.mode = Mode::Paused;
    }

    /// Simulated seconds in a real second, at the moment.
    pub fn factor(&self) -> f64 {
        if self.slow_ms > 0.0 { self.speed.factor().min(SLOW) } else { self.speed.factor() }
    }

    /// Something of weight has happened.
    pub const fn slow_down(&mut self) {
        self.slow_ms = SLOW_MS;
    }

    /// Whether playing shall stop to be slowed down at the next thing of weight.
    pub fn heeds(&self) -> bool {
        self.slows && self.is_playing() && self.speed.factor() > SLOW
    }

    /// Moves on from `now_us` to `to_us` within a moment, and stops there.
    pub fn glide(&mut self, now_us: u64, to_us: u64) {
        self.glide_within(now_us, to_us, GLIDE_MS);
    }

    /// Moves on from `now_us` to `to_us` at the chosen speed, or faster if that took too long, and stops there.
    pub fn skip(&mut self, now_us: u64, to_us: u64) {
        let at_speed_ms = to_us.saturating_sub(now_us) as f64 / (self.speed.factor() * 1000.0);
        self.glide_within(now_us, to_us, at_speed_ms.clamp(GLIDE_MS, SKIP_MS));
    }

    /// Moves on from `now_us` to `to_us` in so many real milliseconds, and stops there.
    pub fn glide_within(&mut self, now_us: u64, to_us: u64, real_ms: f64) {
        let us_per_ms = (to_us.saturating_sub(now_us) as f64 / real_ms).max(1.0);
        self.mode = Mode::Gliding { to_us, us_per_ms };
        self.carry_us = 0.0;
    }

    /// Sets how many microseconds pass in a real millisecond of the glide that is under way.
    pub const fn pace(&mut self, pace: f64) {
        if let Mode::Gliding { us_per_ms, .. } = &mut self.mode {
            *us_per_ms = pace;
        }
    }

    /// Where a glide that is under way ends.
    pub fn glides_to(&self) -> Option<u64> {
        match self.mode {
            Mode::Gliding { to_us, .. } => Some(to_us),
            Mode::Paused | Mode::Playing => None,
        }
    }

    /// The simulated time at which to be after `real_ms` more of real time. Stops a glide that arrives.
    pub fn advance(&mut self, now_us: u64, real_ms: f64) -> u64 {
        let real_ms = real_ms.clamp(0.0, REAL_MS_MAX);
        let (us_per_ms, end_us) = match self.mode {
            Mode::Paused => return now_us,
            Mode::Playing => (self.factor() * 1000.0, u64::MAX),
            Mode::Gliding { to_us, us_per_ms } => (us_per_ms, to_us),
        };
        self.slow_ms = (self.slow_ms - real_ms).max(0.0);
        let passed_us = real_ms * us_per_ms + self.carry_us;
        self.carry_us = passed_us.fract();
        let then_us = now_us.saturating_add(passed_us as u64);
        if then_us < end_us {
            return then_us;
        }
        self.pause();
        end_us.max(now_us)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_passes_while_paused() {
        assert_eq!(Playback::default().advance(7, 1000.0), 7);
    }

    #[test]
    fn playing_passes_time_at_the_chosen_speed_to_the_microsecond() {
        let mut playback = Playback { speed: Speed::nearest(0.005), ..Playback::default() };
        playback.play();
        let end = (0..1000).fold(0, |now, _| playback.advance(now, 1.0 / 3.0));
        assert!((1665..=1667).contains(&end), "{end}");
    }

    #[test]
    fn something_of_weight_slows_playing_down_for_a_moment() {
        let mut playback = Playback { speed: Speed::nearest(1.0), slows: true, ..Playback::default() };
        playback.play();
        assert!(playback.heeds());
        playback.slow_down();
        let slow = (0..24).fold(0, |now, _| playback.advance(now, 50.0));
        assert_eq!(slow, 60_000);
        assert_eq!(playback.advance(slow, 50.0), slow + 50_000);
        playback.speed = Speed::nearest(0.01);
        assert!(!playback.heeds(), "it is slow already");
    }

    #[test]
    fn a_hidden_tab_does_not_leap() {
        let mut playback = Playback { speed: Speed::nearest(1.0), ..Playback::default() };
        playback.play();
        assert_eq!(playback.advance(0, 3_600_000.0), 50_000);
    }

    #[test]
    fn a_glide_ends_exactly_at_its_event_and_stops() {
        let mut playback = Playback::default();
        playback.glide(1_000, 40_000);
        let mut now_us = 1_000;
        for _ in 0..40 {
            now_us = playback.advance(now_us, 16.0);
        }
        assert_eq!(now_us, 40_000);
        assert!(!playback.is_moving());
    }

    #[test]
    fn skipping_takes_the_chosen_speed_but_never_long() {
        let mut playback = Playback { speed: Speed::nearest(1.0), ..Playback::default() };
        for (to_us, frames) in [(1_000_000, 62), (60_000_000, 150)] {
            playback.skip(0, to_us);
            let mut now_us = 0;
            let taken = (0..1000).take_while(|_| {
                now_us = playback.advance(now_us, 16.0);
                playback.is_moving()
            });
            let taken = taken.count();
            assert!(taken.abs_diff(frames) <= 2, "{taken}");
            assert_eq!(now_us, to_us);
        }
    }

    #[test]
    fn a_glide_to_now_is_over_at_once() {
        let mut playback = Playback::default();
        playback.glide(5, 5);
        assert_eq!(playback.advance(5, 16.0), 5);
        assert!(!playback.is_moving());
    }
}
