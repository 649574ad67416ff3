//! Running other programs.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use crate::failure::{Failure, OrFail, Outcome};
use crate::project;

/// A command that runs in the project's folder and finds the installed tools.
pub fn command(program: impl AsRef<Path>) -> Command {
    let program = program.as_ref();
    let mut command = Command::new(program);
    command.current_dir(project::root()).env("PATH", project::path_with_tools());
    command
}

/// Cargo, in the project's folder: the one that runs this program, or else the one on the PATH.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()).as_os_str())
}

/// How a command would be typed.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Runs a command to its end; what it prints goes where ours goes.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| {
        Failure::new(format!("cannot be started: {error}"))
            .at(shown(command))
            .advice("install the program, or put its folder on the PATH")
    })?;
    if status.success() {
        return Ok(());
    }
    let place = shown(command);
    Err(Failure::new(format!("failed ({status})")).at(place).advice("see what it printed above"))
}

/// Runs a command to its end; all it prints goes to our error output, so that ours holds nothing but results.
pub fn run_aside(command: &mut Command) -> Outcome {
    run(command.stdout(std::io::stderr()))
}

/// Runs a command to its end; what it prints is shown only if it fails.
pub fn run_unheard(command: &mut Command) -> Outcome {
    let output = command.output().or_fail("a program cannot be started")?;
    if output.status.success() {
        return Ok(());
    }
    eprintln!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(Failure::new(format!("failed ({})", output.status))
        .at(shown(command))
        .advice("see what it printed above"))
}

/// A command that runs beside others; what it prints is kept until it is waited for.
pub struct Aside {
    place: String,
    child: Child,
    stderr: JoinHandle<Vec<u8>>,
    stdout: JoinHandle<Vec<u8>>,
}

impl Aside {
    /// Starts one.
    pub fn start(mut command: Command) -> Outcome<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().or_fail("a program cannot be started")?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        Ok(Self {
            place: shown(&command),
            child,
            stdout: thread::spawn(move || read_to_end(stdout)),
            stderr: thread::spawn(move || read_to_end(stderr)),
        })
    }

    /// Waits until it has ended, and prints what it printed.
    pub fn wait(mut self) -> Outcome {
        let status = self.child.wait().or_fail("a program cannot be waited for")?;
        eprint!("{}", String::from_utf8_lossy(&self.stderr.join().unwrap_or_default()));
        print!("{}", String::from_utf8_lossy(&self.stdout.join().unwrap_or_default()));
        if status.success() {
            return Ok(());
        }
        Err(Failure::new(format!("failed ({status})")).at(self.place).advice("see what it printed above"))
    }
}

fn read_to_end(from: Option<impl Read>) -> Vec<u8> {
    let mut all = Vec::new();
    // A pipe that breaks gives what came through it.
    let _ = from.map(|mut from| from.read_to_end(&mut all));
    all
}

/// What a command prints on its standard output, if it succeeds; its error output is dropped.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The version a program gives of itself: the first word of its output that starts with a digit.
pub fn version_of(program: &Path) -> Option<String> {
    version_in(&output(command(program).arg("--version"))?)
}

fn version_in(text: &str) -> Option<String> {
    let word = text.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    Some(word.trim_end_matches([',', ')', 'e', 's', 'r']).to_owned())
}

/// The numbers of a version, for comparing: `1.10.2` is more than `1.9`.
pub fn version_numbers(version: &str) -> Vec<u32> {
    version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
}

/// Asks a running program to stop, for good.
pub fn stop(child: &mut Child) -> Outcome {
    child.kill().or_fail("a program cannot be stopped")?;
    child.wait().or_fail("a program cannot be waited for")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{version_in, version_numbers};

    #[test]
    fn versions_are_read_from_what_programs_print() {
        assert_eq!(version_in("trunk 0.21.14\n").as_deref(), Some("0.21.14"));
        assert_eq!(version_in("wasm-opt version 132 (version_132)").as_deref(), Some("132"));
        assert_eq!(version_in("Mozilla Firefox 153.7.0esr").as_deref(), Some("153.7.0"));
        assert_eq!(version_in("no number"), None);
    }

    #[test]
    fn versions_compare_by_their_numbers() {
        assert!(version_numbers("1.10.2") > version_numbers("1.9"));
        assert!(version_numbers("0.37.1") >= version_numbers("0.36"));
    }
}
