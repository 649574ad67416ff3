//! Changes of members, splits and the beginnings of merges, as they pass through the log.

use recraft_protocol::config::{ConfigEntry, MembershipStep, Stage, SubCluster};
use recraft_protocol::io::AdminRequest;
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{NodeId, NodeSet};

use super::lists::{all_of, nodes};
use super::refusals::{abort_reason, refusal};
use super::{Kind, Sentence};

/// What to say about an observation of this group.
pub(super) fn sentence(node: NodeId, observation: &Observation) -> Sentence {
    match observation {
        Observation::ConfigurationAppended { id, entry } => appended(node, id.index, entry),
        Observation::ConfigurationCommitted { id, entry } => Sentence::minor(
            kind_of(entry),
            nodes([node]),
            format!("{} is committed on {node} (entry {})", config_entry(entry), id.index),
        ),
        Observation::ConfigurationUndone { id } => Sentence::minor(
            Kind::Config,
            nodes([node]),
            format!(
                "{node} goes back to its earlier configuration: entry {} was dropped before it committed",
                id.index
            ),
        ),
        Observation::RequestAccepted { request, id } => Sentence::major(
            kind_of_request(request),
            nodes([node]),
            format!(
                "{node} takes up the request to {}: entry {} begins it",
                request_words(request),
                id.index
            ),
        ),
        Observation::RequestRefused { request, reason } => Sentence::major(
            kind_of_request(request),
            nodes([node]),
            format!("{node} refuses to {}: {}", request_words(request), refusal(reason)),
        ),
        _ => unreachable!("not an observation of this group"),
    }
}

fn appended(node: NodeId, index: u64, entry: &ConfigEntry) -> Sentence {
    let effect = match entry {
        ConfigEntry::Membership { members, quorum, .. } => {
            format!("from here on {quorum} of {} have to agree", members.len())
        }
        ConfigEntry::Joint { old, new } => {
            format!("from here on a majority of {{{old}}} and one of {{{new}}} have to agree")
        }
        ConfigEntry::Learners(_) => "learners are sent the log but do not count".to_owned(),
        ConfigEntry::SplitJoint(_) => "from here on an election needs a majority of every part".to_owned(),
        ConfigEntry::SplitNew(_) => {
            "a majority of the leader's own part commits it; elections still need every part".to_owned()
        }
        ConfigEntry::MergePrepare(_) => {
            "no other change until the merge is decided; commands go on".to_owned()
        }
        ConfigEntry::MergeNew(_) => "no more commands in this epoch".to_owned(),
        ConfigEntry::MergeAbort { .. } => "the cluster is free again".to_owned(),
        ConfigEntry::Genesis(_) => "a new log begins".to_owned(),
    };
    Sentence::minor(
        kind_of(entry),
        nodes([node]),
        format!("{node} has {} in its log (entry {index}): {effect}", config_entry(entry)),
    )
}

/// The name of a configuration entry with its content.
#[must_use]
pub fn config_entry(entry: &ConfigEntry) -> String {
    match entry {
        ConfigEntry::Membership { step, members, quorum, .. } => {
            format!("{} ({quorum} of {})", step_name(*step), members.len())
        }
        ConfigEntry::Joint { old, new } => format!("C_old,new ({{{old}}} and {{{new}}})"),
        ConfigEntry::Learners(learners) if learners.is_empty() => "no learners".to_owned(),
        ConfigEntry::Learners(learners) => format!("learners {learners}"),
        ConfigEntry::SplitJoint(plan) => {
            format!("C_joint (split {} into {})", plan.parent, sub_names(&plan.subs))
        }
        ConfigEntry::SplitNew(plan) => {
            format!("C_new (split {} into {})", plan.parent, sub_names(&plan.subs))
        }
        ConfigEntry::MergePrepare(plan) => format!(
            "C_TX (merge {} into {}, {})",
            all_of(plan.participants.iter().map(|part| part.cluster)),
            plan.into,
            plan.txid
        ),
        ConfigEntry::MergeNew(decision) => format!("C_new (merge into {}, {})", decision.into, decision.txid),
        ConfigEntry::MergeAbort { txid, reason } => format!("C_abort ({txid}: {})", abort_reason(reason)),
        ConfigEntry::Genesis(decision) => format!(
            "genesis (the log of {} begins here, with all that {} held)",
            decision.into,
            all_of(decision.participants.iter().map(|part| part.cluster))
        ),
    }
}

