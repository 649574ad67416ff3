//! `cargo xtask bench` and `cargo xtask shots`: programs of the end-to-end crate that drive a browser.
//!
//! They are programs of their own so that `cargo xtask serve` need not compile what only they use.

use std::process::exit;

use crate::failure::{Failure, OrFail, Outcome};
use crate::setup::{self, Browser};
use crate::{page, process};

/// Sets up the page and its browser, and runs one of those programs with these arguments.
pub fn run(program: &str, arguments: &[String]) -> Outcome {
    setup::for_page_in(&[chosen_browser(arguments)?])?;
    page::build()?;
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--package", "recraft-e2e", "--bin", program, "--"]).args(arguments);
    // It has told what went wrong, if anything did.
    let status = cargo.status().or_fail("Cargo cannot be started")?;
    if status.success() { Ok(()) } else { exit(status.code().unwrap_or(1)) }
}

fn chosen_browser(arguments: &[String]) -> Outcome<Browser> {
    let Some(at) = arguments.iter().position(|argument| argument == "--browser") else {
        return Ok(Browser::Chromium);
    };
    let name = arguments.get(at + 1).map_or("", String::as_str);
    Browser::named(name).ok_or_else(|| {
        Failure::new(format!("there is no browser called “{name}”"))
            .at("--browser")
            .advice("say chromium or firefox")
    })
}
