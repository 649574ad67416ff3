//! Plain Raft (Ongaro and Ousterhout, 2014).

use recraft_protocol::io::{ClientResult, Timer};
use recraft_protocol::log::Payload;
use recraft_protocol::message::{AppendRefusal, Body, VoteRefusal};
use recraft_protocol::node::Role;
use recraft_protocol::observation::{Observation, StepDown};
use recraft_protocol::types::EpochTerm;

use crate::harness::{Bench, n};

fn refused(bench: &Bench, by: u32, matches: impl Fn(&VoteRefusal) -> bool) -> bool {
    bench.saw(by, |seen| matches!(seen, Observation::VoteRefused { reason, .. } if matches(reason)))
}

#[test]
fn a_candidate_wins_with_a_majority_and_opens_its_term_with_a_no_op() {
    let mut bench = Bench::new(5, 0);
    bench.elect(3);
    assert_eq!(bench.node(3).at(), EpochTerm::new(0, 1));
    assert_eq!(bench.node(3).log().get(1).map(|entry| &entry.payload), Some(&Payload::Noop));
    assert_eq!(bench.node(3).commit(), 1);
}

#[test]
fn a_candidate_without_a_majority_does_not_lead() {
    let mut bench = Bench::new(5, 0);
    bench.silent = [3, 4, 5].into();
    bench.fire(1, Timer::Election);
    bench.settle();
    assert!(matches!(bench.node(1).role(), Role::Candidate { votes, .. } if votes.len() == 2));
}

#[test]
fn a_server_votes_once_in_a_term_first_come_first_served() {
    let mut bench = Bench::new(3, 0);
    bench.fire(1, Timer::Election);
    bench.fire(2, Timer::Election);
    bench.deliver_one(|message| message.from == n(1) && message.to == n(3));
    bench.deliver_one(|message| message.from == n(2) && message.to == n(3));
    assert_eq!(bench.node(3).voted_for(), Some(n(1)));
    assert!(refused(&bench, 3, |reason| *reason == VoteRefusal::AlreadyVoted { voted_for: n(1) }));
}

#[test]
fn a_vote_survives_a_crash() {
    let mut bench = Bench::new(3, 0);
    bench.fire(1, Timer::Election);
    bench.deliver_one(|message| message.to == n(3));
    bench.crash_and_restart(3);
    bench.fire(2, Timer::Election);
    bench.deliver_one(|message| message.from == n(2) && message.to == n(3));
    assert!(refused(&bench, 3, |reason| matches!(reason, VoteRefusal::AlreadyVoted { .. })));
}

#[test]
fn a_voter_denies_its_vote_if_its_own_log_is_more_up_to_date() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    bench.silent = [3].into();
    bench.put(1, "a", "1");
    bench.settle();
    bench.silent = [].into();
    bench.fire(3, Timer::Election);
    bench.settle();
    assert!(refused(&bench, 2, |reason| matches!(reason, VoteRefusal::LogBehind { .. })));
    assert!(!bench.node(3).is_leader());
}

#[test]
fn a_leader_that_sees_a_higher_term_steps_down() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    bench.elect(2);
    assert!(!bench.node(1).is_leader());
    assert!(
        bench.saw(1, |seen| matches!(seen, Observation::SteppedDown { reason: StepDown::HigherTerm { .. } }))
    );
}

#[test]
fn a_command_is_answered_once_a_majority_holds_it() {
    let mut bench = Bench::new(5, 0);
    bench.elect(1);
    bench.silent = [4, 5].into();
    bench.put(1, "a", "1");
    assert!(bench.replies.is_empty());
    bench.settle();
    assert!(matches!(bench.last_reply(), ClientResult::Applied { .. }));
    assert_eq!(bench.node(1).machine().data["a"], "1");
}

#[test]
fn followers_learn_what_is_committed_from_the_next_message() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    bench.put(1, "a", "1");
    bench.settle();
    bench.beat();
    assert!([2, 3].iter().all(|&id| bench.node(id).machine().data.contains_key("a")));
}

#[test]
fn a_follower_is_asked_to_lead_and_names_the_leader() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    bench.put(2, "a", "1");
    assert_eq!(bench.last_reply(), &ClientResult::NotLeader { leader: Some(n(1)) });
}

#[test]
fn conflicting_entries_are_overwritten_by_the_new_leaders() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    bench.silent = [1].into();
    for key in ["x", "y", "z"] {
        bench.put(1, key, "lost");
    }
    bench.elect(2);
    bench.put(2, "a", "kept");
    bench.settle();
    bench.silent = [].into();
    bench.beat();
    bench.beat();
    assert_eq!(bench.node(1).log(), bench.node(2).log());
    assert!(bench.saw(1, |seen| matches!(seen, Observation::Truncated { .. })));
    assert!(!bench.node(1).machine().data.contains_key("x"));
}

#[test]
fn a_follower_that_lacks_the_entry_before_refuses_and_is_tried_further_back() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    bench.silent = [3].into();
    for key in ["a", "b", "c"] {
        bench.put(1, key, "1");
        bench.settle();
    }
    bench.elect(2);
    bench.silent = [].into();
    bench.beat();
    let mismatch = |seen: &Observation| {
        matches!(seen, Observation::AppendRefused { reason: AppendRefusal::Mismatch { .. }, .. })
    };
    assert!(bench.saw(3, mismatch));
    assert_eq!(bench.node(3).log(), bench.node(2).log());
}

/// Raft paper, Figure 8: an entry of an older term that a majority holds is committed only through one of the leader's own term.
#[test]
fn an_entry_of_an_older_term_is_not_committed_by_counting() {
    let mut bench = Bench::new(5, 0);
    bench.elect(1);
    bench.silent = [3, 4, 5].into();
    bench.put(1, "a", "1"); // Index 2, only on n1 and n2.
    bench.settle();
    bench.silent = [1, 5].into();
    bench.fire(2, Timer::Election);
    bench.deliver_one(|message| message.to == n(3));
    bench.deliver_one(|message| message.to == n(4));
    bench.deliver_one(|message| matches!(message.body, Body::VoteGranted));
    bench.deliver_one(|message| matches!(message.body, Body::VoteGranted));
    assert!(bench.node(2).is_leader());
    // n3 and n4 get index 2 but never the no-op of the new term at index 3.
    let index_2_only = |message: &recraft_protocol::message::Message| matches!(&message.body, Body::Append { entries, .. } if entries.iter().any(|entry| entry.id.index == 3));
    while bench.messages.iter().any(|message| !index_2_only(message)) {
        bench.deliver_one(|message| !index_2_only(message));
    }
    assert_eq!(bench.node(2).commit(), 1);
}

#[test]
fn a_restarted_server_has_its_log_and_learns_again_what_is_committed() {
    let mut bench = Bench::new(3, 0);
    bench.elect(1);
    bench.put(1, "a", "1");
    bench.settle();
    bench.beat();
    bench.crash_and_restart(2);
    assert_eq!((bench.node(2).commit(), bench.node(2).log().last().index), (0, 2));
    bench.beat();
    assert_eq!(bench.node(2).machine().data["a"], "1");
}

#[test]
fn a_single_node_leads_and_commits_alone() {
    let mut bench = Bench::new(1, 0);
    bench.elect(1);
    bench.put(1, "a", "1");
    assert!(matches!(bench.last_reply(), ClientResult::Applied { .. }));
}
