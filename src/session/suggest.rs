//! What to try next, seen from what there is: each suggestion is one press away.

use recraft_protocol::config::Stage;
use recraft_protocol::types::{ClusterId, NodeId};
use recraft_sim::command::Command;
use recraft_sim::presets::{Preset, figure_3_parts};
use recraft_sim::server::Server;
use recraft_sim::view::ClusterView;
use recraft_words::t;

use super::Session;
use super::action::{Action, Editor};
use super::inspect::key_in;

/// Something to try.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What to do, as the words on a button.
    pub title: String,
    /// What there will be to see.
    pub why: String,
    /// What a press does.
    pub action: Action,
}

/// The most suggestions at a time.
const SHOWN_MAX: usize = 5;

fn suggestion(title: impl Into<String>, why: impl Into<String>, action: Action) -> Suggestion {
    Suggestion { title: title.into(), why: why.into(), action }
}

/// What to try next.
pub fn suggestions(session: &Session) -> Vec<Suggestion> {
    let clusters: Vec<ClusterView> =
        session.world().clusters().into_iter().filter(|view| !view.ended).collect();
    let mut all = Vec::new();
    // From a guest one goes home first of all; from another run of one's own, if anything.
    all.extend(home(session).filter(|_| session.is_guest()));
    all.extend(play(session, &clusters));
    all.extend(repairs(session));
    all.extend(figure_3(session, &clusters));
    all.extend(writes(session, &clusters));
    if clusters.len() > 1 {
        all.extend(changes(&clusters));
        all.extend(faults(session, &clusters));
    } else {
        all.extend(faults(session, &clusters));
        all.extend(changes(&clusters));
    }
    all.truncate(SHOWN_MAX);
    if let Some(home) = home(session).filter(|_| !session.is_guest()) {
        all.truncate(SHOWN_MAX - 1);
        all.push(home);
    }
    all
}

fn home(session: &Session) -> Option<Suggestion> {
    let why = t!("It is kept as you left it, with its branches.");
    session.has_aside().then(|| suggestion(t!("Back to your run"), why, Action::ComeHome))
}

fn play(session: &Session, clusters: &[ClusterView]) -> Option<Suggestion> {
    if session.playback().is_playing() || clusters.iter().any(|view| view.leader.is_some()) {
        return None;
    }
    if session.world().lineage().iter().any(|record| record.ended_us.is_some()) {
        let why = t!("Nobody leads at the moment. The line below each cluster says what it waits for.");
        return Some(suggestion(t!("Play on"), why, Action::TogglePlay));
    }
    let why = t!("Each ring is an election timer. Whoever's runs out first asks the others for their votes.");
    Some(suggestion(t!("Play, and watch an election"), why, Action::TogglePlay))
}

fn repairs(session: &Session) -> Vec<Suggestion> {
    let mut repairs = Vec::new();
    if let Some(down) = session.world().servers().find(|server| !server.is_up()).map(Server::id) {
        let why = t!("It comes back with its disk: its log, its term and its vote. Watch it catch up.");
        repairs.push(suggestion(t!("Restart {down}", down), why, Action::ToggleCrash(down)));
    }
    if session.is_cut() {
        let why = t!("Messages pass again. Whoever is behind learns of the newer term and catches up.");
        repairs.push(suggestion(t!("Heal the network"), why, Action::Do(Command::Heal)));
    }
    repairs
}

fn led(clusters: &[ClusterView]) -> impl Iterator<Item = (&ClusterView, NodeId)> {
    clusters.iter().filter_map(|view| Some((view, view.leader?)))
}

/// A write to each cluster, if there are few.
fn writes(session: &Session, clusters: &[ClusterView]) -> Vec<Suggestion> {
    let value = (session.own_requests() + 1).to_string();
    let several = clusters.len() > 1;
    let offer = |view: &ClusterView| {
        let key = key_in(view.ranges());
        let why = if several {
            t!("Each cluster owns its share of the keys and commits by itself.")
        } else {
            t!("Watch the entry travel: an outlined cell until a quorum holds it, then filled.")
        };
        let title = if several {
            t!("Write {key} = {value} in {cluster}", key, value, cluster = view.cluster)
        } else {
            t!("Write {key} = {value}", key, value)
        };
        suggestion(title, why, Action::Write { key, value: value.clone() })
    };
    led(clusters).map(|(view, _)| offer(view)).take(2).collect()
}

