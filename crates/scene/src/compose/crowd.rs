//! Very many messages: those of one kind and colour are drawn together, each a speck with a trail; and where one sender has sent the
//! same to many, the number is written once. What is worth reading by itself stays by itself: what is selected, held or lost, what
//! changes a configuration, and whatever is part of an election, a split, a merge or a pull.

use std::collections::HashMap;

use recraft_sim::flight::{Cargo, Endpoint, Flight};

use super::flights::progress;
use crate::facts::Facts;
use crate::geometry::{Bow, Point};
use crate::glyph::Glyph;
use crate::kin::hue_at;
use crate::palette::{Ink, Tone, step_of_term};
use crate::scene::{Align, Fare, Mark, Scene, Speck, Swarm, Words};
use crate::view::{Grip, Target, View};
use crate::words::messages::carried_change;

/// With so many from one sender at once, their number is written.
const FAN: usize = 8;
/// The most such numbers.
const FANS_MOST: usize = 3;
/// How long a trail is, as a share of the way.
const TRAIL: f32 = 0.08;

/// Entries that one sender has sent to many at once.
struct Fan {
    from: Point,
    middle: Point,
    count: usize,
    ink: Ink,
}

/// The messages that are drawn together.
#[derive(Default)]
pub(super) struct Crowd {
    swarms: Vec<Swarm>,
    /// Looked up, never walked through: its order is nobody's.
    places: HashMap<(Glyph, Ink), usize>,
    fans: Vec<Fan>,
    fan_of: HashMap<(Endpoint, u64), usize>,
}

impl Crowd {
    /// Takes a message in, if it is one of many; says whether it did.
    pub(super) fn takes(
        &mut self,
        facts: &Facts,
        view: &View,
        flight: &Flight,
        path: &Bow,
        size: f32,
    ) -> bool {
        let glyph = Glyph::of(&flight.cargo);
        let usual =
            matches!(glyph, Glyph::Append | Glyph::Heartbeat | Glyph::Ack | Glyph::Request | Glyph::Reply);
        let own = Some(Target::Flight(flight.id));
        let carried = matches!(view.grip, Grip::Flight(held, _) if held == flight.id);
        let looked_at = view.selection == own || view.hover == own || carried;
        let (share, fare) = progress(flight, facts.now_us);
        if !usual
            || looked_at
            || fare != Fare::Flying
            || flight.is_held()
            || carried_change(&flight.cargo).is_some()
        {
            return false;
        }
        let share = if view.reduced_motion { 0.5 } else { share };
        let (ink, at) = (ink(facts, &flight.cargo), path.at(share));
        let tail = if glyph == Glyph::Heartbeat { at } else { path.at((share - TRAIL).max(0.0)) };
        let place = *self.places.entry((glyph, ink)).or_insert_with(|| {
            self.swarms.push(Swarm { glyph, ink, size: size * 0.8, specks: Vec::new() });
            self.swarms.len() - 1
        });
        self.swarms[place].specks.push(Speck { id: flight.id, at, tail });
        if glyph == Glyph::Append {
            self.count((flight.from, flight.sent_us), (path.from, at), ink);
        }
        true
    }

    fn count(&mut self, fan: (Endpoint, u64), (from, at): (Point, Point), ink: Ink) {
        let place = *self.fan_of.entry(fan).or_insert_with(|| {
            self.fans.push(Fan { from, middle: Point::default(), count: 0, ink });
            self.fans.len() - 1
        });
        let fan = &mut self.fans[place];
        fan.middle = fan.middle.plus(at);
        fan.count += 1;
    }

    /// Puts everything into the picture: heartbeats at the back, and all of it behind the nodes, whose names are more worth reading.
    pub(super) fn settle(mut self, scene: &mut Scene, word: f32) {
        recraft_protocol::order::sort_by_key(&mut self.swarms, |swarm| swarm.glyph != Glyph::Heartbeat);
        let nodes = scene.marks.iter().position(|mark| matches!(mark, Mark::Strip(_) | Mark::Node(_)));
        let nodes = nodes.unwrap_or(scene.marks.len());
        scene.marks.splice(nodes..nodes, self.swarms.into_iter().map(Mark::Swarm));
        // A number is written where the fan has opened, and not over another one.
        let mut written: Vec<Point> = Vec::new();
        for fan in self.fans.into_iter().rev().filter(|fan| fan.count >= FAN) {
            let at = fan.middle.times(1.0 / fan.count as f32);
            let clear = written.iter().all(|other| other.distance(at) > 4.0 * word);
            if written.len() == FANS_MOST || !clear || fan.from.distance(at) < 4.0 * scene.unit {
                continue;
            }
            written.push(at);
            scene.marks.push(Mark::Words(Words {
                text: format!("\u{d7}{}", fan.count),
                at,
                size: word,
                align: Align::Middle,
                ink: fan.ink,
                bold: true,
                ground: true,
                about: None,
            }));
        }
    }
}

/// The colour of its sender's cluster and term.
fn ink(facts: &Facts, cargo: &Cargo) -> Ink {
    match cargo {
        Cargo::Message(message) => message.cluster.map_or(Ink::Muted, |cluster| {
            Ink::cluster(hue_at(facts.wheel(cluster)), step_of_term(message.at.term), Tone::Line)
        }),
        _ => Ink::Muted,
    }
}
