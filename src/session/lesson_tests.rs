//! Lessons, told as a person does: with Next and Back, with the line of time, and with deeds of one's own in between.

use std::rc::Rc;

use recraft_protocol::types::NodeId;
use recraft_sim::lesson::{Lesson, Says};

use super::course::lessons;
use super::{Action, LessonCard, Selection, Session, Tell, Travel};
use crate::session::Preset;

fn course() -> Vec<Rc<Lesson>> {
    lessons(include_bytes!("../../assets/lessons.bin")).expect("a test keeps it current")
}

fn begin(lesson: &Rc<Lesson>) -> Session {
    let mut session = Session::new(Preset::Five, 1);
    session.tell_lesson(lesson.clone(), 0);
    session
}

fn card(session: &Session) -> LessonCard {
    session.lesson().expect("a lesson is being told")
}

/// Goes on to the next beat as one who watches does; says for how many real milliseconds it played.
fn next(session: &mut Session) -> f64 {
    session.act(Action::Tell(Tell::Next));
    let mut real_ms = 0.0;
    while session.playback().is_moving() {
        session.advance(16.0);
        real_ms += 16.0;
        assert!(real_ms < 60_000.0, "it never comes to the next beat");
    }
    real_ms
}

#[test]
fn every_lesson_is_told_from_beat_to_beat_in_the_states_of_its_run_and_back_again() {
    for lesson in course() {
        let script = &lesson.script;
        let mut session = begin(&lesson);
        let mut hashes = Vec::new();
        for (place, beat) in script.beats.iter().enumerate() {
            assert_eq!(card(&session).place, place, "{}", lesson.name);
            assert_eq!(session.history().moment(), beat.at, "{} beat {place}", lesson.name);
            hashes.push(session.world().state_hash());
            session.refresh();
            let listed = session.feed().last_seq();
            assert_eq!(listed, session.world().last_seq(), "{} beat {place}: the events lag", lesson.name);
            let real_ms = next(&mut session);
            assert!(real_ms < 9_000.0, "{} beat {place} plays for {real_ms} ms", lesson.name);
        }
        assert_eq!(card(&session).place, script.beats.len());
        for place in (0..script.beats.len()).rev() {
            session.act(Action::Tell(Tell::Back));
            assert_eq!(
                (card(&session).place, session.world().state_hash()),
                (place, hashes[place]),
                "{}",
                lesson.name
            );
        }
    }
}

fn lesson_2() -> Rc<Lesson> {
    course().swap_remove(1)
}

#[test]
fn what_a_caption_speaks_of_is_lit_and_what_a_question_asks_can_be_answered() {
    let mut session = begin(&lesson_2());
    let mut lit = 0;
    let mut asked = 0;
    while card(&session).place < card(&session).lesson.script.beats.len() {
        let now = card(&session);
        lit += now.shows.len();
        match &now.lesson.script.beats[now.place].says {
            Says::Question { choices, .. } => {
                assert_eq!(now.asked, Some((choices.clone(), None)));
                session.act(Action::Tell(Tell::Choose(1)));
                assert_eq!(card(&session).asked, Some((choices.clone(), Some(1))));
                asked += 1;
            }
            Says::Answer { .. } => assert_eq!(now.asked.and_then(|(_, chosen)| chosen), Some(1)),
            Says::Caption { .. } => assert_eq!(now.asked, None),
        }
        next(&mut session);
    }
    assert!(lit > 10 && asked >= 4, "{lit} {asked}");
}

#[test]
fn letters_are_the_keys_where_the_answers_are_numbers_and_numbers_elsewhere() {
    let mut session = begin(&lesson_2());
    let (mut lettered, mut numbered, mut at_once) = (0, 0, 0);
    while card(&session).place < card(&session).lesson.script.beats.len() {
        let now = card(&session);
        if now.is_open() {
            at_once += usize::from(now.answers_at_once());
            let chosen = ["a", "b", "c", "d", "1", "2", "3"].map(|key| now.chosen_by(key));
            if now.has_letters() {
                assert_eq!(chosen, [Some(0), Some(1), Some(2), None, None, None, None]);
                lettered += 1;
            } else {
                let count = now.asked.map_or(0, |(choices, _)| choices.len());
                assert_eq!(chosen[..6], [None, None, None, None, Some(0), Some(1)]);
                assert_eq!(chosen[6], (count > 2).then_some(2));
                numbered += 1;
            }
        } else {
            assert_eq!(now.chosen_by("1"), None, "nothing is asked");
        }
        next(&mut session);
    }
    assert!(lettered == 1 && numbered >= 3 && at_once == 1, "{lettered} {numbered} {at_once}");
}

#[test]
fn a_question_is_open_until_the_run_answers_it() {
    let mut session = begin(&lesson_2());
    while !card(&session).asks() || card(&session).answers_at_once() {
        next(&mut session);
    }
    assert!(card(&session).is_open());
    session.act(Action::Tell(Tell::Choose(0)));
    assert!(card(&session).is_open(), "what was chosen may be chosen again");
    session.act(Action::Tell(Tell::Next));
    assert!(card(&session).moving && !card(&session).is_open());
}

