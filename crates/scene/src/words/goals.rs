//! What can be looked for, in words that end the sentence "Find me a run in which …".

use recraft_sim::explore::goals::Wish;
use recraft_sim::explore::hunt::{Found, Goal};
use recraft_words::t;

use super::checks;

/// What a wish is.
#[must_use]
pub fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::SplitVote => t!("a vote is split, and nobody wins the term"),
        Wish::TwoLeaders => t!("two nodes lead one cluster at once, in different terms"),
        Wish::EntryOverwritten => t!("entries of a follower's log are overwritten"),
        Wish::LeaderRemoved => t!("a leader removes itself, and steps down"),
        Wish::SplitWithoutItsLeader => t!("a split is completed though its leader crashed"),
        Wish::LaggardFetched => t!("a laggard is fetched across a boundary by a pull"),
        Wish::MergeAborted => t!("a merge is aborted"),
        Wish::MergeWithoutItsLeader => t!("a merge is completed though its leader crashed"),
    }
}

/// What is looked for.
#[must_use]
pub fn goal(goal: Goal) -> String {
    match goal {
        Goal::AnythingWrong => t!("anything goes wrong").into(),
        Goal::Violation(property) => violated(property),
        Goal::Wish(asked) => wish(asked).into(),
    }
}

/// What was found.
#[must_use]
pub fn found(found: &Found) -> String {
    match found {
        Found::Violated(property) => violated(*property),
        Found::Lost(_) => t!("something is lost or doubled").into(),
        Found::Stuck(_) => t!("something does not come to rest").into(),
        Found::Shown(asked) => wish(*asked).into(),
    }
}

fn violated(property: recraft_sim::checker::Property) -> String {
    t!("“{title}” is violated", title = checks::title(property).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_goal_ends_the_sentence_in_its_own_way() {
        let goals = Wish::ALL.map(Goal::Wish).into_iter().chain([Goal::AnythingWrong]);
        let all: std::collections::BTreeSet<String> = goals.map(goal).collect();
        assert_eq!(all.len(), Wish::ALL.len() + 1);
        assert!(all.iter().all(|words| words.starts_with(char::is_lowercase) && !words.ends_with('.')));
    }
}
