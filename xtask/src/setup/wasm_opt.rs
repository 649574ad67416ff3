//! wasm-opt, the optimiser of Binaryen, which makes the page about a third smaller.
//!
//! It comes, in this order: from the PATH; from the npm registry, whose package holds a build that Node runs; from Debian,
//! where its package is new enough; or, after installing Node from Debian, from the npm registry. Where none of that is
//! possible, the page is built without it: larger, but whole.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use super::{Need, cargo_tool::shown, debian};
use crate::failure::{OrFail, Outcome};
use crate::process::{command, run_aside, version_numbers, version_of};
use crate::project;

/// The version that is installed.
const VERSION: &str = "132";

/// Older ones reject instructions that the compiler and wasm-bindgen write today.
const OLDEST: &[u32] = &[118];

/// Stands in for wasm-opt where there is none: it copies its input, so that Trunk can go on.
const STAND_IN: &str = r#"#!/bin/sh
# Stands in for wasm-opt: copies the input to the output as it is. Made by `cargo xtask`, which replaces it when it can.
[ "$1" = --version ] && echo "wasm-opt version 0 (stand-in)" && exit
for argument; do
  case $argument in
    --output=*) output=${argument#--output=} ;;
    -*) ;;
    *) input=$argument ;;
  esac
done
cp "$input" "$output"
"#;

/// The optimiser of WebAssembly files.
pub(super) struct WasmOpt;

impl Need for WasmOpt {
    fn title(&self) -> String {
        format!("wasm-opt {VERSION}")
    }

    fn usually(&self) -> &'static str {
        "some seconds with npm, 2 minutes without"
    }

    fn found(&self) -> Option<String> {
        optimiser()
    }

    fn install(&self) -> Outcome {
        let link = project::tools_bin().join("wasm-opt");
        fs::create_dir_all(project::tools_bin()).or_fail("the folder for tools cannot be made")?;
        let _ = fs::remove_file(&link);
        // Without the stand-in that was there, one on the PATH may come to light.
        if optimiser().is_none() && install_real().is_err() {
            eprintln!(
                "  Without wasm-opt the page is built unoptimised: about half as large again, and slower."
            );
            eprintln!(
                "  For the full build install Node.js and npm (or Binaryen 118 or later) and run this again."
            );
            fs::write(&link, STAND_IN).or_fail("the stand-in for wasm-opt cannot be written")?;
            let executable = fs::Permissions::from_mode(0o755);
            fs::set_permissions(&link, executable)
                .or_fail("the stand-in for wasm-opt cannot be made a program")?;
        }
        Ok(())
    }
}

/// What optimises the page here, and where it is.
pub fn optimiser() -> Option<String> {
    let place = project::find_program("wasm-opt")?;
    // Node takes a second to start this one; its package tells the same at once.
    let version = if fs::canonicalize(&place).ok()? == fs::canonicalize(npm_program()).unwrap_or_default() {
        project::find_program("node")?;
        npm_version()?
    } else {
        version_of(&place)?
    };
    (version_numbers(&version).as_slice() >= OLDEST).then(|| format!("{version}, {}", shown(&place)))
}

/// Whether pages built now are optimised.
pub fn is_optimising() -> bool {
    optimiser().is_some()
}

fn install_real() -> Outcome {
    if project::find_program("npm").is_none() {
        if debian::candidate("binaryen").is_some_and(|version| version_numbers(&version).as_slice() >= OLDEST)
        {
            return debian::install(&["binaryen"], "wasm-opt");
        }
        debian::install(&["nodejs", "npm"], "Node.js and npm, which bring wasm-opt").inspect_err(
            |failure| {
                eprintln!("  {failure}");
            },
        )?;
    }
    install_from_npm().inspect_err(|failure| eprintln!("  {failure}"))
}

fn install_from_npm() -> Outcome {
    let folder = npm_folder();
    fs::create_dir_all(&folder).or_fail("the folder for wasm-opt cannot be made")?;
    let mut npm = command("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"]);
    npm.arg("--prefix").arg(&folder).arg("--cache").arg(folder.join("cache"));
    run_aside(npm.arg(format!("binaryen@{VERSION}")).current_dir(&folder))?;
    let _ = fs::remove_dir_all(folder.join("cache"));
    symlink(npm_program(), project::tools_bin().join("wasm-opt")).or_fail("wasm-opt cannot be linked")
}

fn npm_folder() -> PathBuf {
    project::tools().join("npm")
}

fn npm_program() -> PathBuf {
    npm_folder().join("node_modules/.bin/wasm-opt")
}

fn npm_version() -> Option<String> {
    let package = fs::read_to_string(npm_folder().join("node_modules/binaryen/package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&package).ok()?;
    Some(package.get("version")?.as_str()?.to_owned())
}
