//! The switches of the protocol, as a person turns them: each extension is a choice among a few values.

use recraft_protocol::settings::{Delay, Extensions, MembershipScheme, Reads, Timing};
use recraft_scene::words::settings::Extension;
use recraft_words::t;

const WINDOWS: [u32; 4] = [1, 2, 4, 8];
const BATCHES: [u32; 4] = [1, 2, 8, 64];
const COMPACTIONS: [Option<u32>; 4] = [None, Some(8), Some(16), Some(64)];
const CHUNKS: [Option<u32>; 4] = [None, Some(2), Some(8), Some(32)];
const READS: [Reads; 3] = [Reads::ThroughLog, Reads::ReadIndex, Reads::Lease];
const SCHEMES: [MembershipScheme; 3] =
    [MembershipScheme::ReCraft, MembershipScheme::OneAtATime, MembershipScheme::Joint];

/// What an extension can be, in words; those that can only be on or off have none.
pub fn options(extension: Extension) -> Vec<&'static str> {
    match extension {
        Extension::Window => vec!["1", "2", "4", "8"],
        Extension::Batch => vec!["1", "2", t!("up to 8"), t!("up to 64")],
        Extension::Compaction => {
            vec![t!("never"), t!("after 8 entries"), t!("after 16 entries"), t!("after 64 entries")]
        }
        Extension::Chunks => vec![t!("whole"), t!("2 items"), t!("8 items"), t!("32 items")],
        Extension::Reads => vec![t!("through the log"), "ReadIndex", t!("lease")],
        Extension::Membership => vec!["ReCraft", t!("one at a time"), t!("joint consensus")],
        _ => Vec::new(),
    }
}

/// Which of its options is chosen (off is 0 and on is 1); `None` if it is something else, as a scenario may have it.
pub fn chosen(now: &Extensions, extension: Extension) -> Option<usize> {
    match extension {
        Extension::PreVote => Some(now.pre_vote.into()),
        Extension::CheckQuorum => Some(now.check_quorum.into()),
        Extension::Transfer => Some(now.transfer.into()),
        Extension::FastBackup => Some(now.fast_backup.into()),
        Extension::Learners => Some(now.learners.into()),
        Extension::Sessions => Some(now.sessions.into()),
        Extension::Window => WINDOWS.iter().position(|&window| window == now.window),
        Extension::Batch => BATCHES.iter().position(|&batch| batch == now.batch),
        Extension::Compaction => COMPACTIONS.iter().position(|&after| after == now.compact_after),
        Extension::Chunks => CHUNKS.iter().position(|&chunk| chunk == now.chunk),
        Extension::Reads => READS.iter().position(|&reads| reads == now.reads),
        Extension::Membership => SCHEMES.iter().position(|&scheme| scheme == now.membership),
    }
}

/// With this option of this extension; unchanged if there is no such option.
pub fn choose(mut now: Extensions, extension: Extension, nth: usize) -> Extensions {
    fn take<T: Copy>(place: &mut T, from: &[T], nth: usize) {
        if let Some(&value) = from.get(nth) {
            *place = value;
        }
    }
    let on = nth == 1;
    match extension {
        Extension::PreVote => now.pre_vote = on,
        Extension::CheckQuorum => now.check_quorum = on,
        Extension::Transfer => now.transfer = on,
        Extension::FastBackup => now.fast_backup = on,
        Extension::Learners => now.learners = on,
        Extension::Sessions => now.sessions = on,
        Extension::Window => take(&mut now.window, &WINDOWS, nth),
        Extension::Batch => take(&mut now.batch, &BATCHES, nth),
        Extension::Compaction => take(&mut now.compact_after, &COMPACTIONS, nth),
        Extension::Chunks => take(&mut now.chunk, &CHUNKS, nth),
        Extension::Reads => take(&mut now.reads, &READS, nth),
        Extension::Membership => take(&mut now.membership, &SCHEMES, nth),
    }
    now
}

