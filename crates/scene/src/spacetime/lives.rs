//! The lives of the nodes: which cluster each was in, at which time, whether it led and whether it ran; and the moments worth a
//! sign. Read off the record of events, a little at a time.

use recraft_protocol::table::Table;
use std::collections::VecDeque;

use recraft_protocol::observation::{CommitEvidence, Observation};
use recraft_protocol::types::{ClusterId, EpochTerm, NodeId};
use recraft_sim::command::Command;
use recraft_sim::event::{Event, What};
use recraft_sim::server::Server;
use recraft_sim::traffic::Moment;
use recraft_sim::world::World;

/// How many stretches of each node's life are kept, and how many signs in all; older ones are forgotten.
pub const STRETCHES_KEPT: usize = 500;
/// See [`STRETCHES_KEPT`].
pub const SIGNS_KEPT: usize = 6_000;

/// What a node is for a while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Its cluster.
    pub cluster: Option<ClusterId>,
    /// The time it has reached.
    pub at: EpochTerm,
    /// Whether it runs.
    pub up: bool,
    /// Whether it leads.
    pub leads: bool,
}

/// A stretch of a node's life; it ends where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// From when.
    pub from_us: u64,
    /// What the node is.
    pub state: State,
}

/// What a sign stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It stands for election.
    Stood,
    /// It leads.
    Won,
    /// As the leader it has counted an entry as committed.
    Committed,
    /// A configuration entry has committed here.
    Configured,
    /// It entered another epoch or cluster.
    Crossed,
    /// It stopped.
    Crashed,
    /// It came back.
    Restarted,
    /// It has to do with a violated property.
    Violated,
}

/// A moment worth a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When; `seq` is the number of its event.
    pub at: Moment,
    /// Where.
    pub node: NodeId,
    /// What.
    pub sign: Sign,
}

/// The lives of all nodes, as far as the record goes back.
#[derive(Clone, Debug, Default)]
pub struct Lives {
    now_us: u64,
    last: Option<Event>,
    lives: Table<NodeId, VecDeque<Stretch>>,
    signs: VecDeque<Happening>,
}

impl Lives {
    /// Forgets everything: for a world that stands at another time, or is another one.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes in what has happened. A world that has gone back in time, or of whose record something was missed, is read anew.
    pub fn take(&mut self, world: &World) {
        let last_seq = self.last.as_ref().map_or(0, |last| last.seq);
        // The last event that was taken in is still there, and is the same: else this is another past, or some of it was missed.
        let known =
            self.last.as_ref().is_none_or(|last| world.events_since(last_seq - 1).next() == Some(last));
        if world.now_us() < self.now_us || !known {
            self.clear();
        }
        if self.lives.is_empty() {
            let begun_us = world.events().next().filter(|event| event.seq > 1).map_or(0, |event| event.at_us);
            for server in world.servers() {
                if let Some(state) = at_first(server, world) {
                    self.lives.insert(server.id(), [Stretch { from_us: begun_us, state }].into());
                }
            }
        }
        let last_seq = self.last.as_ref().map_or(0, |last| last.seq);
        for event in world.events_since(last_seq) {
            self.take_event(event);
        }
        self.now_us = world.now_us();
        if world.last_seq() > last_seq {
            self.last = world.events().next_back().cloned();
        }
        while self.signs.len() > SIGNS_KEPT {
            self.signs.pop_front();
        }
    }

    /// The stretches of a node's life, oldest first.
    pub fn of(&self, node: NodeId) -> impl DoubleEndedIterator<Item = &Stretch> {
        self.lives.get(&node).into_iter().flatten()
    }

    /// What a node was at a time.
    #[must_use]
    pub fn state(&self, node: NodeId, us: u64) -> Option<State> {
        let life = self.lives.get(&node)?;
        let place = life.partition_point(|stretch| stretch.from_us <= us);
        life.get(place.checked_sub(1)?).map(|stretch| stretch.state)
    }

    /// The nodes whose lives are known.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.lives.keys().copied()
    }

    /// The signs from one time to another, oldest first.
    pub fn signs(&self, from_us: u64, to_us: u64) -> impl DoubleEndedIterator<Item = &Happening> {
        let first = self.signs.partition_point(|sign| sign.at.us < from_us);
        let end = self.signs.partition_point(|sign| sign.at.us <= to_us);
        self.signs.range(first..end.max(first))
    }

    fn take_event(&mut self, event: &Event) {
        let sign = |node, sign| Happening { at: Moment { us: event.at_us, seq: event.seq }, node, sign };
        match &event.what {
            What::Observed { node, observation } => {
                self.change(*node, event.at_us, |state| observed(state, observation));
                self.signs.extend(sign_of(observation).map(|it| sign(*node, it)));
            }
            What::Crashed { node } => {
                self.change(*node, event.at_us, |state| (state.up, state.leads) = (false, false));
                self.signs.push_back(sign(*node, Sign::Crashed));
            }
            What::Commanded { command: Command::AddSpare { node } } => {
                let life = self.lives.or_default(*node);
                if life.is_empty() {
                    let state = State { up: true, ..State::default() };
                    life.push_back(Stretch { from_us: event.at_us, state });
                }
            }
            What::Violated { violation } => {
                self.signs.extend(violation.nodes.iter().map(|&node| sign(node, Sign::Violated)));
            }
            _ => {}
        }
    }

    fn change(&mut self, node: NodeId, us: u64, change: impl FnOnce(&mut State)) {
        let Some(life) = self.lives.get_mut(&node) else { return };
        let Some(last) = life.back_mut() else { return };
        let mut state = last.state;
        change(&mut state);
        if state == last.state {
            return;
        }
        if last.from_us == us {
            last.state = state;
        } else {
            life.push_back(Stretch { from_us: us, state });
            if life.len() > STRETCHES_KEPT {
                life.pop_front();
            }
        }
    }
}

