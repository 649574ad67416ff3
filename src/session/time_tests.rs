//! Time travel, as a person does it.

use recraft_protocol::types::NodeId;
use recraft_scene::words::{Importance, sentence};
use recraft_sim::command::Command;
use recraft_sim::explore::{explore, seed_of};
use recraft_sim::history::{Kinds, MarkKind, Stop, is_step};
use recraft_sim::presets::figure_3_script;

use super::timeline::Timeline;
use super::{Action, Panels, Preset, Selection, Session, Speed, Tab, Travel};

fn travel(session: &mut Session, travel: Travel) {
    session.act(Action::Travel(travel));
}

/// Lets time pass until nothing moves any more.
fn rest(session: &mut Session) {
    while session.advance(16.0) {}
}

/// The story of Figure 3 with a load, played for some seconds.
fn story(until_us: u64) -> Session {
    let mut run = figure_3_script(5);
    let load = Command::Load { clients: 3, pause_us: 20_000 };
    run.commands.push(recraft_sim::command::TimedCommand { at_us: 900_000, command: load });
    run.commands.sort_by_key(|timed| timed.at_us);
    let mut session = Session::new(Preset::Three, 1);
    session.load(run, until_us);
    session
}

#[test]
fn after_a_seek_everything_on_the_page_is_as_if_played_straight_to_there() {
    let mut session = story(9_000_000);
    for (to_us, tab) in
        [(7_300_000, Tab::Logs), (2_000_000, Tab::Checks), (8_100_000, Tab::Logs), (0, Tab::Logs)]
    {
        travel(&mut session, Travel::To(to_us));
        let mut straight = story(to_us);
        for session in [&mut session, &mut straight] {
            session.act(Action::Select(Some(Selection::Node(NodeId(4)))));
        }
        let (there, expected) = (Panels::of(&mut session, tab), Panels::of(&mut straight, tab));
        let last = |panels: &Panels, steps: bool| -> Vec<String> {
            let of = panels.lines.iter().rev().filter(|line| (line.importance == Importance::Major) == steps);
            of.map(|line| format!("{} {}", line.seq, line.text)).take(if steps { 200 } else { 300 }).collect()
        };
        for steps in [true, false] {
            assert_eq!(last(&there, steps), last(&expected, steps));
        }
        let timeline = there.timeline.clone();
        assert_eq!((timeline.now_us, timeline.past), (to_us, true));
        let rest = |panels: Panels| Panels {
            lines: Default::default(),
            kinds: Default::default(),
            timeline: timeline.clone(),
            ..panels
        };
        assert_eq!(rest(there), rest(expected), "at {to_us}");
    }
}

#[test]
fn what_comes_to_the_line_of_time_moves_nothing_that_is_there() {
    let on_page = |until_us: u64| -> Vec<(MarkKind, u64)> {
        let timeline = Timeline::of(&story(until_us));
        timeline.dots.iter().rev().map(|dot| (dot.kind, dot.at_us)).collect()
    };
    // Between the two there are commits and nothing else, and the line stands for as much time.
    let (before, after) = (on_page(8_100_000), on_page(8_900_000));
    assert!(before.len() < after.len(), "{before:?}, {after:?}");
    assert_eq!(before, after[..before.len()]);
}

#[test]
fn whatever_is_told_as_a_step_of_the_story_is_remembered_as_one() {
    let (mut steps, mut seen) = (0, 0);
    for nth in 0..8 {
        let outcome = explore(seed_of(3, nth), 0);
        for event in outcome.run.play(outcome.ended_us).events() {
            seen += 1;
            if sentence(event).importance == Importance::Major {
                steps += 1;
                assert!(is_step(&event.what), "{event:?}");
            }
        }
    }
    assert!(steps > 500 && seen > 10_000, "{steps} {seen}");
}

#[test]
fn acting_in_the_past_begins_a_branch_and_the_old_future_is_a_click_away() {
    let mut session = story(3_000_000);
    let first = session.history().branch().id();
    let future = session.world().state_hash();
    travel(&mut session, Travel::To(1_300_000));
    session.act(Action::ToggleCrash(NodeId(2)));
    assert_eq!((session.complaint(), session.history().branches().count()), (None, 2));
    assert!(session.history().is_at_head());
    session.act(Action::TogglePlay);
    session.advance(50.0);
    travel(&mut session, Travel::Switch(first));
    assert!(!session.playback().is_moving() && !session.history().is_at_head());
    travel(&mut session, Travel::Head);
    assert_eq!(session.world().state_hash(), future);
}

#[test]
fn what_cannot_be_done_in_the_past_is_said_and_begins_no_branch() {
    let mut session = story(3_000_000);
    travel(&mut session, Travel::To(1_300_000));
    session.act(Action::Do(Command::Restart { node: NodeId(2) }));
    assert!(session.complaint().is_some_and(|text| text.contains("up already")));
    assert_eq!(session.history().branches().count(), 1);
}

