//! The protocol core of ReCraft Lab: Raft, and ReCraft on top of it, as a deterministic state machine.
//!
//! # What it is
//!
//! A [`node::Node`] takes one [`io::Input`] at a time (a message, a timer that ran out, a client's or an administrator's request) and
//! says in an [`io::Output`] what it wants done: messages to send, timers to set, answers to clients, and
//! [`observation::Observation`]s of what it did and why. It sees no clock, no dice, no network and no disk; the crate is `no_std` so
//! that this is the compiler's promise. Whatever must survive a crash is in one struct, [`durable::Durable`], and must be kept
//! before the messages of the same call leave.
//!
//! # Raft in a few words
//!
//! A cluster of nodes replicates one log. In each *term* at most one *leader* is elected, by a majority; it appends clients' commands
//! to its log and sends them on; an entry of its own term that a majority holds is *committed* and will never be lost, because
//! whoever wants to lead needs the vote of somebody who has it, and nobody votes for a candidate with an older log (Ongaro and
//! Ousterhout, *In Search of an Understandable Consensus Algorithm*, 2014; section numbers with § and no name are of that paper).
//!
//! # ReCraft in a few words
//!
//! ReCraft (Xiong et al., DSN 2025) lets clusters reconfigure themselves without anyone outside coordinating them.
//!
//! - **Epochs** come before terms: logical time is `(epoch, term)`, and what Raft says of terms holds of the pair
//!   ([`types::EpochTerm`]). The epoch grows by one at every split and every merge, and a node enters an epoch only by committing the
//!   entry that ends its own, the *epoch boundary*.
//! - **Membership change**: any number of nodes at once. The entry carries a quorum large enough to meet every quorum before it; a second
//!   entry brings it back to a majority ([`membership`]).
//! - **Split**: `C_joint` commits with the old quorum; then `C_new` commits with a majority of the leader's own sub-cluster, which thereby is
//!   a cluster of its own, still served by the same leader. Elections need a majority of *every* sub-cluster until `C_new` has
//!   committed ([`config`]).
//! - **Merge**: two-phase commit between clusters, both phases in their logs; then every node seals its cluster's state, all
//!   exchange what they sealed, and the united cluster elects a leader.
//! - **Catch-up by pulling**: votes and entries never cross an epoch. A node that hears of a later epoch asks for what its own cluster
//!   committed up to the boundary, and crosses when it has that.
//!
//! # Where to read on
//!
//! [`types`] (vocabulary), [`quorum`] (which answers are enough), [`config`] (who the members are and what is under way), [`log`],
//! [`machine`] (the replicated store), [`message`], [`observation`], [`io`]; what many copies share and what there are few of, in [`text`],
//! [`value`], [`entries`] and [`table`]; then [`node`], with a file for each role and each
//! reconfiguration: `dispatch` (the rules across epochs), `election`, `replication`, `commit`, `reconfigure` (membership and split),
//! `boundary` (crossing), `catch_up`, `merge` (the coordinator), `participant`, `exchange` (the parts of a merge), `join`; and those of
//! the extensions, below.
//!
//! # Choices, and where we deviate
//!
//! The ReCraft paper leaves some things open; these are our answers.
//!
//! - **The first leader of a new epoch.** A node enters an epoch at term 0 with no vote. The leader that appended a split's `C_new`, and
//!   counts it committed itself in the same term, goes on as leader at `(e + 1, 0)`; everybody else is a follower. So `(e + 1, 0)` has at
//!   most one leader. A leader that carried a larger term across could outrank it without an election.
//! - **Elections stay joint until `C_new` has committed.** If an appended `C_new` counted for elections, a deposed leader's stale `C_new`
//!   could be committed by its own sub-cluster beside another one.
//! - **Entries of a later epoch are never accepted.** Accepting them while keeping one's own term would leave the node open to a stale
//!   leader of its old epoch.
//! - **Commands during a split.** Those that arrive while `C_new` is on its way wait for that one round trip and are proposed in the
//!   new epoch.
//! - **The log ends at the boundary.** What an old leader put behind it is dropped by whoever crosses; the log of the new cluster goes
//!   on (same indexes) or, after a merge, begins anew with a genesis entry that is committed from the start.
//! - **`NotifyCommit` ends a merge's epoch too**, not only a split's: whoever holds the entry need not pull.
//! - **Who takes part in a merged cluster.** A node may vote at once; it stands and acknowledges entries only when it holds every part.
//!   So a leader has the whole state, and whatever commits finds every part on a quorum.
//! - **Any holder may answer.** Besides those who crossed a boundary themselves, whoever received a cluster's sealed state in a merge can bring that
//!   cluster's laggards across with it.
//! - **Joining** is by snapshot: a spare asks a leader that sends it entries for one. It is counted, and may vote, from the moment the
//!   entry that adds it is appended; otherwise nobody might be able to lead if the leader that added it died.
//! - **Coming back.** A node that joins a cluster it was in before takes up its old log, and one that was in others meanwhile acknowledges
//!   nothing and elects nobody before it has again what it left with ([`durable::Left`]). A node that forgets that it left could bring an old
//!   configuration, of which it was a quorum, back to life; it never goes back to a cluster whose epoch has ended for it at all. (Found by
//!   chance, in `tests/protocol/chance.rs`: three reconfigurations, and a delayed snapshot from the first leader.)
//! - **Leaving.** The leader brings a node that leaves as far as the entry that says so. One that missed it is told when it asks for votes,
//!   and its higher term is not taken over; so it disturbs nobody. A node that its newest configuration leaves out asks whether that has
//!   committed, and if nobody knows may stand: it may be the only one that can get it committed (Ongaro's dissertation, §4.2.2).
//! - **Those who have left send others on.** Whoever asks about a cluster (a laggard, a candidate, a participant or coordinator of a merge) may
//!   know only nodes that have left it. They answer with who stayed and by which committed entry they left; the asker follows only answers of
//!   a later entry than those it has followed since its timer last ran out. So asking ends though two that left name each other, and the one
//!   that left last is always heard. (Found by random runs: without the rule, a participant asked two such nodes without end.)
//! - **A leaving node is kept quiet.** What it lacks may have been compacted, and a snapshot would tell it that it is being added. The leader sends it
//!   signs of life until its removal has committed; otherwise it would stand, and could unseat every leader that might commit it.
//! - **A sub-cluster needs somebody to begin with**: a split is refused while none of a sub-cluster's members has acknowledged the present
//!   configuration to the leader. Nodes that were just added and have no state could otherwise be a cluster of their own, to which nobody brings it. Likewise a merge that leaves
//!   nodes out: of each participant's nodes that shall go on, if any, somebody must have acknowledged its configuration.
//! - **Adding and removing in one request**: first whichever makes the largest quorum on the way smaller.
//!
//! # Raft's extensions, and mistakes
//!
//! Each of Raft's extensions is a switch in [`settings::Extensions`]: fast back-up and a window of outstanding messages
//! (`node/progress`), compaction and snapshots in chunks (`compaction`, `install`), reads by ReadIndex and by lease (`read`), Pre-Vote and
//! Check-Quorum (`election`, `transfer`), handing over the leadership (`transfer`), learners, and Raft's two ways of changing members beside
//! ReCraft's ([`membership`]). What they add to the rules above:
//!
//! - **A lease is counted in heartbeats**, because a node has no clock: it ends one heartbeat early. A follower that may be part of
//!   one does not stand either, even if it is made to time out; a restarted one waits as if it had heard from a leader a moment ago.
//!   Whoever hands over its leadership has no lease any more in that term: the order to stand may arrive late.
//! - **Reads at an epoch's end.** From the moment a leader appends the entry that ends its epoch it answers no read: during a split they
//!   wait for that one round trip, during a merge the client asks again.
//! - **Learners** are refused a part in splits and merges, because they would belong to no new cluster.
//! - **Boundary data** is let go of (with compaction on) when every member of the old cluster, and after a merge of the new one, has
//!   promised that it needs nothing of it (`release`). The promise is kept on disk.
//!
//! The deliberate mistakes are listed in [`mistakes`]; each is one deviation at the place where the right rule stands.
#![no_std]

extern crate alloc;

pub mod config;
pub mod durable;
pub mod entries;
pub mod io;
pub mod keys;
pub mod log;
pub mod machine;
pub mod membership;
pub mod message;
pub mod mistakes;
pub mod node;
pub mod observation;
pub mod order;
pub mod quorum;
pub mod settings;
pub mod snapshot;
pub mod table;
pub mod text;
pub mod types;
pub mod value;
