//! Tools that are built from Rust's package registry.
//!
//! A build tool needs no optimisation: it runs for seconds and would be compiled for many minutes. So these are built
//! without it, without link-time optimisation, in one folder, where they share the packages that they have in common; and
//! without the parts (TLS, updates) that only tools that download things need.

use std::fs;
use std::path::{Path, PathBuf};

use super::Need;
use crate::failure::{Failure, Outcome};
use crate::process::{cargo, run_aside, version_numbers, version_of};
use crate::project;

/// Cargo's release profile, made quick to build.
const QUICK_PROFILE: [(&str, &str); 6] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
    ("CARGO_PROFILE_RELEASE_PANIC", "abort"),
];

/// A tool from the registry, with the version to install and those that do as well.
pub(super) struct CargoTool {
    package: &'static str,
    name: &'static str,
    programs: &'static [&'static str],
    version: String,
    fits: fn(found: &str, wanted: &str) -> bool,
    arguments: &'static [&'static str],
    usually: &'static str,
}

/// Trunk, which puts the page together.
pub(super) fn trunk() -> CargoTool {
    CargoTool {
        package: "trunk",
        name: "Trunk",
        programs: &["trunk"],
        version: "0.21.14".to_owned(),
        fits: at_least_in_the_same_series,
        arguments: &["--locked", "--no-default-features"],
        usually: "4 minutes",
    }
}

/// The wasm-bindgen tools, in exactly the version that `Cargo.lock` holds of the library: they must agree.
pub(super) fn bindgen_tools() -> Outcome<CargoTool> {
    let version = project::locked_version("wasm-bindgen").ok_or_else(|| {
        Failure::new("no version of wasm-bindgen is locked, so its tools cannot be chosen")
            .at(project::root().join("Cargo.lock").display())
            .advice("run `cargo generate-lockfile`, or restore Cargo.lock from git")
    })?;
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        name: "wasm-bindgen",
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        version,
        fits: |found, wanted| found == wanted,
        // Not --locked: its own lock file asks for a version that was withdrawn.
        arguments: &["--no-default-features"],
        usually: "1 to 2 minutes",
    })
}

/// The driver of Firefox, which Debian does not package.
pub(super) fn geckodriver() -> CargoTool {
    CargoTool {
        package: "geckodriver",
        name: "geckodriver",
        programs: &["geckodriver"],
        version: "0.37.1".to_owned(),
        fits: |found, _| version_numbers(found) >= vec![0, 36],
        arguments: &["--locked"],
        usually: "1 to 2 minutes",
    }
}

/// mdBook, which puts the book together.
pub(super) fn mdbook() -> CargoTool {
    CargoTool {
        package: "mdbook",
        name: "mdBook",
        programs: &["mdbook"],
        version: "0.5.4".to_owned(),
        fits: at_least_in_the_same_series,
        arguments: &["--locked", "--no-default-features", "--features", "search"],
        usually: "1 to 2 minutes",
    }
}

fn at_least_in_the_same_series(found: &str, wanted: &str) -> bool {
    let (found, wanted) = (version_numbers(found), version_numbers(wanted));
    found.iter().take(2).eq(wanted.iter().take(2)) && found >= wanted
}

impl CargoTool {
    /// The first of the programs, if all of them are in one folder.
    fn place(&self) -> Option<PathBuf> {
        let first = project::find_program(self.programs[0])?;
        let folder = first.parent()?;
        self.programs.iter().all(|program| folder.join(program).is_file()).then_some(first.clone())
    }
}

impl Need for CargoTool {
    fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    fn usually(&self) -> &'static str {
        self.usually
    }

    fn found(&self) -> Option<String> {
        let place = self.place()?;
        let version = version_of(&place)?;
        let fits = (self.fits)(&version, &self.version);
        fits.then(|| format!("{version}, {}", shown(&place)))
    }

    fn install(&self) -> Outcome {
        let mut install = cargo();
        install.arg("install").args(self.arguments).args(["--force", "--version", &self.version]);
        install.arg("--root").arg(project::tools()).arg(self.package);
        install.env("CARGO_TARGET_DIR", build_folder()).envs(QUICK_PROFILE);
        run_aside(&mut install)
    }
}

/// A place, shorter where it is inside the project.
pub(super) fn shown(place: &Path) -> String {
    place.strip_prefix(project::root()).unwrap_or(place).display().to_string()
}

fn build_folder() -> PathBuf {
    project::tools().join("build")
}

/// The tools are installed: what was left of building them (about a gigabyte) is of no more use.
pub(super) fn remove_build_folder() {
    let _ = fs::remove_dir_all(build_folder());
}

#[cfg(test)]
mod tests {
    use super::at_least_in_the_same_series;

    #[test]
    fn a_later_patch_fits_but_another_series_does_not() {
        assert!(at_least_in_the_same_series("0.21.14", "0.21.14"));
        assert!(at_least_in_the_same_series("0.21.15", "0.21.14"));
        assert!(!at_least_in_the_same_series("0.21.9", "0.21.14"));
        assert!(!at_least_in_the_same_series("0.22.0", "0.21.14"));
    }
}
