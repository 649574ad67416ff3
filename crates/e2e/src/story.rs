//! Stories: tests that are played in each browser.

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::thread;

use xtask::failure::{Failure, Outcome};
use xtask::project;
use xtask::setup::Browser;

use crate::driver::results_folder;
use crate::look::Look;
use crate::page::Page;

/// Plays a story in each browser; fails if it fails in one, or if a browser reports an error or a warning.
///
/// # Panics
///
/// If it fails; then a picture of the page is in `target/e2e`.
pub fn in_each_browser(story: impl Fn(&Page) -> Outcome) {
    in_each_browser_as(&Look::default(), story);
}

/// As [`in_each_browser`], looked at in a certain way.
///
/// # Panics
///
/// If it fails; then a picture of the page is in `target/e2e`.
pub fn in_each_browser_as(look: &Look, story: impl Fn(&Page) -> Outcome) {
    in_each_browser_on(&project::dist(), look, story);
}

/// As [`in_each_browser_as`], on the page in another folder.
///
/// # Panics
///
/// If it fails; then a picture of the page is in `target/e2e`.
pub fn in_each_browser_on(folder: &Path, look: &Look, story: impl Fn(&Page) -> Outcome) {
    let mut failures = Vec::new();
    for browser in chosen_browsers() {
        if let Err(failure) = play(folder, browser, look, &story) {
            failures.push(format!("in {browser}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn play(folder: &Path, browser: Browser, look: &Look, story: &impl Fn(&Page) -> Outcome) -> Outcome {
    let page = Page::start_in(folder, browser, look)?;
    let told = catch_unwind(AssertUnwindSafe(|| {
        story(&page).and_then(|()| page.expect_no_trouble()).and_then(|()| page.note_used_controls())
    }));
    if !matches!(told, Ok(Ok(()))) {
        leave_traces(&page);
    }
    told.unwrap_or_else(|panic| {
        eprintln!("(that was in {browser})");
        resume_unwind(panic)
    })
}

/// What helps to understand a failure: a picture, and what the browser reported.
fn leave_traces(page: &Page) {
    let file = picture_file(page.browser());
    match file.and_then(|file| page.save_picture(&file).map(|()| file)) {
        Ok(file) => eprintln!("a picture of the page: {}", file.display()),
        Err(failure) => eprintln!("no picture of the page: {failure}"),
    }
    for report in page.reports().unwrap_or_default() {
        eprintln!("{} reported {report}", page.browser());
    }
}

fn picture_file(browser: Browser) -> Outcome<PathBuf> {
    let test = thread::current().name().unwrap_or("story").replace("::", "-");
    Ok(results_folder()?.join(format!("{test}-{browser}.png")))
}

/// Those named in `RECRAFT_BROWSERS`, or else all.
fn chosen_browsers() -> Vec<Browser> {
    let Ok(names) = env::var("RECRAFT_BROWSERS") else {
        return Browser::ALL.to_vec();
    };
    let unknown =
        |name: &str| Failure::new(format!("there is no browser called “{name}”")).at("RECRAFT_BROWSERS");
    let browsers: Outcome<Vec<_>> =
        names.split(',').map(|name| Browser::named(name).ok_or_else(|| unknown(name))).collect();
    browsers.unwrap_or_else(|failure| panic!("{failure}"))
}

/// A copy of the built page that a test may spoil, in a folder of this name among the results.
pub fn copy_of_the_page(name: &str) -> Outcome<PathBuf> {
    let (from, to) = (project::dist(), project::root().join("target/e2e").join(name));
    let _ = fs::remove_dir_all(&to);
    project::copy(&from, &to)?;
    Ok(to)
}
