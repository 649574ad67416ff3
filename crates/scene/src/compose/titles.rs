//! Words about clusters: the title above a hull, and below it what the cluster waits for with its row of votes.

use recraft_protocol::config::{Configuration, Stage};
use recraft_protocol::keys::KeyRanges;
use recraft_protocol::node::Node;
use recraft_protocol::types::ClusterId;
use recraft_words::t;

use super::hulls::{Drawn, stamp};
use crate::facts::{ClusterFacts, Facts};
use crate::geometry::{Point, Rect, pt};
use crate::kin::hue_at;
use crate::layout::{HULL_PAD, Home, footprint, is_wide};
use crate::motion::Motion;
use crate::palette::{Ink, Tone};
use crate::scene::{Align, Lobe, Mark, Pip, Pips, Scene, Stamp, Title, Words};
use crate::text::{clip, width, wrap};
use crate::view::View;
use crate::waiting::{Tally, superseded, waiting_for};
use crate::words::lists::ranges;

pub(super) fn titles(facts: &Facts, view: &View, motion: &Motion, drawn: &[Drawn], scene: &mut Scene) {
    for home in &motion.seen().homes {
        if let Some(yard) = Yard::of(facts, motion, home).filter(|yard| yard.is_seen(view)) {
            over(facts, view, motion, &yard, drawn, scene);
            below(facts, view, motion, &yard, scene);
        }
    }
    laggards(facts, motion, drawn, scene);
    edge_names(facts, view, motion, scene);
}

/// What the nodes of a house take up at the moment, with everyone who lives there.
struct Yard {
    home: ClusterId,
    /// The clusters whose nodes live here, the home's own first.
    clusters: Vec<ClusterId>,
    left: f32,
    right: f32,
    middle: f32,
    top: f32,
    bottom: f32,
    /// What its own nodes take up, as far as they have come, and how many these are.
    own: (Option<Rect>, usize),
    /// What the others take up, who are still in another cluster, with the tags above them.
    guests: Vec<Rect>,
    /// Its house.
    cell: Rect,
    room: f32,
}

impl Yard {
    fn of(facts: &Facts, motion: &Motion, home: &Home) -> Option<Self> {
        let mut yard = Self {
            home: home.cluster,
            clusters: vec![home.cluster],
            left: f32::MAX,
            right: f32::MIN,
            middle: 0.0,
            top: f32::MAX,
            bottom: f32::MIN,
            own: (None, 0),
            guests: Vec::new(),
            cell: home.cell,
            room: home.cell.w - 8.0,
        };
        for node in &facts.nodes {
            let Some(cluster) =
                node.cluster.filter(|&cluster| facts.destination(cluster, node.id) == home.cluster)
            else {
                continue;
            };
            let Some((at, radius)) = motion.at(node.id) else { continue };
            let print = footprint(at, radius).grown(HULL_PAD * 0.8 * radius);
            (yard.left, yard.right) = (yard.left.min(print.x), yard.right.max(print.right()));
            (yard.top, yard.bottom) = (yard.top.min(print.y), yard.bottom.max(print.bottom()));
            if cluster == home.cluster {
                let (own, count) = yard.own;
                yard.own = (Some(own.map_or(print, |own| own.joined(&print))), count + 1);
            } else {
                let tag = 1.6 * motion.seen().word_size;
                yard.guests.push(Rect::new(print.x, print.y - tag, print.w, print.h + tag));
            }
            if !yard.clusters.contains(&cluster) {
                yard.clusters.push(cluster);
            }
        }
        // Words stand in the middle of what can be seen of it.
        let (width, _) = motion.stage_size();
        yard.middle = (yard.left.max(0.0) + yard.right.min(width)) / 2.0;
        yard.room = yard.room.min(width - 8.0).min((yard.right.min(width) - yard.left.max(0.0)).max(150.0));
        (yard.left < yard.right).then_some(yard)
    }

    /// How much of its height can be seen.
    fn share_seen(&self, view: &View) -> f32 {
        (self.bottom.min(view.height) - self.top.max(0.0)) / (self.bottom - self.top).max(1.0)
    }

    fn is_seen(&self, view: &View) -> bool {
        self.right > 0.0 && self.left < view.width && self.bottom > 0.0 && self.top < view.height
    }
}

