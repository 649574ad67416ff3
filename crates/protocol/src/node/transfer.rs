//! Handing over the leadership (Ongaro's dissertation, §3.10), and looking whether there still is a quorum to lead (§6.2).
//!
//! The leader takes no more commands, brings the chosen member up to its own log, and tells it to stand at once. If that has not led
//! to a new leader within an election timeout it goes on as before, and takes up what it had put off.

use crate::io::{AdminRequest, Output, Refusal};
use crate::message::{Body, Candidacy};
use crate::node::{Node, Role, Transfer};
use crate::observation::Observation;
use crate::types::NodeId;

impl Node {
    pub(super) fn propose_transfer(
        &mut self,
        to: NodeId,
        request: &AdminRequest,
        out: &mut Output,
    ) -> Result<(), Refusal> {
        if !self.settings.extensions.transfer {
            return Err(Refusal::SwitchedOff);
        }
        let Role::Leader(leading) = &self.volatile.role else {
            return Err(Refusal::NotLeader { leader: self.leader() });
        };
        if let Some(transfer) = leading.transfer {
            return Err(Refusal::TransferInProgress { to: transfer.to });
        }
        if to == self.id {
            return Err(Refusal::NoChange);
        }
        if !self.configuration().members.contains(to) {
            return Err(Refusal::NotMember(to));
        }
        if self.configuration().is_leaving() {
            return Err(Refusal::ReconfigurationInProgress);
        }
        let beats_left = self.beats_in_an_election_timeout().saturating_add(1);
        if let Some(leading) = self.leading() {
            leading.transfer = Some(Transfer { to, beats_left, told: false });
        }
        let id = self.durable.log.last();
        out.observations.push(Observation::RequestAccepted { request: request.clone(), id });
        self.hand_over_if_ready(to, out);
        if self.leading().and_then(|leading| leading.transfer).is_some_and(|transfer| !transfer.told) {
            self.send_append(to, out);
        }
        Ok(())
    }

    fn beats_in_an_election_timeout(&self) -> u32 {
        let timing = self.settings.timing;
        u32::try_from(timing.election.max_us.div_ceil(timing.heartbeat_us.max(1))).unwrap_or(u32::MAX)
    }

    /// Tells the one who is to lead to stand, once its log is as long as the leader's.
    pub(super) fn hand_over_if_ready(&mut self, peer: NodeId, out: &mut Output) {
        let last = self.durable.log.last().index;
        let Some(leading) = self.leading() else { return };
        let ready = leading.progress.get(&peer).is_some_and(|progress| progress.matched == last);
        let Some(transfer) =
            leading.transfer.as_mut().filter(|transfer| transfer.to == peer && !transfer.told && ready)
        else {
            return;
        };
        transfer.told = true;
        leading.reads.lease = None;
        leading.reads.lease_given_up = true;
        out.observations.push(Observation::HandedOver { to: peer });
        self.send(peer, Body::TimeoutNow, out);
    }

    /// Another heartbeat has gone by while it hands over.
    pub(super) fn give_up_late_transfer(&mut self, out: &mut Output) {
        let Some(leading) = self.leading() else { return };
        let Some(transfer) = &mut leading.transfer else { return };
        transfer.beats_left = transfer.beats_left.saturating_sub(1);
        if transfer.beats_left > 0 {
            return;
        }
        let to = transfer.to;
        leading.transfer = None;
        let held = core::mem::take(&mut leading.held);
        out.observations.push(Observation::TransferGivenUp { to });
        for command in held {
            self.on_client(command, out);
        }
    }

    /// The leader hands over to this node: it stands at once.
    pub(super) fn on_timeout_now(&mut self, from: NodeId, out: &mut Output) {
        let follows = matches!(self.volatile.role, Role::Follower { leader } if leader == Some(from));
        let may = self.configuration().members.contains(self.id)
            && self.durable.exchange.is_none()
            && self.has_what_it_left_with();
        if follows && may {
            self.set_election_timer(out);
            self.stand(Candidacy::HandedOver, out);
        }
    }

    /// Check-Quorum: whether an election timeout has gone by in which no quorum has answered.
    pub(super) fn has_lost_its_quorum(&mut self) -> bool {
        if !self.settings.extensions.check_quorum {
            return false;
        }
        let (quorum, id, limit) = (self.commit_quorum(), self.id, self.beats_in_an_election_timeout());
        let Some(leading) = self.leading() else { return false };
        leading.beats.since_quorum += 1;
        if leading.beats.since_quorum < limit {
            return false;
        }
        leading.beats.since_quorum = 0;
        let mut heard = core::mem::take(&mut leading.beats.heard);
        heard.insert(id);
        !quorum.is_met_by(&heard)
    }
}
