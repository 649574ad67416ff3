//! Ways to make a run's beginning plainer, one thing at a time.

use recraft_protocol::settings::{Delay, Extensions, Timing};
use recraft_protocol::types::{NodeId, NodeSet};

use crate::command::{Command, Part};
use crate::run::Run;
use crate::setup::{NetworkSetup, Setup};

/// Every run that is plainer than this one in a single thing.
pub(super) fn candidates(run: &Run) -> Vec<Run> {
    let setup = &run.setup;
    let nodes =
        || setup.clusters.iter().flat_map(|cluster| cluster.members.iter()).chain(setup.spares.iter());
    let fewer = nodes().map(|node| without_node(run, node));
    let networks =
        networks(setup.network).into_iter().map(|network| with(run, |setup| setup.network = network));
    let extensions = plainer_extensions(setup.settings.extensions)
        .into_iter()
        .map(|extensions| with(run, |setup| setup.settings.extensions = extensions));
    let timing = with(run, |setup| setup.settings.timing = Timing::default());
    let all = fewer.chain(networks).chain(extensions).chain([timing]).chain(quieter(run));
    all.filter(|candidate| candidate != run).collect()
}

fn with(run: &Run, change: impl FnOnce(&mut Setup)) -> Run {
    let mut run = run.clone();
    change(&mut run.setup);
    run
}

/// The run as if a node had never been there.
fn without_node(run: &Run, node: NodeId) -> Run {
    let mut run = run.clone();
    let forget = |set: &mut NodeSet| {
        set.remove(node);
    };
    run.setup.clusters.iter_mut().for_each(|cluster| forget(&mut cluster.members));
    run.setup.clusters.retain(|cluster| !cluster.members.is_empty());
    run.setup.spares.remove(node);
    run.commands.retain_mut(|timed| match &mut timed.command {
        Command::Crash { node: of } | Command::Restart { node: of } | Command::Timeout { node: of } => {
            *of != node
        }
        Command::CutLink { from, to } | Command::MendLink { from, to } => *from != node && *to != node,
        Command::TransferLeadership { to, .. } => *to != node,
        Command::Partition { groups } => {
            groups.iter_mut().for_each(forget);
            groups.retain(|group| !group.is_empty());
            !groups.is_empty()
        }
        Command::ChangeMembers { add, remove, .. } | Command::ChangeLearners { add, remove, .. } => {
            forget(add);
            forget(remove);
            !(add.is_empty() && remove.is_empty())
        }
        Command::Split { into, .. } => {
            into.iter_mut().for_each(|Part { members, .. }| forget(members));
            into.iter().all(|part| !part.members.is_empty())
        }
        Command::Merge { members: Some(members), .. } => {
            forget(members);
            !members.is_empty()
        }
        _ => true,
    });
    run
}

fn networks(network: NetworkSetup) -> [NetworkSetup; 4] {
    let plain = NetworkSetup::default();
    let exactly = Delay::exactly(u64::midpoint(network.latency.min_us, network.latency.max_us));
    [
        NetworkSetup { loss_ppm: 0, ..network },
        NetworkSetup { duplication_ppm: 0, ..network },
        NetworkSetup { latency: plain.latency, ..network },
        NetworkSetup { latency: exactly, ..network },
    ]
}

fn plainer_extensions(now: Extensions) -> [Extensions; 11] {
    let plain = Extensions::default();
    [
        Extensions { fast_backup: plain.fast_backup, ..now },
        Extensions { window: plain.window, ..now },
        Extensions { batch: plain.batch, ..now },
        Extensions { compact_after: plain.compact_after, ..now },
        Extensions { chunk: plain.chunk, ..now },
        Extensions { reads: plain.reads, ..now },
        Extensions { pre_vote: plain.pre_vote, ..now },
        Extensions { check_quorum: plain.check_quorum, ..now },
        Extensions { transfer: plain.transfer, ..now },
        Extensions { learners: plain.learners, ..now },
        Extensions { membership: plain.membership, ..now },
    ]
}

/// With one client less, or with clients that wait longer.
fn quieter(run: &Run) -> Vec<Run> {
    const LONGEST_US: u64 = 500_000;
    let mut all = Vec::new();
    for (place, timed) in run.commands.iter().enumerate() {
        let Command::Load { clients, pause_us } = timed.command else { continue };
        let mut try_load = |clients, pause_us| {
            let mut run = run.clone();
            run.commands[place].command = Command::Load { clients, pause_us };
            all.push(run);
        };
        if clients > 1 {
            try_load(clients - 1, pause_us);
        }
        if clients > 0 && pause_us * 2 <= LONGEST_US {
            try_load(clients, pause_us * 2);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::TimedCommand;
    use recraft_protocol::keys::KeyRanges;
    use recraft_protocol::types::ClusterId;

    #[test]
    fn a_node_that_was_never_there_is_named_nowhere() {
        let part = |members: &[u32]| Part {
            members: members.iter().copied().map(NodeId).collect(),
            ranges: KeyRanges::everything(),
        };
        let commands = [
            Command::Crash { node: NodeId(2) },
            Command::Partition { groups: vec![NodeSet::from([2]), NodeSet::from([1, 2])] },
            Command::Split { cluster: ClusterId(1), into: vec![part(&[1, 2]), part(&[3])] },
            Command::Split { cluster: ClusterId(1), into: vec![part(&[1, 3]), part(&[2])] },
            Command::Heal,
        ];
        let commands = commands.map(|command| TimedCommand { at_us: 1, command }).to_vec();
        let run = without_node(&Run { setup: Setup::one_cluster(3, 0), commands }, NodeId(2));
        assert_eq!(run.setup.clusters[0].members, NodeSet::from([1, 3]));
        let left: Vec<_> = run.commands.into_iter().map(|timed| timed.command).collect();
        let groups = vec![NodeSet::from([1])];
        let into = vec![part(&[1]), part(&[3])];
        assert_eq!(
            left,
            [Command::Partition { groups }, Command::Split { cluster: ClusterId(1), into }, Command::Heal]
        );
    }

    #[test]
    fn what_is_plain_already_is_not_tried_again() {
        let run = Run::new(Setup::one_cluster(3, 0));
        let candidates = candidates(&run);
        assert!(candidates.iter().all(|candidate| *candidate != run));
        // One node less, three times, and a latency that is always the same.
        assert_eq!(candidates.len(), 4);
    }
}