fn over(facts: &Facts, view: &View, motion: &Motion, yard: &Yard, drawn: &[Drawn], scene: &mut Scene) {
    let Some(cluster) = facts.cluster(yard.home) else { return };
    let places = motion.seen();
    let mut title = title(facts, cluster, yard.room, (places.title_size, places.word_size));
    let half = room_of(&title, pt(0.0, 0.0)).w / 2.0;
    let mut x = yard
        .middle
        .clamp((half + 4.0).min(view.width / 2.0), (view.width - half - 4.0).max(view.width / 2.0));
    let lid = lid_of(cluster);
    let highest = places.title_size + places.word_size * 1.7;
    let mut y = (yard.top - lid - places.word_size * 0.95).max(highest);
    if yard.top < -highest {
        // Its title is out of view: its name stands at the edge, if there is enough of it to be named.
        if yard.share_seen(view) > 0.4 {
            scene.marks.push(named_at_edge(&title, pt(x, places.word_size * 1.3)));
        }
        return;
    }
    if let Some((at, whole)) = off_guests(yard, &title, lid, view.width) {
        (x, y) = (at.x, at.y);
        if !whole {
            title.detail.clear();
        }
    }
    let at = off_plates(scene, &mut title, pt(x, y), highest);
    let alpha = drawn.iter().find(|hull| hull.cluster == yard.home).map_or(0.0, |hull| hull.alpha);
    let hull = scene.marks.iter_mut().find_map(|mark| match mark {
        Mark::Hull(hull) if hull.cluster == yard.home => Some(hull),
        _ => None,
    });
    if let (Some(text), Some(hull)) = (stamp(facts, cluster), hull) {
        // In place of keys and quorum, which nobody needs just then.
        title.detail.clear();
        hull.stamp =
            Some(Stamp { text, at: pt(at.x, at.y + 0.3 * places.word_size), size: places.word_size });
    }
    scene.marks.push(Mark::Title(Title { at, alpha, ..title }));
}

/// How far a lid rises above the hull.
fn lid_of(cluster: &ClusterFacts) -> f32 {
    if cluster.is_sealed() { 8.0 } else { 0.0 }
}

/// Where a title stands so that it covers no name of a part of a hull: higher; without its second line, where there is no room for that;
/// and where there is none at all, beside that name.
fn off_plates(scene: &Scene, title: &mut Title, at: Point, highest: f32) -> Point {
    let room = room_of(title, at);
    let below = scene.lobes().map(Lobe::plate).filter(|plate| plate.overlaps(&room));
    let Some(plate) = below.min_by(|a, b| a.y.total_cmp(&b.y)) else { return at };
    let lifted = plate.y - 0.6 * title.small - 2.0;
    if lifted >= highest {
        return pt(at.x, lifted);
    }
    title.detail.clear();
    // The first line may come down to where the second would have begun.
    let (lowest, highest) = (plate.y - 2.0 + 0.6 * title.size, 1.6 * title.small + 0.62 * title.size);
    if lowest >= highest {
        return pt(at.x, at.y.clamp(highest, lowest));
    }
    let half = room_of(title, at).w / 2.0 + 4.0;
    let (left, right) = (plate.x - half, plate.right() + half);
    pt(if right + half < scene.width { right } else { left.max(half) }, highest)
}

/// Where a title stands by its own nodes, and not over those who are still in another cluster, if half of them have come and there is room for
/// it; says whether there is room for its second line too.
fn off_guests(yard: &Yard, title: &Title, lid: f32, width: f32) -> Option<(Point, bool)> {
    let (own, count) = (yard.own.0?, yard.own.1);
    if yard.guests.is_empty() || yard.guests.len() > count {
        return None;
    }
    let y = own.y - lid - title.small * 0.95;
    let (left, right) = (yard.cell.x.max(4.0), yard.cell.right().min(width - 4.0));
    let named = Title { detail: String::new(), ..title.clone() };
    [(title, true), (&named, false)].into_iter().find_map(|(title, whole)| {
        let room = room_of(title, pt(own.centre().x, y));
        let beside = yard.guests.iter().flat_map(|guest| {
            let (before, after) = (guest.x - 4.0, guest.right() + 4.0);
            [(own.x.min(before - room.w) + before) / 2.0, (own.right().max(after + room.w) + after) / 2.0]
        });
        let free = |x: &f32| {
            let strip = Rect::new(x - room.w / 2.0, room.y, room.w, room.h);
            strip.y > 0.0
                && strip.x >= left
                && strip.right() <= right
                && !yard.guests.iter().any(|guest| guest.overlaps(&strip))
        };
        let x = std::iter::once(own.centre().x).chain(beside).find(free)?;
        Some((pt(x, y), whole))
    })
}

/// About the room that a title takes at a place.
pub(super) fn room_of(title: &Title, at: Point) -> Rect {
    let head = width(&title.name, title.size) + width(&title.epoch, title.small) + title.small * 2.0;
    let wide = head.max(width(&title.detail, title.small));
    let top = at.y - 1.53 * title.small - 0.62 * title.size;
    Rect::new(at.x - wide / 2.0, top, wide, at.y + 0.6 * title.small - top)
}

