//! axe-core, which finds what assistive technology could not use in a page. From the npm registry; the tests put it into the page.

use std::fs;
use std::path::PathBuf;

use super::{Need, debian};
use crate::failure::{OrFail, Outcome};
use crate::process::{command, run_aside};
use crate::project;

/// The version that is installed.
const VERSION: &str = "4.10.3";

/// What npm has to find in the package of that version; anything else is refused.
const INTEGRITY: &str =
    "sha512-Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg==";

/// The checker of accessibility.
pub(super) struct Axe;

impl Need for Axe {
    fn title(&self) -> String {
        format!("axe-core {VERSION}")
    }

    fn usually(&self) -> &'static str {
        "some seconds with npm, 2 minutes without"
    }

    fn found(&self) -> Option<String> {
        let package = fs::read_to_string(folder().join("node_modules/axe-core/package.json")).ok()?;
        let package: serde_json::Value = serde_json::from_str(&package).ok()?;
        let right = package.get("version")?.as_str()? == VERSION && axe_script().is_file();
        right.then(|| "in target/tools".to_owned())
    }

    fn install(&self) -> Outcome {
        if project::find_program("npm").is_none() {
            debian::install(&["nodejs", "npm"], "Node.js and npm, which bring axe-core")?;
        }
        let folder = folder();
        fs::create_dir_all(&folder).or_fail("the folder for axe-core cannot be made")?;
        let write = |name: &str, value: serde_json::Value| {
            fs::write(folder.join(name), value.to_string()).or_fail("npm cannot be told what to install")
        };
        let wanted = serde_json::json!({ "axe-core": VERSION });
        write(
            "package.json",
            serde_json::json!({ "name": "tools", "private": true, "dependencies": wanted }),
        )?;
        let packages = serde_json::json!({
            "": { "dependencies": wanted },
            "node_modules/axe-core": { "version": VERSION, "integrity": INTEGRITY },
        });
        write(
            "package-lock.json",
            serde_json::json!({ "name": "tools", "lockfileVersion": 3, "packages": packages }),
        )?;
        let mut npm = command("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]);
        run_aside(npm.arg("--cache").arg(folder.join("cache")).current_dir(&folder))?;
        let _ = fs::remove_dir_all(folder.join("cache"));
        Ok(())
    }
}

/// The script that the tests put into the page.
pub fn axe_script() -> PathBuf {
    folder().join("node_modules/axe-core/axe.min.js")
}

fn folder() -> PathBuf {
    project::tools().join("axe")
}
