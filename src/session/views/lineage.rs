//! The lineage: every cluster there has been, as a graph over the epochs.

use recraft_protocol::types::{ClusterId, Epoch, NodeSet};
use recraft_scene::facts::Facts;
use recraft_scene::words::lists::{all_of, ranges};
use recraft_scene::words::sentence;
use recraft_sim::history::MarkKind;
use recraft_sim::lineage::ClusterRecord;
use recraft_words::{t, tn};

use crate::session::Session;
use crate::session::past::event;

/// The graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Lineage {
    /// The clusters; parents before children.
    pub clusters: Vec<Life>,
    /// Who came from whom.
    pub edges: Vec<(ClusterId, ClusterId)>,
    /// How many epochs there are.
    pub epochs: Epoch,
    /// How many rows are needed.
    pub rows: f64,
}

/// A cluster's life.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// Which.
    pub id: ClusterId,
    /// Its epoch: its column.
    pub epoch: Epoch,
    /// Where it stands, in rows from the top.
    pub row: f64,
    /// Its hue.
    pub hue: u16,
    /// Its members, now or at its end as far as it is known.
    pub members: NodeSet,
    /// What became of its members since its birth: "n6 and n7 joined".
    pub changes: Option<String>,
    /// Its keys.
    pub keys: String,
    /// When it was born.
    pub born_us: u64,
    /// When it ended.
    pub ended_us: Option<u64>,
    /// Everything in a sentence.
    pub says: String,
    /// The steps of its membership changes.
    pub ticks: Vec<Tick>,
}

/// Steps of a membership change, at a place in a cluster's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// When the first of them was.
    pub at_us: u64,
    /// Where in the cluster's life, in thousandths.
    pub part: u64,
    /// What happened.
    pub says: String,
}

/// Steps nearer to each other than this many thousandths of a life are one tick: each has to be hit by a pointer.
const APART: u64 = 140;

impl Lineage {
    /// The graph of a session's run.
    pub fn of(session: &Session) -> Self {
        let world = session.world();
        let kin = Facts::of(world).kin;
        let mut records: Vec<(&ClusterRecord, f64)> = world
            .lineage()
            .iter()
            .map(|record| (record, kin.get(&record.cluster).map_or(0.5, |kin| kin.order)))
            .collect();
        recraft_protocol::order::sort_by(&mut records, |a, b| {
            (a.0.epoch.cmp(&b.0.epoch)).then(a.1.total_cmp(&b.1)).then(a.0.cluster.cmp(&b.0.cluster))
        });
        let count = |epoch: Epoch| records.iter().filter(|(record, _)| record.epoch == epoch).count();
        let widest = records.iter().map(|(record, _)| count(record.epoch)).max().unwrap_or(0);
        let mut clusters: Vec<Life> = Vec::new();
        for (record, order) in &records {
            // Where its kin says, but below the one above it in its column.
            let free =
                clusters.last().filter(|above| above.epoch == record.epoch).map(|above| above.row + 1.0);
            let row = (order * widest as f64 - 0.5).max(free.unwrap_or(0.0));
            clusters.push(life(record, row, session));
        }
        Self {
            edges: records
                .iter()
                .flat_map(|(record, _)| record.parents.iter().map(|&parent| (parent, record.cluster)))
                .collect(),
            epochs: clusters.last().map_or(0, |life| life.epoch + 1),
            rows: clusters.iter().map(|life| life.row + 1.0).fold(0.0, f64::max),
            clusters,
        }
    }
}

