//! The library of scenarios, as runs that a page can carry without a reader of scenarios.

use std::fs;
use std::io;
use std::path::Path;

use recraft_protocol::mistakes::Mistake;
use recraft_scene::words::settings::{mistake_meaning, mistake_title};
use recraft_sim::library::{Shelf, Story};
use recraft_sim::quest;

use crate::{parse, play};

/// Where each scenario stands, by the beginning of its name; the first that fits counts.
const SHELVES: [(&str, Shelf); 12] = [
    ("figure-8-mistake", Shelf::Mistakes),
    ("single-server-change-bug", Shelf::Mistakes),
    ("election", Shelf::Raft),
    ("split-vote", Shelf::Raft),
    ("log-repair", Shelf::Raft),
    ("figure-7", Shelf::Raft),
    ("figure-8", Shelf::Raft),
    ("figure-1", Shelf::Members),
    ("single-server-change", Shelf::Members),
    ("figure-3", Shelf::Splits),
    ("split", Shelf::Splits),
    ("merge", Shelf::Merges),
];

/// The library in a folder of scenarios, and of what deliberate mistakes come to in its folder `mistakes`: in the order of shelves and
/// names, as bytes that the page reads.
///
/// # Errors
/// If a file cannot be read, is not a scenario, or has a name that belongs on no shelf.
pub fn library(folder: &Path) -> io::Result<Vec<u8>> {
    let mut stories = Vec::new();
    for (name, text) in scenarios(folder)? {
        let shelf = SHELVES.into_iter().find(|(beginning, _)| name.starts_with(beginning));
        let (_, shelf) = shelf.ok_or_else(|| wrong(&name, "belongs on no shelf of the library"))?;
        stories.push(story(name, shelf, &text)?);
    }
    for (name, text) in scenarios(&folder.join("mistakes"))? {
        let mistake = Mistake::named(&name).ok_or_else(|| wrong(&name, "is no mistake"))?;
        let told = story(name, Shelf::Mistakes, &text)?;
        let (title, about) = (mistake_title(mistake).into(), mistake_meaning(mistake).into());
        stories.push(Story { title, about, ..told });
    }
    stories.sort_by(|a, b| (a.shelf, &a.name).cmp(&(b.shelf, &b.name)));
    Ok(quest::write(&stories))
}

/// A scenario as a story: what it says of itself, and the run that comes of telling it.
fn story(name: String, shelf: Shelf, text: &str) -> io::Result<Story> {
    let scenario = parse(text).map_err(|errors| {
        wrong(&name, &errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    let title = scenario.title.clone().unwrap_or_else(|| name.clone());
    let about = scenario.about.join(" ");
    Ok(Story { name, shelf, title, about, run: play(&scenario).run })
}

/// The names and texts of the scenarios in a folder, by name.
pub(crate) fn scenarios(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "scenario") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path)?));
        }
    }
    found.sort();
    Ok(found)
}

pub(crate) fn wrong(name: &str, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{name}: {what}"))
}
