//! What could stand at a place of a line: noted when something else stands there.
//!
//! An error names it in the reader's language, and [`complete`](crate::complete()) makes of it the words that could be typed.

use std::fmt;

use recraft_words::t;

/// What could stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This word or sign of the language.
    Word(String),
    /// Something of this kind.
    Kind(Kind),
}

/// A kind of things that stand in a line, besides the words of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "what each is called stands below")]
pub enum Kind {
    End,
    Node,
    Cluster,
    Client,
    Transaction,
    Message,
    NameOfNode,
    NewName,
    Mistake,
    Property,
    KindOfMessage,
    Reason,
    Stage,
    Time,
    Share,
    Quoted,
    Key,
    Value,
    TermOfEntry,
    Index,
    Term,
    Epoch,
    Number,
    Nodes,
    Clients,
    Messages,
    Entries,
    Items,
    Bytes,
    Boundaries,
    Version,
}

impl Expected {
    /// A word or a sign.
    pub(crate) fn word(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl Kind {
    /// What it is called in the middle of a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::End => t!("the end of the line"),
            Self::Node => t!("a node such as n3"),
            Self::Cluster => t!("a cluster such as c1"),
            Self::Client => t!("a client such as k1"),
            Self::Transaction => t!("a merge transaction such as tx1"),
            Self::Message => t!("a message such as m12"),
            Self::NameOfNode => t!("the name of a node"),
            Self::NewName => t!("a name for a node"),
            Self::Mistake => t!("the name of a mistake"),
            Self::Property => t!("a property such as election-safety"),
            Self::KindOfMessage => t!("a kind of message such as append"),
            Self::Reason => t!("a reason such as P3"),
            Self::Stage => t!("a stage such as stable"),
            Self::Time => t!("a time such as 300ms or 2s"),
            Self::Share => t!("a share such as 1%"),
            Self::Quoted => t!("text in quotation marks"),
            Self::Key => t!("a key"),
            Self::Value => t!("a value"),
            Self::TermOfEntry => t!("an entry's term such as 2 (or 1.2: epoch 1, term 2)"),
            Self::Index => t!("an index"),
            Self::Term => t!("a term"),
            Self::Epoch => t!("an epoch"),
            Self::Number => t!("a number"),
            Self::Nodes => t!("a number of nodes"),
            Self::Clients => t!("a number of clients"),
            Self::Messages => t!("a number of messages"),
            Self::Entries => t!("a number of entries"),
            Self::Items => t!("a number of items"),
            Self::Bytes => t!("a number of bytes"),
            Self::Boundaries => t!("a number of boundaries"),
            Self::Version => t!("the version, which is 1"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "`{word}`"),
            Self::Kind(kind) => f.write_str(kind.name()),
        }
    }
}
