//! Messages on their way.

use std::collections::{HashMap, HashSet};

use recraft_protocol::log::Entry;
use recraft_protocol::message::Body;
use recraft_sim::flight::{Cargo, Endpoint, Fate, Flight};

use super::crowd::Crowd;
use crate::facts::Facts;
use crate::geometry::{Bow, Point};
use crate::glyph::Glyph;
use crate::kin::hue_at;
use crate::motion::Motion;
use crate::palette::{Ink, Tone, step_of_term};
use crate::scene::{Fare, FlightMark, Mark, Scene};
use crate::view::{Grip, Labels, Target, View};
use crate::words::messages::{carried_change, label};

/// Entries drawn one by one; of more, the number is written.
const CELLS_MOST: usize = 4;
/// Messages of a pair that were sent within this time (in microseconds) travel beside each other.
const TOGETHER_US: u64 = 4_000;

/// More messages than this for each pixel of a disc's radius are drawn together, those of a kind at once: where there is room for
/// more signs, more are drawn.
const CROWD: f32 = 2.0;

/// What decides whether a message is labelled, beside the message itself.
#[derive(Clone, Copy)]
struct Told {
    crowded: bool,
    first_news: bool,
}

pub(super) fn flights(facts: &Facts, view: &View, motion: &Motion, scene: &mut Scene) {
    let mut lanes: HashMap<(Endpoint, Endpoint), (u64, u32)> = HashMap::new();
    let mut news: HashSet<(Endpoint, &str)> = HashSet::new();
    let size = (scene.unit * 0.25).clamp(5.5, 14.0);
    let crowded = facts.flights.len() as f32 > (CROWD * scene.unit).clamp(24.0, 110.0);
    let mut crowd = Crowd::default();
    for flight in &facts.flights {
        let lane = lane(&mut lanes, flight);
        let Some(path) = path(motion, flight, lane, size) else { continue };
        if !crosses(scene, &path) {
            continue;
        }
        if crowded && crowd.takes(facts, view, flight, &path, size) {
            continue;
        }
        // Of several messages with the same news from one sender, one says so.
        let first_news =
            carried_change(&flight.cargo).is_some_and(|change| news.insert((flight.from, change)));
        scene.marks.push(Mark::Flight(mark(facts, view, flight, path, size, Told { crowded, first_news })));
    }
    crowd.settle(scene, motion.seen().word_size);
}

/// Whether anything of a way can be seen.
fn crosses(scene: &Scene, path: &Bow) -> bool {
    let (low, high) =
        (path.from.x.min(path.to.x).min(path.control.x), path.from.x.max(path.to.x).max(path.control.x));
    let (top, bottom) =
        (path.from.y.min(path.to.y).min(path.control.y), path.from.y.max(path.to.y).max(path.control.y));
    high > 0.0 && low < scene.width && bottom > 0.0 && top < scene.height
}

/// Which of several ways beside each other a message takes.
fn lane(lanes: &mut HashMap<(Endpoint, Endpoint), (u64, u32)>, flight: &Flight) -> u32 {
    let last = lanes.entry((flight.from, flight.to)).or_insert((u64::MAX, 0));
    let together = last.0 != u64::MAX && flight.sent_us.abs_diff(last.0) < TOGETHER_US;
    *last = (flight.sent_us, if together { last.1 + 1 } else { 0 });
    last.1 % 5
}

fn path(motion: &Motion, flight: &Flight, lane: u32, size: f32) -> Option<Bow> {
    let (from, gap_from) = place(motion, flight.from)?;
    let (to, gap_to) = place(motion, flight.to)?;
    let bow = (from.distance(to) * 0.07).clamp(1.3 * size, 34.0) + lane as f32 * 2.4 * size;
    Some(Bow::between(from, to, gap_from, gap_to, bow))
}

fn place(motion: &Motion, end: Endpoint) -> Option<(Point, f32)> {
    match end {
        Endpoint::Node(node) => motion.at(node).map(|(at, radius)| (at, radius * 1.3)),
        Endpoint::Manager => None,
        Endpoint::Client(client) => motion.client_at(client).map(|at| (at, motion.seen().client_size * 1.5)),
    }
}

