//! What the host is told: how things are, and what happens.

use std::rc::Rc;

use recraft_protocol::types::EpochTerm;
use recraft_scene::words::{Importance, Kind, roles};
use recraft_sim::server::Server;
use recraft_sim::view::ClusterView;

use crate::session::Session;
use crate::session::feed::Line;

use super::{Level, Value};

/// The most events that are told in one message; a host that wants them all has the run.
const EVENTS_MAX: usize = 200;

/// How things are: the clock, clusters, nodes, what is violated, and the hash of the whole state.
pub fn state(session: &Session) -> Value {
    let world = session.world();
    let Value::Record(mut fields) = clock(session) else { return Value::Nothing };
    let violations = world.checks().violations().map(|violation| violation.property.name());
    fields.extend([
        ("seed", Value::Text(session.seed().to_string())),
        ("clusters", Value::List(world.clusters().iter().map(cluster).collect())),
        ("nodes", Value::List(world.servers().map(node).collect())),
        ("violations", Value::names(violations)),
        ("hash", Value::text(hex(world.state_hash()))),
    ]);
    Value::Record(fields)
}

/// The clock: where it stands, how far the run has been played, and whether and how fast it goes.
pub fn clock(session: &Session) -> Value {
    let playback = session.playback();
    Value::Record(vec![
        ("ms", Value::ms(session.world().now_us())),
        ("headMs", Value::ms(session.history().branch().head().at_us)),
        ("playing", Value::Flag(playback.is_playing())),
        ("speed", Value::Number(playback.speed.factor())),
    ])
}

/// The events of this level after the one numbered `after`, oldest first.
pub fn happenings(lines: &[Rc<Line>], after: u64, level: Level) -> Vec<Value> {
    let heard = |line: &&Rc<Line>| line.importance == Importance::Major || level == Level::All;
    let fresh: Vec<Value> = lines
        .iter()
        .rev()
        .take_while(|line| line.seq > after)
        .filter(heard)
        .take(EVENTS_MAX)
        .map(|line| event(line))
        .collect();
    fresh.into_iter().rev().collect()
}

fn event(line: &Line) -> Value {
    Value::Record(vec![
        ("seq", Value::count(line.seq)),
        ("ms", Value::ms(line.at_us)),
        ("kind", Value::text(kind(line.kind))),
        ("text", Value::text(line.text.as_str())),
        ("milestone", Value::Flag(line.importance == Importance::Major)),
        ("nodes", Value::names(line.nodes.iter())),
        ("cluster", Value::name(line.cluster)),
    ])
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Election => "election",
        Kind::Log => "log",
        Kind::Commit => "commit",
        Kind::Config => "members",
        Kind::Split => "split",
        Kind::Merge => "merge",
        Kind::CatchUp => "catch-up",
        Kind::Client => "client",
        Kind::Fault => "fault",
        Kind::Check => "check",
    }
}

fn cluster(view: &ClusterView) -> Value {
    Value::Record(vec![
        ("id", Value::text(view.cluster.to_string())),
        ("epoch", Value::count(view.epoch.into())),
        ("term", Value::count(view.term.into())),
        ("members", Value::names(view.configuration.members.iter())),
        ("quorum", Value::count(view.configuration.quorum as u64)),
        ("leader", Value::name(view.leader)),
        ("commit", Value::count(view.commit)),
        ("keys", Value::text(view.ranges().to_string())),
        ("ended", Value::Flag(view.ended)),
    ])
}

fn node(server: &Server) -> Value {
    let node = server.node_or_disk();
    let EpochTerm { epoch, term } = node.at();
    Value::Record(vec![
        ("id", Value::text(server.id().to_string())),
        ("up", Value::Flag(server.is_up())),
        ("role", Value::text(if server.is_up() { roles::title(node.role()) } else { "down" })),
        ("cluster", Value::name(node.cluster())),
        ("epoch", Value::count(epoch.into())),
        ("term", Value::count(term.into())),
        ("commit", Value::count(node.commit())),
    ])
}

/// 16 hexadecimal digits: a number of JavaScript would lose some.
fn hex(number: u64) -> String {
    (0..16).rev().filter_map(|digit| char::from_digit((number >> (digit * 4)) as u32 & 15, 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Action, Preset, Speed};

    /// A run that is led.
    fn led() -> Session {
        let mut session = Session::new(Preset::Three, 3);
        session.act(Action::SetSpeed(Speed::nearest(5.0)));
        session.act(Action::TogglePlay);
        while session.world().clusters()[0].commit == 0 {
            session.advance(20.0);
        }
        session.act(Action::TogglePlay);
        session
    }

    #[test]
    fn the_state_is_that_of_the_world() {
        let session = led();
        let state = state(&session);
        let view = session.world().cluster(session.world().clusters()[0].cluster).unwrap();
        let cluster = &state.field("clusters").items()[0];
        assert_eq!(cluster.field("leader"), &Value::name(view.leader));
        assert_eq!(cluster.field("term"), &Value::count(view.term.into()));
        assert_eq!(cluster.field("members").items().len(), 3);
        let leading = |node: &&Value| node.field("role") == &Value::text("leader");
        assert_eq!(state.field("nodes").items().iter().filter(leading).count(), 1);
        assert_eq!(state.field("ms"), &Value::ms(session.world().now_us()));
        assert_eq!(state.field("hash"), &Value::text(format!("{:016x}", session.world().state_hash())));
        assert_eq!((state.field("seed"), state.field("playing")), (&Value::text("3"), &Value::Flag(false)));
    }

    #[test]
    fn events_are_told_once_in_order_and_only_those_of_the_level() {
        let session = led();
        let lines = session.feed().lines();
        let seq = |event: &Value| {
            if let Value::Number(seq) = event.field("seq") { *seq } else { panic!("{event:?}") }
        };
        let all = happenings(lines, 0, Level::All);
        let told = happenings(lines, 0, Level::Milestones);
        assert!(all.is_sorted_by(|a, b| seq(a) < seq(b)) && !told.is_empty() && told.len() < all.len());
        assert!(told.iter().all(|event| event.field("milestone") == &Value::Flag(true)));
        let later = happenings(lines, seq(&told[0]) as u64, Level::Milestones);
        assert_eq!(later.len(), told.len() - 1);
        assert!(happenings(lines, session.world().last_seq(), Level::All).is_empty());
    }
}
