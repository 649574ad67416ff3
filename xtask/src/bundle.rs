//! `cargo xtask bundle`: the whole page as one file that works from the disk, without a network; and the same in a zip, for learning platforms.
//!
//! Programs are compressed and written as text (base64); the browser unpacks them itself. There is one script in the document, and the
//! Content-Security-Policy allows that one by its hash.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::failure::{Failure, OrFail, Outcome};
use crate::tags::attributes;
use crate::{digest, page, project, setup};

const START: &str = include_str!("bundle.js");
const README: &str = "\
ReCraft Lab: watch, control, break and understand Raft and ReCraft.

index.html is the whole lab. It works without a network, and nothing has to be installed: open it in a browser, or upload this zip
to a learning platform as a resource that consists of files (in Moodle: \"File\", with index.html as the main file). It is no SCORM
package: it reports no marks.
";

/// Sets up, builds the page if it must be, and writes both; says where they are.
pub fn bundle() -> Outcome {
    setup::for_page()?;
    page::build()?;
    for file in [make(&project::dist())?, zipped()?] {
        let bytes = fs::metadata(&file).map_or(0, |data| data.len());
        println!("{} ({} kB)", file.display(), bytes / 1000);
    }
    Ok(())
}

/// Where they are written.
pub fn folder() -> PathBuf {
    project::root().join("target/bundle")
}

/// Writes the one file; gives its place.
pub fn make(dist: &Path) -> Outcome<PathBuf> {
    fs::create_dir_all(folder()).or_fail("the folder for the bundle cannot be made")?;
    let place = folder().join("recraft-lab.html");
    fs::write(&place, Parts::read(dist)?.document()?).or_fail("the bundle cannot be written")?;
    Ok(place)
}

fn zipped() -> Outcome<PathBuf> {
    let place = folder().join("recraft-lab.zip");
    let html = fs::read(folder().join("recraft-lab.html")).or_fail("the bundle cannot be read")?;
    let mut zip = ZipWriter::new(fs::File::create(&place).or_fail("the zip cannot be written")?);
    for (name, bytes) in [("index.html", &html[..]), ("README.txt", README.as_bytes())] {
        zip.start_file(name, SimpleFileOptions::default()).or_fail("the zip cannot be written")?;
        zip.write_all(bytes).or_fail("the zip cannot be written")?;
    }
    zip.finish().or_fail("the zip cannot be written")?;
    Ok(place)
}

/// What the page is made of.
struct Parts {
    page: String,
    icon: String,
    styles: String,
    /// The script of the program, and both parts of the program.
    program: (String, Vec<u8>, Vec<u8>),
    worker: (String, Vec<u8>),
    /// What the page fetches when it is wanted, by name.
    files: Vec<(String, Vec<u8>)>,
    /// The script that knows the languages, and their list as the page has it.
    words: (String, String),
}

impl Parts {
    fn read(dist: &Path) -> Outcome<Self> {
        let page = text(&dist.join("index.html"))?;
        let styles = attributes(&page, "rel=\"stylesheet\"", "href").map(|name| text(&dist.join(name)));
        let styles = styles.collect::<Outcome<Vec<_>>>()?.concat();
        let one = |mark, name| attributes(&page, mark, name).next().ok_or_else(|| missing(mark));
        let program = (
            text(&dist.join(one("data-wasm=", "data-js")?))?,
            bytes(&dist.join(one("data-wasm=", "data-wasm")?))?,
            bytes(&dist.join(one("data-wasm=", "data-later")?))?,
        );
        let icon = text(&dist.join(one("rel=\"icon\"", "href")?))?;
        let worker = (text(&dist.join("recraft-worker.js"))?, bytes(&dist.join("recraft-worker_bg.wasm"))?);
        let mut files = Vec::new();
        for file in project::files(dist)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if crate::words::is_for_tests(&name) {
                continue;
            }
            if matches!(
                file.extension().and_then(|extension| extension.to_str()),
                Some("bin" | "json" | "scenario" | "txt")
            ) {
                files.push((name, bytes(&file)?));
            }
        }
        files.sort();
        let words = (text(&dist.join("words.js"))?, one("data-words=", "data-words")?.to_owned());
        Ok(Self { page, icon, styles, program, worker, files, words })
    }

    fn document(&self) -> Outcome<String> {
        let script =
            format!("{}\n{}\n{START}", self.program.0, self.words.0.replace("export const", "const"));
        if script.contains("</script")
            || self.worker.0.contains("</script")
            || self.styles.contains("</style")
        {
            return Err(Failure::new("a part of the page would end its own element"));
        }
        let hash = digest::sha256(&script);
        let policy = format!(
            "default-src 'none'; script-src '{hash}' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data: blob:; \
             connect-src data: blob:; media-src blob:; worker-src blob:; base-uri 'none'; form-action 'none'"
        );
        let (head, body) = self.page.split_once("<body>").ok_or_else(|| missing("<body>"))?;
        // The worker is asked for by the tag that has the names of the programs; here they stand for nothing.
        let mut blocks = format!(
            "<script type=\"text/plain\" data-wasm=\"\" data-words=\"{}\" data-js=\"\" src=\"bundle\"></script>",
            self.words.1
        );
        block(&mut blocks, "program", &packed(&self.program.1)?);
        block(&mut blocks, "program-later", &packed(&self.program.2)?);
        block(&mut blocks, "worker-script", &plain(&self.worker.0));
        block(&mut blocks, "worker-program", &packed(&self.worker.1)?);
        for (name, bytes) in &self.files {
            block(&mut blocks, &format!("file {name}"), &packed(bytes)?);
        }
        let icon = format!(
            "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\" />",
            STANDARD.encode(&self.icon)
        );
        let head = without_links(head, &policy)?;
        let head = head.replacen("</head>", &format!("{icon}<style>{}</style></head>", self.styles), 1);
        let body = without(body, "<link", ">");
        let end = format!("{blocks}<script type=\"module\">{script}</script></body>");
        Ok(format!("{head}<body>{}", body.replacen("</body>", &end, 1)))
    }
}

