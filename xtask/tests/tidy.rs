//! The house rules, checked over the sources: layers, sizes, and what may be named where.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// No Rust file may be longer: a file that is has more than one subject.
const LINES_MAX: usize = 500;

/// What reaches the browser; named only inside the fence.
const BROWSER_CRATES: [&str; 5] = ["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo"];

/// The fence: adapters of the browser, in the page and in its worker, and the tests of the core that run in one.
const FENCE: [&str; 3] = ["src/browser/", "crates/wasm-tests/", "crates/worker/src/browser.rs"];

/// What must not know of the page's framework.
const BELOW_THE_PAGE: [&str; 2] = ["src/session/", "crates/"];

/// Marks of unfinished work; split so that this file does not break its own rule.
const UNFINISHED: [&str; 3] = [concat!("to", "do!("), concat!("unimple", "mented!("), concat!("FIX", "ME")];

fn root() -> &'static Path {
    xtask::project::root()
}

/// A Rust file: its path from the root, and its text.
struct Source {
    path: String,
    text: String,
}

/// All Rust files of the project.
fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    for folder in ["src", "crates", "xtask"] {
        collect(&root().join(folder), &mut files);
    }
    assert!(files.len() > 20, "only {} Rust files were found: is this the right folder?", files.len());
    files
}

fn collect(folder: &Path, files: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            files.push(Source { path, text });
        }
    }
}

impl Source {
    /// Lines of code, with their numbers; comments are left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }
}

/// Whether a line names this item: the word, or a longer one that begins with it and an underscore (`gloo_timers`).
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let begins = !line[..at].ends_with(is_part);
        let ends = !line[at + word.len()..].starts_with(char::is_alphanumeric);
        begins && ends
    })
}

/// Fails with every place that breaks a rule.
fn expect_none(rule: &str, places: &[String]) {
    assert!(places.is_empty(), "{rule}\n  {}", places.join("\n  "));
}

#[test]
fn the_browser_is_named_only_inside_its_fence() {
    let mut places = Vec::new();
    for source in
        sources().iter().filter(|source| !source.is_in(&FENCE) && source.path != "xtask/tests/tidy.rs")
    {
        for (number, line) in source.code() {
            for word in BROWSER_CRATES.iter().filter(|word| names(line, word)) {
                places.push(format!("{}:{number} names {word}", source.path));
            }
        }
    }
    expect_none(
        "Only src/browser may reach the browser: give it a small adapter there, and use that.",
        &places,
    );
}

#[test]
fn nothing_below_the_page_knows_its_framework() {
    let mut places = Vec::new();
    for source in sources().iter().filter(|source| source.is_in(&BELOW_THE_PAGE)) {
        for (number, line) in source.code().filter(|(_, line)| names(line, "yew")) {
            places.push(format!("{}:{number}: {}", source.path, line.trim()));
        }
    }
    expect_none(
        "Sessions, scenes and the simulator are tested without a browser: keep yew in src/ui and src/app.rs.",
        &places,
    );
}

#[test]
fn no_file_is_too_long() {
    let too_long = |source: &Source| source.text.lines().count() > LINES_MAX;
    let places: Vec<_> = sources()
        .iter()
        .filter(|source| too_long(source))
        .map(|source| format!("{}: {} lines", source.path, source.text.lines().count()))
        .collect();
    expect_none(&format!("A Rust file has at most {LINES_MAX} lines: split it by subject."), &places);
}

#[test]
fn no_work_is_left_marked_as_unfinished() {
    let mut places = Vec::new();
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            for mark in UNFINISHED.iter().filter(|mark| line.contains(**mark)) {
                places.push(format!("{}:{}: {mark}", source.path, number + 1));
            }
        }
    }
    expect_none("Finish it, or file it where the project keeps its plans.", &places);
}

/// The crates that a package is built from, other than those that only its tests or its macros use.
fn built_from(package: &str) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root())
        .args(["tree", "--package", package, "--edges", "normal,no-proc-macro", "--prefix", "none"])
        .args(["--format", "{p}", "--target", "wasm32-unknown-unknown"])
        .output()
        .unwrap();
    assert!(output.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let crates = text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned);
    crates.filter(|name| name != package).collect()
}

#[test]
fn the_protocol_core_is_built_from_serde_alone() {
    let allowed = BTreeSet::from(["serde".to_owned(), "serde_core".to_owned()]);
    let found = built_from("recraft-protocol");
    let more: Vec<_> = found.difference(&allowed).cloned().collect();
    expect_none("The core sees inputs and gives outputs: it depends on serde and nothing else.", &more);
}

#[test]
fn layers_depend_downwards_only() {
    let forbidden = [
        ("recraft-protocol", ["recraft-sim", "recraft-scene", "yew"].as_slice()),
        ("recraft-sim", ["recraft-scene", "yew", "web-sys", "js-sys"].as_slice()),
        ("recraft-scene", ["yew", "web-sys", "js-sys"].as_slice()),
    ];
    let mut places = Vec::new();
    for (package, above) in forbidden {
        let found = built_from(package);
        places.extend(
            above.iter().filter(|name| found.contains(**name)).map(|name| format!("{package} uses {name}")),
        );
    }
    expect_none(
        "The page uses the session, the scene, the simulator and the protocol, never the other way round.",
        &places,
    );
}

#[test]
fn the_core_has_no_standard_library() {
    let text = fs::read_to_string(root().join("crates/protocol/src/lib.rs")).unwrap();
    let is_declared = text
        .lines()
        .any(|line| line.starts_with("#![no_std]") || line.starts_with("#![cfg_attr(not(test), no_std)]"));
    assert!(
        is_declared,
        "crates/protocol/src/lib.rs must say #![no_std]: it keeps clocks, hash maps and I/O out of the core"
    );
}
