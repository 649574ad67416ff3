//! The page's address: what to start with.
//!
//! `?preset=three|five|seven|figure-3|five-by-five|ten-by-ten|hundred &story=NAME &lesson=NAME &present=1 &seed=N &play=0|1 &speed=1/20 &load=CLIENTS &theme=light|dark|contrast &measure=1|sim|history`
//!
//! What cannot be read is left at its default and said, so that a mistyped link still opens.

use super::preset::{Preset, named};
use super::speed::Speed;
use recraft_words::t;

/// The most clients that a link may start.
const LOAD_MAX: u32 = 60;

/// What a link asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// What to start with.
    pub preset: Preset,
    /// The story of the library to begin with, instead of the preset.
    pub story: Option<String>,
    /// The seed; a fresh one if it says none.
    pub seed: Option<u64>,
    /// Whether to play at once.
    pub play: bool,
    /// How fast.
    pub speed: Speed,
    /// How many clients write and read from the beginning.
    pub load: u32,
    /// The theme, if it says one.
    pub theme: Option<Theme>,
    /// The lesson to begin with, by its name.
    pub lesson: Option<String>,
    /// Whether to show the stage as a lecturer does.
    pub present: bool,
    /// Whether to measure each frame.
    pub measure: bool,
    /// Whether to measure the simulator by itself, before anything is shown.
    pub measure_simulator: bool,
    /// Whether to measure the history of a long run, before anything is shown.
    pub measure_history: bool,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            preset: Preset::Five,
            story: None,
            seed: None,
            play: false,
            speed: Speed::default(),
            load: 0,
            theme: None,
            lesson: None,
            present: false,
            measure: false,
            measure_simulator: false,
            measure_history: false,
        }
    }
}

/// A choice of theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the system, with higher contrast.
    Contrast,
}

impl Theme {
    /// Its name in links, in the page's memory and on the root element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    /// The theme of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Light, Self::Dark, Self::Contrast].into_iter().find(|theme| theme.name() == name)
    }
}

/// Reads the query part of an address. The sentences say what could not be used, and what could be there instead.
pub fn parse(query: &str) -> (Start, Vec<String>) {
    let mut start = Start::default();
    let mut problems = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, "1"));
        if let Err(expected) = start.set(name, value) {
            let value: String = value.chars().take(40).collect();
            problems.push(t!(
                "This link asks for {name}={value}, which is left out: {expected}.",
                name,
                value,
                expected
            ));
        }
    }
    (start, problems)
}

impl Start {
    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let number = |expected: fn() -> &'static str| value.parse::<u64>().map_err(|_| expected().to_owned());
        match name {
            "preset" => {
                self.preset = named(value).ok_or_else(|| {
                    let names: Vec<&str> = Preset::ALL.iter().map(|preset| preset.name()).collect();
                    t!("the presets are {names}", names = names.join(", "))
                })?;
            }
            "story" => self.story = Some(value.chars().take(64).collect()),
            "seed" => self.seed = Some(number(|| t!("a seed is a whole number"))?),
            "play" => self.play = switch(value)?,
            "measure" if value == "sim" => self.measure_simulator = true,
            "measure" if value == "history" => self.measure_history = true,
            "measure" => self.measure = switch(value)?,
            "speed" => {
                let factor = fraction(value).filter(|factor| factor.is_finite() && *factor > 0.0);
                let expected = t!("a speed is a number or a fraction such as 1/20");
                self.speed = Speed::nearest(factor.ok_or_else(|| expected.to_string())?);
            }
            "load" => {
                let clients = number(|| t!("a load is a whole number"))?;
                let clients = u32::try_from(clients).ok().filter(|&clients| clients <= LOAD_MAX);
                self.load = clients.ok_or_else(|| t!("at most {limit} clients fit in", limit = LOAD_MAX))?;
            }
            "lesson" => self.lesson = Some(value.chars().take(80).collect()),
            "present" => self.present = switch(value)?,
            "theme" => {
                self.theme = Some(Theme::named(value).ok_or(t!("the themes are light, dark and contrast"))?);
            }
            // Whatever else stands in an address is not ours.
            _ => {}
        }
        Ok(())
    }
}

fn switch(value: &str) -> Result<bool, String> {
    match value {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(t!("it is either 1 or 0").into()),
    }
}

/// A fraction (`1/20`) or a decimal number (`0.05`). Read by hand: the standard library's reader of any number in any notation
/// would make the page larger by several kilobytes.
fn fraction(value: &str) -> Option<f64> {
    let (up, down) = value.split_once('/').unwrap_or((value, "1"));
    Some(decimal(up)? / decimal(down)?)
}

fn decimal(value: &str) -> Option<f64> {
    let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
    let whole: u32 = whole.parse().ok()?;
    let tenths: u32 = part.get(..part.len().min(6))?.parse().ok()?;
    let size = 10_f64.powi(i32::try_from(part.len().min(6)).ok()?);
    Some(f64::from(whole) + f64::from(tenths) / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_query_is_the_default() {
        assert_eq!(parse(""), (Start::default(), Vec::new()));
    }

    #[test]
    fn everything_can_be_said() {
        let (start, problems) = parse(
            "preset=figure3&story=merge&seed=42&play=1&speed=1/10&load=3&theme=dark&measure=1&lesson=01-x&present=1",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(start.preset, Preset::Figure3);
        assert_eq!(start.story.as_deref(), Some("merge"));
        assert_eq!((start.seed, start.play, start.load, start.measure), (Some(42), true, 3, true));
        assert_eq!(start.speed, Speed::nearest(0.1));
        assert_eq!(start.theme, Some(Theme::Dark));
        assert_eq!((start.lesson.as_deref(), start.present), (Some("01-x"), true));
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_rest_is_kept() {
        let (start, problems) =
            parse("preset=nine&seed=x&speed=1/0&speed=-3&load=1000000&theme=blue&play=perhaps&seed=7");
        assert_eq!(start, Start { seed: Some(7), ..Start::default() });
        assert_eq!(problems.len(), 7);
        assert!(problems[0].contains("preset=nine") && problems[0].contains("figure-3"), "{}", problems[0]);
    }

    #[test]
    fn speeds_are_fractions_or_decimals() {
        let speed = |text| fraction(text).map(Speed::nearest);
        assert_eq!(speed("0.05"), Some(Speed::nearest(0.05)));
        assert_eq!((speed("5"), speed("1/200")), (Some(Speed::nearest(5.0)), Some(Speed::nearest(0.005))));
        assert!(["", ".", "fast", "1e3", "-1", "1/x", "0.ü"].iter().all(|text| fraction(text).is_none()));
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        assert!(parse("utm_source=x&&=&preset").1.len() == 1);
    }
}
