//! Writes the library that the page carries: `cargo run -p recraft-script --example library`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let bytes = recraft_script::library(&root.join("scenarios"))?;
    println!("{} bytes", bytes.len());
    std::fs::write(root.join("assets/library.bin"), bytes)
}
