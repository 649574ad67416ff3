//! Writes the library that the page carries, and the course beside it: `cargo run -p recraft-script --example library`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let library = recraft_script::library(&root.join("scenarios"))?;
    let course = recraft_script::lesson::course(&root.join("lessons"))?;
    println!("stories: {} bytes, lessons: {} bytes", library.len(), course.len());
    std::fs::write(root.join("assets/library.bin"), library)?;
    std::fs::write(root.join("assets/lessons.bin"), course)
}
