//! Going to a moment.

use recraft_sim::event::Event;
use recraft_sim::history::{CHECKPOINTS_MAX, History, Moment, STORY_KEPT, is_step};
use recraft_sim::presets::Preset;
use recraft_sim::rng::Rng;
use recraft_sim::world::EVENTS_KEPT;

use super::{assert_same, played, random_runs, story, straight};

#[test]
fn a_seek_to_anywhere_in_any_run_shows_what_playing_straight_through_shows() {
    let mut rng = Rng::new(5);
    for (run, ended_us) in random_runs(12) {
        let mut history = played(&run, ended_us);
        for _ in 0..15 {
            history.seek_us(rng.below(ended_us + 1));
            assert_same(&history, &run);
        }
        history.seek_us(u64::MAX);
        assert!(history.is_at_head());
        assert_same(&history, &run);
    }
}

#[test]
fn a_seek_to_an_event_ends_at_the_moment_at_which_it_happens() {
    let run = story();
    let mut history = played(&run, 6_000_000);
    let (last, mut rng) = (history.branch().events(), Rng::new(8));
    for _ in 0..40 {
        let seq = 1 + rng.below(last);
        assert!(history.seek_event(seq));
        assert_same(&history, &run);
        let event = history.world().events().find(|event| event.seq == seq);
        assert_eq!(event.map(|event| event.at_us), Some(history.world().now_us()));
    }
    assert!(!history.seek_event(last + 1));
}

#[test]
fn playing_on_from_the_past_repeats_the_past_and_begins_no_branch() {
    let run = story();
    let mut history = played(&run, 6_000_000);
    let (head, events) = (history.branch().head(), history.branch().events());
    for from_us in [0, 1_234_567, 4_100_000] {
        history.seek_us(from_us);
        while !history.is_at_head() {
            history.play_to(history.world().now_us() + 333_333);
        }
        assert_same(&history, &run);
    }
    assert_eq!(history.branches().count(), 1);
    assert!(history.branch().head() > head && history.branch().events() > events);
}

#[test]
fn steps_of_the_story_are_remembered_however_long_ago_they_were() {
    let run = story();
    let mut history = played(&run, 12_000_000);
    let mut straight = run.play(12_000_000);
    assert!(straight.last_seq() < EVENTS_KEPT as u64, "the straight world must still know all of it");
    for _ in 0..20 {
        let steps: Vec<&Event> = straight.events().filter(|event| is_step(&event.what)).collect();
        let told: Vec<&Event> = history.story().collect();
        assert!(told.len() >= steps.len().min(STORY_KEPT));
        assert!(steps.ends_with(&told));
        history.seek_us(history.world().now_us() - 550_000);
        straight = self::straight(&run, history.moment());
    }
}

#[test]
fn undoing_and_redoing_every_command_comes_through_every_state_between_them() {
    let run = story();
    let mut history = played(&run, 6_000_000);
    let played = history.moment().given;
    for given in (0..played).rev() {
        let to = history.undo_to().unwrap();
        assert_eq!(to, Moment { at_us: run.commands[given].at_us, given });
        history.seek(to);
        assert_same(&history, &run);
    }
    assert_eq!(history.undo_to(), None);
    for given in 1..=played {
        assert_eq!(history.next_command(), Some(&run.commands[given - 1]));
        history.seek(history.redo_to().unwrap());
        assert_eq!((history.moment().given, history.last_command()), (given, Some(&run.commands[given - 1])));
        assert_same(&history, &run);
    }
    assert_eq!((history.redo_to(), history.branches().count()), (None, 1));
}

#[test]
fn a_long_run_keeps_few_checkpoints_and_can_still_be_gone_back_in() {
    let mut run = Preset::Five.run(2);
    run.setup.network.loss_ppm = 10_000;
    let mut history = History::with_spacing(run.clone(), 512);
    while history.world().statistics().events < 90_000 {
        history.play_to(history.world().now_us() + 10_000_000);
    }
    assert!((CHECKPOINTS_MAX / 2..=CHECKPOINTS_MAX).contains(&history.branch().checkpoints()));
    let head_us = history.world().now_us();
    for part in [0, 1, 3, 7] {
        history.seek_us(head_us / 8 * part);
        assert_same(&history, &run);
    }
}
