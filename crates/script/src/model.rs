//! A scenario as it is read: the stage, and the steps of the story.

use recraft_protocol::io::Timer;
use recraft_protocol::machine::Operation;
use recraft_protocol::types::{ClientId, ClusterId, Epoch, EpochTerm, Index, NodeId, NodeSet, Term, TxId};
use recraft_sim::checker::Property;
use recraft_sim::command::Command;
use recraft_sim::flight::FlightId;
use recraft_sim::setup::Setup;

/// A scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is called.
    pub title: Option<String>,
    /// What it is about, a paragraph each.
    pub about: Vec<String>,
    /// What one knows after it, a sentence each.
    pub learnt: Vec<String>,
    /// How the run begins.
    pub setup: Setup,
    /// The story, in order.
    pub steps: Vec<Step>,
}

/// A step of the story.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The line that it is on; the first is 1.
    pub line: usize,
    /// What is to be done.
    pub deed: Deed,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Let the time pass until so many microseconds after the beginning.
    At(u64),
    /// Let so many microseconds pass.
    After(u64),
    /// Let time pass until this is so.
    Until {
        /// What is waited for.
        condition: Condition,
        /// For how long at most, in microseconds.
        within_us: u64,
    },
    /// Do something to the run.
    Do {
        /// What.
        order: Order,
        /// Whether it is all right if it cannot be done.
        trying: bool,
    },
    /// Give a node a name.
    Name {
        /// The name.
        name: String,
        /// The node.
        node: Who,
    },
    /// Show a caption.
    Say(Caption),
    /// Ask the class something.
    Ask(Question),
    /// Give the answer to the last question.
    Reveal {
        /// Why it is so.
        because: Option<String>,
    },
    /// This must be so now.
    Expect(Condition),
}

/// A caption, and what it speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// What it says.
    pub text: String,
    /// What it points at.
    pub showing: Vec<Shown>,
}

/// What a caption points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A node.
    Node(Who),
    /// A cluster.
    Cluster(ClusterId),
    /// A client.
    Client(ClientId),
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The answer.
    pub text: String,
    /// It is right if this is so when the answer is revealed. If it is `None`, the scenario says which answer is right, or nobody does.
    pub when: Option<Condition>,
}

/// A question for the class. Whether an answer is right is either said, or, better, seen: each choice has a condition, and the one that
/// holds when the answer is revealed is right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// What there is to choose from; empty for an open question.
    pub choices: Vec<Choice>,
    /// The right answer, if the scenario says it; one of the choices if there are any.
    pub answer: Option<String>,
    /// Why that is so.
    pub because: Option<String>,
}

impl Question {
    /// Whether the run itself shows which answer is right.
    #[must_use]
    pub fn is_open_until_revealed(&self) -> bool {
        self.choices.iter().any(|choice| choice.when.is_some())
    }
}

/// A node, as the story names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// By its number.
    Node(NodeId),
    /// By a name that was given to it.
    Named(String),
    /// Whoever leads the cluster then.
    LeaderOf(ClusterId),
    /// The first node of the cluster that is up and does not lead.
    FollowerOf(ClusterId),
}

/// Some nodes.
pub type Group = Vec<Who>;

/// Which messages are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(FlightId),
    /// All of a kind that are on their way.
    All {
        /// The kind, by its name; any if `None`.
        kind: Option<String>,
        /// From this node only.
        from: Option<Who>,
        /// To this node only.
        to: Option<Who>,
    },
}

/// What is done to messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// Lose them.
    Drop,
    /// Let them arrive so many microseconds later.
    Delay(u64),
    /// Let them arrive twice.
    Duplicate,
    /// Take hold of them.
    Catch,
    /// Let them arrive at once, held or not.
    Arrive,
    /// Let held ones go on, with their entries up to an index.
    Deliver(Option<Index>),
}

