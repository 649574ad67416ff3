//! Reading a message.

use recraft_words::t;

use crate::session::link::Theme;
use crate::session::preset::named;
use crate::session::{Preset, Speed};

use super::{AHEAD_MS, FIELDS, Field, Fields, Level, Refusal, VERSION, Value};

/// The longest name, id or kind.
const NAME_MAX: usize = 64;
/// The longest line of the scenario language that is taken as a command.
const LINE_MAX: usize = 1000;
/// The largest number that is exact.
const EXACT_MAX: f64 = 9_007_199_254_740_991.0;

/// A message, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What goes back with the answer.
    pub id: Value,
    /// The type, if there is one.
    pub kind: String,
    /// What is asked, or why it is refused.
    pub asked: Result<Asked, Refusal>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Another run.
    Load {
        /// Which.
        what: What,
        /// The virtual time at which it is to be shown, in microseconds; if none is said, its beginning, or the moment that a link says.
        at_us: Option<u64>,
        /// Whether it is to play.
        play: bool,
    },
    /// Let time pass, at this speed if one is given.
    Play(Option<Speed>),
    /// Let it stand still.
    Pause,
    /// Another speed.
    SetSpeed(Speed),
    /// Go to a time, in virtual microseconds.
    Seek(u64),
    /// Go a step.
    Step(Direction),
    /// A line of the scenario language.
    Command(String),
    /// How things are.
    State,
    /// What is heard without asking.
    Events(Level),
    /// The theme; none follows the system.
    SetTheme(Option<Theme>),
}

/// What can be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A preset, with this seed or a fresh one.
    Preset(Preset, Option<u64>),
    /// A story of the library, by its name.
    Story(String),
    /// The text of a scenario.
    Scenario(String),
    /// The run that a link holds: what stands after its `#r=`.
    Link(String),
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the next event.
    Next,
    /// To the one before.
    Back,
    /// To the next step of the story.
    Milestone,
    /// To the beginning.
    Start,
}

/// Whether a message is meant for the lab at all: other scripts post messages too, and get no answer.
pub const fn is_ours(fields: &Fields) -> bool {
    !matches!(fields[0], Field::Missing)
}

/// Reads a message.
pub fn read(fields: &Fields) -> Read {
    let id = match get(fields, "id") {
        Field::Number(number) => Value::Number(*number),
        Field::Text(text) if text.len() <= NAME_MAX => Value::text(text.as_str()),
        _ => Value::Nothing,
    };
    let kind = match get(fields, "type") {
        Field::Text(kind) if kind.len() <= NAME_MAX => kind.clone(),
        _ => String::new(),
    };
    let asked = version(fields).and_then(|()| check_id(fields)).and_then(|()| asked(&kind, fields));
    Read { id, kind, asked }
}

fn version(fields: &Fields) -> Result<(), Refusal> {
    match get(fields, "recraft") {
        Field::Number(version) if *version == f64::from(VERSION) => Ok(()),
        _ => Err(Refusal::new(
            "version",
            t!(
                "This lab speaks version {version} of the message API: say recraft: {version}.",
                version = VERSION
            ),
        )),
    }
}

fn check_id(fields: &Fields) -> Result<(), Refusal> {
    match get(fields, "id") {
        Field::Missing | Field::Number(_) => Ok(()),
        Field::Text(text) if text.len() <= NAME_MAX => Ok(()),
        _ => Err(wrong("id", t!("a number, or a text of at most 64 letters"))),
    }
}

fn asked(kind: &str, fields: &Fields) -> Result<Asked, Refusal> {
    Ok(match kind {
        "load" => load(fields)?,
        "play" => Asked::Play(optional(fields, "speed", speed)?),
        "pause" => Asked::Pause,
        "speed" => Asked::SetSpeed(required(fields, "speed", speed)?),
        "seek" => Asked::Seek(required(fields, "ms", time)?),
        "step" => Asked::Step(optional(fields, "to", direction)?.unwrap_or(Direction::Next)),
        "command" => Asked::Command(required(fields, "line", line)?),
        "state" => Asked::State,
        "events" => Asked::Events(required(fields, "level", level)?),
        "theme" => Asked::SetTheme(required(fields, "theme", theme)?),
        _ => {
            let types = "load, play, pause, speed, seek, step, command, state, events, theme";
            return Err(Refusal::new(
                "type",
                t!("There is no message of this type. The types are {types}.", types),
            ));
        }
    })
}

