//! `recraft run`: telling scenarios.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use recraft_script::player::{Player, Telling, Told};
use recraft_script::{Report, kebab, time_text};

use crate::files::{Source, complain, load, print};
use crate::verdict::Verdict;
use crate::{interrupt, report};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The scenarios, or runs as the page saves them (docs/sharing.md); - is the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON document a file: final state, observations, verdicts (docs/run-json.md)
    #[arg(long)]
    json: bool,
    /// Leave the observations out of the JSON document
    #[arg(long, requires = "json")]
    no_observations: bool,
    /// Say only what failed, and one line a file
    #[arg(short, long)]
    quiet: bool,
}

pub(crate) fn run(options: &Options) -> Verdict {
    interrupt::listen();
    let mut verdict = Verdict::Held;
    let (mut held, mut told) = (0, 0);
    for path in &options.files {
        if interrupt::asked() {
            break;
        }
        let one = tell(path, options);
        told += 1;
        held += u32::from(one == Verdict::Held);
        verdict = verdict.max(one);
    }
    let all = options.files.len();
    if all > 1 && !options.json {
        let early = if interrupt::asked() { "; interrupted" } else { "" };
        print(&format!("{held} of {told} scenarios held{early}\n"));
    }
    if interrupt::asked() { verdict.max(Verdict::Interrupted) } else { verdict }
}

fn tell(path: &Path, options: &Options) -> Verdict {
    let name = path.display().to_string();
    let source = match load(path) {
        Ok(source) => source,
        Err(bad) => {
            if options.json {
                print(&report::errors(&name, &bad));
            }
            return complain(path, &bad);
        }
    };
    let mut player = Player::new(&source.scenario).stopped_by(interrupt::asked);
    while !interrupt::asked() && player.step() {}
    let report = player.finish();
    if options.json {
        print(&report::json(&name, &source, &report, !options.no_observations));
    } else {
        print(&words(&name, &source, &report, options.quiet));
    }
    match report.passed() {
        _ if interrupt::asked() => Verdict::Interrupted,
        true => Verdict::Held,
        false => Verdict::Failed,
    }
}

/// What was told and what became of it, for people.
fn words(name: &str, source: &Source, report: &Report, quiet: bool) -> String {
    let mut out = String::new();
    let scenario = &source.scenario;
    if !quiet {
        let _ = writeln!(
            out,
            "{name}{}",
            scenario.title.as_ref().map_or_else(String::new, |title| format!(": {title}"))
        );
    }
    for told in &report.told {
        if told.failure().is_some() || !quiet {
            line(&mut out, source, told);
        }
    }
    for violation in report.unforeseen() {
        let when = time_text(violation.at_us);
        let _ =
            writeln!(out, "  ✗ {when:>10}  {} is violated: {}", kebab(&violation.property), violation.detail);
    }
    let expectations = report.told.iter().filter(|told| matches!(told.what, Telling::Expected(_))).count();
    let foreseen: Vec<String> = report.foreseen.iter().map(kebab).collect();
    let violated = if foreseen.is_empty() {
        String::new()
    } else {
        format!(", {} violated as foreseen", foreseen.join(", "))
    };
    let verdict = if report.passed() { "held" } else { "FAILED" };
    let end = time_text(report.world.now_us());
    let _ = writeln!(out, "{name}: {verdict} ({expectations} expectations, {end}{violated})");
    out
}

fn line(out: &mut String, source: &Source, told: &Told) {
    let when = time_text(told.at_us);
    let said = source.text.lines().nth(told.line.saturating_sub(1)).unwrap_or_default().trim();
    let _ = match &told.what {
        Telling::Said { text, .. } => writeln!(out, "    {when:>10}  {text}"),
        Telling::Asked(question) => {
            let choices = if question.choices.is_empty() {
                String::new()
            } else {
                let choices: Vec<_> = question.choices.iter().map(|choice| choice.text.as_str()).collect();
                format!(" ({})", choices.join(" / "))
            };
            let answer = question.answer.as_ref().map_or_else(String::new, |answer| format!(" → {answer}"));
            writeln!(out, "  ? {when:>10}  {}{choices}{answer}", question.text)
        }
        Telling::Revealed { answer, because } => {
            let because = because.as_ref().map_or_else(String::new, |why| format!(": {why}"));
            writeln!(out, "  ! {when:>10}  {answer}{because}")
        }
        Telling::Expected(Ok(())) => writeln!(out, "  ✓ {when:>10}  {said}"),
        Telling::Expected(Err(why)) | Telling::Failed(why) => {
            writeln!(out, "  ✗ {when:>10}  line {}: {said}\n    {:>10}  but {why}", told.line, "")
        }
    };
}
