//! Clients at work: asking, following hints, asking again.

use recraft_protocol::io::{ClientReply, ClientResult};
use recraft_protocol::machine::{Command, Operation};
use recraft_protocol::types::{ClientId, NodeId};
use recraft_words::t;

use crate::checker::Violation;
use crate::client::{
    Client, FIRST_LOAD_CLIENT, MAX_CLIENTS, Outstanding, PATIENCE_US, RETRY_PAUSE_US, random_operation,
};
use crate::command::CommandError;
use crate::event::What;
use crate::flight::{Cargo, Endpoint};
use crate::network::Parcel;
use crate::queue::Happening;
use crate::setup::LONGEST_US;
use crate::world::{Load, World};

/// How many hints in a row a client follows before it pauses.
const HOPS: u32 = 3;

impl World {
    pub(super) fn request(
        &mut self,
        client: ClientId,
        operation: &Operation,
        node: Option<NodeId>,
    ) -> Result<(), CommandError> {
        node.map_or(Ok(()), |node| self.existing(node).map(|_| ()))?;
        let known = self.clients.get(&client);
        if known.is_some_and(|client| client.view.outstanding.is_some()) {
            return Err(CommandError::ClientBusy(client));
        }
        if known.is_none() && self.clients.len() >= MAX_CLIENTS as usize {
            return Err(CommandError::TooMany {
                what: t!(in "limit": "clients").into(),
                limit: u64::from(MAX_CLIENTS),
            });
        }
        self.clients.or_insert_with(client, || Client::new(client));
        self.begin_request(client, operation.clone(), node);
        Ok(())
    }

    pub(super) fn set_load(&mut self, load: Load) -> Result<(), CommandError> {
        let limit = MAX_CLIENTS / 2;
        if load.clients > limit {
            return Err(CommandError::TooMany {
                what: t!(in "limit": "clients under load").into(),
                limit: u64::from(limit),
            });
        }
        self.load = Load { pause_us: load.pause_us.clamp(1_000, LONGEST_US), ..load };
        for n in 0..limit {
            let id = ClientId(FIRST_LOAD_CLIENT.0 + n);
            if n < load.clients {
                self.clients.or_insert_with(id, || Client::new(id));
            }
            let Some(client) = self.clients.get_mut(&id) else { continue };
            let begins = n < load.clients && !client.view.under_load;
            client.view.under_load = n < load.clients;
            if begins && client.view.outstanding.is_none() {
                let first_us = self.rng.between(1, self.load.pause_us);
                self.wake(id, first_us);
            }
        }
        Ok(())
    }

    /// Wakes a client after so long, instead of whenever it was to be woken before.
    pub(super) fn wake(&mut self, id: ClientId, after_us: u64) {
        if let Some(held) = &mut self.held {
            held.clients.insert(id, after_us);
            return;
        }
        let Some(client) = self.clients.get_mut(&id) else { return };
        let due_us = self.now_us.saturating_add(after_us);
        let later = client.ticket.and_then(|earlier| self.queue.put_off(earlier, due_us));
        client.ticket = Some(later.unwrap_or_else(|| self.queue.push(due_us, Happening::Client(id))));
    }

    /// A client's patience or its pause is over.
    pub(super) fn client_turn(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        client.ticket = None;
        client.hops = 0;
        let searching = client.hint.is_none();
        let Some(outstanding) = &client.view.outstanding else {
            if client.view.under_load {
                let operation = random_operation(&mut self.rng, id, client.view.asked + 1);
                self.begin_request(id, operation, None);
            }
            return;
        };
        if searching {
            let key = outstanding.operation.key().to_owned();
            self.directory.forget_leader(&key, outstanding.node);
        }
        self.try_again(id);
    }