fn load(fields: &Fields) -> Result<Asked, Refusal> {
    let seed = optional(fields, "seed", whole)?;
    let preset = optional(fields, "preset", preset)?.map(|preset| What::Preset(preset, seed));
    let story = optional(fields, "story", name)?.map(What::Story);
    let scenario = optional(fields, "scenario", text)?.map(What::Scenario);
    let link = optional(fields, "link", link)?.map(What::Link);
    let mut wanted = [preset, story, scenario, link].into_iter().flatten();
    let (Some(what), None) = (wanted.next(), wanted.next()) else {
        return Err(Refusal::new("field", t!("Say what to load: one of preset, story, scenario and link.")));
    };
    let at_us = optional(fields, "ms", time)?;
    Ok(Asked::Load { what, at_us, play: optional(fields, "play", flag)?.unwrap_or(false) })
}

fn get<'a>(fields: &'a Fields, name: &str) -> &'a Field {
    let place = FIELDS.iter().position(|field| *field == name);
    place.map_or(&Field::Missing, |place| &fields[place])
}

/// How a field is read: its value, or what it should be.
type Reader<T> = fn(&Field) -> Result<T, &'static str>;

fn required<T>(fields: &Fields, name: &'static str, read: Reader<T>) -> Result<T, Refusal> {
    match get(fields, name) {
        Field::TooLong => Err(Refusal::new("too-long", t!("The field {name} is too long.", name))),
        field => read(field).map_err(|expected| wrong(name, expected)),
    }
}

fn optional<T>(fields: &Fields, name: &'static str, read: Reader<T>) -> Result<Option<T>, Refusal> {
    match get(fields, name) {
        Field::Missing => Ok(None),
        _ => required(fields, name, read).map(Some),
    }
}

fn wrong(name: &str, expected: &str) -> Refusal {
    Refusal::new("field", t!("The field {name} must be {expected}.", name, expected))
}

fn text(field: &Field) -> Result<String, &'static str> {
    if let Field::Text(text) = field { Ok(text.clone()) } else { Err(t!("a text")) }
}

fn name(field: &Field) -> Result<String, &'static str> {
    text(field).ok().filter(|name| name.len() <= NAME_MAX).ok_or(t!("a name of at most 64 letters"))
}

/// A whole link, or what stands after its `#`, or after the `r=` of that.
fn link(field: &Field) -> Result<String, &'static str> {
    let text = text(field).map_err(|_| t!("a link from the lab, or what stands after its #"))?;
    let code = text.rsplit_once('#').map_or(text.as_str(), |(_, code)| code);
    Ok(code.strip_prefix("r=").unwrap_or(code).to_owned())
}

fn line(field: &Field) -> Result<String, &'static str> {
    let line = text(field).ok().filter(|line| line.len() <= LINE_MAX && !line.contains(['\n', '\r']));
    line.ok_or(t!("one line of a scenario, of at most 1000 letters"))
}

fn flag(field: &Field) -> Result<bool, &'static str> {
    if let Field::Flag(flag) = field { Ok(*flag) } else { Err(t!("true or false")) }
}

fn number(field: &Field) -> Option<f64> {
    if let Field::Number(number) = field { Some(*number).filter(|number| number.is_finite()) } else { None }
}

fn whole(field: &Field) -> Result<u64, &'static str> {
    let whole =
        number(field).filter(|number| (0.0..=EXACT_MAX).contains(number) && number.trunc() == *number);
    whole.map(|number| number as u64).ok_or(t!("a whole number from 0 to 2⁵³"))
}

fn speed(field: &Field) -> Result<Speed, &'static str> {
    let factor = number(field).filter(|factor| (0.0001..=1000.0).contains(factor));
    factor.map(Speed::nearest).ok_or(t!("a number from 0.0001 to 1000: simulated seconds in a real second"))
}

/// A time; how far ahead it may lie depends on the run, and is looked at there.
fn time(field: &Field) -> Result<u64, &'static str> {
    let ms = number(field).filter(|ms| (0.0..=86_400_000.0).contains(ms));
    ms.map(|ms| (ms * 1000.0) as u64).ok_or(t!("a virtual time in milliseconds, from 0 to 86400000"))
}

