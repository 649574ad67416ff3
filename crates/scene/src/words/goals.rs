//! What can be looked for, in words that end the sentence "Find me a run in which …".

use recraft_sim::explore::goals::Wish;
use recraft_sim::explore::hunt::{Found, Goal};

use super::checks;

/// What a wish is.
#[must_use]
pub const fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::SplitVote => "a vote is split, and nobody wins the term",
        Wish::TwoLeaders => "two nodes lead one cluster at once, in different terms",
        Wish::EntryOverwritten => "entries of a follower's log are overwritten",
        Wish::LeaderRemoved => "a leader removes itself, and steps down",
        Wish::SplitWithoutItsLeader => "a split is completed though its leader crashed",
        Wish::LaggardFetched => "a laggard is fetched across a boundary by a pull",
        Wish::MergeAborted => "a merge is aborted",
        Wish::MergeWithoutItsLeader => "a merge is completed though its leader crashed",
    }
}

/// What is looked for.
#[must_use]
pub fn goal(goal: Goal) -> String {
    match goal {
        Goal::AnythingWrong => "anything goes wrong".into(),
        Goal::Violation(property) => violated(property),
        Goal::Wish(asked) => wish(asked).into(),
    }
}

/// What was found.
#[must_use]
pub fn found(found: &Found) -> String {
    match found {
        Found::Violated(property) => violated(*property),
        Found::Lost(_) => "something is lost or doubled".into(),
        Found::Stuck(_) => "something does not come to rest".into(),
        Found::Shown(asked) => wish(*asked).into(),
    }
}

fn violated(property: recraft_sim::checker::Property) -> String {
    format!("“{}” is violated", checks::title(property).to_lowercase())
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
