//! A line of the scenario language, as a command to a run that is being watched.

use recraft_script::model::{Deed, Step};
use recraft_script::player::Player;
use recraft_script::{parse, write};
use recraft_sim::command::Command;
use recraft_sim::run::Run;
use recraft_words::t;

use crate::ask::Answer;
use crate::serve::flaws;

/// What a line would do to this run at this time: [`Answer::Commands`], or [`Answer::Checked`] or [`Answer::NotDone`] if it cannot be read or
/// done.
///
/// The run is written as a scenario and the line put after it, and the whole is told. So a line means exactly what it would mean there: `crash
/// the leader of c1` crashes who leads now, and a setting that is changed leaves the others as they are.
pub(crate) fn line(run: &Run, at_us: u64, line: &str) -> Answer {
    let mut text = write(run, at_us);
    let lines = text.lines().count();
    text.push_str(line);
    let scenario = match parse(&text) {
        Ok(scenario) => scenario,
        Err(errors) => {
            let mut flaws = flaws(errors);
            flaws.iter_mut().for_each(|flaw| flaw.line = flaw.line.saturating_sub(lines as u32).max(1));
            return Answer::Checked(flaws);
        }
    };
    match scenario.steps.last() {
        Some(Step { line, deed: Deed::Do { .. } }) if *line > lines => {}
        _ => {
            return Answer::NotDone(
                t!("This is nothing that is done to a run: only such lines are commands.").into(),
            );
        }
    }
    let mut player = Player::new(&scenario);
    while player.next_step().is_some_and(|step| step.line <= lines) {
        player.step();
    }
    player.step();
    let report = player.finish();
    let last = report.told.last().filter(|told| told.line > lines);
    if let Some(why) = last.and_then(|told| told.failure()) {
        return Answer::NotDone(why.to_owned());
    }
    let commands = report.run.commands.into_iter().skip(run.commands.len());
    Answer::Commands(commands.map(|timed| timed.command).collect::<Vec<Command>>())
}

#[cfg(test)]
mod tests {
    use recraft_protocol::settings::Extensions;
    use recraft_protocol::types::NodeId;
    use recraft_sim::presets::Preset;

    use super::*;

    fn commands(run: &Run, at_us: u64, text: &str) -> Vec<Command> {
        match line(run, at_us, text) {
            Answer::Commands(commands) => commands,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_line_means_what_it_would_mean_at_that_moment() {
        let run = Preset::Three.run(3);
        let leader = run.play(1_000_000).clusters()[0].leader.expect("somebody leads");
        assert_eq!(commands(&run, 1_000_000, "crash the leader of c1"), [Command::Crash { node: leader }]);
        assert_eq!(commands(&run, 0, "crash n2"), [Command::Crash { node: NodeId(2) }]);
    }

    #[test]
    fn settings_that_were_changed_before_stay() {
        let mut run = Preset::Three.run(3);
        for text in ["set pre-vote on", "set check quorum on"] {
            let given = commands(&run, 0, text);
            run.commands.extend(
                given.into_iter().map(|command| recraft_sim::command::TimedCommand { at_us: 0, command }),
            );
        }
        let Extensions { pre_vote, check_quorum, .. } = run.play(0).settings().extensions;
        assert!(pre_vote && check_quorum);
    }

    #[test]
    fn what_is_no_command_is_refused_and_says_why() {
        let run = Preset::Three.run(3);
        for text in
            ["after 5ms", "until c1 has a leader", "say \"hello\"", "", "# nothing", "expect n1 leads"]
        {
            assert!(matches!(line(&run, 0, text), Answer::NotDone(_)), "{text}");
        }
        assert!(matches!(line(&run, 0, "crash the leader of c1"), Answer::NotDone(_)));
        let Answer::Checked(flaws) = line(&run, 1_000, "crush n1") else { panic!("it was read") };
        assert_eq!((flaws[0].line, flaws[0].column), (1, 1));
    }
}
