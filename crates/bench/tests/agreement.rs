//! Two model checkers that share nothing count the same states.

use recraft_bench::actors::Actors;
use recraft_bench::checked::Checked;
use recraft_bench::raft_actor::RaftActor;
use recraft_protocol::mistakes::Mistake;
use recraft_sim::exhaustive::recraft::{Bounds, Recraft, Scope, worlds};
use recraft_sim::exhaustive::search::Search;
use stateright::actor::{ActorModel, Network};
use stateright::{Checker, Model};
use std::collections::HashSet;

/// Counts by both; they must agree.
#[track_caller]
fn agree(scope: Scope) -> usize {
    let scope = Scope { symmetry: false, ..scope };
    let mut search = Search::new(Recraft::new(scope.clone()));
    let progress = search.advance(usize::MAX);
    assert!(progress.done && search.found().is_none());
    let checker = Checked { scope }.checker().spawn_bfs().join();
    checker.assert_properties();
    assert_eq!(progress.states, checker.unique_state_count());
    progress.states
}

fn bounds(last_term: u32, elections: u8, crashes: u8) -> Bounds {
    Bounds { last_term, elections, crashes, ..Bounds::default() }
}

#[test]
fn on_one_election() {
    let states = agree(Scope { bounds: bounds(1, 1, 0), ..worlds::cluster(3) });
    assert!(states > 100, "{states}");
}

#[test]
fn on_two_elections_a_crash_and_a_command() {
    let scope = Scope { commands: worlds::writes(1), bounds: bounds(2, 2, 1), ..worlds::cluster(2) };
    assert!(agree(scope) > 1_000);
}

#[test]
fn on_two_elections_among_three() {
    assert!(agree(Scope { bounds: bounds(2, 2, 0), ..worlds::cluster(3) }) > 5_000);
}

#[test]
fn on_losses_duplications_and_heartbeats() {
    let bounds = Bounds { losses: 1, duplications: 1, heartbeats: 1, ..bounds(1, 1, 0) };
    assert!(agree(Scope { bounds, ..worlds::cluster(2) }) > 100);
}

#[test]
fn on_a_pair_that_splits() {
    assert!(agree(worlds::split_of_two()) > 100);
}

#[test]
fn on_one_of_three_that_splits_off() {
    assert!(agree(worlds::split_of_three()) > 10_000);
}

#[test]
fn on_two_single_nodes_that_merge() {
    assert!(agree(worlds::merge_of_two()) > 1_000);
}

#[test]
fn on_one_that_becomes_three() {
    assert!(agree(worlds::one_becomes_three()) > 500);
}

#[test]
fn on_how_long_the_shortest_way_to_two_leaders_is() {
    let scope = Scope { bounds: bounds(2, 2, 0), symmetry: false, ..worlds::cluster(3) };
    let scope = worlds::with_mistake(scope, Mistake::MajorityOffByOne);
    let mut search = Search::new(Recraft::new(scope.clone()));
    search.advance(usize::MAX);
    let ours = search.found().expect("two leaders are found");
    let checker = Checked { scope }.checker().spawn_bfs().join();
    let theirs = checker.discovery("nothing contradicts what was").expect("two leaders are found");
    assert_eq!(ours.deeds.len(), theirs.into_actions().len());
}

/// The other's own example, given to the project's search. The states are counted by the other's own steps, and told apart by being
/// different: its checker tells them apart by a hash that does not say where in a list of sets one set ends, and so takes some that differ in
/// which timers run for one (52 states can be reached by two steps without crashes; it counts 50).
#[test]
fn on_stateright_s_own_raft() {
    let (count, crashes, depth) = (3, 1, 5);
    let mut search = Search::new(Actors::new(count, crashes)).down_to(depth);
    let ours = search.advance(usize::MAX).states;
    let model = ActorModel::<RaftActor, ()>::new((), ())
        .max_crashes(usize::from(crashes))
        .actors((0..count).map(|_| RaftActor { peer_ids: (0..count).collect() }))
        .init_network(Network::new_unordered_nonduplicating([]));
    let mut layer = model.init_states();
    let mut all: HashSet<_> = layer.iter().cloned().collect();
    for _ in 0..depth {
        let next = layer.iter().flat_map(|state| model.next_states(state)).collect::<Vec<_>>();
        layer = next.into_iter().filter(|state| all.insert(state.clone())).collect();
    }
    assert_eq!(ours, all.len());
}
