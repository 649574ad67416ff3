//! The worker program that cannot be had: the page says so, and goes on.

use std::fs;
use std::path::Path;

use recraft_e2e::{Look, copy_of_the_page, in_each_browser_on};

/// Asks for a search; the page says why there is none, and everything else goes on.
fn search_is_refused(folder: &Path, why: &str) {
    in_each_browser_on(folder, &Look::default(), |page| {
        page.open("preset=three&seed=3")?;
        page.find("#tab-explore")?.click()?;
        page.find("#search")?.click()?;
        page.wait_for("why there is no search", || {
            Ok(page.find("#search-state")?.text()?.contains(why).then_some(()))
        })?;
        page.find("#search")?;
        page.find("#next")?.click()?;
        page.find("#outline-n1")?;
        // That a file is not there, or that the program was ended, may be reported.
        page.forget_reports()
    });
}

#[test]
fn a_worker_that_cannot_be_loaded_is_told_of() {
    let folder = copy_of_the_page("without-worker").expect("a copy");
    fs::remove_file(folder.join("recraft-worker_bg.wasm")).expect("a worker program");
    search_is_refused(&folder, "could not be loaded");
}

#[test]
fn a_page_does_not_talk_to_the_worker_of_a_newer_site() {
    let folder = copy_of_the_page("renewed-worker").expect("a copy");
    let program = folder.join("recraft-worker_bg.wasm");
    let mut bytes = fs::read(&program).expect("a worker program");
    let build = recraft_worker::BUILD.as_bytes();
    let places: Vec<_> =
        (0..bytes.len() - build.len()).filter(|&at| bytes[at..].starts_with(build)).collect();
    assert!(!places.is_empty(), "the program says which build it is");
    for at in places {
        bytes[at..at + build.len()].reverse();
    }
    fs::write(&program, bytes).expect("a spoilt worker program");
    search_is_refused(&folder, "Load the page again");
}
