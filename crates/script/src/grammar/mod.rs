//! Reading a scenario: line by line, each line by the rule that its first words choose.
//!
//! A line that cannot be read is noted, and reading goes on with the next one, so that an author sees everything that is wrong at once.

mod conditions;
pub(crate) mod names;
mod nodes;
mod orders;
mod settings;
mod telling;

use recraft_protocol::keys::KeyRanges;
use recraft_protocol::types::{NodeId, NodeSet};
use recraft_sim::baseline::ManagerSetup;
use recraft_sim::command::Command;
use recraft_sim::setup::{ClusterSetup, NetworkSetup, Setup, SetupError};
use recraft_sim::stage::{NodeStage, StagedEntry};
use recraft_words::t;
use winnow::stream::{LocatingSlice, Location, Stateful};

use crate::error::{Problem, ScenarioError};
use crate::expected::Kind;
use crate::lex::{
    Line, Notes, Read, blanks, end, first_of, has, has_sign, maybe, number, quoted, time, words, wrong,
};
use crate::model::{Deed, Order, Says, Scenario, Step};
use settings::{Present, Tweak};

/// The version of the language that is read and written.
pub const VERSION: u32 = 1;
/// The longest text that is read, in bytes.
pub const TEXT_MAX: usize = 1_000_000;
/// The latest time in a story, in microseconds: a day.
const LATEST_US: u64 = 86_400_000_000;
/// How long `until` waits if the story does not say.
const PATIENCE_US: u64 = 10_000_000;
/// So many errors are enough.
const ERRORS_MAX: usize = 20;

/// What a line says.
enum Statement {
    Title(String),
    About(String),
    Learnt(String),
    Seed(u64),
    Cluster(ClusterSetup),
    Spares(NodeSet),
    Manager(ManagerSetup),
    Stage(NodeId, NodeStage),
    Set(Vec<Tweak>),
    Story(Vec<Deed>),
}

/// Reads a scenario.
///
/// # Errors
/// Names everything that is wrong with it, in order of the lines, but no more than 20 things.
pub fn parse(text: &str) -> Result<Scenario, Vec<ScenarioError>> {
    if text.len() > TEXT_MAX {
        let what = t!(
            "a scenario may have {limit} bytes; this one has {bytes}",
            limit = TEXT_MAX,
            bytes = text.len()
        );
        return Err(vec![whole_line(1, "", what)]);
    }
    let notes = Notes::default();
    let mut lines = text.lines().enumerate().map(|(place, line)| (place + 1, line)).filter(|(_, line)| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with('#')
    });
    let Some((number, header_line)) = lines.next() else {
        return Err(vec![whole_line(
            1,
            "",
            t!("a scenario begins with `recraft scenario {version}`", version = VERSION),
        )]);
    };
    read(number, header_line, &notes, header).map_err(|error| vec![error])?;
    let mut book = Book::new();
    for (number, line) in lines {
        let read = read(number, line, &notes, |input| statement(input, &book));
        match read {
            Ok(statement) => book.take(number, line, statement),
            Err(error) => book.errors.push(error),
        }
        if book.errors.len() >= ERRORS_MAX {
            break;
        }
    }
    book.finish(text)
}

fn whole_line(line: usize, text: &str, what: String) -> ScenarioError {
    let lead = text.chars().take_while(|c| c.is_whitespace()).count();
    let width = text.trim().chars().count().max(1);
    ScenarioError { line, column: lead + 1, width, problem: Problem::Wrong(what), text: text.into() }
}

/// Reads one line by a rule.
fn read<T>(
    number: usize,
    text: &str,
    notes: &Notes,
    rule: impl Fn(&mut Line<'_>) -> Read<T>,
) -> Result<T, ScenarioError> {
    notes.forget();
    let mut line: Line<'_> = Stateful { input: LocatingSlice::new(text), state: notes };
    let whole = |line: &mut Line<'_>| {
        blanks(line)?;
        let said = rule(line)?;
        end(line)?;
        Ok(said)
    };
    whole(&mut line).map_err(|winnow::error::EmptyError| {
        let (at, width, problem) = notes.problem(text);
        let column = text[..at].chars().count() + 1;
        let width = text[at..(at + width).min(text.len())].chars().count().max(1);
        ScenarioError { line: number, column, width, problem, text: text.into() }
    })
}