fn named_at_edge(title: &Title, at: Point) -> Mark {
    Mark::Words(Words {
        text: format!("{} · {}", title.name, title.epoch),
        at,
        size: title.small,
        align: Align::Middle,
        ink: Ink::cluster(title.hue, 2, Tone::Word),
        bold: true,
        ground: true,
        about: Some(title.cluster),
    })
}

/// A tag on the hulls of those whose epoch is over, as long as they are not all over the stage.
fn laggards(facts: &Facts, motion: &Motion, drawn: &[Drawn], scene: &mut Scene) {
    for hull in drawn {
        let Some(cluster) =
            facts.cluster(hull.cluster).filter(|cluster| facts.heirs.contains_key(&cluster.id))
        else {
            continue;
        };
        let mut homes: Vec<ClusterId> =
            cluster.nodes.iter().map(|node| facts.destination(cluster.id, node)).collect();
        homes.dedup();
        if homes.len() == 1 {
            scene.marks.push(Mark::Words(tag(facts, cluster, hull, motion.seen().word_size, scene)));
        }
    }
}

/// The tag of an epoch that is over: above its hull, or if a title stands there, within.
fn tag(facts: &Facts, cluster: &ClusterFacts, hull: &Drawn, size: f32, scene: &Scene) -> Words {
    let text = t!("{cluster} · epoch {epoch} is over", cluster = cluster.id, epoch = cluster.epoch);
    let half = width(&text, size) * 0.55;
    let x = hull.middle.clamp(half + 4.0, (scene.width - half - 4.0).max(half + 4.0));
    let mut words = Words {
        text,
        at: pt(x, hull.top.y - lid_of(cluster) - 0.75 * size),
        size,
        align: Align::Middle,
        ink: Ink::cluster(hue_at(facts.wheel(cluster.id)), 2, Tone::Word),
        bold: true,
        ground: true,
        about: Some(cluster.id),
    };
    let above = words.bounds();
    if above.y < 0.0 || scene.titles().any(|title| room_of(title, title.at).overlaps(&above)) {
        words.at.y = hull.top.y + size;
    }
    words
}

fn title(facts: &Facts, cluster: &ClusterFacts, room: f32, (size, small): (f32, f32)) -> Title {
    let detail = match cluster.configuration {
        Some(config) => {
            let quorum = quorum(facts, cluster, config);
            let keys = keys(&config.ranges);
            let both = format!("{keys} · {quorum}");
            if width(&both, small) > room { keys } else { both }
        }
        None => t!("all down").to_owned(),
    };
    Title {
        cluster: cluster.id,
        at: pt(0.0, 0.0),
        name: cluster.id.to_string(),
        epoch: t!("epoch {epoch}", epoch = cluster.epoch),
        detail: clip(&detail, small, room),
        hue: hue_at(facts.wheel(cluster.id)),
        size,
        small,
        alpha: 1.0,
    }
}

/// The quorum of a configuration; if its nodes were told to be wrong about it, what they take for one.
fn quorum(facts: &Facts, cluster: &ClusterFacts, config: &Configuration) -> String {
    let (right, members) = (config.quorum, config.members.len());
    let of = cluster.leader.or_else(|| cluster.nodes.first()).and_then(|id| facts.node(id)?.node);
    let taken = of.map(Node::election_quorum).filter(|_| config.stage == Stage::Stable);
    match taken.as_ref().and_then(|taken| taken.0.first()) {
        Some(count) if count.need < right => {
            t!("quorum {quorum} of {members}, wrong on purpose", quorum = count.need, members)
        }
        _ => t!("quorum {quorum} of {members}", quorum = right, members),
    }
}

fn keys(of: &KeyRanges) -> String {
    if of.is_empty() || *of == KeyRanges::everything() {
        ranges(of)
    } else {
        t!("keys {ranges}", ranges = of)
    }
}

