//! The library that the page carries.

use std::collections::BTreeSet;
use std::path::PathBuf;

use recraft_protocol::mistakes::Mistake;
use recraft_sim::library::{Shelf, Story};
use recraft_sim::quest::read;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn carried() -> Vec<u8> {
    std::fs::read(root().join("assets/library.bin")).unwrap()
}

#[test]
fn the_library_that_the_page_carries_is_current() {
    let current = recraft_script::library(&root().join("scenarios")).unwrap();
    assert!(current == carried(), "write it anew: cargo run -p recraft-script --example library");
}

#[test]
fn every_story_of_the_library_says_what_it_is_about_and_every_shelf_has_some() {
    let stories: Vec<Story> = read(&carried()).unwrap();
    for story in &stories {
        assert!(!story.title.is_empty() && story.about.ends_with('.'), "{}", story.name);
    }
    let shelves: BTreeSet<Shelf> = stories.iter().map(|story| story.shelf).collect();
    assert!(shelves.into_iter().eq(Shelf::ALL));
    for mistake in Mistake::ALL {
        let told = stories.iter().find(|story| story.name == mistake.name());
        assert!(told.is_some_and(|story| story.run.setup.settings.makes(mistake)), "{mistake}");
    }
}