fn mark(facts: &Facts, view: &View, flight: &Flight, path: Bow, size: f32, told: Told) -> FlightMark {
    let Told { crowded, first_news } = told;
    let (share, fare) = progress(flight, facts.now_us);
    let strength = if view.reduced_motion { strength(share) } else { 1.0 };
    let share = if view.reduced_motion && fare == Fare::Flying { 0.5 } else { share };
    let carried = match view.grip {
        Grip::Flight(held, at) if held == flight.id => Some(at),
        _ => None,
    };
    let selected = view.selection == Some(Target::Flight(flight.id));
    let hovered = view.hover == Some(Target::Flight(flight.id));
    let most = if crowded { 1 } else { CELLS_MOST };
    let (ink, cells, more) = colours(facts, &flight.cargo, most);
    let change = carried_change(&flight.cargo);
    let clear = fare != Fare::Flying || (0.1..0.92).contains(&share);
    let talk = selected
        || hovered
        || match view.labels {
            Labels::Auto => view.slow && !crowded && clear,
            Labels::Few => false,
            Labels::All => clear,
        };
    let news = change.filter(|_| first_news && view.labels != Labels::Few && !talk);
    let label = if talk { Some(label(&flight.cargo)) } else { news.map(str::to_owned) };
    FlightMark {
        id: flight.id,
        glyph: Glyph::of(&flight.cargo),
        at: carried.unwrap_or_else(|| path.at(share)),
        heading: path.heading(share),
        path,
        share,
        size,
        ink,
        cells,
        more,
        news: change.is_some(),
        label,
        label_at: path.at(share),
        fare,
        strength,
        whole: view.reduced_motion || selected || hovered || carried.is_some(),
        held: flight.is_held(),
        selected,
        hovered,
    }
}

/// How strongly an arrow is drawn that stands for a message which has come so far: it comes and goes softly, since it does not move.
fn strength(share: f32) -> f32 {
    (share.min(1.0 - share) * 7.0).clamp(0.3, 1.0)
}

/// How far a message has come, and whether it has broken.
pub(super) fn progress(flight: &Flight, now_us: u64) -> (f32, Fare) {
    // What it is held up is no part of its way.
    let whole = flight.way_us().max(1) as f32;
    let share = |at: u64| (flight.travelled_us(at) as f32 / whole).clamp(0.0, 1.0);
    match flight.fate {
        Fate::Lost { at_us, .. } if now_us >= at_us => {
            let left = flight.due_us.saturating_sub(now_us) as f32
                / flight.due_us.saturating_sub(at_us).max(1) as f32;
            (share(at_us).clamp(0.08, 0.94), Fare::Broken(left.clamp(0.0, 1.0)))
        }
        _ => (share(now_us), Fare::Flying),
    }
}

fn colours(facts: &Facts, cargo: &Cargo, most: usize) -> (Ink, Vec<Ink>, usize) {
    let Cargo::Message(message) = cargo else { return (Ink::Muted, Vec::new(), 0) };
    let Some(cluster) = message.cluster else { return (Ink::Muted, Vec::new(), 0) };
    let ink = Ink::cluster(hue_at(facts.wheel(cluster)), step_of_term(message.at.term), Tone::Line);
    let colour = |entry: &Entry| {
        let owner = facts.owner(cluster, message.at.epoch, entry.id.at.epoch);
        Ink::cluster(hue_at(facts.wheel(owner)), step_of_term(entry.id.at.term), Tone::Solid)
    };
    match &message.body {
        Body::Append { entries, .. } | Body::PulledLog { entries, .. } => {
            let cells = entries.iter().take(most).map(|entry| colour(entry)).collect();
            (ink, cells, if most > 1 { entries.len().saturating_sub(most) } else { 0 })
        }
        _ => (ink, Vec::new(), 0),
    }
}
