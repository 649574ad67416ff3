//! Words about clusters: the title above a hull, and below it what the cluster waits for with its row of votes.

use recraft_protocol::types::ClusterId;

use super::hulls::Drawn;
use crate::facts::{ClusterFacts, Facts};
use crate::geometry::pt;
use crate::kin::hue_at;
use crate::layout::Home;
use crate::motion::Motion;
use crate::palette::Ink;
use crate::scene::{Align, Mark, Pip, Pips, Scene, Title, Words};
use crate::text::{clip, width, wrap};
use crate::view::View;
use crate::waiting::{Tally, waiting_for};

pub(super) fn titles(facts: &Facts, view: &View, motion: &Motion, drawn: &[Drawn], scene: &mut Scene) {
    let places = motion.places();
    for hull in drawn {
        let Some(cluster) = facts.cluster(hull.cluster) else { continue };
        let home = home_of(facts, motion, hull.cluster);
        let room = home.map_or(view.width * 0.5, |home| home.cell.w - 8.0);
        let (left, top, right, bottom) = hull.bounds;
        let middle = (left + right) / 2.0;
        let title = title(facts, cluster, room, (places.title_size, places.word_size));
        let half = (width(&title.name, title.size) + width(&title.epoch, title.small) + title.small * 2.0)
            .max(width(&title.detail, title.small))
            / 2.0;
        let x = middle.clamp((half + 4.0).min(view.width / 2.0), (view.width - half - 4.0).max(view.width / 2.0));
        let y = (top - places.word_size * 0.85).max(places.title_size + places.word_size * 1.7);
        scene.marks.push(Mark::Title(Title { at: pt(x, y), alpha: hull.alpha, ..title }));
        if hull.alpha > 0.9 {
            below(facts, motion, hull.cluster, (middle, bottom), room, scene);
        }
    }
    edge_names(facts, view, motion, scene);
}

/// The house in which a cluster's nodes stand: its own, or that of an heir.
fn home_of<'a>(facts: &Facts, motion: &'a Motion, cluster: ClusterId) -> Option<&'a Home> {
    motion.places().home(cluster).or_else(|| {
        let node = facts.cluster(cluster)?.nodes.first()?;
        motion.places().home(facts.destination(cluster, node))
    })
}

fn title(facts: &Facts, cluster: &ClusterFacts, room: f32, (size, small): (f32, f32)) -> Title {
    let detail = match cluster.configuration {
        _ if facts.heirs.contains_key(&cluster.id) => "its epoch is over".to_owned(),
        Some(config) => {
            let quorum = format!("quorum {} of {}", config.quorum, config.members.len());
            format!("{} · {quorum}", keys(&config.ranges.to_string()))
        }
        None => "all down".to_owned(),
    };
    Title {
        cluster: cluster.id,
        at: pt(0.0, 0.0),
        name: cluster.id.to_string(),
        epoch: format!("epoch {}", cluster.epoch),
        detail: clip(&detail, small, room),
        hue: hue_at(facts.wheel(cluster.id)),
        size,
        small,
        alpha: 1.0,
    }
}

fn keys(ranges: &str) -> String {
    if ranges.starts_with("all") || ranges.starts_with("no") { ranges.to_owned() } else { format!("keys {ranges}") }
}

fn below(facts: &Facts, motion: &Motion, id: ClusterId, (middle, bottom): (f32, f32), room: f32, scene: &mut Scene) {
    let Some(waiting) = waiting_for(facts, id) else { return };
    let size = motion.places().word_size;
    let radius = (size * 0.78).min(room / 26.0);
    let pips_width = row_width(&waiting.tallies, radius);
    let lines = wrap(&waiting.text, size, room, 2);
    let widest = lines.iter().map(|line| width(line, size)).fold(0.0, f32::max);
    let one_row = lines.len() == 1 && pips_width + widest + 2.0 * size <= room;
    let mut y = bottom + size * 1.1;
    let mut x = middle;
    if !waiting.tallies.is_empty() {
        let total = if one_row { pips_width + widest + size } else { pips_width };
        let from = pt(middle - total / 2.0, y);
        scene.marks.push(Mark::Pips(pips(facts, id, &waiting.tallies, from, radius)));
        if one_row {
            x = middle - total / 2.0 + pips_width + size + widest / 2.0;
        } else {
            y += radius + size;
        }
    }
    let lines = if waiting.tallies.is_empty() || one_row { lines } else { wrap(&waiting.text, size, room, 1) };
    for (number, text) in lines.into_iter().enumerate() {
        scene.marks.push(Mark::Words(Words {
            text,
            at: pt(x, y + number as f32 * size * 1.25),
            size,
            align: Align::Middle,
            ink: Ink::Text,
            bold: false,
            ground: false,
            about: Some(id),
        }));
    }
}

const PIP_PITCH: f32 = 2.5;

fn row_width(tallies: &[Tally], radius: f32) -> f32 {
    let pips: usize = tallies.iter().map(|tally| tally.of.len()).sum();
    (pips as f32 * PIP_PITCH + (tallies.len() as f32 - 1.0).max(0.0) * 1.6) * radius
}

/// The votes of each count, given ones first, with a bar after as many as are needed.
fn pips(facts: &Facts, cluster: ClusterId, tallies: &[Tally], from: crate::geometry::Point, radius: f32) -> Pips {
    let mut row = Pips { cluster, pips: Vec::new(), bars: Vec::new(), radius };
    let mut x = from.x + radius * PIP_PITCH / 2.0;
    for tally in tallies {
        let missing = tally.of.without(&tally.have);
        for (place, node) in tally.have.iter().chain(missing.iter()).enumerate() {
            let given = tally.have.contains(node);
            let wheel = facts.node(node).and_then(|node| node.bound_for.or(node.cluster)).map(|id| facts.wheel(id));
            let hue = hue_at(wheel.unwrap_or_else(|| facts.wheel(cluster)));
            row.pips.push(Pip { node, at: pt(x, from.y), given, hue });
            if place + 1 == tally.need {
                row.bars.push(pt(x + radius * PIP_PITCH / 2.0, from.y));
            }
            x += radius * PIP_PITCH;
        }
        x += radius * 1.6;
    }
    row
}

/// Names for what stands at the edges.
fn edge_names(facts: &Facts, view: &View, motion: &Motion, scene: &mut Scene) {
    let places = motion.places();
    let clients = places.clients.iter().map(|&(_, at)| (at, places.client_size));
    let spares = facts
        .nodes
        .iter()
        .filter(|node| matches!(node.standing, crate::facts::Standing::Spare))
        .filter_map(|node| motion.at(node.id));
    if view.width <= 1.15 * view.height {
        return;
    }
    for (name, mut all) in [("clients", clients.collect::<Vec<_>>()), ("spare", spares.collect())] {
        all.sort_by(|a, b| a.0.y.total_cmp(&b.0.y));
        let Some(&(at, size)) = all.first() else { continue };
        scene.marks.push(Mark::Words(Words {
            text: name.to_owned(),
            at: pt(at.x, at.y - size - places.word_size * 1.2),
            size: places.word_size,
            align: Align::Middle,
            ink: Ink::Muted,
            bold: false,
            ground: false,
            about: None,
        }));
    }
}
