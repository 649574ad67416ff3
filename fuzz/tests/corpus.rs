//! The corpus, and every input that ever failed, through the same functions as the fuzzer.

use std::path::Path;

fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|file| file.expect("the folder can be read").path())
        .collect();
    files.sort();
    assert!(files.len() >= 8, "a corpus of {} is none", files.len());
    for file in files {
        let data = std::fs::read(&file).expect("the file can be read");
        if std::panic::catch_unwind(|| check(&data)).is_err() {
            panic!("{} fails", file.display());
        }
    }
}

#[test]
fn no_scenario_of_the_corpus_fails() {
    replay("scenario", recraft_fuzz::scenario::check);
}

#[test]
fn no_json_of_the_corpus_fails() {
    replay("json", recraft_fuzz::json::check);
}

#[test]
fn no_link_of_the_corpus_fails() {
    replay("link", recraft_fuzz::link::check);
}

#[test]
fn no_shared_run_of_the_corpus_fails() {
    replay("share", recraft_fuzz::share::check);
}

#[test]
fn no_story_of_the_corpus_fails() {
    replay("wire", recraft_fuzz::wire::check);
}
