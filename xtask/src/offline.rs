//! What makes the built page installable, and lets it work without a network: a manifest, and a service worker that knows its files.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::digest;
use crate::failure::{Failure, OrFail, Outcome};

const WORKER: &str = include_str!("offline.js");
/// The name of the worker's file, and of the manifest's.
const FILE: &str = "offline.js";
const MANIFEST: &str = "manifest.webmanifest";

/// Adds both to the page in this folder. To be called when everything else is in it.
pub fn add(folder: &Path) -> Outcome {
    let index = folder.join("index.html");
    let page = fs::read_to_string(&index).or_fail("the built page cannot be read")?;
    let link = format!("<link rel=\"manifest\" href=\"./{MANIFEST}\" />");
    if !page.contains(&link) {
        fs::write(folder.join(MANIFEST), manifest(&icon(&page)?))
            .or_fail("the manifest cannot be written")?;
        let page = page.replacen("</head>", &format!("{link}</head>"), 1);
        fs::write(&index, page).or_fail("the page cannot be written")?;
    }
    let files = kept(folder)?;
    fs::write(folder.join(FILE), worker(&files)?).or_fail("the service worker cannot be written")
}

/// The address of the page's icon.
fn icon(page: &str) -> Outcome<String> {
    let tag = page.split("<link ").find(|tag| tag.starts_with("rel=\"icon\""));
    let address = tag.and_then(|tag| tag.split("href=\"").nth(1)?.split('"').next());
    address.map(str::to_owned).ok_or_else(|| Failure::new("the page has no icon").at("index.html"))
}

fn manifest(icon: &str) -> String {
    let manifest = json!({
        "name": "ReCraft Lab",
        "short_name": "ReCraft Lab",
        "description": "Watch, control, break and understand Raft and ReCraft.",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [{ "src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any" }],
    });
    format!("{manifest:#}\n")
}

/// The files that are kept, with their integrities: everything but the worker itself, and what is only for other pages.
fn kept(folder: &Path) -> Outcome<Vec<(String, String)>> {
    let is_for_others = |path: &str| {
        path.starts_with("posters/") || path.starts_with("recraft-lab.") || crate::words::is_for_tests(path)
    };
    let mut kept = Vec::new();
    for file in crate::project::files(folder)? {
        let path = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if path != FILE && !is_for_others(&path) && !path.starts_with('.') {
            let bytes = fs::read(&file).or_fail("a file of the page cannot be read")?;
            kept.push((path, digest::sha256(&bytes)));
        }
    }
    kept.sort();
    Ok(kept)
}

fn worker(files: &[(String, String)]) -> Outcome<String> {
    let list = serde_json::to_string(files).or_fail("the list of files cannot be written")?;
    let version = digest::short(&list);
    Ok(WORKER.replacen("\"FILES\"", &list, 1).replacen("\"VERSION\"", &format!("\"{version}\""), 1))
}

/// Where the service worker of the page in this folder is.
pub fn worker_file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::{icon, worker};

    #[test]
    fn the_version_is_that_of_all_files() {
        let list = |hash: &str| {
            vec![("a.js".to_owned(), hash.to_owned()), ("b.css".to_owned(), "sha256-b".to_owned())]
        };
        let version = |hash: &str| {
            let text = worker(&list(hash)).unwrap();
            text.lines().find(|line| line.starts_with("const VERSION")).unwrap().to_owned()
        };
        assert_eq!(version("sha256-a"), version("sha256-a"));
        assert_ne!(version("sha256-a"), version("sha256-c"));
        assert!(worker(&list("sha256-a")).unwrap().contains("const FILES = [[\"a.js\",\"sha256-a\"],"));
    }

    #[test]
    fn the_icon_is_found() {
        assert_eq!(icon("<head><link rel=\"icon\" href=\"./icon-1.svg\"/></head>").unwrap(), "./icon-1.svg");
        assert!(icon("<head></head>").is_err());
    }
}
