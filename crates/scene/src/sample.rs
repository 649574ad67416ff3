//! Samples: each mark of the legend as a small picture of its own, drawn as the stage draws it.

use recraft_protocol::types::{ClientId, ClusterId, EpochTerm, NodeId};
use recraft_sim::flight::FlightId;

use crate::geometry::{Bow, Point, Rect, pt};
use crate::glyph::Glyph;
use crate::layout::HULL_PAD;
use crate::outline::{Inmate, outline};
use crate::palette::{Ink, Theme, Tone};
use crate::scene::{
    Badge, Cell, ClientMark, Cut, Face, Fare, FlightMark, Hull, Link, LinkKind, Lobe, LobeStyle, Look, Mark,
    NodeMark, Pip, Pips, Scene, Stamp, Strip,
};
use crate::words::legend::Mark as Sign;

/// The sample of a mark in a square of `size` pixels, in the colours of a cluster of this hue.
#[must_use]
pub(crate) fn sample(sign: Sign, hue: u16, theme: Theme, size: f32) -> Scene {
    let sampler = Sampler { hue, size };
    Scene { width: size, height: size, theme, unit: size * 0.4, marks: sampler.marks(sign) }
}

struct Sampler {
    hue: u16,
    size: f32,
}

impl Sampler {
    fn marks(&self, sign: Sign) -> Vec<Mark> {
        let centre = pt(self.size / 2.0, self.size / 2.0);
        let ring = Some(0.6);
        match sign {
            Sign::Follower => vec![self.node(Face::Follower)],
            Sign::Leader => vec![self.node(Face::Leader)],
            Sign::Candidate => vec![self.node(Face::Candidate { given: 2, needed: 3, turn: 0.4 })],
            Sign::Down => vec![self.node(Face::Down)],
            Sign::Spare => vec![self.node(Face::Spare)],
            Sign::ElectionRing | Sign::Badge => vec![self.changed(|node| node.ring = ring)],
            Sign::Selected => vec![self.changed(|node| node.selected = true)],
            Sign::Violated => vec![self.changed(|node| node.alarmed = true)],
            Sign::Parts => vec![self.changed(|node| node.parts = Some((1, 2)))],
            Sign::Committed => vec![self.cells(Look::Committed, false, false)],
            Sign::Uncommitted => vec![self.cells(Look::Open, false, false)],
            Sign::Missing => vec![self.cells(Look::Missing, false, false)],
            Sign::ConfigCell => vec![self.cells(Look::Committed, true, false)],
            Sign::Boundary => vec![self.cells(Look::Committed, false, true)],
            Sign::Follows => vec![self.link(LinkKind::Follows)],
            Sign::Thread => vec![self.link(LinkKind::ThreadYes)],
            Sign::Severed => vec![self.link(LinkKind::Severed)],
            Sign::Pulling => vec![self.changed(|node| node.pulling = true)],
            Sign::Stamp => vec![self.stamped()],
            Sign::Hull => vec![self.hull(false)],
            Sign::Sealed => vec![self.hull(true)],
            Sign::Proposed => vec![self.lobe()],
            Sign::Pips => vec![self.pips()],
            Sign::Cut => vec![
                self.hull(false),
                Mark::Cut(Cut {
                    lines: vec![(pt(self.size * 0.62, 0.0), pt(self.size * 0.38, self.size))],
                    width: self.size * 0.12,
                }),
            ],
            Sign::Lost => vec![self.flight(Glyph::Ack, Fare::Broken(0.7))],
            Sign::Client => vec![Mark::Client(ClientMark {
                id: ClientId(1),
                at: centre,
                size: self.size * 0.3,
                selected: false,
                hovered: false,
            })],
            Sign::Message(glyph) => vec![self.flight(glyph, Fare::Flying)],
        }
    }

    fn node(&self, face: Face) -> Mark {
        let down = if face == Face::Leader { 0.56 } else { 0.5 };
        Mark::Node(NodeMark {
            id: NodeId(1),
            at: pt(self.size / 2.0, self.size * down),
            radius: self.size * 0.33,
            face,
            plain: false,
            hue: self.hue,
            step: 1,
            badge: Badge { now: EpochTerm::new(1, 2), before: None, roll: 1.0 },
            ring: None,
            timer_ms: None,
            aside: 0.0,
            parts: None,
            pulling: false,
            selected: false,
            hovered: false,
            alarmed: false,
        })
    }