/// The timing with the shortest election timeout at so many milliseconds, and the longest at twice as many: as far apart as in the Raft paper.
pub const fn with_election_ms(timing: Timing, ms: u64) -> Timing {
    Timing { election: Delay { min_us: ms * 1_000, max_us: ms * 2_000 }, ..timing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::inspect::Inspected;
    use crate::session::{Action, Preset, Selection, Session, Speed};
    use recraft_protocol::settings::Settings;
    use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
    use recraft_sim::command::Command;

    fn leader(session: &Session) -> Option<NodeId> {
        session.world().clusters()[0].leader
    }

    /// Plays until something is so; it must be within some seconds.
    fn play_until(session: &mut Session, is_so: impl Fn(&Session) -> bool) {
        let until_us = session.world().now_us() + 5_000_000;
        while !is_so(session) {
            assert!(session.world().now_us() < until_us, "it does not come about");
            session.advance(20.0);
        }
    }

    /// A cluster of three that is led, with these extensions.
    fn led(extensions: Extensions) -> Session {
        let mut session = Session::new(Preset::Three, 1);
        let settings = Settings { extensions, ..Settings::default() };
        session.act(Action::Do(Command::SetSettings { settings }));
        session.act(Action::SetSpeed(Speed::nearest(5.0)));
        session.act(Action::TogglePlay);
        play_until(&mut session, |session| leader(session).is_some());
        session
    }

    fn could_lead(session: &mut Session, node: NodeId) -> Option<ClusterId> {
        session.act(Action::Select(Some(Selection::Node(node))));
        match session.inspected() {
            Inspected::Node(card) => card.could_lead,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn leadership_is_offered_to_those_who_follow_where_it_can_be_handed_over() {
        let mut plain = led(Extensions::default());
        assert!((1..=3).all(|id| could_lead(&mut plain, NodeId(id)).is_none()));
        let mut session = led(Extensions { transfer: true, ..Extensions::default() });
        let first = leader(&session).unwrap();
        assert_eq!(could_lead(&mut session, first), None);
        let to = (1..=3).map(NodeId).find(|&node| node != first).unwrap();
        let cluster = could_lead(&mut session, to).expect("it is offered");
        session.act(Action::Do(Command::TransferLeadership { cluster, to }));
        play_until(&mut session, |session| leader(session) == Some(to));
    }

    #[test]
    fn learners_are_shown_where_there_may_be_some() {
        let card = |session: &mut Session| {
            session.act(Action::Select(Some(Selection::Cluster(ClusterId(1)))));
            match session.inspected() {
                Inspected::Cluster(card) => card.learners.clone(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(card(&mut led(Extensions::default())), None);
        let mut session = led(Extensions { learners: true, ..Extensions::default() });
        assert_eq!(card(&mut session), Some(NodeSet::new()));
        // A leader changes nobody before it has committed an entry of its term (P3).
        play_until(&mut session, |session| session.world().clusters()[0].commit > 0);
        session.act(Action::AddSpare);
        let (cluster, add, remove) = (ClusterId(1), NodeSet::from([4]), NodeSet::new());
        session.act(Action::Do(Command::ChangeLearners { cluster, add, remove }));
        play_until(&mut session, |session| session.world().clusters()[0].configuration.learners.len() == 1);
        assert_eq!(card(&mut session), Some(NodeSet::from([4])));
    }

    #[test]
    fn every_option_of_every_extension_can_be_chosen_and_changes_nothing_else() {
        for extension in Extension::ALL {
            let count = options(extension).len().max(2);
            for nth in 0..count {
                let now = choose(Extensions::default(), extension, nth);
                assert_eq!(chosen(&now, extension), Some(nth), "{extension:?}");
                let same = |other: &Extension| chosen(&now, *other) == chosen(&Extensions::default(), *other);
                assert!(
                    Extension::ALL.iter().filter(|&&other| other != extension).all(same),
                    "{extension:?}"
                );
            }
            let beyond = choose(Extensions::default(), extension, 9);
            assert!(options(extension).is_empty() || beyond == Extensions::default());
        }
    }

    #[test]
    fn the_plain_protocol_and_everything_on_are_among_the_options() {
        for extensions in [Extensions::default(), Extensions::all()] {
            assert!(Extension::ALL.iter().all(|&extension| chosen(&extensions, extension).is_some()));
        }
        assert_eq!(chosen(&Extensions { batch: 3, ..Extensions::default() }, Extension::Batch), None);
    }

    #[test]
    fn the_papers_timing_is_150_milliseconds_and_twice_that() {
        assert_eq!(with_election_ms(Timing::default(), 150), Settings::default().timing);
    }
}
