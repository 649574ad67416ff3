//! Exhaustive search: `stateright`'s own Raft example, three servers, all ways of so many steps, on one thread; by
//! `stateright` and by the project's search.

use recraft_sim::exhaustive::search::Search;
use stateright::actor::{ActorModel, Network};
use stateright::{Checker, Expectation, Model};

use crate::actors::Actors;
use crate::raft_actor::{RaftActor, Role};

const SERVERS: usize = 3;
const CRASHES: u8 = 0;

/// How many states the project's search reaches.
#[must_use]
pub fn ours(steps: u32) -> usize {
    let mut search = Search::new(Actors::new(SERVERS, CRASHES)).down_to(steps);
    search.advance(usize::MAX).states
}

/// How many states `stateright` reaches; with the example's two safety properties.
#[must_use]
pub fn theirs(steps: u32) -> usize {
    let model = ActorModel::<RaftActor, ()>::new((), ())
        .max_crashes(usize::from(CRASHES))
        .actors((0..SERVERS).map(|_| RaftActor { peer_ids: (0..SERVERS).collect() }))
        .init_network(Network::new_unordered_nonduplicating([]))
        .property(Expectation::Always, "Election Safety", |_, state| {
            let leaders = || state.actor_states.iter().filter(|actor| actor.current_role == Role::Leader);
            leaders().all(|one| leaders().filter(|other| other.current_term == one.current_term).count() == 1)
        })
        .property(Expectation::Always, "State Machine Safety", |_, state| {
            state.actor_states.iter().all(|one| {
                state.actor_states.iter().all(|other| {
                    one.delivered_messages.iter().zip(&other.delivered_messages).all(|(a, b)| a == b)
                })
            })
        });
    let checker = model.checker().threads(1).target_max_depth(steps as usize + 1).spawn_bfs().join();
    checker.unique_state_count()
}