    fn changed(&self, change: impl FnOnce(&mut NodeMark)) -> Mark {
        let mut mark = self.node(Face::Follower);
        if let Mark::Node(node) = &mut mark {
            change(node);
        }
        mark
    }

    fn cells(&self, look: Look, config: bool, boundary: bool) -> Mark {
        let side = self.size * 0.3;
        let cell = |place: u64| Cell {
            index: place,
            x: self.size * (0.12 + 0.4 * place as f32),
            w: side,
            look: if place == 0 && look != Look::Committed { Look::Committed } else { look },
            ink: Ink::cluster(self.hue, 1, Tone::Solid),
            config: config && place == 1,
            boundary: boundary && place == 0,
        };
        Mark::Strip(Strip {
            node: NodeId(1),
            y: self.size * 0.35,
            h: side,
            cells: vec![cell(0), cell(1)],
            texts: Vec::new(),
            last: None,
        })
    }

    fn link(&self, kind: LinkKind) -> Mark {
        let (from, to) = (pt(self.size * 0.08, self.size * 0.7), pt(self.size * 0.92, self.size * 0.3));
        let path = Bow::between(from, to, 0.0, 0.0, 0.0);
        Mark::Link(Link { ends: (NodeId(1), NodeId(2)), path, kind, hue: self.hue })
    }

    fn shape(&self, radius: f32) -> Vec<Point> {
        let inmate = Inmate { at: pt(self.size / 2.0, self.size * 0.46), radius, share: 1.0 };
        outline(&[inmate], HULL_PAD, 0.0, &[])
    }

    fn hull(&self, sealed: bool) -> Mark {
        let outline = self.shape(self.size * 0.2);
        let (alpha, hue) = (1.0, self.hue);
        Mark::Hull(Hull {
            cluster: ClusterId(1),
            outline,
            hue,
            alpha,
            selected: false,
            hovered: false,
            sealed,
            over: false,
            stamp: None,
        })
    }

    fn stamped(&self) -> Mark {
        let mut mark = self.hull(false);
        if let Mark::Hull(hull) = &mut mark {
            let (left, top, right, bottom) = crate::outline::bounds(&hull.outline);
            hull.stamp =
                Some(Stamp { text: "M", at: pt((left + right) / 2.0, (top + bottom) / 2.0), size: 12.0 });
        }
        mark
    }

    fn lobe(&self) -> Mark {
        Mark::Lobe(Lobe {
            cluster: ClusterId(2),
            outline: self.shape(self.size * 0.19),
            hue: self.hue,
            style: LobeStyle::Proposed,
            alpha: 1.0,
            name_at: pt(self.size / 2.0, self.size * 0.17),
            size: self.size * 0.25,
        })
    }

    fn pips(&self) -> Mark {
        let radius = self.size * 0.13;
        let at = |place: f32| pt(self.size * (0.18 + 0.32 * place), self.size / 2.0);
        let pip =
            |place: u32, given| Pip { node: NodeId(place + 1), at: at(place as f32), given, hue: self.hue };
        let pips = vec![pip(0, true), pip(1, false), pip(2, false)];
        Mark::Pips(Pips { cluster: ClusterId(1), pips, bars: vec![at(1.5)], radius })
    }

    fn flight(&self, glyph: Glyph, fare: Fare) -> Mark {
        let frame = Rect::new(0.0, 0.0, self.size, self.size);
        let at = frame.centre();
        let path = Bow::between(pt(0.0, at.y), pt(self.size, at.y), 0.0, 0.0, 0.0);
        let carries = matches!(glyph, Glyph::Append | Glyph::PulledLog);
        Mark::Flight(FlightMark {
            label_at: pt(0.0, 0.0),
            id: FlightId(1),
            glyph,
            path,
            share: 0.0,
            at,
            heading: pt(1.0, 0.0),
            size: self.size * if carries { 0.22 } else { 0.27 },
            ink: Ink::cluster(self.hue, 2, Tone::Line),
            cells: if carries { vec![Ink::cluster(self.hue, 1, Tone::Solid); 2] } else { Vec::new() },
            more: 0,
            label: None,
            news: false,
            fare,
            whole: false,
            strength: 1.0,
            held: false,
            selected: false,
            hovered: false,
        })
    }
}
