//! The observations of a run: the same stream, in the same words, as the page's event list.

use recraft_protocol::types::NodeId;
use recraft_scene::words::{self, Importance};
use recraft_script::kebab;
use recraft_sim::event::{Event, What};
use recraft_sim::world::World;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct EventJson {
    seq: u64,
    at_us: u64,
    kind: String,
    importance: &'static str,
    nodes: Vec<String>,
    text: String,
}

/// Everything that is still on record.
pub(super) fn all(world: &World) -> Vec<EventJson> {
    world.events().map(event).collect()
}

fn event(event: &Event) -> EventJson {
    let sentence = words::sentence(event);
    let kind = match &event.what {
        What::Observed { observation, .. } => kebab(observation),
        other => kebab(other),
    };
    EventJson {
        seq: event.seq,
        at_us: event.at_us,
        kind,
        importance: match sentence.importance {
            Importance::Major => "major",
            Importance::Minor => "minor",
            Importance::Detail => "detail",
        },
        nodes: sentence.nodes.iter().map(NodeId::to_string).collect(),
        text: sentence.text,
    }
}
