//! Builds the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::failure::{OrFail, Outcome};
use crate::process::{command, run_aside};
use crate::{embedding, offline, project, setup, split, styles, words};

/// What the page is made of. Tests, tools and documents beside it are not.
const SOURCES: &[&str] = &[
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "assets",
    "crates/protocol",
    "crates/scene",
    "crates/script",
    "crates/share",
    "crates/sim",
    "crates/words",
    "crates/worker",
    "index.html",
    "src",
    "styles",
    "words",
    "xtask/src/digest.rs",
    "xtask/src/embedding.rs",
    "xtask/src/offline.js",
    "xtask/src/offline.rs",
    "xtask/src/split",
    "xtask/src/styles.rs",
    "xtask/src/tags.rs",
    "xtask/src/words",
];

/// Builds the release page into `dist`, unless what is there was built from these sources with these tools.
pub fn build() -> Outcome {
    let stamp = project::root().join("target/page-is-built");
    if is_current(&stamp) {
        eprintln!("The page is built already, from these sources.");
        return Ok(());
    }
    let _ = fs::remove_file(&stamp);
    run_aside(trunk().args(["build", "--release"]))?;
    split::add(&project::dist())?;
    styles::join(&project::dist())?;
    embedding::add(&project::dist())?;
    words::add(&project::dist())?;
    offline::add(&project::dist())?;
    fs::write(&stamp, built_with()).or_fail("the build cannot be noted")
}

/// Builds the page for development, quick to build and slow to run, into a folder of its own.
pub fn build_for_development(into: &Path) -> Outcome {
    // Names and integrities by content take longer than the rest of Trunk's work, and serve only caches.
    run_aside(
        trunk().args(["build", "--release=false", "--filehash=false", "--no-sri=true", "--dist"]).arg(into),
    )?;
    embedding::add(into)?;
    words::add(into)
}

/// When anything that the page is made of was last changed.
pub fn last_change() -> Option<SystemTime> {
    SOURCES.iter().filter_map(|source| newest(&project::root().join(source))).max()
}

fn trunk() -> Command {
    let mut trunk = command(project::find_program("trunk").unwrap_or_else(|| PathBuf::from("trunk")));
    // Trunk never downloads anything: the set-up has. And it reads NO_COLOR in a way of its own, and stops at a 1.
    trunk.env("TRUNK_OFFLINE", "true").env("TRUNK_SKIP_VERSION_CHECK", "true").env_remove("NO_COLOR");
    trunk
}

fn is_current(stamp: &Path) -> bool {
    let changed_at = |file: &Path| fs::metadata(file).and_then(|data| data.modified()).ok();
    let (Some(built), Some(index), Some(changed)) =
        (changed_at(stamp), changed_at(&project::dist().join("index.html")), last_change())
    else {
        return false;
    };
    changed < built && index <= built && fs::read_to_string(stamp).is_ok_and(|with| with == built_with())
}

fn built_with() -> String {
    setup::optimiser().unwrap_or_else(|| "no optimiser".to_owned())
}

/// The newest change in a file, or in a folder and all that is in it (a folder changes when a file in it is removed).
fn newest(place: &Path) -> Option<SystemTime> {
    let data = fs::metadata(place).ok()?;
    let own = data.modified().ok();
    if !data.is_dir() {
        return own;
    }
    let inside = fs::read_dir(place).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max();
    own.max(inside)
}
