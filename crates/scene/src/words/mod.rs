//! The words: what happened, in plain English, present tense, with the reason.
//!
//! The same sentence stands in the event list, in a caption and in a screen reader. Everything that is said of the
//! core's meaning is said here and nowhere else, so that it can be found, read as a whole, and one day translated.
//!
//! [`sentence`] branches over the kinds of event; the sentences themselves are leaves, grouped by subject
//! ([`election`], [`log`], [`reconfiguration`], [`merge`], [`catch_up`], [`outside`]). Reasons of refusals are in
//! [`refusals`], names and meanings of messages in [`messages`], and what each mark on the stage means in [`legend`].
//!
//! Rules: a verb, then the reason after a colon. What can be mended says how. Nothing is guessed: a sentence uses only
//! what its event says.

pub mod catch_up;
pub mod checks;
pub mod election;
mod extensions;
pub mod goals;
pub mod legend;
pub mod lists;
pub mod log;
mod manager;
pub mod merge;
pub mod messages;
pub mod outside;
pub mod reconfiguration;
pub mod refusals;
pub mod roles;
pub mod settings;
pub mod worlds;

use recraft_protocol::observation::Observation;
use recraft_protocol::types::{ClusterId, NodeId};
use recraft_sim::event::{Event, What};
use recraft_words::t;

/// What a sentence is about: the filters of the event list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Who leads.
    Election,
    /// What is in the logs.
    Log,
    /// What is agreed.
    Commit,
    /// Who the members are.
    Config,
    /// One cluster becomes several.
    Split,
    /// Several become one.
    Merge,
    /// Somebody was away.
    CatchUp,
    /// Clients and their requests.
    Client,
    /// What was done to the run from outside, and what is lost.
    Fault,
    /// The safety properties.
    Check,
}

impl Kind {
    /// All of them, in the order in which filters are shown.
    pub const ALL: [Self; 10] = [
        Self::Election,
        Self::Log,
        Self::Commit,
        Self::Config,
        Self::Split,
        Self::Merge,
        Self::CatchUp,
        Self::Client,
        Self::Fault,
        Self::Check,
    ];

    /// Its name on a filter.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Election => t!("Elections"),
            Self::Log => t!("Logs"),
            Self::Commit => t!("Commits"),
            Self::Config => t!("Members"),
            Self::Split => t!("Splits"),
            Self::Merge => t!("Merges"),
            Self::CatchUp => t!("Catching up"),
            Self::Client => t!("Clients"),
            Self::Fault => t!("Faults"),
            Self::Check => t!("Checks"),
        }
    }
}

/// How much a sentence matters to someone who watches for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Importance {
    /// A step of the story: always shown.
    Major,
    /// Worth a line.
    Minor,
    /// For those who look closely.
    Detail,
}

/// One line of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What happened and why.
    pub text: String,
    /// What it is about.
    pub kind: Kind,
    /// How much it matters.
    pub importance: Importance,
    /// Who has to do with it; whoever acts comes first.
    pub nodes: Vec<NodeId>,
    /// The cluster it is about, where the event itself says so.
    pub cluster: Option<ClusterId>,
}

impl Sentence {
    pub(crate) fn new(kind: Kind, importance: Importance, nodes: Vec<NodeId>, text: String) -> Self {
        Self { text, kind, importance, nodes, cluster: None }
    }

    pub(crate) fn major(kind: Kind, nodes: Vec<NodeId>, text: String) -> Self {
        Self::new(kind, Importance::Major, nodes, text)
    }

    pub(crate) fn minor(kind: Kind, nodes: Vec<NodeId>, text: String) -> Self {
        Self::new(kind, Importance::Minor, nodes, text)
    }

    pub(crate) fn detail(kind: Kind, nodes: Vec<NodeId>, text: String) -> Self {
        Self::new(kind, Importance::Detail, nodes, text)
    }

    pub(crate) fn of(mut self, cluster: ClusterId) -> Self {
        self.cluster = Some(cluster);
        self
    }
}

/// What to say about an event.
#[must_use]
pub fn sentence(event: &Event) -> Sentence {
    match &event.what {
        What::Observed { node, observation } => observed(*node, observation),
        what => outside::sentence(what),
    }
}

/// What to say about something that `node` did or decided.
#[must_use]
pub fn observed(node: NodeId, observation: &Observation) -> Sentence {
    use Observation as O;
    match observation {
        O::StoodForElection { .. }
        | O::VoteGranted { .. }
        | O::VoteRefused { .. }
        | O::VoteReceived { .. }
        | O::BecameLeader { .. }
        | O::SteppedDown { .. }
        | O::TermRaised { .. } => election::sentence(node, observation),
        O::Proposed { .. }
        | O::Appended { .. }
        | O::Truncated { .. }
        | O::AppendRefused { .. }
        | O::Committed { .. }
        | O::ClientAnswered { .. }
        | O::Restarted { .. } => log::sentence(node, observation),
        O::ConfigurationAppended { .. }
        | O::ConfigurationCommitted { .. }
        | O::ConfigurationUndone { .. }
        | O::RequestAccepted { .. }
        | O::RequestRefused { .. } => reconfiguration::sentence(node, observation),
        O::EpochEntered { .. }
        | O::PullStarted { .. }
        | O::PullServed { .. }
        | O::PullUnknown { .. }
        | O::Notified { .. }
        | O::Joined { .. }
        | O::BecameSpare { .. } => catch_up::sentence(node, observation),
        O::MergeVoteRefused { .. }
        | O::MergeVotedYes { .. }
        | O::MergeVoteReceived { .. }
        | O::MergeDecided { .. }
        | O::OutcomeHeard { .. }
        | O::Sealed { .. }
        | O::PartReceived { .. }
        | O::MergeCompleted { .. } => merge::sentence(node, observation),
        O::AskedForPreVotes { .. }
        | O::PreVoteGranted { .. }
        | O::HeldBack { .. }
        | O::HandedOver { .. }
        | O::TransferGivenUp { .. }
        | O::LeadershipConfirmed { .. }
        | O::Compacted { .. }
        | O::ChunkReceived { .. }
        | O::BoundaryReleased { .. } => extensions::sentence(node, observation),
    }
}
