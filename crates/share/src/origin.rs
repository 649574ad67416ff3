//! What a run begins with that both sides know: a preset or a story of the library. A link names it and says only what is different.

use std::hash::Hasher;

use recraft_sim::code::{Code, Reader, Unreadable, write_number, write_run};
use recraft_sim::hash::StableHasher;
use recraft_sim::library::Story;
use recraft_sim::presets::Preset;
use recraft_sim::run::Run;
use recraft_sim::setup::Setup;

use crate::Bad;

/// What a run begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A setup of its own, and no commands.
    Setup,
    /// A preset.
    Preset(Preset),
    /// The story of this name.
    Story(String),
}

/// The presets by their numbers in links. A new one gets a new number, and no number is ever used again.
const PRESETS: [Preset; 7] = [
    Preset::Three,
    Preset::Five,
    Preset::Seven,
    Preset::Figure3,
    Preset::FiveByFive,
    Preset::TenByTen,
    Preset::Hundred,
];

impl Origin {
    /// What this run begins with, and the run that that is.
    #[must_use]
    pub fn of(run: &Run, stories: &[Story]) -> (Self, Run) {
        let seed = run.setup.seed;
        let mut presets = PRESETS.into_iter().map(|preset| (preset, preset.run(seed)));
        if let Some((preset, begun)) = presets.find(|(_, begun)| begun.setup == run.setup) {
            return (Self::Preset(preset), begun);
        }
        // A story's setup says little of which it is: many begin with a plain cluster. The one with the most commands in common is it.
        let alike = |story: &&Story| (story.run.setup == run.setup).then(|| in_common(&story.run, run));
        let story = stories.iter().filter(|story| alike(story).is_some()).max_by_key(alike);
        match story {
            Some(story) => (Self::Story(story.name.clone()), story.run.clone()),
            None => (Self::Setup, Run::new(run.setup.clone())),
        }
    }

    /// Writes it.
    pub(crate) fn write(&self, begun: &Run, out: &mut Vec<u8>) {
        match self {
            Self::Setup => {
                out.push(0);
                begun.setup.write(out);
            }
            Self::Preset(preset) => {
                out.push(1);
                write_number(PRESETS.iter().position(|of| of == preset).unwrap_or(0) as u64, out);
                begun.setup.seed.write(out);
            }
            Self::Story(name) => {
                out.push(2);
                name.write(out);
                out.extend(digest(begun));
            }
        }
    }

    /// Reads it, and gives the run that it is.
    pub(crate) fn read(from: &mut Reader<'_>, stories: &[Story]) -> Result<(Self, Run), Bad> {
        match from.number()? {
            0 => {
                let setup = Setup::read(from)?;
                setup.check().map_err(Unreadable::Setup)?;
                Ok((Self::Setup, Run::new(setup)))
            }
            1 => {
                let number = from.number()?;
                let preset = usize::try_from(number).ok().and_then(|place| PRESETS.get(place));
                let preset = *preset.ok_or(Unreadable::Kind(number))?;
                Ok((Self::Preset(preset), preset.run(from.number()?)))
            }
            2 => {
                let name = String::read(from)?;
                let digest_then = from.bytes(2)?;
                let story = stories.iter().find(|story| story.name == name).ok_or(Bad::NoSuchStory)?;
                if digest(&story.run) != digest_then {
                    return Err(Bad::StoryChanged);
                }
                Ok((Self::Story(name), story.run.clone()))
            }
            other => Err(Unreadable::Kind(other).into()),
        }
    }
}

/// How many commands at the beginning and at the end two runs have in common.
fn in_common(one: &Run, other: &Run) -> usize {
    let (front, back) = ends_in_common(one, other);
    front + back
}

/// How many commands at the beginning, and how many of the others at the end, are the same.
pub(crate) fn ends_in_common(one: &Run, other: &Run) -> (usize, usize) {
    let both = one.commands.iter().zip(&other.commands);
    let front = both.take_while(|(one, other)| one == other).count();
    let (one, other) = (&one.commands[front..], &other.commands[front..]);
    let both = one.iter().rev().zip(other.iter().rev());
    (front, both.take_while(|(one, other)| one == other).count())
}

/// By which one sees that a story is not what it was.
fn digest(run: &Run) -> [u8; 2] {
    let hash = hash(&write_run(run));
    [hash as u8, (hash >> 8) as u8]
}

/// A hash of a code, the same everywhere.
#[must_use]
pub fn hash(code: &[u8]) -> u64 {
    let mut hasher = StableHasher::default();
    hasher.write(code);
    hasher.finish()
}