fn header(line: &mut Line<'_>) -> Read<()> {
    words(line, "recraft scenario")?;
    let from = line.current_token_start();
    match number::<u32>(line, Kind::Version)? {
        VERSION => Ok(()),
        other => wrong(
            line,
            from,
            t!("this is version {other} of the language; version {own} can be read", other, own = VERSION),
        ),
    }
}

fn statement(line: &mut Line<'_>, book: &Book) -> Read<Statement> {
    if let Some(statement) = maybe(line, beginning) {
        return Ok(statement);
    }
    if !book.began()
        && let Some(tweaks) = maybe(line, set)
    {
        return Ok(Statement::Set(tweaks));
    }
    story(line, book).map(Statement::Story)
}

fn set(line: &mut Line<'_>) -> Read<Vec<Tweak>> {
    words(line, "set")?;
    settings::tweaks(line)
}

fn beginning(line: &mut Line<'_>) -> Read<Statement> {
    let title = |line: &mut Line<'_>| words(line, "title").and_then(|()| quoted(line)).map(Statement::Title);
    let about = |line: &mut Line<'_>| words(line, "about").and_then(|()| quoted(line)).map(Statement::About);
    let learnt =
        |line: &mut Line<'_>| words(line, "learnt").and_then(|()| quoted(line)).map(Statement::Learnt);
    let seed = |line: &mut Line<'_>| {
        words(line, "seed").and_then(|()| number(line, Kind::Number)).map(Statement::Seed)
    };
    let spares = |line: &mut Line<'_>| {
        words(line, "spares").and_then(|()| nodes::node_set(line)).map(Statement::Spares)
    };
    let manager = |line: &mut Line<'_>| {
        words(line, "manager starts nodes in")?;
        time(line).map(|start_us| Statement::Manager(ManagerSetup { start_us }))
    };
    first_of(line, &[title, about, learnt, seed, spares, manager, cluster, nodes, stage])
}

/// `cluster c1 of n1 n2 n3 with keys up to m`
fn cluster(line: &mut Line<'_>) -> Read<Statement> {
    words(line, "cluster")?;
    let cluster = nodes::cluster(line)?;
    words(line, "of")?;
    let members = nodes::node_set(line)?;
    let ranges = if has(line, "with") { nodes::ranges(line)? } else { KeyRanges::everything() };
    Ok(Statement::Cluster(ClusterSetup { cluster, members, ranges }))
}

/// `nodes 5`: a cluster c1 of n1 to n5 that owns all keys.
fn nodes(line: &mut Line<'_>) -> Read<Statement> {
    words(line, "nodes")?;
    let cluster = recraft_protocol::types::ClusterId(1);
    let members = (1..=nodes::count(line)?).map(NodeId).collect();
    Ok(Statement::Cluster(ClusterSetup { cluster, members, ranges: KeyRanges::everything() }))
}

/// `n1 begins with term 3, vote n2, log 1 1 2(x = 1), committed 2`
fn stage(line: &mut Line<'_>) -> Read<Statement> {
    let node = nodes::node_id(line)?;
    words(line, "begins with")?;
    let (mut stage, mut term) = (NodeStage::default(), None);
    loop {
        if has(line, "term") {
            term = Some(number(line, Kind::Term)?);
        } else if has(line, "vote") {
            stage.vote = Some(nodes::node_id(line)?);
        } else if has(line, "log") {
            stage.log = staged_log(line)?;
        } else {
            words(line, "committed")?;
            stage.commit = number(line, Kind::Index)?;
        }
        if !has_sign(line, ",") {
            break;
        }
    }
    stage.term = term.unwrap_or_else(|| stage.log.last().map_or(0, |entry| entry.term));
    Ok(Statement::Stage(node, stage))
}

