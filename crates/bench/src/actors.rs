//! `stateright`'s actors for the project's own search: the same actor, the same network, the same crashes as in its `ActorModel`, with an
//! unordered network that neither loses nor doubles.

use std::borrow::Cow;

use recraft_sim::exhaustive::model::{Beginning, Breach, Effect, Model, Spent};
use recraft_sim::hash::stable_hash;
use stateright::actor::{Actor, Command, Id, Out};

use crate::raft_actor::{NodeState, RaftActor, RaftMessage, RaftTimer};

/// How many are down.
const DOWN: usize = 2;

/// So many actors of the example.
#[derive(Debug)]
pub struct Actors {
    actor: RaftActor,
    count: usize,
    crashes: u8,
}

impl Actors {
    /// So many of them, of which so many may be down at a time.
    #[must_use]
    pub fn new(count: usize, crashes: u8) -> Self {
        Self { actor: RaftActor { peer_ids: (0..count).collect() }, count, crashes }
    }
}

/// An actor and what surrounds it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Host {
    id: usize,
    state: NodeState,
    up: bool,
    timers: [bool; 2],
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Envelope {
    from: usize,
    to: usize,
    message: RaftMessage,
}

/// What may happen to an actor.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// A timer runs out.
    Timeout(usize),
    /// It stops.
    Crash,
    /// It begins anew.
    Recover,
}

const TIMERS: [RaftTimer; 2] = [RaftTimer::ElectionTimeout, RaftTimer::ReplicationTimeout];

impl Actors {
    fn effect(mut host: Host, state: NodeState, out: Out<RaftActor>) -> Effect<Self> {
        let mut messages = Vec::new();
        for command in out {
            match command {
                Command::Send(to, message) => {
                    messages.push(Envelope { from: host.id, to: usize::from(to), message });
                }
                Command::SetTimer(timer, _) => host.timers[timer as usize] = true,
                Command::CancelTimer(timer) => host.timers[timer as usize] = false,
                Command::ChooseRandom(..) | Command::Save(_) => {}
            }
        }
        host.state = state;
        Effect { host, messages, facts: Vec::new(), breach: None }
    }

    fn start(&self, id: usize) -> Effect<Self> {
        let mut out = Out::new();
        let state = self.actor.on_start(Id::from(id), &None, &mut out);
        let host = Host { id, state: state.clone(), up: true, timers: [false; 2] };
        Self::effect(host, state, out)
    }
}

impl Model for Actors {
    type Host = Host;
    type Message = Envelope;
    type Memory = ();
    type Fact = ();
    /// Leader at which term, and what was delivered: for the example's two safety properties.
    type View = (Option<usize>, Vec<Vec<u8>>);
    type Act = Act;

    fn begin(&self) -> Beginning<Self> {
        let started: Vec<Effect<Self>> = (0..self.count).map(|id| self.start(id)).collect();
        let messages = started.iter().flat_map(|effect| effect.messages.clone()).collect();
        Beginning { hosts: started.into_iter().map(|effect| effect.host).collect(), messages, memory: () }
    }

    fn namings(&self) -> usize {
        1
    }

    fn print_host(&self, host: &Host, _: usize) -> u64 {
        stable_hash(host)
    }

    fn print_message(&self, message: &Envelope, _: usize) -> u64 {
        stable_hash(&(1u8, message))
    }

    fn print_memory(&self, (): &(), _: usize) -> u64 {
        0
    }

    fn print_facts(&self, _: &[()]) -> u64 {
        0
    }

    fn print_view(&self, view: &Self::View) -> u64 {
        stable_hash(view)
    }

    fn receiver(&self, message: &Envelope) -> usize {
        message.to
    }

    fn acts(&self, host: &Host, spent: Spent) -> Vec<(Act, Spent)> {
        if !host.up {
            let mut fewer = spent;
            fewer.0[DOWN] -= 1;
            return vec![(Act::Recover, fewer)];
        }
        let running = (0..TIMERS.len()).filter(|&timer| host.timers[timer]);
        let mut acts: Vec<(Act, Spent)> = running.map(|timer| (Act::Timeout(timer), spent)).collect();
        if spent.at(DOWN) < self.crashes {
            acts.push((Act::Crash, spent.plus(DOWN)));
        }
        acts
    }

    fn number(&self, act: Act) -> u32 {
        match act {
            Act::Timeout(timer) => timer as u32,
            Act::Crash => 2,
            Act::Recover => 3,
        }
    }

    fn act(&self, host: &Host, act: Act) -> Effect<Self> {
        let mut after = host.clone();
        match act {
            Act::Timeout(timer) => {
                let (mut state, mut out) = (Cow::Borrowed(&host.state), Out::new());
                self.actor.on_timeout(Id::from(host.id), &mut state, &TIMERS[timer], &mut out);
                after.timers[timer] = false;
                Self::effect(after, state.into_owned(), out)
            }
            Act::Crash => {
                (after.up, after.timers) = (false, [false; 2]);
                Self::effect(after, host.state.clone(), Out::new())
            }
            Act::Recover => self.start(host.id),
        }
    }

    fn deliver(&self, host: &Host, message: &Envelope) -> Option<Effect<Self>> {
        if !host.up {
            return None;
        }
        let (mut state, mut out) = (Cow::Borrowed(&host.state), Out::new());
        let from = Id::from(message.from);
        self.actor.on_msg(Id::from(host.id), &mut state, from, message.message.clone(), &mut out);
        Some(Self::effect(host.clone(), state.into_owned(), out))
    }

    fn is_void(&self, _: &Host, _: &Envelope) -> bool {
        false
    }

    fn skips_idle_arrivals(&self) -> bool {
        false
    }

    fn accidents(&self) -> (u8, u8) {
        (0, 0)
    }

    fn remember(&self, (): &(), _: &[()]) -> Result<(), Breach> {
        Ok(())
    }

    fn view(&self, host: &Host) -> Self::View {
        let leads = host.state.current_role == crate::raft_actor::Role::Leader;
        (leads.then_some(host.state.current_term), host.state.delivered_messages.clone())
    }

    fn compare(&self, one: &Self::View, other: &Self::View) -> Option<Breach> {
        use recraft_sim::checker::Property;
        let breach = |property, detail: &str| Some(Breach { property, detail: detail.into() });
        if one.0.is_some() && one.0 == other.0 {
            return breach(Property::ElectionSafety, "two leaders at the same term");
        }
        if one.1.iter().zip(&other.1).any(|(mine, theirs)| mine != theirs) {
            return breach(Property::StateMachineSafety, "two actors have delivered different things");
        }
        None
    }

    fn recall(&self, (): &(), _: &Self::View) -> Option<Breach> {
        None
    }
}
