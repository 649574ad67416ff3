//! Set-up: every tool that the commands need, looked for first and installed if it is missing.
//!
//! Tools come from the package registries only (Rust's, Debian's, npm's) and in pinned versions. They are installed under
//! `target/tools`; what is on the PATH already is used if its version fits.

mod axe;
mod browsers;
mod cargo_tool;
mod debian;
mod rust;
mod wasm_opt;

use std::time::Instant;

use crate::failure::Outcome;

pub use axe::axe_script;
pub use browsers::{Browser, InstalledBrowser, installed_browser};
pub use wasm_opt::{is_optimising, optimiser};

/// Something that must be there before a command can do its work.
pub trait Need {
    /// Its name and version, as a person would say it.
    fn title(&self) -> String;

    /// How long installing it usually takes, on a machine with two cores.
    fn usually(&self) -> &'static str;

    /// Where it was found, if it is there and its version fits.
    fn found(&self) -> Option<String>;

    /// Installs it.
    fn install(&self) -> Outcome;
}

/// Makes sure of everything that building the page takes.
pub fn for_page() -> Outcome {
    ensure(&page_needs()?)
}

/// Makes sure of everything that the tests take: what the page takes, and more.
pub fn for_tests(with_browsers: &[Browser]) -> Outcome {
    let mut needs: Vec<Box<dyn Need>> =
        vec![Box::new(rust::Component("rustfmt")), Box::new(rust::Component("clippy"))];
    needs.extend(page_needs()?);
    needs.extend(browser_needs(with_browsers));
    ensure(&needs)
}

/// Makes sure of the page's tools and of some browsers with their drivers.
pub fn for_page_in(with_browsers: &[Browser]) -> Outcome {
    let mut needs = page_needs()?;
    needs.extend(browser_needs(with_browsers));
    ensure(&needs)
}

/// Makes sure of everything that building the book takes: the page's tools, and mdBook.
pub fn for_book() -> Outcome {
    let mut needs = page_needs()?;
    needs.push(Box::new(cargo_tool::mdbook()));
    ensure(&needs)
}

/// Makes sure of the formatter and Clippy.
pub fn for_source_checks() -> Outcome {
    ensure(&[Box::new(rust::Component("rustfmt")), Box::new(rust::Component("clippy"))])
}

fn browser_needs(with_browsers: &[Browser]) -> Vec<Box<dyn Need>> {
    let mut needs: Vec<Box<dyn Need>> = Vec::new();
    if with_browsers.contains(&Browser::Chromium) {
        needs.push(Box::new(browsers::Chromium));
    }
    if with_browsers.contains(&Browser::Firefox) {
        needs.push(Box::new(browsers::Firefox));
        needs.push(Box::new(cargo_tool::geckodriver()));
    }
    if !needs.is_empty() {
        needs.push(Box::new(axe::Axe));
    }
    needs
}

fn page_needs() -> Outcome<Vec<Box<dyn Need>>> {
    Ok(vec![
        Box::new(rust::WasmTarget),
        Box::new(cargo_tool::trunk()),
        Box::new(cargo_tool::bindgen_tools()?),
        Box::new(wasm_opt::WasmOpt),
    ])
}

fn ensure(needs: &[Box<dyn Need>]) -> Outcome {
    let count = needs.len();
    let mut something_installed = false;
    for (index, need) in needs.iter().enumerate() {
        let step = format!("[{}/{count}] {}", index + 1, need.title());
        if let Some(place) = need.found() {
            eprintln!("{step}: {place}");
            continue;
        }
        eprintln!("{step}: installing; usually {}", need.usually());
        let begin = Instant::now();
        need.install()?;
        something_installed = true;
        eprintln!("{step}: done in {} s", begin.elapsed().as_secs());
    }
    if something_installed {
        cargo_tool::remove_build_folder();
    }
    Ok(())
}
