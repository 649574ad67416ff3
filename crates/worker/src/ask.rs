//! What the worker can be asked, and what it answers.

use recraft_sim::command::Command;
use recraft_sim::lesson::Beat;
use recraft_sim::quest::{Quest, Report};
use recraft_sim::run::Run;
use recraft_sim::{code_of_choice, code_of_record};

/// What the worker shall do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Look for something; the answers are [`Answer::Report`]s.
    Quest(Quest),
    /// Read a scenario, and say what is wrong with it: [`Answer::Checked`].
    Check {
        /// The scenario.
        text: String,
    },
    /// Read a scenario and tell it: [`Answer::Told`], or [`Answer::Checked`] if there is something wrong with it.
    Tell {
        /// The scenario.
        text: String,
    },
    /// Write a run as a scenario: [`Answer::Written`].
    Write {
        /// The run.
        run: Run,
        /// When it ends, in virtual microseconds.
        until_us: u64,
    },
    /// Say which commands a line of the scenario language stands for: [`Answer::Commands`]; or what is wrong with it: [`Answer::Checked`];
    /// or why it cannot be done: [`Answer::NotDone`].
    Line {
        /// The run, with the commands given so far.
        run: Run,
        /// The time at which it is, in virtual microseconds.
        at_us: u64,
        /// The line.
        text: String,
    },
    /// Say what could stand next: [`Answer::Completed`].
    Complete {
        /// The scenario as far as it has been written.
        before: String,
    },
    /// Write a run as a file in JSON: [`Answer::Written`].
    WriteFile(Opened),
    /// Read a file, be it a run in JSON or a scenario: [`Answer::Opened`], or [`Answer::Checked`] if there is something wrong with it.
    Open {
        /// What stands in it.
        text: String,
    },
}

/// A run from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it is called, if that is said.
    pub title: Option<String>,
    /// The run.
    pub run: Run,
    /// The moment at which it is to be shown, in virtual microseconds.
    pub at_us: u64,
    /// How many commands have been given by then.
    pub given: u64,
}

/// What the worker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// How far a quest is, or how it has ended.
    Report(Report),
    /// What is wrong with a scenario; nothing if the list is empty.
    Checked(Vec<Flaw>),
    /// A scenario, told.
    Told(Tale),
    /// A run as the text of a file.
    Written(String),
    /// What a line does.
    Commands(Vec<Command>),
    /// Why a line does nothing.
    NotDone(String),
    /// A run from a file.
    Opened(Opened),
    /// The request could not be read.
    Misunderstood,
    /// What could stand next.
    Completed(Completion),
}

/// Something that is wrong with the text of a scenario, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The line; the first is 1.
    pub line: u32,
    /// The column, counted in characters; the first is 1.
    pub column: u32,
    /// How many characters it is about; at least 1.
    pub width: u32,
    /// What is wrong: what stands there, and what was expected.
    pub what: String,
}

/// A scenario that was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tale {
    /// What it is called, if it says so.
    pub title: Option<String>,
    /// What it is about, a paragraph each.
    pub about: Vec<String>,
    /// What one knows after it, a sentence each.
    pub learnt: Vec<String>,
    /// The run that it is.
    pub run: Run,
    /// When it ends, in virtual microseconds.
    pub ends_us: u64,
    /// What is said about it when.
    pub beats: Vec<Beat>,
    /// What did not go as it says.
    pub failings: Vec<Failing>,
}

/// What could stand next in a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// So many characters of it stand there already.
    pub typed: u32,
    /// The words, each to be put in place of what was typed.
    pub words: Vec<String>,
}

/// Something that could not be done, did not come about, or is not as it was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// The line of the scenario.
    pub line: u32,
    /// When, in virtual microseconds.
    pub at_us: u64,
    /// Why.
    pub why: String,
}

impl Answer {
    /// Whether nothing comes after it.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        match self {
            Self::Report(report) => report.is_last(),
            Self::Checked(_)
            | Self::Told(_)
            | Self::Written(_)
            | Self::Commands(_)
            | Self::NotDone(_)
            | Self::Opened(_)
            | Self::Misunderstood
            | Self::Completed(_) => true,
        }
    }
}

code_of_choice!(Request {
    0 => Quest(quest),
    1 => Check { text },
    2 => Tell { text },
    3 => Write { run, until_us },
    4 => Complete { before },
    10 => Line { run, at_us, text },
    20 => WriteFile(file),
    21 => Open { text },
});
code_of_choice!(Answer {
    0 => Report(report),
    1 => Checked(flaws),
    2 => Told(tale),
    3 => Written(text),
    4 => Misunderstood,
    5 => Completed(completion),
    10 => Commands(commands),
    11 => NotDone(why),
    20 => Opened(file),
});
code_of_record!(Opened { title, run, at_us, given });
code_of_record!(Flaw { line, column, width, what });
code_of_record!(Tale { title, about, learnt, run, ends_us, beats, failings });
code_of_record!(Completion { typed, words });
code_of_record!(Failing { line, at_us, why });
