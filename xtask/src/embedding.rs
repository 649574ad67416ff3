//! What the built page has besides for pages that embed it: `embed.html`, and posters.
//!
//! `embed.html` is the page without what makes it start at once: nothing is loaded beforehand but style sheets, since a page may hold many
//! labs that nobody looks at. `assets/embed.js` shows a poster in it and loads the program when it is wanted.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, OrFail, Outcome};
use crate::process::{cargo, run_aside};

/// Adds them to the page in this folder.
pub fn add(folder: &Path) -> Outcome {
    let index = folder.join("index.html");
    let page = fs::read_to_string(&index).or_fail("the built page cannot be read")?;
    let embedded = embedded(&page).ok_or_else(|| {
        Failure::new("the page is not what it was: embed.html cannot be made of it")
            .at(index.display())
            .advice("look at what xtask/src/embedding.rs expects of index.html")
    })?;
    fs::write(folder.join("embed.html"), embedded).or_fail("embed.html cannot be written")?;
    let posters = folder.join("posters");
    fs::create_dir_all(&posters).or_fail("the folder for the posters cannot be made")?;
    run_aside(
        cargo()
            .args(["run", "--quiet", "--package", "recraft-scene", "--example", "posters", "--"])
            .arg(posters),
    )
}

/// The page without its preloads and its placeholder. Its files can be loaded by a frame that has no origin, as a sandboxed one.
fn embedded(page: &str) -> Option<String> {
    let (before, rest) = page.split_once("<div id=\"app\">")?;
    let (_, after) = rest.split_once("<noscript>")?;
    let is_preload = |line: &&str| line.contains("rel=\"modulepreload\"") || line.contains("rel=\"preload\"");
    let (head, body) = before.split_once("</head>")?;
    let head: Vec<&str> = head.lines().filter(|line| !is_preload(line)).collect();
    let head = head.join("\n").replace("</title>", "</title>\n    <meta name=\"robots\" content=\"noindex\" />\n    <link rel=\"modulepreload\" href=\"./embed.js\" />");
    let page = format!("{head}</head>{body}<div id=\"app\"></div>\n    <noscript>{after}");
    // The worker of a frame without an origin is made by it: see assets/embed.js.
    let page = page.replace("worker-src 'self'", "worker-src 'self' blob:");
    Some(page.replace("<link rel=\"stylesheet\"", "<link rel=\"stylesheet\" crossorigin=\"anonymous\""))
}

#[cfg(test)]
mod tests {
    use super::embedded;

    #[test]
    fn an_embedded_page_loads_nothing_beforehand() {
        let page = "<head><title>Lab</title>\n<link rel=\"modulepreload\" href=\"a.js\" />\n<link rel=\"preload\" href=\"a.wasm\" /></head>\
                    <body><div id=\"app\"><div>Loading</div></div>\n<noscript>Sorry</noscript>\n<link rel=\"stylesheet\" href=\"a.css\"/></body>";
        let made = embedded(page).unwrap();
        assert!(!made.contains("a.wasm") && !made.contains("a.js") && !made.contains("Loading"), "{made}");
        assert!(
            made.contains("<div id=\"app\"></div>")
                && made.contains("crossorigin=\"anonymous\" href=\"a.css\""),
            "{made}"
        );
        assert!(
            made.contains("</title>\n")
                && made.contains("</head>")
                && made.contains("<noscript>Sorry</noscript>"),
            "{made}"
        );
        assert!(embedded("<html>").is_none());
    }
}