fn life(record: &ClusterRecord, row: f64, session: &Session) -> Life {
    let view = session.world().cluster(record.cluster).filter(|view| !view.ended);
    let members = view.map_or_else(|| record.members.clone(), |view| view.configuration.members);
    let changes = changes(&record.members, &members);
    let keys = ranges(&record.ranges);
    let from = match record.parents.as_slice() {
        [] => t!("there from the beginning").to_owned(),
        [parent] => t!("split from {parent}", parent),
        parents => t!("merged from {parents}", parents = all_of(parents)),
    };
    let end = match record.ended_us {
        Some(us) => t!("ended at {us} ms", us = us / 1000),
        None => t!("lives").to_owned(),
    };
    let id = record.cluster.to_string();
    let (epoch, of) = (t!("epoch {epoch}", epoch = record.epoch), t!("members {members}", members));
    let parts = [Some(&id), Some(&epoch), Some(&from), Some(&of), changes.as_ref(), Some(&keys), Some(&end)];
    let says = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
    Life {
        id: record.cluster,
        epoch: record.epoch,
        row,
        hue: session.hues().of(record.cluster),
        members,
        changes,
        keys,
        born_us: record.born_us,
        ended_us: record.ended_us,
        says,
        ticks: ticks(record, session),
    }
}

/// The steps of a cluster's membership changes, up to how far the branch has been played: so one can go to and fro between them.
fn ticks(record: &ClusterRecord, session: &Session) -> Vec<Tick> {
    let branch = session.history().branch();
    let until_us = branch.lineage().get(record.cluster).and_then(|record| record.ended_us);
    let lasts_us = until_us.unwrap_or(branch.head().at_us).saturating_sub(record.born_us).max(1);
    let steps =
        branch.marks().of(MarkKind::Members).iter().filter(|mark| mark.cluster == Some(record.cluster));
    let mut ticks: Vec<(Tick, u32)> = Vec::new();
    for mark in steps {
        let part = (mark.first_us.saturating_sub(record.born_us) * 1_000 / lasts_us).min(1_000);
        match ticks.last_mut().filter(|(tick, _)| part - tick.part.min(part) < APART) {
            Some((_, more)) => *more += mark.count,
            None => {
                let told = event(session.world(), mark.first_seq).map(|event| sentence(event).text);
                let says = told.unwrap_or_else(|| t!("a step of a membership change").into());
                ticks.push((Tick { at_us: mark.first_us, part, says }, mark.count - 1));
            }
        }
    }
    let told = |(tick, more): (Tick, u32)| match more {
        0 => tick,
        more => Tick {
            says: tn!(more, "{first}; {count} more step", "{first}; {count} more steps", first = tick.says),
            ..tick
        },
    };
    ticks.into_iter().map(told).collect()
}

/// Who joined and who left.
fn changes(before: &NodeSet, now: &NodeSet) -> Option<String> {
    let (joined, left) = (now.without(before), before.without(now));
    let mut parts = Vec::new();
    if !joined.is_empty() {
        parts.push(t!("{joined} joined", joined = all_of(joined.iter())));
    }
    if !left.is_empty() {
        parts.push(t!("{left} left", left = all_of(left.iter())));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use recraft_sim::command::Command;

    use super::*;
    use crate::session::{Action, Preset, Travel};

    #[test]
    fn membership_changes_are_ticks_in_a_clusters_life_also_when_looked_at_from_before() {
        let mut session = Session::new(Preset::Five, 5);
        session.history.play_to(2_000_000);
        session.act(Action::AddSpare);
        let change =
            Command::ChangeMembers { cluster: ClusterId(1), add: [6].into(), remove: NodeSet::default() };
        session.act(Action::Do(change));
        session.history.play_to(6_000_000);
        let life = Lineage::of(&session).clusters.remove(0);
        assert_eq!(life.changes.as_deref(), Some("n6 joined"));
        let [tick] = &life.ticks[..] else { panic!("{:?}", life.ticks) };
        assert_eq!((tick.at_us, tick.part), (2_000_000, 333));
        assert!(tick.says.contains("n6") && tick.says.contains(" more steps"), "{}", tick.says);
        session.act(Action::Travel(Travel::To(tick.at_us)));
        let before = Lineage::of(&session).clusters.remove(0);
        assert_eq!(before.ticks[0].at_us, tick.at_us);
        assert_eq!(session.world().now_us(), tick.at_us);
    }
}
