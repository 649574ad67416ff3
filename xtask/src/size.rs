//! `cargo xtask size`: the weight of the built page, as it travels.
//!
//! What counts against the budget is what a visitor waits for: the first part of the program, JavaScript, CSS and the words of one language (English) after
//! Brotli at its highest level, which is how a static host with compression sends them. The second part of the program, which is fetched when the
//! page is ready (`xtask/src/split`), and the worker program, which is loaded only when something needs it, have budgets of their own.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::failure::{Failure, OrFail, Outcome};
use crate::{page, project, setup};

/// What a visitor waits for may weigh at most.
const BUDGET_BYTES: usize = 385_000;

/// What the second part of the program may weigh at most: with what a visitor waits for, 600 kB.
const LATER_BUDGET_BYTES: usize = 215_000;
/// What the name of its file ends with.
const LATER_FILE: &str = "_later.wasm";

/// What the worker program is meant to weigh at most.
const WORKER_BUDGET_BYTES: usize = 400_000;
/// What the names of its files begin with.
const WORKER_FILES: &str = "recraft-worker";

/// What a visit of the page does not load: what is for pages that embed it, and the service worker, which loads itself afterwards.
const ELSEWHERE: [&str; 4] = ["embed.js", "offline.js", "recraft-lab.d.ts", "recraft-lab.js"];

/// The table of the language that is weighed: a visit loads one.
const TABLE: &str = "en-";

/// The kinds of files that are listed; the first four count against the page's budget, and the next two have budgets of their own.
const KINDS: [&str; 8] = ["wasm", "js", "css", "words", "later", "worker", "html", "other"];
const COUNTED: usize = 4;
const WORDS: usize = 3;
const LATER: usize = 4;
const WORKER: usize = 5;

/// What the files of one kind weigh.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    files: usize,
    raw_bytes: usize,
    brotli_bytes: usize,
}

/// Builds the page if it must be, weighs it and says so; fails if it is over the limit.
pub fn size(as_json: bool) -> Outcome {
    setup::for_page()?;
    page::build()?;
    let weights = weigh(&project::dist())?;
    let total = weights[..COUNTED].iter().map(|weight| weight.brotli_bytes).sum::<usize>();
    let optimised = setup::is_optimising();
    if as_json {
        println!("{}", json(&weights, total, optimised));
    } else {
        print(&weights, total, optimised);
    }
    within("what a visit begins with", total, BUDGET_BYTES)?;
    within("the second part of the program", weights[LATER].brotli_bytes, LATER_BUDGET_BYTES)?;
    within("the worker program", weights[WORKER].brotli_bytes, WORKER_BUDGET_BYTES)
}

/// What the built page weighs, in bytes after Brotli.
#[derive(Clone, Copy, Debug)]
pub struct Weighed {
    /// What a visitor waits for.
    pub first: usize,
    /// The second part of the program.
    pub later: usize,
    /// The worker program.
    pub worker: usize,
}

/// Weighs the page as it was last built.
///
/// # Errors
/// If the built page cannot be read.
pub fn weighed() -> Outcome<Weighed> {
    let weights = weigh(&project::dist())?;
    Ok(Weighed {
        first: weights[..COUNTED].iter().map(|weight| weight.brotli_bytes).sum(),
        later: weights[LATER].brotli_bytes,
        worker: weights[WORKER].brotli_bytes,
    })
}

fn within(what: &str, bytes: usize, limit: usize) -> Outcome {
    if bytes <= limit {
        return Ok(());
    }
    Err(Failure::new(format!("{what} weighs {bytes} bytes after Brotli, more than its limit of {limit}"))
        .at(project::dist().display())
        .advice("look at what was added last; `twiggy` or `cargo bloat` show what WebAssembly is made of"))
}

fn weigh(folder: &Path) -> Outcome<[Weight; KINDS.len()]> {
    let mut weights = [Weight::default(); KINDS.len()];
    for file in project::files(folder)? {
        let kind = kind(&file);
        let bytes = fs::read(&file).or_fail("a file of the page cannot be read")?;
        let weight = &mut weights[kind];
        weight.files += 1;
        weight.raw_bytes += bytes.len();
        weight.brotli_bytes += brotli_length(&bytes)?;
    }
    Ok(weights)
}

fn kind(file: &Path) -> usize {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name.starts_with(WORKER_FILES) {
        return WORKER;
    }
    if name.ends_with(LATER_FILE) {
        return LATER;
    }
    let is_table = file.parent().is_some_and(|folder| folder.ends_with("words"));
    if is_table && name.strip_prefix(TABLE).is_some_and(|rest| !rest.starts_with(char::is_uppercase)) {
        return WORDS;
    }
    if ELSEWHERE.contains(&name) {
        return KINDS.len() - 1;
    }
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    KINDS.iter().position(|kind| *kind == extension).unwrap_or(KINDS.len() - 1)
}

fn brotli_length(bytes: &[u8]) -> Outcome<usize> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters).or_fail("Brotli failed")
}

fn json(weights: &[Weight; KINDS.len()], total: usize, optimised: bool) -> Value {
    let mut fields = Map::new();
    for (kind, weight) in KINDS.iter().zip(weights) {
        fields.insert(format!("{kind}_files_count"), weight.files.into());
        fields.insert(format!("{kind}_raw_bytes"), weight.raw_bytes.into());
        fields.insert(format!("{kind}_brotli_bytes"), weight.brotli_bytes.into());
    }
    fields.insert("total_brotli_bytes".to_owned(), total.into());
    fields.insert("budget_bytes".to_owned(), BUDGET_BYTES.into());
    fields.insert("later_budget_bytes".to_owned(), LATER_BUDGET_BYTES.into());
    fields.insert("worker_budget_bytes".to_owned(), WORKER_BUDGET_BYTES.into());
    fields.insert("is_within_budget".to_owned(), (total <= BUDGET_BYTES).into());
    fields.insert("is_optimised".to_owned(), optimised.into());
    Value::Object(fields)
}

fn print(weights: &[Weight; KINDS.len()], total: usize, optimised: bool) {
    println!("{:>6} {:>6} {:>12} {:>12}", "kind", "files", "raw", "brotli");
    for (kind, weight) in KINDS.iter().zip(weights) {
        println!(
            "{kind:>6} {:>6} {:>12} {:>12}",
            weight.files,
            kilobytes(weight.raw_bytes),
            kilobytes(weight.brotli_bytes)
        );
    }
    let of = |what: &str, bytes: usize, budget: usize| {
        println!("{what}: {} of {}", kilobytes(bytes), kilobytes(budget));
    };
    of("what a visit begins with (wasm, JS, CSS, words)", total, BUDGET_BYTES);
    of(
        "the second part of the program, fetched when the page is ready",
        weights[LATER].brotli_bytes,
        LATER_BUDGET_BYTES,
    );
    of("the worker program, fetched when it is wanted", weights[WORKER].brotli_bytes, WORKER_BUDGET_BYTES);
    if !optimised {
        println!("(built without wasm-opt, which is missing here: larger than it need be)");
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}