fn faults(session: &Session, clusters: &[ClusterView]) -> Vec<Suggestion> {
    let everyone_up = session.world().servers().all(Server::is_up);
    let Some((view, leader)) = led(clusters).find(|(view, _)| view.nodes.len() > 2) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    if everyone_up {
        let why = t!(
            "The others stop hearing from it, and one of them wins the next election. The event list says why that one."
        );
        let title = t!("Crash {leader}, the leader of {cluster}", leader, cluster = view.cluster);
        faults.push(suggestion(title, why, Action::ToggleCrash(leader)));
    }
    if !session.is_cut() {
        let why = t!("It still believes that it leads, but can commit nothing. The others elect another.");
        faults.push(suggestion(
            t!("Cut the leader {leader} off", leader),
            why,
            Action::ToggleIsolation(leader),
        ));
    }
    faults
}

/// The next step of the paper's Figure 3, on its stage.
fn figure_3(session: &Session, clusters: &[ClusterView]) -> Option<Suggestion> {
    if session.preset() != Preset::Figure3 {
        return None;
    }
    let at_rest = |id: u32| {
        led(clusters).any(|(view, _)| view.cluster == ClusterId(id) && *view.stage() == Stage::Stable)
    };
    if at_rest(1) && clusters.len() == 1 {
        let why = t!("As in the paper: three nodes and a third of the keys for each part.");
        let split = Command::Split { cluster: ClusterId(1), into: figure_3_parts() };
        return Some(suggestion(t!("Split c1 in three"), why, Action::Do(split)));
    }
    if at_rest(2) && at_rest(3) {
        let why =
            t!("As in the paper: two of the three become one again, while the third goes on undisturbed.");
        let merge = Command::Merge { coordinator: ClusterId(2), others: vec![ClusterId(3)], members: None };
        return Some(suggestion(t!("Merge c2 and c3"), why, Action::Do(merge)));
    }
    None
}

fn changes(clusters: &[ClusterView]) -> Vec<Suggestion> {
    let at_rest: Vec<&ClusterView> =
        led(clusters).map(|(view, _)| view).filter(|view| *view.stage() == Stage::Stable).collect();
    let mut changes = Vec::new();
    if let ([only], Some(next)) = (at_rest.as_slice(), clusters.iter().find(|view| view.leader.is_none())) {
        let why = t!(
            "{cluster} and {other} can merge as soon as {other} has a leader.",
            cluster = only.cluster,
            other = next.cluster
        );
        changes.push(suggestion(t!("Skip ahead"), why, Action::SkipAhead));
    }
    if let [first, second, ..] = at_rest.as_slice() {
        let why = t!(
            "Two-phase commit, run by the clusters themselves; then they exchange what they hold and go on as one."
        );
        let title = t!("Merge {cluster} and {other}…", cluster = first.cluster, other = second.cluster);
        changes.push(suggestion(
            title,
            why,
            Action::Edit(Some((first.cluster, Editor::Merge(Some(second.cluster))))),
        ));
    }
    if let Some(largest) =
        at_rest.iter().filter(|view| view.nodes.len() >= 4).max_by_key(|view| view.nodes.len())
    {
        let why = t!(
            "Each part goes on with its share of the nodes and of the keys; the leader's part never stops."
        );
        let title = t!("Split {cluster}…", cluster = largest.cluster);
        changes.push(suggestion(title, why, Action::Edit(Some((largest.cluster, Editor::Split)))));
    }
    if let Some(first) = at_rest.first() {
        let why = t!(
            "Any number at once: ReCraft asks for a larger quorum on the way, so that old and new ones always meet."
        );
        let title = t!("Change the members of {cluster}…", cluster = first.cluster);
        changes.push(suggestion(title, why, Action::Edit(Some((first.cluster, Editor::Members)))));
    }
    changes
}
