//! Doing what is asked.

use recraft_script::lesson::beats;
use recraft_script::{ScenarioError, complete, parse, play, setup_error, write};
use recraft_share::file::{self, BadFile, RunFile, Wrong};
use recraft_sim::history::Moment;
use recraft_sim::quest::{self, Quest, Report};

use crate::ask::{Answer, Completion, Failing, Flaw, Opened, Request, Tale};
use crate::line::line;

/// How far a quest is, is said at most so often.
const EVERY_MS: f64 = 150.0;

/// Does what the request asks, and gives each answer to `answer`; the last says that it is. `now_ms` is the time that passes for
/// whoever waits, in milliseconds: it decides only how often something is said.
pub fn serve(request: &[u8], now_ms: &dyn Fn() -> f64, answer: &mut dyn FnMut(&[u8])) {
    let mut answer = |said: Answer| answer(&quest::write(&said));
    match quest::read(request) {
        Ok(Request::Quest(quest)) => go(&quest, now_ms, &mut answer),
        Ok(Request::Check { text }) => {
            answer(Answer::Checked(flaws(parse(&text).err().unwrap_or_default())));
        }
        Ok(Request::Tell { text }) => answer(tell(&text)),
        Ok(Request::Write { run, until_us }) => answer(Answer::Written(write(&run, until_us))),
        Ok(Request::Line { run, at_us, text }) => answer(line(&run, at_us, &text)),
        Ok(Request::Complete { before }) => {
            let recraft_script::Completion { typed, words } = complete(&before);
            answer(Answer::Completed(Completion { typed: typed as u32, words }));
        }
        Ok(Request::WriteFile(opened)) => answer(Answer::Written(write_file(opened))),
        Ok(Request::Open { text }) => answer(open(&text)),
        Err(_) => answer(Answer::Misunderstood),
    }
}

fn write_file(Opened { title, run, at_us, given }: Opened) -> String {
    let at = Moment { at_us, given: usize::try_from(given).unwrap_or(usize::MAX) };
    file::write(&RunFile { title, run, at })
}

/// What begins with a brace is JSON; no scenario does.
fn open(text: &str) -> Answer {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return match file::read(text.trim_start_matches('\u{feff}')) {
            Ok(RunFile { title, run, at }) => {
                let given = at.given.min(run.commands.len()) as u64;
                Answer::Opened(Opened { title, run, at_us: at.at_us, given })
            }
            Err(bad) => Answer::Checked(vec![file_flaw(&bad)]),
        };
    }
    match tell(text) {
        // A scenario is a story: it begins at its beginning.
        Answer::Told(tale) => Answer::Opened(Opened { title: tale.title, run: tale.run, at_us: 0, given: 0 }),
        other => other,
    }
}

fn file_flaw(bad: &BadFile) -> Flaw {
    let why =
        if let Wrong::Setup(error) = &bad.what { format!(": {}", setup_error(error)) } else { String::new() };
    Flaw { line: bad.line as u32, column: bad.column as u32, width: 1, what: format!("{}{why}", bad.what) }
}

/// Goes on a quest.
fn go(quest: &Quest, now_ms: &dyn Fn() -> f64, answer: &mut dyn FnMut(Answer)) {
    let mut said_ms = f64::NEG_INFINITY;
    quest.play(&mut |report| {
        let matters = matches!(report, Report::Found { .. }) || report.is_last();
        let now_ms = now_ms();
        if matters || now_ms - said_ms >= EVERY_MS {
            said_ms = now_ms;
            answer(Answer::Report(report));
        }
    });
}

fn tell(text: &str) -> Answer {
    let scenario = match parse(text) {
        Ok(scenario) => scenario,
        Err(errors) => return Answer::Checked(flaws(errors)),
    };
    let told = play(&scenario);
    let failing = |told: &recraft_script::player::Told| {
        let why = told.failure()?.to_owned();
        Some(Failing { line: told.line as u32, at_us: told.at_us, why })
    };
    Answer::Told(Tale {
        failings: told.told.iter().filter_map(failing).collect(),
        ends_us: told.world.now_us(),
        beats: told.told.into_iter().flat_map(beats).collect(),
        run: told.run,
        title: scenario.title,
        about: scenario.about,
        learnt: scenario.learnt,
    })
}

