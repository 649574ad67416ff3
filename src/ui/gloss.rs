//! The words of the trade, explained where they stand: a term in a sentence is marked, and says what it means when it is pointed at. The
//! help sheet lists them all, for those who cannot point.

use yew::prelude::*;

use crate::ui::element::{el, fragment};

/// Each term with its meaning.
pub const TERMS: [(&str, &str); 9] = [
    (
        "C_joint",
        "The log entry that proposes a split: from it on, an election needs a majority of every part.",
    ),
    ("C_new", "The log entry that makes a split or a merge happen. It ends the epoch."),
    (
        "C_TX",
        "The log entry by which a cluster prepares for a merge: it votes yes and makes no other change until the merge is decided.",
    ),
    ("C_abort", "The log entry that calls a merge off."),
    ("tx", "The name of a merge under way, as tx1: short for transaction."),
    (
        "coordinator",
        "The cluster that was asked to merge: it asks the others, collects their votes and decides.",
    ),
    ("spare", "A node in no cluster. Add it to one as a member."),
    ("genesis", "The first entry of a merged cluster's log, with everything that the former clusters held."),
    ("epoch", "The age of a cluster: each split and each merge begins a new one."),
];

/// A sentence with its terms marked; each once.
pub fn glossed(text: &str) -> Html {
    let mut seen = [false; TERMS.len()];
    let mut sentence = fragment();
    let mut plain = String::new();
    for word in text.split_inclusive(' ') {
        let core = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let stem = if core.starts_with("tx") {
            core.trim_end_matches(|letter: char| letter.is_ascii_digit())
        } else {
            core
        };
        match TERMS.iter().position(|(term, _)| *term == stem) {
            Some(place) if !seen[place] => {
                seen[place] = true;
                let (before, after) = word.split_once(core).unwrap_or_default();
                plain.push_str(before);
                let term = el("abbr").title(TERMS[place].1).child(core.to_owned());
                sentence = sentence.child(std::mem::replace(&mut plain, after.to_owned())).child(term);
            }
            _ => plain.push_str(word),
        }
    }
    sentence.child(plain).into()
}