/// The name of a configuration entry, as short as on the blackboard.
#[must_use]
pub const fn config_short(entry: &ConfigEntry) -> &'static str {
    match entry {
        ConfigEntry::Membership { step, .. } => step_name(*step),
        ConfigEntry::Joint { .. } => "C_old,new",
        ConfigEntry::Learners(_) => "learners",
        ConfigEntry::SplitJoint(_) => "C_joint",
        ConfigEntry::SplitNew(_) | ConfigEntry::MergeNew(_) => "C_new",
        ConfigEntry::MergePrepare(_) => "C_TX",
        ConfigEntry::MergeAbort { .. } => "C_abort",
        ConfigEntry::Genesis(_) => "genesis",
    }
}

/// The name of a step of a membership change.
#[must_use]
pub const fn step_name(step: MembershipStep) -> &'static str {
    match step {
        MembershipStep::AddAndResize => "AddAndResize",
        MembershipStep::RemoveAndResize => "RemoveAndResize",
        MembershipStep::ResizeQuorum => "ResizeQuorum",
        MembershipStep::LeaveJoint => "C_new",
    }
}

/// What a cluster is in the middle of; `None` when it is at rest.
#[must_use]
pub fn stage(stage: &Stage) -> Option<String> {
    Some(match stage {
        Stage::Stable => return None,
        Stage::Changing { target } => format!("changing members to {target}"),
        Stage::Joint { new, .. } => format!("changing members to {new} by joint consensus"),
        Stage::SplitEntering(plan) => format!("splitting into {}", sub_names(&plan.subs)),
        Stage::SplitLeaving(plan) => format!("leaving its epoch for {}", sub_names(&plan.subs)),
        Stage::MergePrepared(plan) => format!("prepared to merge into {}", plan.into),
        Stage::MergeLeaving(decision) => format!("leaving its epoch to merge into {}", decision.into),
    })
}

/// A request to a cluster's leader, after "to".
#[must_use]
pub fn request_words(request: &AdminRequest) -> String {
    match request {
        AdminRequest::ChangeMembers { add, remove } => change_words(add, remove),
        AdminRequest::Split { subs } => {
            let parts = subs.iter().map(|sub| format!("{} ({}; {})", sub.cluster, sub.members, sub.ranges));
            format!("split into {}", all_of(parts))
        }
        AdminRequest::Merge { into, others, members, .. } => {
            let named = all_of(others.iter().map(|other| other.cluster));
            match members {
                Some(members) => format!("merge with {named} into {into} of {members}"),
                None => format!("merge with {named} into {into}"),
            }
        }
        AdminRequest::CancelMerge { txid } => format!("cancel the merge {txid}"),
        AdminRequest::TransferLeadership { to } => format!("hand the leadership to {to}"),
        AdminRequest::ChangeLearners { add, remove } => format!("{} as learners", change_words(add, remove)),
    }
}

/// A change of members, after "to".
#[must_use]
pub fn change_words(add: &NodeSet, remove: &NodeSet) -> String {
    match (add.is_empty(), remove.is_empty()) {
        (true, true) => "change no member".to_owned(),
        (false, true) => format!("add {}", all_of(add.iter())),
        (true, false) => format!("remove {}", all_of(remove.iter())),
        (false, false) => format!("add {} and remove {}", all_of(add.iter()), all_of(remove.iter())),
    }
}

fn sub_names(subs: &[SubCluster]) -> String {
    all_of(subs.iter().map(|sub| sub.cluster))
}

const fn kind_of(entry: &ConfigEntry) -> Kind {
    match entry {
        ConfigEntry::Membership { .. } | ConfigEntry::Joint { .. } | ConfigEntry::Learners(_) => Kind::Config,
        ConfigEntry::SplitJoint(_) | ConfigEntry::SplitNew(_) => Kind::Split,
        _ => Kind::Merge,
    }
}

const fn kind_of_request(request: &AdminRequest) -> Kind {
    match request {
        AdminRequest::ChangeMembers { .. } | AdminRequest::ChangeLearners { .. } => Kind::Config,
        AdminRequest::TransferLeadership { .. } => Kind::Election,
        AdminRequest::Split { .. } => Kind::Split,
        AdminRequest::Merge { .. } | AdminRequest::CancelMerge { .. } => Kind::Merge,
    }
}
