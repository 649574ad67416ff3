//! The browsers that the tests drive: Chromium and Firefox, from Debian's packages unless they are there already.

use std::fmt;
use std::path::PathBuf;

use super::{Need, debian};
use crate::failure::{Failure, Outcome};
use crate::process::{version_numbers, version_of};
use crate::project::find_program;

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// A browser that the tests drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Browser {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// Its name on the command line and in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// The browser of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|browser| browser.name() == name)
    }
}

impl fmt::Display for Browser {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A browser on this machine, with the program that drives it.
#[derive(Clone, Debug)]
pub struct InstalledBrowser {
    /// The browser itself.
    pub program: PathBuf,
    /// Its WebDriver.
    pub driver: PathBuf,
}

/// Finds a browser and its driver; installs nothing.
pub fn installed_browser(browser: Browser) -> Outcome<InstalledBrowser> {
    let (programs, driver) = match browser {
        Browser::Chromium => (CHROMIUM.as_slice(), "chromedriver"),
        Browser::Firefox => (FIREFOX.as_slice(), "geckodriver"),
    };
    let missing = |what: &str| {
        Failure::new(format!("{what} was not found"))
            .advice("run `cargo xtask test e2e`, which sets it up, or install it and put it on the PATH")
    };
    Ok(InstalledBrowser {
        program: first_of(programs).ok_or_else(|| missing(programs[0]))?,
        driver: find_program(driver).ok_or_else(|| missing(driver))?,
    })
}

fn first_of(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| find_program(name))
}

/// Chromium and a driver of the same major version.
pub(super) struct Chromium;

impl Need for Chromium {
    fn title(&self) -> String {
        "Chromium and its driver".to_owned()
    }

    fn usually(&self) -> &'static str {
        "1 to 2 minutes"
    }

    fn found(&self) -> Option<String> {
        let browser = version_of(&first_of(&CHROMIUM)?)?;
        let driver = version_of(&find_program("chromedriver")?)?;
        let same = version_numbers(&browser).first() == version_numbers(&driver).first();
        same.then(|| format!("{browser}, on the PATH"))
    }

    fn install(&self) -> Outcome {
        debian::install(
            &["chromium", "chromium-driver", "fonts-liberation"],
            "Chromium and its driver (of one version)",
        )
    }
}

/// Firefox; its driver is another step.
pub(super) struct Firefox;

impl Need for Firefox {
    fn title(&self) -> String {
        "Firefox".to_owned()
    }

    fn usually(&self) -> &'static str {
        "1 to 2 minutes"
    }

    fn found(&self) -> Option<String> {
        Some(format!("{}, on the PATH", version_of(&first_of(&FIREFOX)?)?))
    }

    fn install(&self) -> Outcome {
        debian::install(&["firefox-esr"], "Firefox")
    }
}
