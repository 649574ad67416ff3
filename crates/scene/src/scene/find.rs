//! Finding marks in a picture.

use recraft_protocol::types::NodeId;

use crate::geometry::Rect;
use crate::view::Target;

use super::{
    ClientMark, FlightMark, Hull, Link, Lobe, Mark, NodeMark, Scene, Speck, Strip, Title, Trace, Words,
};

impl Scene {
    /// The mark of a node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&NodeMark> {
        self.nodes().find(|node| node.id == id)
    }

    /// The marks of all nodes.
    pub fn nodes(&self) -> impl Iterator<Item = &NodeMark> {
        self.marks.iter().filter_map(|mark| if let Mark::Node(node) = mark { Some(node) } else { None })
    }

    /// The logs of all nodes.
    pub fn strips(&self) -> impl Iterator<Item = &Strip> {
        self.marks.iter().filter_map(|mark| if let Mark::Strip(strip) = mark { Some(strip) } else { None })
    }

    /// The hulls of all clusters.
    pub fn hulls(&self) -> impl Iterator<Item = &Hull> {
        self.marks.iter().filter_map(|mark| if let Mark::Hull(hull) = mark { Some(hull) } else { None })
    }

    /// The parts of hulls.
    pub fn lobes(&self) -> impl Iterator<Item = &Lobe> {
        self.marks.iter().filter_map(|mark| if let Mark::Lobe(lobe) = mark { Some(lobe) } else { None })
    }

    /// The messages.
    pub fn flights(&self) -> impl Iterator<Item = &FlightMark> {
        self.marks.iter().filter_map(|mark| if let Mark::Flight(flight) = mark { Some(flight) } else { None })
    }

    /// The messages that are drawn together with others of their kind.
    pub fn specks(&self) -> impl Iterator<Item = &Speck> {
        self.marks.iter().flat_map(|mark| if let Mark::Swarm(swarm) = mark { &swarm.specks[..] } else { &[] })
    }

    /// What a hand draws.
    pub fn traces(&self) -> impl Iterator<Item = &Trace> {
        self.marks.iter().filter_map(|mark| if let Mark::Trace(trace) = mark { Some(trace) } else { None })
    }

    /// The clients.
    pub fn clients(&self) -> impl Iterator<Item = &ClientMark> {
        self.marks.iter().filter_map(|mark| if let Mark::Client(client) = mark { Some(client) } else { None })
    }

    /// The titles of clusters.
    pub fn titles(&self) -> impl Iterator<Item = &Title> {
        self.marks.iter().filter_map(|mark| if let Mark::Title(title) = mark { Some(title) } else { None })
    }

    /// The lines between nodes.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.marks.iter().filter_map(|mark| if let Mark::Link(link) = mark { Some(link) } else { None })
    }

    /// All words that stand by themselves.
    pub fn words(&self) -> impl Iterator<Item = &Words> {
        self.marks.iter().filter_map(|mark| if let Mark::Words(words) = mark { Some(words) } else { None })
    }

    /// What something takes up on the stage: a node with its ring, a cluster with the words above and below it. `None` for anything else, and
    /// for what is not on the stage.
    #[must_use]
    pub fn bounds_of(&self, target: Target) -> Option<Rect> {
        match target {
            Target::Node(id) => {
                let node = self.node(id)?;
                let half = 1.3 * node.radius;
                Some(Rect::new(node.at.x - half, node.at.y - half, 2.0 * half, 2.0 * half))
            }
            Target::Cluster(id) => {
                let hull = self.hulls().find(|hull| hull.cluster == id)?;
                let (left, top, right, bottom) = crate::outline::bounds(&hull.outline);
                let words =
                    self.titles().find(|title| title.cluster == id).map_or(0.0, |title| 3.0 * title.size);
                Some(Rect::new(left, top - words, right - left, bottom - top + 2.0 * words))
            }
            _ => None,
        }
    }
}