/// What everyone in a house waits for: at most two lines.
fn below(facts: &Facts, view: &View, motion: &Motion, yard: &Yard, scene: &mut Scene) {
    let size = motion.seen().word_size;
    // What goes on in a cluster that reaches beyond the lower edge is said at the edge.
    let lowest = view.height - size * 2.6;
    let ground = yard.bottom + size * 1.3 > lowest && !view.camera.is_whole();
    if ground && yard.share_seen(view) < 0.4 {
        return;
    }
    let mut y = if ground { lowest } else { yard.bottom + size * 1.3 };
    let mut lines_left = 2;
    for &id in &yard.clusters {
        // Who lives in several houses is spoken of in the first.
        let spread = id != yard.home
            && motion
                .seen()
                .homes
                .iter()
                .find(|home| lives_in(facts, id, home.cluster))
                .map(|home| home.cluster)
                != Some(yard.home);
        let waiting = waiting_for(facts, id).or_else(|| superseded(facts, id));
        let Some(waiting) = waiting.filter(|_| !spread && lines_left > 0) else { continue };
        // What comes near the lower edge keeps clear of what covers its right corner, and has so much less room.
        let reach = (y + size * 2.6).min(yard.cell.bottom().max(y + size * 0.6));
        let right =
            if reach > view.height - view.covered.1 { view.width - view.covered.0 } else { view.width };
        let room = yard.room.min(right - 8.0);
        let (radius, row) = row_of(&waiting.tallies, size, room);
        let first = if row > 0.0 { y + radius + size * 1.1 } else { y };
        let room_below = ((yard.cell.bottom() - first) / (size * 1.3)).floor().clamp(1.0, 3.0) as usize;
        let limit = if lines_left > 1 && waiting.tallies.is_empty() { room_below.max(2) } else { room_below };
        let said = wrap(&waiting.text, size, room, limit);
        let widest = said.iter().map(|line| width(line, size)).fold(0.0, f32::max);
        let beside = row > 0.0 && row + widest + 2.0 * size <= room;
        let total = if beside { row + size + widest } else { row.max(widest) };
        let half = total / 2.0;
        let leftmost = half + 4.0;
        let middle = yard.middle.clamp(leftmost, (right - half - 4.0).max(leftmost));
        if row > 0.0 {
            let from = if beside { middle - half } else { middle - row / 2.0 };
            scene.marks.push(Mark::Pips(pips(facts, id, &waiting.tallies, pt(from, y), radius)));
        }
        let (x, align) =
            if beside { (middle - half + row + size, Align::Start) } else { (middle, Align::Middle) };
        if row > 0.0 && !beside {
            y += radius + size * 1.1;
        }
        for text in said {
            let words = Words {
                text,
                at: pt(x, y),
                size,
                align,
                ink: Ink::Text,
                bold: false,
                ground,
                about: Some(id),
            };
            scene.marks.push(Mark::Words(words));
            y += size * 1.3;
            lines_left = usize::saturating_sub(lines_left, 1);
        }
    }
}

fn lives_in(facts: &Facts, cluster: ClusterId, home: ClusterId) -> bool {
    facts
        .cluster(cluster)
        .is_some_and(|cluster| cluster.nodes.iter().any(|node| facts.destination(cluster.id, node) == home))
}

const PIP_PITCH: f32 = 2.5;
const SMALLEST_PIP: f32 = 2.2;

fn row_width(tallies: &[Tally], radius: f32) -> f32 {
    let pips: usize = tallies.iter().map(|tally| tally.of.len()).sum();
    (pips as f32 * PIP_PITCH + (tallies.len() as f32 - 1.0).max(0.0) * 1.6) * radius
}

/// How large the votes are and how much room they take: smaller ones where there are many, none where they could not be told apart.
fn row_of(tallies: &[Tally], size: f32, room: f32) -> (f32, f32) {
    let wished = (size * 0.78).min(room / 26.0);
    let radius = (wished * room / row_width(tallies, wished).max(1.0)).min(wished);
    if radius < SMALLEST_PIP { (wished, 0.0) } else { (radius, row_width(tallies, radius)) }
}

/// The votes of each count, given ones first, with a bar after as many as are needed.
fn pips(facts: &Facts, cluster: ClusterId, tallies: &[Tally], from: Point, radius: f32) -> Pips {
    let mut row = Pips { cluster, pips: Vec::new(), bars: Vec::new(), radius };
    let mut x = from.x + radius * PIP_PITCH / 2.0;
    for tally in tallies {
        let missing = tally.of.without(&tally.have);
        for (place, node) in tally.have.iter().chain(missing.iter()).enumerate() {
            let given = tally.have.contains(node);
            let wheel =
                facts.node(node).and_then(|node| node.bound_for.or(node.cluster)).map(|id| facts.wheel(id));
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
    let places = motion.seen();
    let clients = places.clients.iter().map(|&(_, at)| (at, places.client_size));
    let spares = facts
        .nodes
        .iter()
        .filter(|node| matches!(node.standing, crate::facts::Standing::Spare))
        .filter_map(|node| motion.at(node.id));
    if !is_wide((view.width, view.height)) {
        return;
    }
    for (name, mut all) in [(t!("clients"), clients.collect::<Vec<_>>()), (t!("spare"), spares.collect())] {
        recraft_protocol::order::sort_by(&mut all, |a, b| a.0.y.total_cmp(&b.0.y));
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
