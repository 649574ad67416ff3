//! The command line.

use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::failure::{Failure, Outcome};
use crate::setup::Browser;
use crate::test::Part;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Say what the commands are.
    Help,
    /// Build the page and serve it.
    Serve,
    /// Build the page.
    Build,
    /// Build and check the book.
    Book,
    /// Make one file of the page.
    Bundle,
    /// Test everything, or some parts.
    Test,
    /// Gather what the sources say, and bring the message files up to date.
    Words,
    /// Find out which functions a visit begins with.
    Profile,
    /// Weigh the page.
    Size,
    /// Measure how long the page's frames take.
    Bench,
    /// Take pictures of the page.
    Shots,
}

/// The command line, read.
#[derive(Debug)]
pub struct Options {
    /// What to do.
    pub command: Command,
    /// Where to serve.
    pub port: Option<u16>,
    /// Whether to build again after each change.
    pub watch: bool,
    /// Whether to print for programs.
    pub json: bool,
    /// Which parts to test; none means all.
    pub parts: Vec<Part>,
    /// Which browsers to test in.
    pub browsers: Vec<Browser>,
    /// Only tests with this in their name.
    pub name: Option<String>,
    /// How many random schedules to run.
    pub runs: Option<u64>,
    /// The seed of the random schedules.
    pub seed: Option<u64>,
    /// For `bench` and `shots`: what they read themselves.
    pub rest: Vec<String>,
}

impl Options {
    /// What `help` says.
    pub const HELP: &'static str = include_str!("help.txt");

    /// Reads the command line of this program.
    pub fn read() -> Outcome<Self> {
        Self::parse(lexopt::Parser::from_env()).map_err(|error| {
            Failure::new(error.to_string())
                .at("the command line")
                .advice("`cargo xtask help` lists the commands")
        })
    }

    fn parse(mut words: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut options = Self::nothing();
        match words.next()? {
            Some(Value(word)) => options.command = command(&word.string()?)?,
            None | Some(Long("help") | Short('h')) => return Ok(options),
            Some(other) => return Err(other.unexpected()),
        }
        if matches!(options.command, Command::Bench | Command::Shots) {
            let rest: Result<_, _> = words.raw_args()?.map(ValueExt::string).collect();
            options.rest = rest?;
            return Ok(options);
        }
        while let Some(word) = words.next()? {
            match (options.command, word) {
                (Command::Serve, Long("port")) => options.port = Some(words.value()?.parse()?),
                (Command::Serve, Long("watch")) => options.watch = true,
                (Command::Size, Long("json")) => options.json = true,
                (Command::Test, Long("browser")) => {
                    options.browsers = vec![browser(&words.value()?.string()?)?];
                }
                (Command::Test, Long("name")) => options.name = Some(words.value()?.string()?),
                (Command::Test, Long("runs")) => options.runs = Some(words.value()?.parse()?),
                (Command::Test, Long("seed")) => options.seed = Some(words.value()?.parse()?),
                (Command::Test, Value(part)) => options.parts.push(self::part(&part.string()?)?),
                (_, word) => return Err(word.unexpected()),
            }
        }
        Ok(options)
    }

    fn nothing() -> Self {
        Self {
            command: Command::Help,
            port: None,
            watch: false,
            json: false,
            parts: Vec::new(),
            browsers: Browser::ALL.to_vec(),
            name: None,
            runs: None,
            seed: None,
            rest: Vec::new(),
        }
    }
}

fn command(name: &str) -> Result<Command, lexopt::Error> {
    Ok(match name {
        "help" => Command::Help,
        "serve" => Command::Serve,
        "build" => Command::Build,
        "book" => Command::Book,
        "bundle" => Command::Bundle,
        "test" => Command::Test,
        "words" => Command::Words,
        "profile" => Command::Profile,
        "size" => Command::Size,
        "bench" => Command::Bench,
        "shots" => Command::Shots,
        _ => return Err(format!("there is no command called “{name}”").into()),
    })
}

fn browser(name: &str) -> Result<Browser, lexopt::Error> {
    Browser::named(name)
        .ok_or_else(|| format!("there is no browser called “{name}”: say chromium or firefox").into())
}

fn part(name: &str) -> Result<Part, lexopt::Error> {
    Part::named(name).ok_or_else(|| {
        let names = Part::ALL.map(Part::name).join(", ");
        format!("there is no part called “{name}”; the parts are {names}").into()
    })
}

#[cfg(test)]
mod tests {
    use super::{Command, Options};
    use crate::setup::Browser;
    use crate::test::Part;

    fn parsed(words: &[&str]) -> Result<Options, lexopt::Error> {
        Options::parse(lexopt::Parser::from_args(words))
    }

    #[test]
    fn a_test_can_be_narrowed_to_a_part_a_browser_and_a_name() {
        let options = parsed(&["test", "e2e", "--browser", "firefox", "--name", "story"]).unwrap();
        assert_eq!(options.command, Command::Test);
        assert_eq!(options.parts, [Part::EndToEnd]);
        assert_eq!(options.browsers, [Browser::Firefox]);
        assert_eq!(options.name.as_deref(), Some("story"));
    }

    #[test]
    fn options_of_other_commands_are_refused() {
        assert!(parsed(&["serve", "--json"]).is_err());
        assert!(parsed(&["test", "nonsense"]).is_err());
        assert!(parsed(&["dance"]).is_err());
    }

    #[test]
    fn shots_and_bench_read_their_own_options() {
        assert_eq!(parsed(&["shots", "--out", "there"]).unwrap().rest, ["--out", "there"]);
    }

    #[test]
    fn no_command_means_help() {
        assert_eq!(parsed(&[]).unwrap().command, Command::Help);
    }
}
