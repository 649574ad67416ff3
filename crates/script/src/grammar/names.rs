//! Names that stand for kinds of things elsewhere: messages, refusals, stages, properties. Each is the name that the kind has in the
//! project's documentation, in small letters with hyphens.

use std::fmt::{self, Debug, Write};

use recraft_protocol::message::Body;
use recraft_sim::checker::Property;

use crate::expected::{Expected, Kind};
use crate::lex::{Line, Read, missing, word_as};

/// The kinds of messages.
const MESSAGES: &[&str] = &[
    "request-vote",
    "vote-granted",
    "vote-refused",
    "append",
    "append-accepted",
    "append-refused",
    "install-snapshot",
    "notify-commit",
    "pull-log",
    "pulled-log",
    "pulled-snapshot",
    "pull-unknown",
    "prepare",
    "merge-vote",
    "outcome",
    "outcome-ack",
    "merge-redirect",
    "query-outcome",
    "pull-snapshot",
    "part-snapshot",
    "removed",
    "holds-every-part",
    "chunk-accepted",
    "ask-these",
    "ask-passed",
    "have-passed",
    "release-boundary",
    "pre-vote-granted",
    "timeout-now",
    "request",
    "reply",
    "order",
    "done",
];

/// The reasons of refusals, and the preconditions they belong to.
const REFUSALS: &[&str] = &[
    "P1",
    "P2",
    "P3",
    "not-leader",
    "uncommitted-configuration",
    "reconfiguration-in-progress",
    "merge-in-progress",
    "nothing-committed-in-term",
    "too-many-removed",
    "no-change",
    "already-member",
    "not-member",
    "no-members-left",
    "too-few-sub-clusters",
    "empty-sub-cluster",
    "nobody-heard-from",
    "in-two-sub-clusters",
    "in-no-sub-cluster",
    "ranges-do-not-partition",
    "bad-participants",
    "ranges-overlap",
    "wrong-cluster",
    "wrong-epoch",
    "transaction-over",
    "unknown-transaction",
    "switched-off",
    "transfer-in-progress",
    "has-learners",
    "not-learner",
];

/// What a cluster can be in the middle of.
const STAGES: &[&str] =
    &["stable", "changing", "joint", "split-entering", "split-leaving", "merge-prepared", "merge-leaving"];

pub(super) fn message_kind(line: &mut Line<'_>) -> Read<String> {
    named(line, Kind::KindOfMessage, MESSAGES)
}

pub(super) fn refusal(line: &mut Line<'_>) -> Read<String> {
    named(line, Kind::Reason, REFUSALS)
}

pub(super) fn stage(line: &mut Line<'_>) -> Read<String> {
    named(line, Kind::Stage, STAGES)
}

pub(super) fn property(line: &mut Line<'_>) -> Read<Property> {
    let find = |word: &str| Property::ALL.into_iter().find(|property| kebab(property) == word);
    word_as(line, Kind::Property, find).or_else(|_| {
        Property::ALL
            .iter()
            .try_for_each(|property| missing(line, Expected::Word(kebab(property))).or(Ok(())))?;
        super::nodes::nothing()
    })
}

fn named(line: &mut Line<'_>, what: Kind, names: &[&str]) -> Read<String> {
    let read = word_as(line, what, |word| names.contains(&word).then(|| word.to_owned()));
    if read.is_err() {
        for name in names {
            let _ = missing::<()>(line, Expected::word(name));
        }
    }
    read
}

/// The kind of a message.
pub(crate) fn kind_of(body: &Body) -> String {
    match body {
        Body::Prepare2PC { .. } => "prepare".into(),
        Body::Commit2PC { .. } => "outcome".into(),
        Body::Commit2PCAck { .. } => "outcome-ack".into(),
        other => kebab(other),
    }
}

/// The name of an enum's variant, in small letters with hyphens: `Body::RequestVote { … }` is `request-vote`.
#[must_use]
pub fn kebab(value: &impl Debug) -> String {
    let mut name = Kebab(String::new());
    // The writer breaks off behind the name, which is not an error.
    let _ = write!(name, "{value:?}");
    name.0
}

struct Kebab(String);

impl Write for Kebab {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            if !c.is_alphanumeric() {
                return Err(fmt::Error);
            }
            if c.is_uppercase() && !self.0.is_empty() {
                self.0.push('-');
            }
            self.0.extend(c.to_lowercase());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recraft_protocol::io::Refusal;
    use recraft_protocol::types::TxId;

    #[test]
    fn variants_are_named_in_small_letters_with_hyphens() {
        assert_eq!(kebab(&Property::ElectionSafety), "election-safety");
        assert_eq!(kebab(&Refusal::TransactionOver(TxId(1))), "transaction-over");
        assert_eq!(kebab(&Body::AppendAccepted { matched: 3, round: 0 }), "append-accepted");
        assert_eq!(
            kebab(&Body::QueryOutcome { txid: TxId(1), coordinator: recraft_protocol::types::ClusterId(1) }),
            "query-outcome"
        );
    }
}
