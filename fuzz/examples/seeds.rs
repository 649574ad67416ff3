//! Makes the first corpus for `json` of the scenarios: `cargo run --example seeds`.

use std::path::Path;

use recraft_sim::explore::{Campaign, Knobs};
use recraft_sim::setup::Setup;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("corpus/json");
    let mut files: Vec<_> = std::fs::read_dir(root.join("../scenarios"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    for file in files.iter().map(std::fs::DirEntry::path).filter(|path| path.is_file()) {
        let Ok(scenario) = recraft_script::parse(&std::fs::read_to_string(&file)?) else { continue };
        let run = recraft_script::play(&scenario).run;
        let name = file.file_stem().unwrap_or_default();
        std::fs::write(corpus.join(name), serde_json::to_string(&run)?)?;
    }
    std::fs::write(corpus.join("setup"), serde_json::to_string(&Setup::one_cluster(3, 1))?)?;
    let report = Campaign { seed: 1, runs: 2, knobs: Knobs::default() };
    std::fs::write(corpus.join("campaign"), serde_json::to_string(&report)?)
}