#[test]
fn undo_and_redo_go_to_either_side_of_a_command() {
    let mut session = Session::new(Preset::Three, 1);
    travel(&mut session, Travel::Undo);
    assert!(session.complaint().is_some());
    session.act(Action::SkipAhead);
    rest(&mut session);
    session.act(Action::ToggleCrash(NodeId(1)));
    let up =
        |session: &Session| session.world().server(NodeId(1)).is_some_and(recraft_sim::server::Server::is_up);
    assert!(!up(&session));
    travel(&mut session, Travel::Undo);
    assert!(up(&session) && session.complaint().is_none());
    travel(&mut session, Travel::Redo);
    assert!(!up(&session));
    travel(&mut session, Travel::Redo);
    assert!(session.complaint().is_some());
    assert_eq!(session.history().branches().count(), 1);
}

#[test]
fn what_is_selected_stays_selected_unless_it_does_not_exist_yet() {
    let mut session = story(3_000_000);
    session.act(Action::AddSpare);
    let spare = Selection::Node(NodeId(10));
    for (select, stays) in [(Selection::Node(NodeId(2)), true), (spare, false)] {
        travel(&mut session, Travel::Head);
        session.act(Action::Select(Some(select)));
        travel(&mut session, Travel::To(1_000_000));
        assert_eq!(session.selection(), stays.then_some(select));
    }
}

#[test]
fn the_next_election_is_waited_for_and_the_one_before_is_gone_back_to() {
    let mut session = Session::new(Preset::Five, 4);
    let stop = Stop::At(Kinds::ELECTIONS);
    travel(&mut session, Travel::On(stop));
    assert!(session.playback().is_moving(), "what has not been played is played");
    rest(&mut session);
    let leader = session.world().clusters()[0].leader;
    assert!(leader.is_some());
    let elected_us = session.world().now_us();
    travel(&mut session, Travel::On(Stop::At(Kinds::VIOLATIONS)));
    assert!(session.complaint().is_some_and(|text| text.contains("no violation")));
    session.act(Action::SkipAhead);
    rest(&mut session);
    travel(&mut session, Travel::Back(stop));
    assert_eq!(session.world().now_us(), elected_us);
    travel(&mut session, Travel::Back(Stop::Anything));
    assert!(session.world().now_us() < elected_us && session.world().clusters()[0].leader.is_none());
    travel(&mut session, Travel::On(stop));
    assert_eq!((session.world().now_us(), session.playback().is_moving()), (elected_us, false));
}

#[test]
fn playing_fast_slows_down_exactly_when_somebody_stands_for_election() {
    let mut session = Session::new(Preset::Three, 1);
    session.act(Action::SetSpeed(Speed::nearest(100.0)));
    session.act(Action::SlowDown(true));
    session.act(Action::TogglePlay);
    session.advance(50.0);
    let headline = session.feed().headline().map(|line| line.at_us);
    assert_eq!(headline, Some(session.world().now_us()));
    let before_us = session.world().now_us();
    session.advance(50.0);
    assert!(session.world().now_us() - before_us <= 2_500);
}

#[test]
fn seeking_while_playing_goes_on_playing_from_there() {
    let mut session = story(3_000_000);
    session.act(Action::TogglePlay);
    travel(&mut session, Travel::To(1_000_000));
    assert!(session.playback().is_playing());
    session.advance(50.0);
    assert!(session.world().now_us() > 1_000_000 && !session.history().is_at_head());
}

#[test]
fn a_time_is_reached_whether_it_has_been_played_or_not() {
    let mut session = Session::new(Preset::Three, 3);
    for us in [700_000, 100_000, 1_900_000, 0] {
        session.reach(us);
        assert_eq!(session.world().state_hash(), Preset::Three.run(3).play(us).state_hash(), "{us}");
        assert!(!session.playback().is_playing());
    }
    session.act(Action::TogglePlay);
    session.reach(2_500_000);
    assert!(session.playback().is_playing(), "it stops because it went elsewhere");
}

#[test]
fn a_run_that_is_as_long_as_can_be_kept_stops_and_says_so_until_somebody_does_something() {
    let mut session = Session::new(Preset::Three, 3);
    session.history.keep_at_most(100);
    session.act(Action::TogglePlay);
    rest(&mut session);
    assert!(session.is_full() && session.complaint().is_some_and(|text| text.contains("in memory")));
    assert!(!session.playback().is_playing() && session.world().now_us() > 100_000);
    travel(&mut session, Travel::To(50_000));
    assert!(!session.is_full() && session.complaint().is_none());
}
