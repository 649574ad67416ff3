//! Run files: what is written is read again, and what is wrong is said with its place.

use recraft_share::file::{BYTES_MAX, RunFile, Wrong, read, write};
use recraft_sim::history::Moment;
use recraft_sim::library::Story;
use recraft_sim::presets::{Preset, figure_3_script};
use recraft_sim::setup::SetupError;

fn file() -> RunFile {
    let at = Moment { at_us: 2_500_000, given: 4 };
    RunFile { title: Some("Three from one".into()), run: figure_3_script(7), at }
}

#[test]
fn what_is_written_is_read_again() {
    let stories: Vec<Story> =
        recraft_sim::quest::read(include_bytes!("../../../assets/library.bin")).expect("the library");
    assert!(stories.len() > 30);
    for story in stories {
        let at = Moment { at_us: story.run.last_command_us(), given: story.run.commands.len() };
        let file = RunFile { title: Some(story.title), run: story.run, at };
        assert_eq!(read(&write(&file)), Ok(file));
    }
}

#[test]
fn title_and_moment_need_not_be_said() {
    let text = write(&file());
    let short: String = text
        .lines()
        .filter(|line| {
            !line.contains("title") && !line.contains("at_us\": 2500000,") && !line.contains("given")
        })
        .collect();
    let read = read(&short).expect("it is a run file");
    assert_eq!((read.title, read.at), (None, Moment { at_us: 0, given: usize::MAX }));
    assert_eq!(read.run, file().run);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let good = write(&file());
    let wrong = |text: &str| read(text).map_err(|bad| (bad.line, bad.what)).expect_err("it is wrong");
    let line_of =
        |what: &str| good.lines().position(|line| line.contains(what)).expect("it stands there") + 1;

    let (line, what) = wrong(&good.replacen("\"Split\"", "\"Splat\"", 1));
    assert_eq!(line, line_of("\"Split\""));
    assert!(what.to_string().contains("unknown variant `Splat`"), "{what}");
    let (line, what) = wrong(&good.replacen("\"loss_ppm\": 0", "\"loss_ppm\": \"none\"", 1));
    assert_eq!(line, line_of("\"loss_ppm\""));
    assert!(what.to_string().contains("expected u32"), "{what}");

    assert_eq!(wrong("{}"), (1, Wrong::Format));
    assert_eq!(wrong("[1, 2]"), (1, Wrong::Format));
    assert_eq!(wrong("{\"format\": \"recraft-run\", \"version\": 1}"), (1, Wrong::Format));
    assert_eq!(wrong("{\"format\": \"recraft-run-file\", \"version\": 2}"), (1, Wrong::Version(2)));
    assert_eq!(wrong(&" ".repeat(BYTES_MAX + 1)), (1, Wrong::TooLong));
    assert!(matches!(wrong(&good[..good.len() / 2]).1, Wrong::Json(_)));
    assert!(matches!(wrong(&"[".repeat(100_000)).1, Wrong::Json(_) | Wrong::Format));

    let mut nobody = file();
    nobody.run.setup.clusters.clear();
    assert_eq!(wrong(&write(&nobody)), (1, Wrong::Setup(SetupError::NoNodes)));
    let mut late = RunFile { run: Preset::Three.run(1), ..file() };
    late.at.at_us = u64::MAX;
    assert_eq!(wrong(&write(&late)), (1, Wrong::Late));
}
