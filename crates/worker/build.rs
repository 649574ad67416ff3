//! Works out which build this is: a number made of all the sources that page and worker have in common.
//!
//! Both programs carry it, so that a page which was loaded before the site was renewed does not misunderstand the worker of the
//! renewed site: see [`BUILD`](../recraft_worker/constant.BUILD.html).

use std::fs;
use std::path::{Path, PathBuf};

/// The crates whose sources count, beside this one.
const CRATES: [&str; 7] = ["protocol", "sim", "scene", "script", "share", "words", "worker"];

fn main() {
    let mut hash = Hash::new();
    for name in CRATES {
        let folder = Path::new("..").join(name).join("src");
        println!("cargo:rerun-if-changed={}", folder.display());
        for file in files(&folder) {
            hash.add(file.to_string_lossy().replace('\\', "/").as_bytes());
            hash.add(&fs::read(&file).unwrap_or_default());
        }
    }
    println!("cargo:rustc-env=RECRAFT_BUILD={:016x}", hash.0);
}

/// The files in a folder and in those below it, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// FNV-1a: enough to tell builds apart; nobody is kept out by it.
struct Hash(u64);

impl Hash {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        // The length too, so that nothing can move from one file to the next unnoticed.
        for &byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
