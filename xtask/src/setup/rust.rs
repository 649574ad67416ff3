//! What belongs to the Rust toolchain: the wasm target, the formatter, Clippy.

use std::path::Path;
use std::process::Command;

use super::Need;
use crate::failure::{Failure, Outcome};
use crate::process;

const WASM: &str = "wasm32-unknown-unknown";

/// Rust's standard library for WebAssembly.
pub(super) struct WasmTarget;

impl Need for WasmTarget {
    fn title(&self) -> String {
        format!("Rust for {WASM}")
    }

    fn usually(&self) -> &'static str {
        "some seconds"
    }

    fn found(&self) -> Option<String> {
        let mut rustc = process::command("rustc");
        let folder = process::output(rustc.args(["--print", "target-libdir", "--target", WASM]))?;
        Path::new(folder.trim()).is_dir().then(|| "in the toolchain".to_owned())
    }

    fn install(&self) -> Outcome {
        rustup(&["target", "add", WASM])
    }
}

/// A component of the toolchain that is also a Cargo command.
pub(super) struct Component(pub(super) &'static str);

impl Need for Component {
    fn title(&self) -> String {
        self.0.to_owned()
    }

    fn usually(&self) -> &'static str {
        "some seconds"
    }

    fn found(&self) -> Option<String> {
        let command = if self.0 == "rustfmt" { "fmt" } else { self.0 };
        process::output(process::cargo().args([command, "--version"]))?;
        Some("in the toolchain".to_owned())
    }

    fn install(&self) -> Outcome {
        rustup(&["component", "add", self.0])
    }
}

fn rustup(arguments: &[&str]) -> Outcome {
    let mut rustup: Command = process::command("rustup");
    process::run_aside(rustup.args(arguments)).map_err(|failure| {
        Failure::new(format!("{failure}")).advice(format!(
            "if Rust did not come from rustup, add what `rustup {}` would add by the way it came",
            arguments.join(" ")
        ))
    })
}
