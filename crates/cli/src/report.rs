//! The JSON of `recraft run --json`: a format of its own, so that it stays the same when the simulator's types change. What the fields
//! mean is said in `docs/run-json.md`, and `docs/run.schema.json` is held by a test.

mod events;
mod state;

use recraft_script::player::{Telling, Told};
use recraft_script::{Report, ScenarioError, command_lines, kebab};
use recraft_sim::checker::{Property, Violation};
use serde::Serialize;

use crate::files::{Bad, Source};

/// The name of the format, and its version: a field that goes or changes its meaning makes a new one, a field that comes does not.
const FORMAT: &str = "recraft-run";
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    file: &'a str,
    title: Option<&'a str>,
    about: &'a [String],
    passed: bool,
    seed: u64,
    ended_us: u64,
    state_hash: String,
    told: Vec<ToldJson>,
    checks: Vec<CheckJson>,
    nodes: Vec<state::NodeJson>,
    clusters: Vec<state::ClusterJson>,
    clients: Vec<state::ClientJson>,
    commands: Vec<CommandJson>,
    statistics: state::StatisticsJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    observations: Option<Vec<events::EventJson>>,
}

/// One step that was told, with what became of it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum ToldKind {
    Caption { text: String },
    Question { text: String, choices: Vec<String>, answer: Option<String>, because: Option<String> },
    Answer { text: String, because: Option<String> },
    Expectation { text: String, met: bool, instead: Option<String> },
    Failure { text: String, why: String },
}

#[derive(Serialize)]
struct ToldJson {
    line: usize,
    at_us: u64,
    #[serde(flatten)]
    kind: ToldKind,
}

#[derive(Serialize)]
struct CheckJson {
    property: String,
    checked: u64,
    held: bool,
    foreseen: bool,
    violations: Vec<ViolationJson>,
}

#[derive(Serialize)]
struct ViolationJson {
    at_us: u64,
    nodes: Vec<String>,
    events: Vec<u64>,
    detail: String,
}

#[derive(Serialize)]
struct CommandJson {
    at_us: u64,
    text: String,
}

#[derive(Serialize)]
struct Errors<'a> {
    format: &'static str,
    version: u32,
    file: &'a str,
    errors: Vec<ErrorJson>,
}

#[derive(Serialize)]
struct ErrorJson {
    /// `None` when the file cannot be read at all.
    line: Option<usize>,
    column: Option<usize>,
    message: String,
}

/// What a run came to, as one line of JSON.
pub(crate) fn json(file: &str, source: &Source, report: &Report, observations: bool) -> String {
    let world = &report.world;
    let lines = command_lines(&report.run);
    let commands = report.run.commands.iter().zip(lines);
    line(&Document {
        format: FORMAT,
        version: VERSION,
        file,
        title: source.scenario.title.as_deref(),
        about: &source.scenario.about,
        passed: report.passed(),
        seed: report.run.setup.seed,
        ended_us: world.now_us(),
        state_hash: format!("{:016x}", world.state_hash()),
        told: report.told.iter().map(|told| told_json(source, told)).collect(),
        checks: Property::ALL.into_iter().map(|property| check_json(report, property)).collect(),
        nodes: world.servers().map(state::node).collect(),
        clusters: world.lineage().iter().map(|record| state::cluster(world, record)).collect(),
        clients: world.clients().map(state::client).collect(),
        commands: commands.map(|(timed, text)| CommandJson { at_us: timed.at_us, text }).collect(),
        statistics: state::statistics(world.statistics()),
        observations: observations.then(|| events::all(world)),
    })
}

/// What is wrong with a file, as one line of JSON.
pub(crate) fn errors(file: &str, bad: &Bad) -> String {
    let error = |error: &ScenarioError| ErrorJson {
        line: Some(error.line),
        column: Some(error.column),
        message: error.problem.to_string(),
    };
    let errors = match bad {
        Bad::Text(errors) => errors.iter().map(error).collect(),
        Bad::File(what) => vec![ErrorJson { line: None, column: None, message: what.clone() }],
    };
    line(&Errors { format: FORMAT, version: VERSION, file, errors })
}

fn line(document: &impl Serialize) -> String {
    // There is no map with keys that are not text, and nothing else can go wrong when writing into memory.
    serde_json::to_string(document).unwrap_or_default() + "\n"
}

fn told_json(source: &Source, told: &Told) -> ToldJson {
    let said = || source.text.lines().nth(told.line - 1).unwrap_or_default().trim().to_owned();
    let kind = match &told.what {
        Telling::Said { text, .. } => ToldKind::Caption { text: text.clone() },
        Telling::Asked(question) => ToldKind::Question {
            text: question.text.clone(),
            choices: question.choices.iter().map(|choice| choice.text.clone()).collect(),
            answer: question.answer.clone(),
            because: question.because.clone(),
        },
        Telling::Revealed { answer, because } => {
            ToldKind::Answer { text: answer.clone(), because: because.clone() }
        }
        Telling::Expected(met) => {
            ToldKind::Expectation { text: said(), met: met.is_ok(), instead: met.clone().err() }
        }
        Telling::Failed(why) => ToldKind::Failure { text: said(), why: why.clone() },
    };
    ToldJson { line: told.line, at_us: told.at_us, kind }
}

fn check_json(report: &Report, property: Property) -> CheckJson {
    let status = report.world.checks().status(property);
    let violation = |violation: &Violation| ViolationJson {
        at_us: violation.at_us,
        nodes: violation.nodes.iter().map(ToString::to_string).collect(),
        events: violation.events.clone(),
        detail: violation.detail.clone(),
    };
    CheckJson {
        property: kebab(&property),
        checked: status.checked,
        held: status.violations.is_empty(),
        foreseen: report.foreseen.contains(&property),
        violations: status.violations.iter().map(violation).collect(),
    }
}
