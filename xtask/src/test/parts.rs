//! What each part of the tests runs.

use crate::failure::{Failure, Outcome};
use crate::options::Options;
use crate::process::{Aside, cargo, run as run_command};
use crate::setup::{Browser, installed_browser};
use crate::{bundle, controls, page, project, size, words};

use super::Part;

/// Enough random schedules to notice most mistakes, few enough for every change; `--runs` runs more.
const USUAL_RUNS: u64 = 300;

/// The same for everyone, so that a failure is the change's; `--seed` chooses others.
const USUAL_SEED: u64 = 1;

/// The crates that run only inside a browser, or need one.
const BROWSER_CRATES: [&str; 2] = ["recraft-e2e", "recraft-wasm-tests"];

/// Runs one part.
pub(super) fn run(part: Part, options: &Options) -> Outcome {
    match part {
        Part::Format => run_command(cargo().args(["fmt", "--all", "--check"])),
        Part::Clippy => clippy(),
        Part::Tidy => run_command(cargo().args(["test", "--package", "xtask", "--test", "tidy"])),
        Part::Words => words::test(),
        Part::Native => native(options),
        Part::Schedules => schedules(options),
        Part::Model => of_its_own("crates/bench", "bench"),
        Part::Wasm => options.browsers.iter().try_for_each(|&browser| wasm(browser)),
        Part::Size => size::size(false),
        Part::EndToEnd => end_to_end(options),
    }
}

fn clippy() -> Outcome {
    run_command(cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

fn native(options: &Options) -> Outcome {
    let mut test = cargo();
    test.args(["test", "--workspace"]);
    for package in BROWSER_CRATES {
        test.args(["--exclude", package]);
    }
    run_command(test.args(&options.name))?;
    if options.name.is_some() { Ok(()) } else { of_its_own("fuzz", "fuzz") }
}

/// The tests of a crate that is a workspace of its own, so that the page's lock file knows nothing of what it needs.
fn of_its_own(folder: &str, target: &str) -> Outcome {
    let root = project::root();
    let mut test = cargo();
    test.args(["test", "--manifest-path"]).arg(root.join(folder).join("Cargo.toml"));
    run_command(test.arg("--target-dir").arg(root.join("target").join(target)))
}

/// The explorer of the simulator, compiled for speed.
fn schedules(options: &Options) -> Outcome {
    let runs = options.runs.unwrap_or(USUAL_RUNS).to_string();
    let seed = options.seed.unwrap_or(USUAL_SEED).to_string();
    let mut explore = cargo();
    explore.args(["run", "--quiet", "--profile", "native", "--package", "recraft-cli", "--", "explore"]);
    run_command(explore.args(["--runs", &runs, "--seed", &seed]))
}

/// The core's tests, inside a browser: the runner picks the browser by the one driver that it is told of.
fn wasm(browser: Browser) -> Outcome {
    let runner = project::find_program("wasm-bindgen-test-runner").ok_or_else(|| {
        Failure::new("wasm-bindgen-test-runner was not found")
            .advice("run `cargo xtask test wasm`, which sets it up")
    })?;
    let driver = installed_browser(browser)?.driver;
    let mut test = cargo();
    test.args(["test", "--package", "recraft-wasm-tests", "--target", "wasm32-unknown-unknown"]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    test.env_remove("CHROMEDRIVER").env_remove("GECKODRIVER").env_remove("SAFARIDRIVER");
    test.env(if browser == Browser::Chromium { "CHROMEDRIVER" } else { "GECKODRIVER" }, driver);
    eprintln!("in {browser}:");
    run_command(&mut test)
}

/// The stories in every browser. One browser leaves a processor idle half of the time, so all browsers run at once; what each printed
/// follows in one piece.
fn end_to_end(options: &Options) -> Outcome {
    page::build()?;
    bundle::make(&project::dist())?;
    run_command(cargo().args(["test", "--package", "recraft-e2e", "--no-run"]))?;
    let mut running = Vec::new();
    for &browser in &options.browsers {
        controls::forget(browser);
        let mut test = cargo();
        test.args(["test", "--package", "recraft-e2e", "--"]).args(&options.name).arg("--test-threads=1");
        test.env("RECRAFT_BROWSERS", browser.name());
        running.push((browser, Aside::start(test)?));
    }
    let mut outcome = Ok(());
    for (browser, aside) in running {
        eprintln!("in {browser}:");
        // Some of the stories alone use some of the controls.
        let all_used = || if options.name.is_none() { controls::expect_all_used(browser) } else { Ok(()) };
        outcome = outcome.and(aside.wait().and_then(|()| all_used()));
    }
    outcome
}
