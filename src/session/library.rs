//! The library that the page carries: stories to begin with.

use recraft_protocol::mistakes::Mistake;
use recraft_scene::words::settings::{mistake_meaning, mistake_title};
use recraft_sim::library::{Shelf, Story};
use recraft_sim::quest::read;
use recraft_words::t;

/// The stories, by shelf.
pub fn stories() -> Vec<Story> {
    // It was read by a test when it was made; one that cannot be read is an empty library.
    let mut stories: Vec<Story> = read(include_bytes!("../../assets/library.bin")).unwrap_or_default();
    // What a mistake is called does not stand in its scenario.
    for story in &mut stories {
        if let Some(mistake) = Mistake::named(&story.name) {
            (story.title, story.about) = (mistake_title(mistake).into(), mistake_meaning(mistake).into());
        }
    }
    stories
}

/// The title of a shelf.
pub fn shelf_title(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Raft => t!("Elections and logs"),
        Shelf::Members => t!("Changes of members"),
        Shelf::Splits => t!("Splits"),
        Shelf::Merges => t!("Merges"),
        Shelf::Mistakes => t!("Wrong on purpose"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_can_be_read() {
        assert!(stories().len() > 30);
    }
}