fn staged_log(line: &mut Line<'_>) -> Read<Vec<StagedEntry>> {
    let from = line.current_token_start();
    let mut entries = Vec::new();
    for pattern in nodes::log(line)? {
        let operation = match pattern.says {
            None | Some(Says::Noop) => None,
            Some(Says::Operation(operation)) => Some(operation),
            Some(Says::Config) => {
                return wrong(
                    line,
                    from,
                    t!("a configuration entry cannot be set; let the cluster make it").into(),
                );
            }
        };
        if pattern.at.epoch != 0 {
            return wrong(
                line,
                from,
                t!("a run begins in epoch 0; let the cluster split or merge to leave it").into(),
            );
        }
        entries.push(StagedEntry { term: pattern.at.term, operation });
    }
    Ok(entries)
}

fn story(line: &mut Line<'_>, book: &Book) -> Read<Vec<Deed>> {
    let mut deeds = Vec::new();
    if let Some(when) = maybe(line, when) {
        deeds.push(when);
        let _ = has_sign(line, ":");
        if maybe(line, end).is_some() {
            return Ok(deeds);
        }
    }
    if let Some(told) = maybe(line, telling) {
        deeds.push(told);
        return Ok(deeds);
    }
    let trying = has(line, "try");
    let order = match maybe(line, set) {
        Some(tweaks) => change_settings(line, &tweaks, book.present)?,
        None => orders::order(line)?,
    };
    deeds.push(Deed::Do { order, trying });
    Ok(deeds)
}

fn change_settings(line: &mut Line<'_>, tweaks: &[Tweak], present: Present) -> Read<Order> {
    let mut then = present;
    tweaks.iter().for_each(|tweak| tweak.apply(&mut then));
    if tweaks.iter().all(|tweak| tweak.is_of_network()) {
        return Ok(Order::Plain(Command::SetNetwork { network: then.network }));
    }
    if tweaks.iter().any(|tweak| tweak.is_of_network()) {
        return wrong(line, 0, t!("set the network on a line of its own").into());
    }
    Ok(Order::Plain(Command::SetSettings { settings: then.settings }))
}

/// `at 300ms`, `after 2s`, `until n1 leads within 5s`
fn when(line: &mut Line<'_>) -> Read<Deed> {
    if has(line, "at") {
        let from = line.current_token_start();
        let us = time(line)?;
        if us > LATEST_US {
            return wrong(line, from, t!("a story may last a day at most").into());
        }
        return Ok(Deed::At(us));
    }
    if has(line, "after") || has(line, "wait") {
        let from = line.current_token_start();
        let us = time(line)?;
        if us > LATEST_US {
            return wrong(line, from, t!("a story may last a day at most").into());
        }
        return Ok(Deed::After(us));
    }
    words(line, "until")?;
    let condition = conditions::condition(line)?;
    let _ = has_sign(line, ",");
    let within_us = if has(line, "within") { time(line)?.min(LATEST_US) } else { PATIENCE_US };
    Ok(Deed::Until { condition, within_us })
}

fn telling(line: &mut Line<'_>) -> Read<Deed> {
    let expect = |line: &mut Line<'_>| {
        words(line, "expect").and_then(|()| conditions::condition(line)).map(Deed::Expect)
    };
    first_of(line, &[telling::say, telling::ask, telling::reveal, expect, name])
}

/// `let old be the leader of c1`
fn name(line: &mut Line<'_>) -> Read<Deed> {
    words(line, "let")?;
    let name = nodes::new_name(line)?;
    words(line, "be")?;
    let node = nodes::who(line)?;
    line.state.names.borrow_mut().insert(name.clone());
    Ok(Deed::Name { name, node })
}