#[test]
fn who_does_something_else_has_left_the_script_and_comes_back_to_where_it_was() {
    let mut session = begin(&lesson_2());
    for _ in 0..4 {
        next(&mut session);
    }
    let (before, hash) = (card(&session), session.world().state_hash());
    assert!(!before.left);
    session.act(Action::ToggleCrash(NodeId(1)));
    session.act(Action::TogglePlay);
    for _ in 0..50 {
        session.advance(50.0);
    }
    assert!(card(&session).left && card(&session).shows.is_empty());
    assert_eq!(card(&session).place, before.place);
    session.act(Action::Tell(Tell::Next));
    assert_eq!((card(&session), session.world().state_hash()), (before, hash));
    next(&mut session);
    assert!(!card(&session).left);
}

#[test]
fn a_lesson_whose_branch_was_removed_is_come_back_to_all_the_same() {
    let mut session = begin(&lesson_2());
    next(&mut session);
    let (before, hash) = (card(&session), session.world().state_hash());
    let script = session.history().branch().id();
    session.act(Action::ToggleCrash(NodeId(2)));
    session.act(Action::Travel(Travel::Remove(script)));
    assert!(card(&session).left);
    session.act(Action::Tell(Tell::Next));
    assert_eq!((card(&session), session.world().state_hash()), (before, hash));
}

#[test]
fn the_beat_follows_the_line_of_time() {
    let lesson = lesson_2();
    let mut session = begin(&lesson);
    session.act(Action::Travel(Travel::To(lesson.script.end.at_us)));
    let shown = lesson.script.beats.get(card(&session).place).map_or(lesson.script.end, |beat| beat.at);
    assert_eq!(shown, lesson.script.end);
    session.act(Action::Travel(Travel::Start));
    assert_eq!(card(&session).place, 0);
    let middle = &lesson.script.beats[lesson.script.beats.len() / 2];
    session.act(Action::Travel(Travel::To(middle.at.at_us + 1)));
    let shown = &lesson.script.beats[card(&session).place];
    assert_eq!(shown.at.at_us, middle.at.at_us);
}

#[test]
fn playing_stops_at_each_beat_and_space_pauses_on_the_way() {
    let mut session = begin(&lesson_2());
    while card(&session).place < 5 {
        let before = card(&session).place;
        session.act(Action::TogglePlay);
        while session.playback().is_moving() {
            session.advance(16.0);
        }
        assert_eq!(card(&session).place, before + 1);
    }
    while !card(&session).moving {
        session.act(Action::TogglePlay);
    }
    session.advance(16.0);
    session.act(Action::TogglePlay);
    assert!(!session.playback().is_moving());
    session.act(Action::Tell(Tell::Next));
    assert!(session.playback().is_moving());
    session.act(Action::Tell(Tell::Next));
    let hurried = (0..).take_while(|_| {
        session.advance(16.0);
        session.playback().is_moving()
    });
    assert!(hurried.count() < 50, "who presses Next twice does not wait");
    let place = card(&session).place;
    while !card(&session).moving {
        session.act(Action::Tell(Tell::Next));
    }
    let from = card(&session).place;
    session.act(Action::Tell(Tell::Next));
    session.act(Action::Tell(Tell::Next));
    assert!(!card(&session).moving, "who presses it three times is there at once");
    assert!(from >= place && card(&session).place == from + 1);
}

#[test]
fn stepping_from_event_to_event_does_not_overshoot_a_beat() {
    let mut session = begin(&lesson_2());
    let mut seen = vec![0];
    for _ in 0..400 {
        session.act(Action::NextEvent);
        while session.playback().is_moving() {
            session.advance(50.0);
        }
        if seen.last() != Some(&card(&session).place) {
            seen.push(card(&session).place);
        }
    }
    let lesson = lesson_2();
    let mut moments: Vec<_> = lesson.script.beats.iter().map(|beat| beat.at).collect();
    moments.push(lesson.script.end);
    moments.dedup();
    let seen_moments: Vec<_> = seen
        .iter()
        .map(|&place| lesson.script.beats.get(place).map_or(lesson.script.end, |beat| beat.at))
        .collect();
    assert_eq!(seen_moments, moments[..seen_moments.len()]);
    assert!(seen_moments.len() > 5, "{seen:?}");
}

#[test]
fn another_run_ends_the_lesson_and_so_does_closing_it_but_the_run_stays() {
    let lesson = lesson_2();
    let mut session = begin(&lesson);
    next(&mut session);
    session.act(Action::Select(Some(Selection::Node(NodeId(1)))));
    let hash = session.world().state_hash();
    session.act(Action::Tell(Tell::Close));
    assert!(session.lesson().is_none());
    assert_eq!(session.world().state_hash(), hash);
    session.tell_lesson(lesson.clone(), 3);
    session.load(lesson.script.run.clone(), 0);
    assert!(session.lesson().is_none());
}
