//! Changes of members, splits and the beginnings of merges, as they pass through the log.

use recraft_protocol::config::{ConfigEntry, MembershipStep, Stage, SubCluster};
use recraft_protocol::io::AdminRequest;
use recraft_protocol::observation::Observation;
use recraft_protocol::types::{NodeId, NodeSet};
use recraft_words::t;

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
            t!(
                "{config_entry} is committed on {node} (entry {index})",
                config_entry = config_entry(entry),
                node,
                index = id.index
            ),
        ),
        Observation::ConfigurationUndone { id } => Sentence::minor(
            Kind::Config,
            nodes([node]),
            t!(
                "{node} goes back to its earlier configuration: entry {index} was dropped before it committed",
                node,
                index = id.index
            ),
        ),
        Observation::RequestAccepted { request, id } => Sentence::major(
            kind_of_request(request),
            nodes([node]),
            t!(
                "{node} takes up the request to {request}: entry {index} begins it",
                node,
                request = request_words(request),
                index = id.index
            ),
        ),
        Observation::RequestRefused { request, reason } => Sentence::major(
            kind_of_request(request),
            nodes([node]),
            t!(
                "{node} refuses to {request}: {reason}",
                node,
                request = request_words(request),
                reason = refusal(reason)
            ),
        ),
        _ => unreachable!("not an observation of this group"),
    }
}

fn appended(node: NodeId, index: u64, entry: &ConfigEntry) -> Sentence {
    let effect = match entry {
        ConfigEntry::Membership { members, quorum, .. } => {
            t!("from here on {quorum} of {members} have to agree", quorum, members = members.len())
        }
        ConfigEntry::Joint { old, new } => {
            t!("from here on a majority of {{{old}}} and one of {{{new}}} have to agree", old, new)
        }
        ConfigEntry::Learners(_) => t!("learners are sent the log but do not count").to_owned(),
        ConfigEntry::SplitJoint(_) => {
            t!("from here on an election needs a majority of every part").to_owned()
        }
        ConfigEntry::SplitNew(_) => {
            t!("a majority of the leader's own part commits it; elections still need every part").to_owned()
        }
        ConfigEntry::MergePrepare(_) => {
            t!("no other change until the merge is decided; commands go on").to_owned()
        }
        ConfigEntry::MergeNew(_) => t!("no more commands in this epoch").to_owned(),
        ConfigEntry::MergeAbort { .. } => t!("the cluster is free again").to_owned(),
        ConfigEntry::Genesis(_) => t!("a new log begins").to_owned(),
    };
    Sentence::minor(
        kind_of(entry),
        nodes([node]),
        t!(
            "{node} has {config_entry} in its log (entry {index}): {effect}",
            node,
            config_entry = config_entry(entry),
            index,
            effect
        ),
    )
}

/// The name of a configuration entry with its content.
#[must_use]
pub fn config_entry(entry: &ConfigEntry) -> String {
    match entry {
        ConfigEntry::Membership { step, members, quorum, .. } => {
            t!("{step} ({quorum} of {members})", step = step_name(*step), quorum, members = members.len())
        }
        ConfigEntry::Joint { old, new } => t!("C_old,new ({{{old}}} and {{{new}}})", old, new),
        ConfigEntry::Learners(learners) if learners.is_empty() => t!("no learners").to_owned(),
        ConfigEntry::Learners(learners) => t!("learners {learners}", learners),
        ConfigEntry::SplitJoint(plan) => {
            t!("C_joint (split {parent} into {subs})", parent = plan.parent, subs = sub_names(&plan.subs))
        }
        ConfigEntry::SplitNew(plan) => {
            t!("C_new (split {parent} into {subs})", parent = plan.parent, subs = sub_names(&plan.subs))
        }
        ConfigEntry::MergePrepare(plan) => t!(
            "C_TX (merge {clusters} into {into}, {txid})",
            clusters = all_of(plan.participants.iter().map(|part| part.cluster)),
            into = plan.into,
            txid = plan.txid
        ),
        ConfigEntry::MergeNew(decision) => {
            t!("C_new (merge into {into}, {txid})", into = decision.into, txid = decision.txid)
        }
        ConfigEntry::MergeAbort { txid, reason } => {
            t!("C_abort ({txid}: {reason})", txid, reason = abort_reason(reason))
        }
        ConfigEntry::Genesis(decision) => t!(
            "genesis (the log of {into} begins here, with all that {clusters} held)",
            into = decision.into,
            clusters = all_of(decision.participants.iter().map(|part| part.cluster))
        ),
    }
}

/// The name of a configuration entry, as short as on the blackboard.
#[must_use]
pub fn config_short(entry: &ConfigEntry) -> &'static str {
    match entry {
        ConfigEntry::Membership { step, .. } => step_name(*step),
        ConfigEntry::Joint { .. } => "C_old,new",
        ConfigEntry::Learners(_) => t!("learners"),
        ConfigEntry::SplitJoint(_) => "C_joint",
        ConfigEntry::SplitNew(_) | ConfigEntry::MergeNew(_) => "C_new",
        ConfigEntry::MergePrepare(_) => "C_TX",
        ConfigEntry::MergeAbort { .. } => "C_abort",
        ConfigEntry::Genesis(_) => t!("genesis"),
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
        Stage::Changing { target } => t!("changing members to {target}", target),
        Stage::Joint { new, .. } => t!("changing members to {new} by joint consensus", new),
        Stage::SplitEntering(plan) => t!("splitting into {subs}", subs = sub_names(&plan.subs)),
        Stage::SplitLeaving(plan) => t!("leaving its epoch for {subs}", subs = sub_names(&plan.subs)),
        Stage::MergePrepared(plan) => t!("prepared to merge into {into}", into = plan.into),
        Stage::MergeLeaving(decision) => t!("leaving its epoch to merge into {into}", into = decision.into),
    })
}

/// A request to a cluster's leader, after "to".
#[must_use]
pub fn request_words(request: &AdminRequest) -> String {
    match request {
        AdminRequest::ChangeMembers { add, remove } => change_words(add, remove),
        AdminRequest::Split { subs } => {
            let parts = subs.iter().map(|sub| format!("{} ({}; {})", sub.cluster, sub.members, sub.ranges));
            t!("split into {parts}", parts = all_of(parts))
        }
        AdminRequest::Merge { into, others, members, .. } => {
            let named = all_of(others.iter().map(|other| other.cluster));
            match members {
                Some(members) => t!("merge with {named} into {into} of {members}", named, into, members),
                None => t!("merge with {named} into {into}", named, into),
            }
        }
        AdminRequest::CancelMerge { txid } => t!("cancel the merge {txid}", txid),
        AdminRequest::TransferLeadership { to } => t!("hand the leadership to {to}", to),
        AdminRequest::ChangeLearners { add, remove } => {
            t!("{change} as learners", change = change_words(add, remove))
        }
    }
}

/// A change of members, after "to".
#[must_use]
pub fn change_words(add: &NodeSet, remove: &NodeSet) -> String {
    match (add.is_empty(), remove.is_empty()) {
        (true, true) => t!("change no member").to_owned(),
        (false, true) => t!("add {add}", add = all_of(add.iter())),
        (true, false) => t!("remove {remove}", remove = all_of(remove.iter())),
        (false, false) => {
            t!("add {add} and remove {remove}", add = all_of(add.iter()), remove = all_of(remove.iter()))
        }
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