/// The head without what it loads, and with another policy.
fn without_links(head: &str, policy: &str) -> Outcome<String> {
    let (before, rest) =
        head.split_once("content=\"default-src").ok_or_else(|| missing("Content-Security-Policy"))?;
    let (_, after) = rest.split_once('"').ok_or_else(|| missing("Content-Security-Policy"))?;
    let head = format!("{before}content=\"{policy}\"{after}");
    Ok(without(&without(&head, "<link", ">"), "<script", "</script>"))
}

/// A module as a plain script: Chromium does not let a page from the disk start a module as a worker.
fn plain(module: &str) -> String {
    let lines = module.lines().filter(|line| !line.starts_with("export "));
    lines.collect::<Vec<_>>().join("\n").replace("import.meta.url", "\"\"")
}

/// A text without everything from each `begin` up to the next `end`.
fn without(text: &str, begin: &str, end: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begin) {
        left.push_str(before);
        rest = after.split_once(end).map_or("", |(_, after)| after);
    }
    left + rest
}

/// A block of data: browsers do not run what has a type that they do not know.
fn block(out: &mut String, id: &str, text: &str) {
    out.push_str(&format!("<script type=\"text/plain\" id=\"{id}\">{text}</script>\n"));
}

fn packed(bytes: &[u8]) -> Outcome<String> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).or_fail("a program cannot be packed")?;
    Ok(STANDARD.encode(packer.finish().or_fail("a program cannot be packed")?))
}

fn text(file: &Path) -> Outcome<String> {
    fs::read_to_string(file)
        .or_fail("a part of the page cannot be read")
        .map_err(|failure| failure.at(file.display()))
}

fn bytes(file: &Path) -> Outcome<Vec<u8>> {
    fs::read(file).or_fail("a part of the page cannot be read").map_err(|failure| failure.at(file.display()))
}

fn missing(what: &str) -> Failure {
    Failure::new(format!("the built page has no {what}"))
        .at("index.html")
        .advice("look at what xtask/src/bundle.rs expects of it")
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn parts_are_taken_out() {
        let page = "<link rel=\"stylesheet\" href=\"./a.css\"/>x<link rel=\"stylesheet\" href=\"./b.css\" integrity=\"c\"/>y";
        assert_eq!(without(page, "<link", ">"), "xy");
    }
}
