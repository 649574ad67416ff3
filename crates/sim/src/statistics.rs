//! Counts over a run.

use serde::{Deserialize, Serialize};

/// How often what happened. The names are those of the explorer's summary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// Happenings handled: deliveries, timers, clients' turns.
    pub events: u64,
    /// Messages that arrived, clients' among them.
    pub deliveries: u64,
    /// Messages that were lost.
    pub messages_lost: u64,
    /// Messages that were doubled.
    pub messages_duplicated: u64,
    /// Times a leader's commit index rose by counting acknowledgements.
    pub commits: u64,
    /// Elections won.
    pub elections: u64,
    /// Times a node stood for election.
    pub candidacies: u64,
    /// Splits whose boundary committed.
    pub splits_completed: u64,
    /// Merges whose first participant crossed.
    pub merges_completed: u64,
    /// Merges that a coordinator aborted.
    pub merges_aborted: u64,
    /// Membership changes that reached their target.
    pub membership_changes_completed: u64,
    /// Administrators' requests that a leader accepted.
    pub requests_accepted: u64,
    /// Administrators' requests that a leader refused.
    pub requests_refused: u64,
    /// Nodes that crossed an epoch boundary.
    pub boundaries_crossed: u64,
    /// Nodes that crossed an epoch boundary by a pull or a notification, having been left behind.
    pub laggards_caught_up: u64,
    /// Nodes that joined a cluster from a snapshot.
    pub joins: u64,
    /// Crashes.
    pub crashes: u64,
    /// Restarts.
    pub restarts: u64,
    /// Clients' requests, retries not counted.
    pub client_requests: u64,
    /// Clients' requests that were answered.
    pub client_answers: u64,
    /// Clients' tries beyond the first.
    pub client_retries: u64,
}

impl Statistics {
    /// Adds the counts of another run.
    pub fn add(&mut self, other: &Self) {
        let Self {
            events,
            deliveries,
            messages_lost,
            messages_duplicated,
            commits,
            elections,
            candidacies,
            splits_completed,
            merges_completed,
            merges_aborted,
            membership_changes_completed,
            requests_accepted,
            requests_refused,
            boundaries_crossed,
            laggards_caught_up,
            joins,
            crashes,
            restarts,
            client_requests,
            client_answers,
            client_retries,
        } = other;
        self.events += events;
        self.deliveries += deliveries;
        self.messages_lost += messages_lost;
        self.messages_duplicated += messages_duplicated;
        self.commits += commits;
        self.elections += elections;
        self.candidacies += candidacies;
        self.splits_completed += splits_completed;
        self.merges_completed += merges_completed;
        self.merges_aborted += merges_aborted;
        self.membership_changes_completed += membership_changes_completed;
        self.requests_accepted += requests_accepted;
        self.requests_refused += requests_refused;
        self.boundaries_crossed += boundaries_crossed;
        self.laggards_caught_up += laggards_caught_up;
        self.joins += joins;
        self.crashes += crashes;
        self.restarts += restarts;
        self.client_requests += client_requests;
        self.client_answers += client_answers;
        self.client_retries += client_retries;
    }
}
