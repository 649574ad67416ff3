//! The words of the trade, explained where they stand: a term in a sentence is marked, and says what it means when it is pointed at or
//! pressed. The help sheet lists them all.

use recraft_words::t;
use yew::prelude::*;

use crate::ui::element::{el, fragment};

/// How many terms there are.
const TERMS: usize = 13;

/// Each term with its meaning.
pub fn terms() -> [(&'static str, &'static str); TERMS] {
    [
        (
            "C_joint",
            t!(
                "The log entry that proposes a split: from it on, an election needs a majority of every part."
            ),
        ),
        ("C_new", t!("The log entry that makes a split or a merge happen. It ends the epoch.")),
        (
            "C_TX",
            t!(
                "The log entry by which a cluster prepares for a merge: it votes yes and makes no other change until the merge is decided."
            ),
        ),
        ("C_abort", t!("The log entry that calls a merge off.")),
        ("tx", t!("The name of a merge under way, as tx1: short for transaction.")),
        (
            t!(in "glossary": "coordinator"),
            t!("The cluster that was asked to merge: it asks the others, collects their votes and decides."),
        ),
        (t!(in "glossary": "spare"), t!("A node in no cluster. Add it to one as a member.")),
        (
            t!(in "glossary": "genesis"),
            t!("The first entry of a merged cluster's log, with everything that the former clusters held."),
        ),
        (t!(in "glossary": "epoch"), t!("The age of a cluster: each split and each merge begins a new one.")),
        (
            t!(in "glossary": "term"),
            t!(
                "The number of an election: whoever stands for election begins a new term, and a term has one leader at most."
            ),
        ),
        (t!(in "glossary": "quorum"), t!("So many nodes as have to agree: more than half of the members.")),
        (
            t!(in "glossary": "committed"),
            t!("Held by so many nodes that it can never be lost: no later leader is without it."),
        ),
        (
            t!(in "glossary": "seed"),
            t!("The number that all chance in a run comes from: the same seed gives the same run."),
        ),
    ]
}

/// A sentence with its terms marked; each once.
pub fn glossed(text: &str) -> Html {
    let terms = terms();
    let mut seen = [false; TERMS];
    let mut sentence = fragment();
    let mut plain = String::new();
    for word in text.split_inclusive(' ') {
        let core = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let stem = if core.starts_with("tx") {
            core.trim_end_matches(|letter: char| letter.is_ascii_digit())
        } else {
            core
        };
        let stem = stem.to_lowercase();
        match terms.iter().position(|(term, _)| term.to_lowercase() == stem) {
            Some(place) if !seen[place] => {
                seen[place] = true;
                let (before, after) = word.split_once(core).unwrap_or_default();
                plain.push_str(before);
                let meaning = terms[place].1;
                let term = el("details")
                    .class("gloss")
                    .child(el("summary").title(meaning).child(core.to_owned()))
                    .child(el("span").child(meaning));
                sentence = sentence.child(std::mem::replace(&mut plain, after.to_owned())).child(term);
            }
            _ => plain.push_str(word),
        }
    }
    sentence.child(plain).into()
}
