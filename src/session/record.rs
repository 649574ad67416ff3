//! Recording a span of the run: as a video, in the time that playing it takes, or as a film of some tens of pictures.

use super::{Session, Speed};

/// The spans that can be recorded, in virtual microseconds.
pub const SPANS_US: [u64; 7] = [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000];
/// The longest video.
const VIDEO_MS_MAX: u64 = 180_000;
/// The shortest and the longest film: it is to be seen again and again.
const FILM_MS: (u64, u64) = (2_000, 12_000);
/// A film shows so many pictures in a second.
const PICTURES_A_SECOND: u64 = 10;

/// What is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From this virtual time on.
    pub from_us: u64,
    /// For so long.
    pub span_us: u64,
    /// How fast the run plays.
    pub speed: Speed,
}

impl Span {
    /// From the present moment on, as fast as the session plays.
    pub fn of(session: &Session, span_us: u64) -> Self {
        Self { from_us: session.world().now_us(), span_us, speed: session.playback().speed }
    }

    /// Where it ends.
    pub const fn end_us(self) -> u64 {
        self.from_us + self.span_us
    }

    /// How long playing it takes, in milliseconds.
    pub fn plays_ms(self) -> u64 {
        (self.span_us as f64 / 1000.0 / self.speed.factor()).round() as u64
    }

    /// Whether a video of it would be too long.
    pub fn is_too_long(self) -> bool {
        self.plays_ms() > VIDEO_MS_MAX
    }

    /// How many pictures a film of it has, and for how many milliseconds each is shown.
    pub fn pictures(self) -> (u32, u32) {
        let film_ms = self.plays_ms().clamp(FILM_MS.0, FILM_MS.1);
        let count = film_ms * PICTURES_A_SECOND / 1000;
        (count as u32, (film_ms / count) as u32)
    }

    /// The virtual time of the picture at this place of a film.
    pub fn picture_us(self, place: u32) -> u64 {
        let last = u64::from(self.pictures().0 - 1);
        self.from_us + self.span_us * u64::from(place).min(last) / last
    }

    /// How much of it is done at a time, in percent.
    pub fn percent(self, now_us: u64) -> u64 {
        (now_us.saturating_sub(self.from_us) * 100 / self.span_us.max(1)).min(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(span_us: u64, rung: usize) -> Span {
        Span { from_us: 7_000, span_us, speed: Speed::rung(rung) }
    }

    #[test]
    fn a_film_begins_and_ends_with_the_span_and_goes_evenly() {
        for rung in 0..Speed::COUNT {
            for span_us in SPANS_US {
                let span = span(span_us, rung);
                let (count, picture_ms) = span.pictures();
                assert!((20..=120).contains(&count) && (50..=200).contains(&picture_ms));
                assert_eq!((span.picture_us(0), span.picture_us(count - 1)), (7_000, span.end_us()));
                let steps: Vec<u64> =
                    (1..count).map(|place| span.picture_us(place) - span.picture_us(place - 1)).collect();
                assert!(steps.iter().max().unwrap() - steps.iter().min().unwrap() <= 1);
            }
        }
    }

    #[test]
    fn a_video_takes_as_long_as_playing_does() {
        assert_eq!(span(500_000, 5).plays_ms(), 10_000);
        assert!(!span(5_000_000, 5).is_too_long() && span(10_000_000, 5).is_too_long());
        assert_eq!((span(1_000_000, 5).percent(7_000), span(1_000_000, 5).percent(507_000)), (0, 50));
        assert_eq!(span(1_000_000, 5).percent(9_000_000), 100);
    }
}