fn observed(state: &mut State, observation: &Observation) {
    match observation {
        Observation::StoodForElection { at, .. } => (state.at, state.leads) = (*at, false),
        Observation::BecameLeader { at, .. } => (state.at, state.leads) = (*at, true),
        Observation::SteppedDown { .. } => state.leads = false,
        Observation::TermRaised { to, .. } => state.at = *to,
        Observation::EpochEntered { entered, at, .. } => {
            (state.cluster, state.at, state.leads) = (*entered, *at, false);
        }
        Observation::Joined { cluster, last, .. } => (state.cluster, state.at) = (Some(*cluster), last.at),
        Observation::BecameSpare { .. } => (state.cluster, state.leads) = (None, false),
        Observation::Restarted { at, .. } => (state.at, state.up) = (*at, true),
        _ => {}
    }
}

const fn sign_of(observation: &Observation) -> Option<Sign> {
    match observation {
        Observation::StoodForElection { .. } => Some(Sign::Stood),
        Observation::BecameLeader { .. } => Some(Sign::Won),
        Observation::Committed { how: CommitEvidence::Counted { .. }, .. } => Some(Sign::Committed),
        Observation::ConfigurationCommitted { .. } => Some(Sign::Configured),
        Observation::EpochEntered { .. } | Observation::Joined { .. } => Some(Sign::Crossed),
        Observation::Restarted { .. } => Some(Sign::Restarted),
        _ => None,
    }
}

/// What a server was before the first event kept, as far as that can be told; `None` if it was not there.
fn at_first(server: &Server, world: &World) -> Option<State> {
    let (id, node) = (server.id(), server.node_or_disk());
    let mut own = world.events();
    let mut state =
        State { cluster: node.cluster(), at: node.at(), up: server.is_up(), leads: node.is_leader() };
    let (mut cluster, mut at, mut up) = (None, None, None);
    let mut leads = None;
    for event in &mut own {
        match &event.what {
            What::Commanded { command: Command::AddSpare { node } } if *node == id => return None,
            What::Crashed { node } if *node == id => up = up.or(Some(true)),
            What::Observed { node, observation } if *node == id => match observation {
                Observation::EpochEntered { left, .. } => cluster = cluster.or(Some(Some(*left))),
                Observation::Joined { .. } => cluster = cluster.or(Some(None)),
                Observation::BecameSpare { left } => cluster = cluster.or(Some(*left)),
                Observation::Restarted { at: then, .. } => {
                    (up, at) = (up.or(Some(false)), at.or(Some(*then)));
                }
                Observation::StoodForElection { at: then, .. } | Observation::TermRaised { to: then, .. } => {
                    let before = EpochTerm::new(then.epoch, then.term.saturating_sub(1));
                    at = at.or(Some(before));
                }
                Observation::BecameLeader { .. } => leads = leads.or(Some(false)),
                _ => {}
            },
            _ => {}
        }
        if cluster.is_some() && at.is_some() && leads.is_some() && up.is_some() {
            break;
        }
    }
    state.cluster = cluster.unwrap_or(state.cluster);
    state.at = at.unwrap_or(state.at);
    state.up = up.unwrap_or(state.up);
    state.leads = leads.unwrap_or(state.leads);
    Some(state)
}

#[cfg(test)]
mod tests {
    use recraft_sim::presets::{Preset, figure_3_parts};

    use super::*;

    fn split() -> World {
        let mut world = World::new(Preset::Figure3.run(3).setup);
        world.run_until(1_600_000);
        let split = Command::Split { cluster: ClusterId(1), into: figure_3_parts() };
        assert!(world.command(split).is_ok());
        world.run_until(2_000_000);
        let _ = world.command(Command::Crash { node: NodeId(2) });
        world.run_until(3_000_000);
        world
    }

    #[test]
    fn the_last_stretch_of_each_life_is_what_the_node_is_now() {
        let world = split();
        let mut lives = Lives::default();
        lives.take(&world);
        for server in world.servers() {
            let node = server.node_or_disk();
            let state = lives.state(server.id(), world.now_us());
            let now = State {
                cluster: node.cluster(),
                at: node.at(),
                up: server.is_up(),
                leads: server.is_up() && node.is_leader(),
            };
            assert_eq!(state, Some(now), "{}", server.id());
            assert_eq!(lives.state(server.id(), 0).map(|state| state.cluster), Some(Some(ClusterId(1))));
            assert!(lives.of(server.id()).count() >= 2);
        }
    }

    #[test]
    fn taking_it_in_bit_by_bit_gives_the_same_lives_and_going_back_in_time_forgets_the_future() {
        let world = split();
        let mut at_once = Lives::default();
        at_once.take(&world);
        let run =
            recraft_sim::run::Run { commands: Preset::Figure3.run(3).commands, ..Preset::Figure3.run(3) };
        let mut again = World::new(run.setup);
        let mut bit_by_bit = Lives::default();
        for us in (0..1_600_000).step_by(16_000) {
            again.run_until(us);
            bit_by_bit.take(&again);
        }
        let mut early = World::new(Preset::Figure3.run(3).setup);
        early.run_until(1_584_000);
        let mut anew = Lives::default();
        anew.take(&early);
        at_once.take(&early);
        for node in anew.nodes() {
            assert!(anew.of(node).eq(bit_by_bit.of(node)), "{node}");
            assert!(anew.of(node).eq(at_once.of(node)), "{node}");
        }
        assert!(anew.signs(0, u64::MAX).eq(bit_by_bit.signs(0, u64::MAX)));
        assert!(anew.signs(0, u64::MAX).count() > 0);
    }
}
