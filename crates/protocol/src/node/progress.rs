//! What a leader knows of a peer, and how much it may have on the way to it.
//!
//! As long as it does not know where the two logs meet it *probes*: one message at a time, sent again from the same place. Once the
//! peer has taken something in, and if the window is larger than 1, it *streams*: it sends on without waiting for answers, up to
//! the window, and goes back to probing when something was refused or nothing has been heard since the last heartbeat.

use serde::Serialize;

use crate::types::Index;

/// What a leader knows of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Progress {
    /// The next index to send.
    pub next: Index,
    /// The highest index known to be the same.
    pub matched: Index,
    /// How many messages are outstanding.
    pub outstanding: u32,
    /// Whether it sends on without waiting for answers.
    pub streaming: bool,
    /// Whether it has answered since the last heartbeat.
    pub heard: bool,
    /// The last round of heartbeats that it has answered.
    pub round: u32,
}

impl Progress {
    /// Of a peer of which nothing is known: its log may be as long as the leader's.
    pub(super) const fn new(next: Index) -> Self {
        Self { next, matched: 0, outstanding: 0, streaming: false, heard: false, round: 0 }
    }

    /// Whether another message may leave before an answer comes.
    pub(super) const fn has_room(&self, window: u32) -> bool {
        let most = if self.streaming && window > 1 { window } else { 1 };
        self.outstanding < most
    }

    /// A message with `entries` has left.
    pub(super) const fn sent(&mut self, entries: usize) {
        self.outstanding = self.outstanding.saturating_add(1);
        if self.streaming {
            self.next += entries as Index;
        }
    }

    /// A heartbeat is due: what has not been answered since the last one is taken for lost.
    pub(super) const fn beat(&mut self) {
        if !self.heard || !self.streaming {
            self.probe();
        }
        self.heard = false;
    }

    /// Goes back to where the logs are known to meet.
    const fn probe(&mut self) {
        self.outstanding = 0;
        if self.streaming {
            self.streaming = false;
            self.next = self.matched + 1;
        }
    }

    /// It holds the log up to `matched`; says whether that is news.
    pub(super) fn accepted(&mut self, matched: Index, window: u32) -> bool {
        let news = matched > self.matched;
        self.matched = self.matched.max(matched);
        self.next = self.next.max(self.matched + 1);
        self.outstanding = self.outstanding.saturating_sub(1);
        self.streaming = window > 1 && self.matched > 0;
        self.heard = true;
        news
    }

    /// What followed `at` did not fit; it suggests to try after `try_after`. Says whether to send again.
    pub(super) fn mismatched(&mut self, at: Index, try_after: Index, last: Index) -> bool {
        self.heard = true;
        self.outstanding = self.outstanding.saturating_sub(1);
        if self.streaming {
            // A message has overtaken another, or one was lost on the way.
            let gap = at > self.matched;
            if gap {
                self.probe();
            }
            return gap;
        }
        self.outstanding = 0;
        if self.next != at.saturating_add(1) || try_after == at {
            return false;
        }
        let next = try_after.saturating_add(1);
        // Beyond `at`: it has taken the entries, but counts for nothing before it has all that it left the cluster with.
        self.next = if next > at { next.min(last + 1) } else { next.max(self.matched + 1) };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_waits_for_its_answer_and_a_stream_for_its_window() {
        let mut peer = Progress::new(5);
        peer.sent(2);
        assert!(!peer.has_room(4) && peer.next == 5);
        assert!(peer.accepted(6, 4));
        for _ in 0..4 {
            assert!(peer.has_room(4));
            peer.sent(1);
        }
        assert!(!peer.has_room(4) && peer.next == 11);
    }

    #[test]
    fn what_is_not_answered_between_two_heartbeats_is_sent_again() {
        let mut peer = Progress::new(5);
        peer.accepted(6, 4);
        peer.sent(3);
        peer.beat();
        assert_eq!((peer.next, peer.streaming), (10, true), "it answered a moment ago");
        peer.beat();
        assert_eq!((peer.next, peer.streaming, peer.outstanding), (7, false, 0));
    }

    #[test]
    fn a_refused_probe_goes_back_but_never_behind_what_is_known_to_match() {
        let mut peer = Progress::new(9);
        peer.accepted(3, 1);
        peer.next = 9;
        assert!(peer.mismatched(8, 1, 20));
        assert_eq!(peer.next, 4);
        assert!(!peer.mismatched(8, 2, 20), "an answer to an earlier message");
    }

    #[test]
    fn an_overtaken_message_ends_the_stream() {
        let mut peer = Progress::new(5);
        peer.accepted(6, 4);
        peer.sent(2);
        peer.sent(2);
        assert!(peer.mismatched(8, 6, 20));
        assert_eq!((peer.next, peer.streaming), (7, false));
    }
}