fn preset(field: &Field) -> Result<Preset, &'static str> {
    let preset = text(field).ok().and_then(|name| named(&name));
    preset.ok_or(t!("one of three, five, seven, figure-3, five-by-five, ten-by-ten and hundred"))
}

fn direction(field: &Field) -> Result<Direction, &'static str> {
    match text(field).as_deref() {
        Ok("next") => Ok(Direction::Next),
        Ok("back") => Ok(Direction::Back),
        Ok("milestone") => Ok(Direction::Milestone),
        Ok("start") => Ok(Direction::Start),
        _ => Err(t!("next, back, milestone or start")),
    }
}

fn level(field: &Field) -> Result<Level, &'static str> {
    match text(field).as_deref() {
        Ok("none") => Ok(Level::None),
        Ok("milestones") => Ok(Level::Milestones),
        Ok("all") => Ok(Level::All),
        _ => Err(t!("none, milestones or all")),
    }
}

fn theme(field: &Field) -> Result<Option<Theme>, &'static str> {
    match text(field).as_deref() {
        Ok("auto") => Ok(None),
        Ok(name) => Theme::named(name).map(Some).ok_or(t!("auto, light, dark or contrast")),
        Err(_) => Err(t!("auto, light, dark or contrast")),
    }
}

/// Whether one may go to this time from a run that has been played up to `head_us`.
pub fn reachable(at_us: u64, head_us: u64) -> Result<(), Refusal> {
    if at_us <= head_us + (AHEAD_MS * 1000.0) as u64 {
        return Ok(());
    }
    let text = t!(
        "That is too far ahead: at most {seconds} virtual seconds beyond what has been played.",
        seconds = AHEAD_MS as u64 / 1000
    );
    Err(Refusal::new("too-far", text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::remote::TEXT_MAX;

    fn message(parts: &[(&str, Field)]) -> Fields {
        let of = |name: &&str| parts.iter().find(|(key, _)| key == name).map(|(_, field)| field.clone());
        let mut fields = FIELDS.each_ref().map(|name| of(name).unwrap_or(Field::Missing));
        if fields[0] == Field::Missing {
            fields[0] = Field::Number(1.0);
        }
        fields
    }

    fn word(text: &str) -> Field {
        Field::Text(text.into())
    }

    fn asked(parts: &[(&str, Field)]) -> Result<Asked, Refusal> {
        read(&message(parts)).asked
    }

    fn code(parts: &[(&str, Field)]) -> &'static str {
        asked(parts).expect_err("it is refused").code
    }

    #[test]
    fn every_type_can_be_asked() {
        let number = Field::Number;
        assert_eq!(asked(&[("type", word("play"))]), Ok(Asked::Play(None)));
        assert_eq!(
            asked(&[("type", word("play")), ("speed", number(0.1))]),
            Ok(Asked::Play(Some(Speed::nearest(0.1))))
        );
        assert_eq!(asked(&[("type", word("pause"))]), Ok(Asked::Pause));
        assert_eq!(
            asked(&[("type", word("speed")), ("speed", number(2.0))]),
            Ok(Asked::SetSpeed(Speed::nearest(2.0)))
        );
        assert_eq!(asked(&[("type", word("seek")), ("ms", number(1.5))]), Ok(Asked::Seek(1500)));
        assert_eq!(asked(&[("type", word("step"))]), Ok(Asked::Step(Direction::Next)));
        assert_eq!(
            asked(&[("type", word("step")), ("to", word("milestone"))]),
            Ok(Asked::Step(Direction::Milestone))
        );
        assert_eq!(
            asked(&[("type", word("command")), ("line", word("crash n1"))]),
            Ok(Asked::Command("crash n1".into()))
        );
        assert_eq!(asked(&[("type", word("state"))]), Ok(Asked::State));
        assert_eq!(asked(&[("type", word("events")), ("level", word("all"))]), Ok(Asked::Events(Level::All)));
        assert_eq!(asked(&[("type", word("theme")), ("theme", word("auto"))]), Ok(Asked::SetTheme(None)));
        assert_eq!(
            asked(&[("type", word("theme")), ("theme", word("dark"))]),
            Ok(Asked::SetTheme(Some(Theme::Dark)))
        );
        let what = What::Preset(Preset::Seven, Some(4));
        assert_eq!(
            asked(&[
                ("type", word("load")),
                ("preset", word("seven")),
                ("seed", number(4.0)),
                ("play", Field::Flag(true)),
                ("ms", number(2.0))
            ]),
            Ok(Asked::Load { what, at_us: Some(2000), play: true })
        );
        let what = What::Story("merge".into());
        assert_eq!(
            asked(&[("type", word("load")), ("story", word("merge"))]),
            Ok(Asked::Load { what, at_us: None, play: false })
        );
        for text in ["https://lab.example/?theme=dark#r=AQB4", "#r=AQB4", "r=AQB4", "AQB4"] {
            let what = What::Link("AQB4".into());
            assert_eq!(
                asked(&[("type", word("load")), ("link", word(text))]),
                Ok(Asked::Load { what, at_us: None, play: false })
            );
        }
    }

    #[test]
    fn the_version_must_be_ours() {
        for version in [
            Field::Number(2.0),
            Field::Number(1.5),
            word("1"),
            Field::Flag(true),
            Field::Other,
            Field::Number(f64::NAN),
        ] {
            assert_eq!(code(&[("recraft", version), ("type", word("play"))]), "version");
        }
    }

    #[test]
    fn what_is_not_for_the_lab_is_left_alone() {
        let foreign = FIELDS.map(|name| if name == "type" { word("webpackOk") } else { Field::Missing });
        assert!(!is_ours(&foreign) && is_ours(&message(&[])));
    }

    #[test]
    fn hostile_messages_are_refused_with_a_reason() {
        let long = "x".repeat(TEXT_MAX as usize);
        let cases: [(&str, &[(&str, Field)]); 21] = [
            ("type", &[]),
            ("type", &[("type", word("<script>alert(1)</script>"))]),
            ("type", &[("type", Field::TooLong)]),
            ("type", &[("type", word("__proto__"))]),
            ("field", &[("type", word("state")), ("id", Field::Other)]),
            ("field", &[("type", word("state")), ("id", word(&long))]),
            ("field", &[("type", word("seek")), ("ms", Field::Number(f64::INFINITY))]),
            ("field", &[("type", word("seek")), ("ms", Field::Number(-1.0))]),
            ("field", &[("type", word("seek")), ("ms", word("1"))]),
            ("field", &[("type", word("seek"))]),
            ("field", &[("type", word("speed")), ("speed", Field::Number(f64::NAN))]),
            ("field", &[("type", word("load"))]),
            ("field", &[("type", word("load")), ("preset", word("five")), ("story", word("merge"))]),
            ("field", &[("type", word("load")), ("preset", word("five")), ("seed", Field::Number(1e300))]),
            ("field", &[("type", word("load")), ("story", word(&long))]),
            ("too-long", &[("type", word("load")), ("scenario", Field::TooLong)]),
            ("too-long", &[("type", word("load")), ("link", Field::TooLong)]),
            ("field", &[("type", word("load")), ("link", Field::Number(1.0))]),
            ("field", &[("type", word("load")), ("link", word("AQB4")), ("preset", word("five"))]),
            ("field", &[("type", word("command")), ("line", word("crash n1\ncrash n2"))]),
            ("field", &[("type", word("command")), ("line", word(&long))]),
        ];
        for (expected, parts) in cases {
            assert_eq!(code(parts), expected, "{parts:?}");
        }
    }

    #[test]
    fn an_answer_never_repeats_what_is_too_long() {
        let long = "x".repeat(1000);
        let read = read(&message(&[("id", word(&long)), ("type", word(&long))]));
        assert_eq!((read.id, read.kind.as_str()), (Value::Nothing, ""));
        assert!(read.asked.unwrap_err().text.len() < 200);
    }

    #[test]
    fn one_cannot_seek_further_than_can_be_played() {
        assert!(reachable(60_000_000, 0).is_ok() && reachable(61_000_000, 2_000_000).is_ok());
        assert_eq!(reachable(60_000_001, 0).unwrap_err().code, "too-far");
    }
}