    fn begin_request(&mut self, id: ClientId, operation: Operation, of: Option<NodeId>) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        client.view.asked += 1;
        (client.hops, client.searches, client.hint) = (0, 0, None);
        let seq = client.view.asked;
        let known = || self.directory.whom_to_ask(operation.key(), 0, &self.servers);
        let Some(node) = of.or_else(known) else { return };
        client.view.outstanding =
            Some(Outstanding { seq, operation, node, attempt: 1, since_us: self.now_us });
        self.statistics.client_requests += 1;
        self.send_request(id);
    }

    /// Asks once more, under the same number: whoever a hint named, or the next one.
    fn try_again(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        let Some(outstanding) = &mut client.view.outstanding else { return };
        let hint = client.hint.take().filter(|node| self.servers.contains_key(node));
        let key = outstanding.operation.key();
        if hint.is_none() {
            client.searches = client.searches.saturating_add(1);
        }
        if let Some(node) = hint.or_else(|| self.directory.whom_to_ask(key, client.searches, &self.servers)) {
            outstanding.node = node;
        }
        outstanding.attempt = outstanding.attempt.saturating_add(1);
        self.statistics.client_retries += 1;
        self.send_request(id);
    }

    fn send_request(&mut self, id: ClientId) {
        let Some(outstanding) = self.clients.get(&id).and_then(|client| client.view.outstanding.clone())
        else {
            return;
        };
        let Outstanding { seq, operation, node, attempt, .. } = outstanding;
        self.record(|| What::ClientAsked { client: id, seq, operation: operation.clone(), node, attempt });
        if self.checking && attempt == 1 {
            self.checker.asked(id, seq, &operation, self.last_seq);
        }
        let cargo = Cargo::Request(Command { client: id, seq, operation });
        self.send(Parcel { from: Endpoint::Client(id), to: Endpoint::Node(node), cargo });
        self.wake(id, PATIENCE_US);
    }

    /// An answer has come. One that does not help counts only if it is from whom the client asked last.
    pub(super) fn answer(&mut self, id: ClientId, from: Endpoint, reply: ClientReply) {
        let Some(client) = self.clients.get(&id) else { return };
        let Some(outstanding) = client.view.outstanding.as_ref().filter(|asked| asked.seq == reply.seq)
        else {
            return;
        };
        let key = outstanding.operation.key().to_owned();
        let asked = outstanding.node;
        let Endpoint::Node(from) = from else { return };
        match reply.result {
            ClientResult::Applied { .. } => {
                self.directory.note_leader(&key, from);
                self.finish(id, reply.result);
            }
            _ if from != asked => {}
            ClientResult::NotLeader { leader } => {
                self.directory.forget_leader(&key, from);
                self.follow_hint(id, leader.filter(|&leader| leader != from));
            }
            ClientResult::WrongShard { owner } => {
                match owner.as_ref().and_then(|(cluster, _)| self.lineage.get(*cluster)) {
                    Some(record) => self.directory.learn(record),
                    None => self.lineage.live().for_each(|record| self.directory.learn(record)),
                }
                let member = owner.and_then(|(_, members)| self.some_member(&members, from));
                self.follow_hint(id, member);
            }
            ClientResult::Merging => {
                if let Some(client) = self.clients.get_mut(&id) {
                    client.hint = Some(from);
                }
                self.wake(id, RETRY_PAUSE_US);
            }
        }
    }

    fn some_member(&mut self, members: &recraft_protocol::types::NodeSet, not: NodeId) -> Option<NodeId> {
        let others: Vec<NodeId> = members.iter().filter(|&node| node != not).collect();
        self.rng.pick(&others).copied()
    }

    /// Asks whom a hint named at once. Without a hint, or when it has been sent about too often, the client pauses and then goes
    /// looking itself.
    fn follow_hint(&mut self, id: ClientId, hint: Option<NodeId>) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        client.hops += 1;
        client.hint = hint.filter(|_| client.hops <= HOPS);
        if client.hint.is_some() {
            self.try_again(id);
        } else {
            self.wake(id, RETRY_PAUSE_US);
        }
    }

    /// What the checks have to say of an answer that the next event will show.
    fn check_answer(
        &mut self,
        ask: (ClientId, u64),
        operation: &Operation,
        result: &ClientResult,
    ) -> Vec<Violation> {
        match result {
            ClientResult::Applied { response, .. } if self.checking => {
                self.checker.answered(ask, operation, response, self.last_seq + 1, self.now_us)
            }
            _ => Vec::new(),
        }
    }

    fn finish(&mut self, id: ClientId, result: ClientResult) {
        let pause_us = self.load.pause_us;
        let Some(client) = self.clients.get_mut(&id) else { return };
        let Some(outstanding) = client.view.outstanding.take() else { return };
        client.view.answered += 1;
        client.ticket.take().into_iter().for_each(|ticket| self.queue.cancel(ticket));
        if let Some(held) = &mut self.held {
            held.clients.remove(&id);
        }
        let under_load = client.view.under_load;
        self.statistics.client_answers += 1;
        let Outstanding { seq, operation, since_us, .. } = outstanding;
        let took_us = self.now_us - since_us;
        let violations = self.check_answer((id, seq), &operation, &result);
        self.record(|| What::ClientAnswered { client: id, seq, operation, result, took_us });
        for violation in violations {
            self.record(|| What::Violated { violation });
        }
        if under_load {
            self.wake(id, pause_us);
        }
    }
}