/// Something to be done to the run. What names no node by its role, and stands for one command, is [`Order::Plain`].
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// This command.
    Plain(Command),
    /// Crash each of them.
    Crash(Group),
    /// Restart each of them.
    Restart(Group),
    /// Let the election timer of each of them run out.
    TimeOut(Group),
    /// Let a node's timer run out.
    Fire {
        /// Which timer.
        timer: Timer,
        /// Whose.
        node: Who,
    },
    /// Divide the network.
    Partition(Vec<Group>),
    /// Cut or mend the link from one node to another.
    Link {
        /// Cut, or mend.
        cut: bool,
        /// From here.
        from: Who,
        /// To there.
        to: Who,
        /// And the one back.
        both: bool,
    },
    /// Do something to messages on their way.
    Messages {
        /// What.
        handling: Handling,
        /// To which.
        which: Which,
    },
    /// A client asks a certain node.
    AskAt {
        /// Which client.
        client: ClientId,
        /// Whom.
        node: Who,
        /// What.
        operation: Operation,
    },
    /// Change a cluster's members, or its learners.
    Change {
        /// Which cluster.
        cluster: ClusterId,
        /// Whom to add.
        add: Group,
        /// Whom to remove.
        remove: Group,
        /// Whether it is learners that change.
        learners: bool,
    },
    /// Hand the leadership over.
    Transfer {
        /// Of which cluster.
        cluster: ClusterId,
        /// To whom.
        to: Who,
    },
    /// By hand: the node's election timer runs out; requests for votes and their answers pass between it and the nodes it reaches,
    /// everything else that comes of it is lost.
    Stand {
        /// Who stands.
        node: Who,
        /// Whom it reaches.
        reaching: Group,
    },
    /// By hand: the leader sends what a follower lacks and has its answer; everything else that comes of it is lost.
    Replicate {
        /// The leader.
        from: Who,
        /// The followers.
        to: Group,
        /// Only the entries up to here.
        up_to: Option<Index>,
    },
    /// By hand: the leaders among these nodes send a heartbeat, and whatever the nodes send to each other arrives, until they have
    /// nothing left to say; then once more, so that followers hear what has been committed.
    Talk(Group),
}

/// Something that is so or is not so at a moment.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The opposite.
    Not(Box<Condition>),
    /// Of a node.
    Node {
        /// Which.
        node: Who,
        /// What.
        fact: NodeFact,
    },
    /// Of a cluster.
    Cluster {
        /// Which.
        cluster: ClusterId,
        /// What.
        fact: ClusterFact,
    },
    /// These are the clusters that have not ended.
    Clusters(Vec<ClusterId>),
    /// A key has this value (`None`: is absent) in the state of a cluster.
    Key {
        /// Which key.
        key: String,
        /// Its value.
        value: Option<String>,
        /// Where.
        cluster: ClusterId,
    },
    /// Of a client.
    Client {
        /// Which.
        client: ClientId,
        /// What.
        fact: ClientFact,
    },
    /// A cluster knows how a merge ended.
    Merge {
        /// Which transaction.
        txid: TxId,
        /// Whether it was committed.
        committed: bool,
        /// Which cluster knows.
        cluster: ClusterId,
    },
    /// Every safety property has held so far.
    NoViolation,
    /// This property has been violated.
    Violation(Property),
    /// The last administrator's request was refused, for this reason (by its name, or the precondition's).
    Refused(String),
    /// The last administrator's request was accepted.
    Accepted,
    /// Nothing is left to be done.
    AtRest,
}

/// What can be so of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeFact {
    /// It leads.
    Leads,
    /// It stands for election.
    Stands,
    /// It follows: anybody, or this one.
    Follows(Option<Who>),
    /// It is in no cluster.
    IsSpare,
    /// It is up.
    IsUp,
    /// It is down.
    IsDown,
    /// It is in this cluster.
    IsIn(ClusterId),
    /// Its log, behind what it starts from, is this.
    Log(Vec<Pattern>),
    /// Its log is the same as another's.
    LogLike(Who),
    /// Its term.
    Term(Term),
    /// Its epoch.
    Epoch(Epoch),
    /// Whom it voted for in its term.
    Vote(Option<Who>),
    /// It knows this index to be committed, and no higher one.
    Committed(Index),
    /// The members in its configuration.
    Members(NodeSet),
    /// How many members make a quorum in its configuration.
    Quorum(usize),
    /// It has crossed so many epoch boundaries that it remembers.
    Boundaries(usize),
    /// How it came across the last boundary that it crossed.
    Crossed(Across),
    /// It waits for an answer to a pull.
    Pulls,
}

/// How a node came across a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// As the leader, by counting.
    Counting,
    /// Its leader told it.
    Told,
    /// By a commit notice.
    Notice,
    /// By a pull.
    Pull,
}

/// What an entry of a log must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Its time.
    pub at: EpochTerm,
    /// What it says, if that matters.
    pub says: Option<Says>,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing: it opens a term.
    Noop,
    /// It changes the configuration.
    Config,
    /// It is a client's operation.
    Operation(Operation),
}

/// What can be so of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub enum ClusterFact {
    /// It has a leader.
    HasLeader,
    /// It has no leader.
    NoLeader,
    /// Who is in its configuration.
    Members(NodeSet),
    /// Its epoch.
    Epoch(Epoch),
    /// How many members make a quorum.
    Quorum(usize),
    /// Which keys it owns.
    Keys(recraft_protocol::keys::KeyRanges),
    /// What it is in the middle of, by its name.
    Stage(String),
    /// It has ended.
    HasEnded,
    /// The logs of its members that are up are the same.
    LogsAgree,
}

/// What can be so of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientFact {
    /// Its last request was answered.
    IsAnswered,
    /// It waits.
    Waits,
    /// It read this last (`None`: nothing was there).
    Reads(Option<String>),
}
