//! An entry of the logs, to be looked at: who has it and who knows that it is committed.

use recraft_protocol::types::{ClusterId, LogId, NodeId};

use crate::session::Session;
use crate::session::books::{Book, text};

/// What the inspector shows of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryCard {
    /// Its place and time.
    pub id: LogId,
    /// The cluster it was appended in.
    pub cluster: ClusterId,
    /// What it says.
    pub text: String,
    /// Whether it ends the epoch.
    pub boundary: bool,
    /// Who has it, and whether they know that it is committed.
    pub held: Vec<(NodeId, bool)>,
    /// Who has another entry in its place.
    pub others: Vec<(NodeId, LogId)>,
}

impl EntryCard {
    /// The card of an entry, as long as somebody has it.
    pub fn new(cluster: ClusterId, id: LogId, session: &Session) -> Option<Self> {
        let mut card =
            Self { id, cluster, text: String::new(), boundary: false, held: Vec::new(), others: Vec::new() };
        for server in session.world().servers() {
            let node = server.node_or_disk();
            let Some(page) = Book::of(node).at(id.index) else { continue };
            if page.id() == id && page.cluster == cluster {
                card.held.push((server.id(), id.index <= node.commit()));
                card.text = text(page.entry).long;
                card.boundary = page.ends_epoch();
            } else if node.cluster() == Some(cluster) {
                card.others.push((server.id(), page.id()));
            }
        }
        (!card.held.is_empty()).then_some(card)
    }
}
