//! Hunts: looking for a run in which something shows.

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_sim::checker::Property;
use recraft_sim::exhaustive::recraft::worlds;
use recraft_sim::explore::Deed;
use recraft_sim::explore::goals::{Wish, shown_in};
use recraft_sim::explore::hunt::{Faults, Find, Found, Goal, Hunt, Progress};
use recraft_sim::presets::figure_3_script;
use recraft_sim::quest::{self, Quest, Report};
use recraft_sim::run::Run;

fn hunt(goal: Goal, mistakes: Mistakes) -> Hunt {
    Hunt { goal, seed: 1, runs: 200, faults: Faults::ALL, mistakes, extensions: None, replays_max: 150 }
}

fn find(hunt: &Hunt) -> Option<Find> {
    hunt.play(&mut |_| {})
}

/// When a wish comes true in a run.
fn shown_us(run: &Run, until_us: u64, wish: Wish) -> Option<u64> {
    shown_in(run, wish, until_us).map(|event| event.at_us)
}

#[test]
fn every_wish_comes_true_in_a_small_run() {
    for wish in Wish::ALL {
        let found = find(&hunt(Goal::Wish(wish), Mistakes::NONE)).unwrap_or_else(|| panic!("{wish:?}"));
        assert_eq!(found.what, Found::Shown(wish));
        assert_eq!(shown_us(&found.run, found.at_us, wish), Some(found.at_us), "{wish:?}");
        assert!(found.run.commands.len() <= 12, "{wish:?} takes {} commands", found.run.commands.len());
    }
}

#[test]
fn what_does_not_happen_is_not_seen() {
    let story = figure_3_script(1);
    for wish in Wish::ALL {
        assert_eq!(shown_us(&story, 11_000_000, wish), None, "{wish:?}");
    }
}

#[test]
fn a_violated_property_is_found_and_made_small() {
    let (goal, mistakes) =
        (Goal::Violation(Property::NoDoubleVote), Mistakes::only(Mistake::ForgetVoteAtRestart));
    let hunt = hunt(goal, mistakes);
    let (mut raw, mut tried) = (None, 0);
    let small = hunt.play(&mut |progress| match progress {
        Progress::Found(find) => raw = Some(find.clone()),
        Progress::Shrinking { replays, .. } => tried = replays,
        Progress::Looked(_) => assert!(raw.is_none()),
    });
    let (raw, small) = (raw.unwrap(), small.unwrap());
    for find in [&raw, &small] {
        let world = find.run.play(find.at_us);
        let violation = world.checks().first_violation().unwrap();
        assert_eq!((violation.property, violation.at_us), (Property::NoDoubleVote, find.at_us));
        assert_eq!(find.run.play(find.at_us - 1).checks().violations().count(), 0);
    }
    assert!(small.run.commands.len() < raw.run.commands.len());
    assert!(tried > 50, "{tried}");
    assert_eq!(small, find(&hunt).unwrap(), "the same hunt finds the same run");
}

#[test]
fn the_right_protocol_is_looked_through_to_the_end() {
    let hunt = Hunt { runs: 5, ..hunt(Goal::AnythingWrong, Mistakes::NONE) };
    let mut looked = 0;
    let found = hunt.play(&mut |progress| looked += u64::from(progress == Progress::Looked(looked + 1)));
    assert_eq!((found, looked), (None, 5));
}

#[test]
fn a_mistake_that_keeps_laggards_from_catching_up_is_found_as_not_coming_to_rest() {
    let found = find(&hunt(Goal::AnythingWrong, Mistakes::only(Mistake::DropBoundaryEarly))).unwrap();
    assert!(matches!(&found.what, Found::Stuck(what) if !what.is_empty()), "{:?}", found.what);
}

#[test]
fn faults_that_are_switched_off_are_not_among_the_deeds() {
    let none = Faults { crashes: false, partitions: false, messages: false, changes: false };
    let knobs = Hunt { faults: none, ..hunt(Goal::AnythingWrong, Mistakes::NONE) }.knobs();
    let left: Vec<Deed> = knobs.weights.keys().copied().collect();
    let always = [Deed::Restart, Deed::Heal, Deed::MendLink, Deed::Timeout, Deed::ComeBack];
    assert_eq!(left, always);
    assert_eq!((knobs.lossy_percent, knobs.doubling_percent, knobs.several_clusters_percent), (0, 0, 0));
}

/// Everything that is told of a quest, sent as bytes and read again.
fn reports(quest: Quest) -> Vec<Report> {
    let quest: Quest = quest::read(&quest::write(&quest)).unwrap();
    let mut told = Vec::new();
    quest.play(&mut |report| told.push(quest::read(&quest::write(&report)).unwrap()));
    told
}

#[test]
fn a_quest_and_what_is_told_of_it_can_be_sent_as_bytes() {
    let told = reports(Quest::Hunt(hunt(Goal::Wish(Wish::EntryOverwritten), Mistakes::NONE)));
    let [.., Report::Found { find: raw, last: false }] = told
        .iter()
        .filter(|report| !matches!(report, Report::Shrinking { .. }) && !report.is_last())
        .collect::<Vec<_>>()[..]
    else {
        panic!("{told:?}");
    };
    let Some(Report::Found { find: small, last: true }) = told.last() else { panic!("{:?}", told.last()) };
    assert!(small.run.commands.len() <= raw.run.commands.len());
    let nothing = reports(Quest::Hunt(Hunt { runs: 1, ..hunt(Goal::AnythingWrong, Mistakes::NONE) }));
    assert_eq!(nothing, [Report::Looked(1), Report::Nothing { all: false }]);
}

#[test]
fn a_small_world_is_searched_and_what_is_found_is_told_as_a_run() {
    let world = worlds::NAMED.iter().position(|(name, _)| *name == "figure-8").unwrap() as u32;
    let search = |mistakes, states_max| reports(Quest::Search { world, mistakes, states_max });
    let told = search(Mistakes::only(Mistake::CommitOldTermByCounting), 1_000_000);
    let Some(Report::Found { find, last: true }) = told.last() else { panic!("{:?}", told.last()) };
    let played = find.run.play(find.at_us);
    let violation = played.checks().first_violation().unwrap();
    assert_eq!((Found::Violated(violation.property), violation.at_us), (find.what.clone(), find.at_us));
    assert!(
        told.len() > 2
            && told[..told.len() - 1].iter().all(|report| matches!(report, Report::Searched { .. }))
    );
    assert_eq!(search(Mistakes::NONE, 600).last(), Some(&Report::Nothing { all: false }));
}
