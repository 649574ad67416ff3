//! What is handed on, and its code.

use recraft_sim::code::{
    Code, LASTS_US_MAX, Reader, Unreadable, read_commands, write_commands, write_number,
};
use recraft_sim::history::Moment;
use recraft_sim::library::Story;
use recraft_sim::run::Run;
use recraft_sim::world::World;

use crate::origin::{Origin, ends_in_common};
use crate::{BODY_MAX, Bad};

/// A run, where it is to be shown, and how it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// What the run begins with. A link is read with it; when one is written it is [found](Origin::of).
    pub origin: Origin,
    /// The run.
    pub run: Run,
    /// Where it is to be shown. Commands after it are still to come.
    pub at: Moment,
    /// What [`Shared::mark_of`] said of the world at that moment.
    pub mark: u32,
    /// How it was looked at: numbers that mean something to whoever shows it.
    pub view: Vec<u32>,
}

impl Shared {
    /// A run at a moment, whose world is this. Its commands are put in the order in which they are given.
    #[must_use]
    pub fn new(run: Run, at: Moment, world: &World, stories: &[Story]) -> Self {
        let run = in_order(run);
        let at = Moment { given: at.given.min(run.commands.len()), ..at };
        Self { origin: Origin::of(&run, stories).0, run, at, mark: Self::mark_of(world), view: Vec::new() }
    }

    /// By which one sees whether a run goes as it did: 24 bits of the hash of a state.
    #[must_use]
    pub fn mark_of(world: &World) -> u32 {
        world.state_hash() as u32 >> 8
    }

    /// Its code.
    ///
    /// # Errors
    /// If it is too long for a link.
    pub fn write(&self, stories: &[Story]) -> Result<Vec<u8>, Bad> {
        let mut out = Vec::new();
        let (origin, begun) = Origin::of(&self.run, stories);
        origin.write(&begun, &mut out);
        let (front, back) = ends_in_common(&begun, &self.run);
        write_number(front as u64, &mut out);
        let own = &self.run.commands[front..self.run.commands.len() - back];
        write_commands(own, last_us(&begun.commands[..front]), &mut out);
        write_number(back as u64, &mut out);
        self.at.at_us.write(&mut out);
        write_number(self.at.given as u64, &mut out);
        out.extend(&self.mark.to_le_bytes()[..3]);
        self.view.write(&mut out);
        if out.len() > BODY_MAX { Err(Bad::TooLong) } else { Ok(out) }
    }

    /// Reads a code.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(code: &[u8], stories: &[Story]) -> Result<Self, Bad> {
        if code.len() > BODY_MAX {
            return Err(Bad::TooLong);
        }
        let mut from = Reader::new(code)?;
        let (origin, mut run) = Origin::read(&mut from, stories)?;
        let front = up_to(&mut from, run.commands.len())?;
        let own = read_commands(last_us(&run.commands[..front]), &mut from)?;
        let back = up_to(&mut from, run.commands.len() - front)?;
        let end = run.commands.len() - back;
        run.commands.splice(front..end, own);
        let at_us = from.number()?;
        if at_us > LASTS_US_MAX {
            return Err(Unreadable::Number.into());
        }
        let at = Moment { at_us, given: up_to(&mut from, run.commands.len())? };
        let mut mark = [0; 4];
        mark[..3].copy_from_slice(from.bytes(3)?);
        let view = Code::read(&mut from)?;
        from.end()?;
        Ok(Self { origin, run: in_order(run), at, mark: u32::from_le_bytes(mark), view })
    }
}

/// A number that may be so large at most.
fn up_to(from: &mut Reader<'_>, most: usize) -> Result<usize, Unreadable> {
    usize::try_from(from.number()?).ok().filter(|&number| number <= most).ok_or(Unreadable::Number)
}

fn last_us(commands: &[recraft_sim::command::TimedCommand]) -> u64 {
    commands.last().map_or(0, |timed| timed.at_us)
}

/// The run with each command at the time when it is given: as soon as those before it have been.
fn in_order(mut run: Run) -> Run {
    let mut before_us = 0;
    for timed in &mut run.commands {
        before_us = timed.at_us.max(before_us);
        timed.at_us = before_us;
    }
    run
}