pub(crate) fn flaws(errors: Vec<ScenarioError>) -> Vec<Flaw> {
    let flaw = |error: ScenarioError| Flaw {
        line: error.line as u32,
        column: error.column as u32,
        width: error.width as u32,
        what: error.problem.to_string(),
    };
    errors.into_iter().map(flaw).collect()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use recraft_protocol::mistakes::{Mistake, Mistakes};
    use recraft_sim::explore::hunt::{Faults, Goal, Hunt};

    use super::*;

    /// Everything that is answered, for a waiting person whose clock goes on by `step_ms` at each look.
    fn ask(request: &Request, step_ms: f64) -> Vec<Answer> {
        let (clock, mut said) = (Cell::new(0.0), Vec::new());
        let now_ms = || clock.replace(clock.get() + step_ms);
        serve(&quest::write(request), &now_ms, &mut |bytes| {
            said.push(quest::read(bytes).expect("an answer"));
        });
        said
    }

    const TEXT: &str = "recraft scenario 1\ntitle \"A crash\"\nabout \"One paragraph.\"\nnodes 3\nseed 7\n\n\
                        until c1 has a leader\nlet first be the leader of c1\ncrash first\nafter 50ms\nexpect first leads\n";

    fn told(text: &str) -> Tale {
        match ask(&Request::Tell { text: text.to_owned() }, 0.0).pop() {
            Some(Answer::Told(tale)) => tale,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_scenario_is_told_and_what_was_not_so_is_said() {
        let tale = told(TEXT);
        assert_eq!(tale.title.as_deref(), Some("A crash"));
        assert_eq!(tale.about, ["One paragraph."]);
        assert_eq!(tale.run.commands.len(), 1);
        assert_eq!(tale.ends_us, tale.run.last_command_us() + 50_000);
        let [failing] = &tale.failings[..] else { panic!("{:?}", tale.failings) };
        assert_eq!((failing.line, failing.at_us), (11, tale.ends_us));
        assert!(!failing.why.is_empty());
    }

    #[test]
    fn what_is_wrong_with_a_scenario_is_said_with_its_place() {
        let text = TEXT.replace("crash first", "crush first");
        let checked = ask(&Request::Check { text: text.clone() }, 0.0);
        let [Answer::Checked(flaws)] = &checked[..] else { panic!("{checked:?}") };
        assert_eq!((flaws[0].line, flaws[0].column, flaws[0].width), (9, 1, 5));
        assert!(flaws[0].what.contains("did you mean `crash`?"), "{}", flaws[0].what);
        assert_eq!(ask(&Request::Tell { text }, 0.0), checked, "it is not told either");
        assert_eq!(ask(&Request::Check { text: TEXT.to_owned() }, 0.0), [Answer::Checked(Vec::new())]);
    }

    #[test]
    fn captions_and_questions_are_told_with_their_moments() {
        let tale = told(&TEXT.replace("crash first", "say \"It crashes.\" showing first\ncrash first"));
        let [beat] = &tale.beats[..] else { panic!("{:?}", tale.beats) };
        assert_eq!((beat.at.at_us, beat.at.given), (tale.run.last_command_us(), 0));
    }

    #[test]
    fn what_could_stand_next_is_said() {
        let said = ask(&Request::Complete { before: "recraft scenario 1\nnodes 3\ncra".into() }, 0.0);
        assert_eq!(said, [Answer::Completed(Completion { typed: 3, words: vec!["crash".into()] })]);
    }

    #[test]
    fn a_run_is_written_as_a_scenario_that_is_the_same_run() {
        let tale = told(TEXT);
        let request = Request::Write { run: tale.run.clone(), until_us: tale.ends_us };
        let [Answer::Written(text)] = &ask(&request, 0.0)[..] else { panic!("not one text") };
        let again = told(text);
        assert_eq!((again.run, again.ends_us, again.failings), (tale.run, tale.ends_us, Vec::new()));
    }

    #[test]
    fn a_file_is_written_and_opened_again_and_so_is_a_scenario() {
        let Tale { title, run, ends_us, .. } = told(TEXT);
        let opened = Opened { title, run, at_us: ends_us, given: 1 };
        let written = ask(&Request::WriteFile(opened.clone()), 0.0);
        let [Answer::Written(text)] = &written[..] else { panic!("{written:?}") };
        assert_eq!(ask(&Request::Open { text: text.clone() }, 0.0), [Answer::Opened(opened.clone())]);
        let story = Opened { at_us: 0, given: 0, ..opened };
        assert_eq!(ask(&Request::Open { text: TEXT.to_owned() }, 0.0), [Answer::Opened(story)]);

        for (bad, line, says) in [
            (TEXT.replace("crash first", "crush first"), 9, "did you mean `crash`?"),
            (text.replacen("\"seed\": 7", "\"seed\": -7", 1), 8, "invalid value"),
            (text.replacen("\"min_us\": 150000", "\"min_us\": 0", 1), 1, "election"),
            ("{".to_owned(), 1, "it ends in the middle"),
            ("hello".to_owned(), 1, ""),
            (String::new(), 1, ""),
        ] {
            let checked = ask(&Request::Open { text: bad.clone() }, 0.0);
            let [Answer::Checked(flaws)] = &checked[..] else { panic!("{bad}: {checked:?}") };
            assert!(flaws[0].line == line && flaws[0].what.contains(says), "{bad}: {flaws:?}");
        }
    }

    fn hunt(runs: u64, mistakes: Mistakes) -> Request {
        Request::Quest(Quest::Hunt(Hunt {
            goal: Goal::AnythingWrong,
            seed: 1,
            runs,
            faults: Faults::ALL,
            mistakes,
            extensions: None,
            replays_max: 50,
        }))
    }

    #[test]
    fn how_far_a_quest_is_is_said_now_and_then_and_its_end_always() {
        let request = hunt(4, Mistakes::NONE);
        let (often, seldom) = (ask(&request, EVERY_MS), ask(&request, 0.0));
        assert!(often.len() > seldom.len(), "{} and {}", often.len(), seldom.len());
        let end = Answer::Report(Report::Nothing { all: false });
        for said in [often, seldom] {
            assert_eq!(said.iter().filter(|answer| answer.is_last()).collect::<Vec<_>>(), [&end]);
            assert_eq!(said.last(), Some(&end));
        }
        let found = ask(&hunt(200, Mistakes::only(Mistake::ForgetVoteAtRestart)), 0.0);
        assert!(matches!(found.last(), Some(Answer::Report(Report::Found { last: true, .. }))), "{found:?}");
    }

    #[test]
    fn what_is_no_request_is_answered_all_the_same() {
        for bytes in [&[][..], &[9], &[2, 200, 1]] {
            let mut said = Vec::new();
            serve(bytes, &|| 0.0, &mut |bytes| said.push(quest::read::<Answer>(bytes)));
            assert_eq!(said, [Ok(Answer::Misunderstood)], "{bytes:?}");
        }
    }
}
