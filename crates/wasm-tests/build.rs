//! Plays the landmarks natively, for the test in the browser to compare with.

use std::fmt::Write;
use std::path::PathBuf;

fn main() {
    let mut source = String::from("const NATIVE: &[(&str, u64)] = &[\n");
    for landmark in recraft_sim::landmarks::landmarks() {
        let _ = writeln!(source, "    ({:?}, {}),", landmark.name, landmark.hash);
    }
    source.push_str("];\n");
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR"));
    std::fs::write(folder.join("native.rs"), source).expect("the build folder can be written to");
    println!("cargo::rerun-if-changed=build.rs");
}
