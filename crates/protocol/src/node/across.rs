//! The two mistakes that take an epoch for a larger term: voting, and taking entries, across an epoch boundary.
//!
//! Both answer in the sender's name of the time ("I am in your epoch"), while the node itself stays where it is; so nothing it keeps
//! binds it to what it said.

use alloc::sync::Arc;

use crate::io::Output;
use crate::log::Entry;
use crate::message::{Body, Message};
use crate::mistakes::Mistake;
use crate::node::Node;
use crate::node::replication::is_a_run;
use crate::observation::{Crossing, Observation};
use crate::types::{Index, LogId};

impl Node {
    pub(super) fn votes_across_epochs(&self, last: LogId) -> bool {
        self.settings.makes(Mistake::VoteAcrossEpochs) && last >= self.durable.log.last()
    }

    pub(super) fn vote_across_epochs(&mut self, message: &Message, out: &mut Output) {
        let Some(cluster) = message.cluster else { return };
        out.observations.push(Observation::VoteGranted { to: message.from, at: message.at });
        self.send_as_former(message.from, cluster, message.at, Body::VoteGranted, out);
    }

    pub(super) fn takes_across_epochs(&self, previous: LogId) -> bool {
        self.settings.makes(Mistake::AppendAcrossEpochs)
            && self.durable.exchange.is_none()
            && !self.is_leader()
            && self.durable.log.holds(previous)
    }

    pub(super) fn append_across_epochs(
        &mut self,
        message: &Message,
        previous: LogId,
        entries: &[Arc<Entry>],
        commit: Index,
        out: &mut Output,
    ) {
        let Some(cluster) = message.cluster.filter(|_| is_a_run(previous, entries)) else { return };
        let from = message.from;
        self.take_in(from, entries, out);
        let matched = (previous.index + entries.len() as Index).min(self.durable.log.last().index);
        self.send_as_former(from, cluster, message.at, Body::AppendAccepted { matched, round: 0 }, out);
        self.commit_to(commit.min(matched), Crossing::Told(from), out);
    }
}
