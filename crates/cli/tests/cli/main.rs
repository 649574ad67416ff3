//! The command line as a user meets it, the library of scenarios, and the promises of the documentation.

mod combine;
mod commands;
mod compare;
mod conformance;
mod docs;
mod json;
mod lessons;
mod run_file;
mod scenarios;

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// The project's root.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Runs `recraft` in the project's root.
fn recraft(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_recraft"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("it starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All scenarios of a folder, by name.
fn scenarios_in(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).expect("there is such a folder");
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// A file with this text, in a place of its own for this test.
fn file(test: &str, text: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}.scenario"));
    std::fs::write(&path, text).expect("it can be written");
    path.to_string_lossy().into_owned()
}

/// The schema of a JSON format, as the documentation has it.
fn schema_of(format: &str) -> Value {
    let place = root().join(format!("docs/{format}.schema.json"));
    serde_json::from_str(&std::fs::read_to_string(place).expect("there is a schema")).expect("it is JSON")
}

/// The schema without room for fields that it does not name: so that none goes undocumented.
fn strict(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") {
                map.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            map.values_mut().for_each(strict);
        }
        Value::Array(items) => items.iter_mut().for_each(strict),
        _ => {}
    }
}