/// The scenario as far as it has been read.
struct Book {
    title: Option<String>,
    about: Vec<String>,
    learnt: Vec<String>,
    setup: Setup,
    present: Present,
    steps: Vec<Step>,
    errors: Vec<ScenarioError>,
    stage_lines: Vec<(NodeId, usize)>,
    last_line: (usize, String),
}

impl Book {
    fn new() -> Self {
        let setup = Setup { clusters: Vec::new(), ..Setup::one_cluster(1, 1) };
        Self {
            title: None,
            about: Vec::new(),
            learnt: Vec::new(),
            present: Present { settings: setup.settings, network: NetworkSetup::default() },
            setup,
            steps: Vec::new(),
            errors: Vec::new(),
            stage_lines: Vec::new(),
            last_line: (1, String::new()),
        }
    }

    const fn began(&self) -> bool {
        !self.steps.is_empty()
    }

    /// Takes in what a line says.
    fn take(&mut self, number: usize, text: &str, statement: Statement) {
        self.last_line = (number, text.to_owned());
        if self.began() && !matches!(statement, Statement::Story(_)) {
            let first = self.steps[0].line;
            let what = t!("the stage is set before the story begins, which it does on line {first}", first);
            return self.errors.push(whole_line(number, text, what));
        }
        match statement {
            Statement::Title(title) => self.title = Some(title),
            Statement::About(about) => self.about.push(about),
            Statement::Learnt(learnt) => self.learnt.push(learnt),
            Statement::Seed(seed) => self.setup.seed = seed,
            Statement::Cluster(cluster) => self.setup.clusters.push(cluster),
            Statement::Spares(spares) => self.setup.spares = self.setup.spares.union(&spares),
            Statement::Manager(manager) => self.setup.manager = manager,
            Statement::Stage(node, stage) => {
                self.stage_lines.push((node, number));
                if self.setup.stage.insert(node, stage).is_some() {
                    self.errors.push(whole_line(
                        number,
                        text,
                        t!("how {node} begins has been said already", node),
                    ));
                }
            }
            Statement::Set(tweaks) => tweaks.iter().for_each(|tweak| tweak.apply(&mut self.present)),
            Statement::Story(deeds) => self.tell(number, deeds),
        }
        self.setup.settings = if self.began() { self.setup.settings } else { self.present.settings };
        self.setup.network = if self.began() { self.setup.network } else { self.present.network };
    }

    fn tell(&mut self, line: usize, deeds: Vec<Deed>) {
        for deed in deeds {
            match &deed {
                Deed::Do { order: Order::Plain(Command::SetSettings { settings }), .. } => {
                    self.present.settings = *settings;
                }
                Deed::Do { order: Order::Plain(Command::SetNetwork { network }), .. } => {
                    self.present.network = *network;
                }
                _ => {}
            }
            self.steps.push(Step { line, deed });
        }
    }

    fn finish(mut self, text: &str) -> Result<Scenario, Vec<ScenarioError>> {
        if self.setup.clusters.is_empty() && self.setup.spares.is_empty() && self.errors.is_empty() {
            let what = crate::words::setup_error(&SetupError::NoNodes);
            self.errors.push(whole_line(self.last_line.0, &self.last_line.1, what));
        } else if let Err(error) = self.setup.check()
            && self.errors.is_empty()
        {
            let node = if let SetupError::Stage { node, .. } = &error { Some(*node) } else { None };
            let place = node.and_then(|node| self.stage_lines.iter().find(|(id, _)| *id == node));
            let number = place.map_or(self.last_line.0, |(_, number)| *number);
            let line = text.lines().nth(number - 1).unwrap_or_default();
            self.errors.push(whole_line(number, line, crate::words::setup_error(&error)));
        }
        if let Some((line, what)) = telling::unrevealed(&self.steps) {
            self.errors.push(whole_line(line, text.lines().nth(line - 1).unwrap_or_default(), what));
        }
        if self.errors.is_empty() {
            let Self { title, about, learnt, setup, steps, .. } = self;
            Ok(Scenario { title, about, learnt, setup, steps })
        } else {
            Err(self.errors)
        }
    }
}
