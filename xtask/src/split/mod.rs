//! The page's program in two parts: what a visit begins with, and what it may need later.
//!
//! A visitor waits for the first part only: it shows the page, runs the cluster and draws it. The second has what most visits need late or never:
//! the protocol's rarer branches, the views of the dock, searches, sharing, lessons, pictures. `assets/boot.js` fetches it as soon as
//! the page is ready. Nobody has to know what is where: the first part has a *stub* for each function of the second that it may call, and a stub
//! that is called too early fetches the second part at once, and waits. So where a function is decides how fast the page is, never whether
//! it works.
//!
//! Both parts share one memory and one table of functions. A stub calls through a place in the table, which the second part fills when it
//! arrives; the second part imports from the first all that it calls there.
//!
//! A function travels whole. So those of the page are kept apart from those that call them (`--no-inline` in index.html for wasm-opt, which begins at level 1 there, since at a higher one it would join them before it has read that; and
//! `#[inline(never)]` where the compiler would join them): what a visit rarely needs would else come along with what it always does.
//!
//! Which functions are in the first part is written down in `first.txt`, by name. `cargo xtask profile` makes that list anew: it
//! plays the beginning of ordinary visits in a browser and notes which functions have run. A function that the list does not name is in the
//! second part.

mod names;
mod parts;
mod profile;
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, OrFail, Outcome};
use crate::tags::attributes;

pub use profile::profile;

use program::Program;

/// The functions of the first part, by name.
const FIRST: &str = include_str!("first.txt");

/// What the file of the second part is called more than that of the first.
const LATER: &str = "_later.wasm";

/// Splits the program of the built page in this folder, and tells the page so.
pub fn add(folder: &Path) -> Outcome {
    let index = folder.join("index.html");
    let page = fs::read_to_string(&index).or_fail("the built page cannot be read")?;
    let name = program_name(&page).ok_or_else(|| no_program(&index))?;
    let (first, later) = (folder.join(name), folder.join(later_name(name)));
    let bytes = fs::read(&first).or_fail("the program of the page cannot be read")?;
    let program = Program::read(&bytes)?;
    if !program.has_names() {
        return Err(Failure::new("the program of the page does not say what its functions are called")
            .at(first.display())
            .advice("see that wasm-opt is told to keep the names: data-wasm-opt-params in index.html"));
    }
    let is_first = names::listed(FIRST);
    let parts = parts::split(&program, |function| is_first(program.name(function)))?;
    fs::write(&first, parts.first).or_fail("the first part of the program cannot be written")?;
    fs::write(&later, parts.later).or_fail("the second part of the program cannot be written")?;
    let told = page.replacen(
        &format!("{name}\"></script>"),
        &format!("{name}\" data-later=\"./{}\"></script>", later_name(name)),
        1,
    );
    if told == page {
        return Err(no_program(&index));
    }
    fs::write(&index, told).or_fail("the page cannot be written")
}

/// The program's file as the page names it.
fn program_name(page: &str) -> Option<&str> {
    attributes(page, "data-wasm=", "data-wasm").next()
}

fn later_name(name: &str) -> String {
    name.replace("_bg.wasm", LATER)
}

/// The program before it is split, with names, as the last build of the page left it.
fn whole() -> PathBuf {
    crate::project::root().join("target/wasm-opt/release/recraft-lab_bg.wasm")
}

fn no_program(index: &Path) -> Failure {
    Failure::new("the page does not say where its program is")
        .at(index.display())
        .advice("look at what xtask/src/split expects of index.html and of pattern_script in Trunk.toml")
}
