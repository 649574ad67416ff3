//! Links: what they hold, how long they are, and what is refused.

use recraft_protocol::machine::Operation;
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet};
use recraft_share::origin::Origin;
use recraft_share::text::{pack, read, unpack, write};
use recraft_share::{BODY_MAX, Bad, Packing, Shared, TEXT_MAX};
use recraft_sim::code::{Unreadable, write_run};
use recraft_sim::command::{Command, TimedCommand};
use recraft_sim::history::{History, Moment};
use recraft_sim::library::{Shelf, Story};
use recraft_sim::presets::{Preset, figure_3_parts, figure_3_script};
use recraft_sim::run::Run;
use recraft_sim::setup::Setup;

/// What links are made of, told in full by `docs/sharing.md`.
fn link(shared: &Shared, stories: &[Story]) -> String {
    let (packing, packed) = pack(shared.write(stories).expect("it is short enough"));
    write(packing, &packed)
}

fn open(text: &str, stories: &[Story]) -> Result<Shared, Bad> {
    let (packing, packed) = read(text)?;
    Shared::read(&unpack(packing, packed)?, stories)
}

fn shared(run: Run, at_us: u64) -> Shared {
    let mut history = History::new(run);
    history.play_to(at_us);
    Shared { view: vec![5, 3, 1, 2], ..Shared::new(history.run(), history.moment(), history.world(), &[]) }
}

fn at(at_us: u64, command: Command) -> TimedCommand {
    TimedCommand { at_us, command }
}

fn put(at_us: u64, key: &str, value: &str) -> TimedCommand {
    let operation = Operation::Put { key: key.into(), value: value.into() };
    at(at_us, Command::Request { client: ClientId(1), operation })
}

/// Ten things that a person does in a minute.
fn ten_actions() -> Vec<TimedCommand> {
    vec![
        put(1_234_567, "apple", "red"),
        at(2_345_678, Command::Crash { node: NodeId(3) }),
        at(3_456_789, Command::Restart { node: NodeId(3) }),
        at(8_765_432, Command::Partition { groups: vec![NodeSet::from([1, 2])] }),
        at(14_567_890, Command::Heal),
        at(21_098_765, Command::Load { clients: 3, pause_us: 30_000 }),
        at(33_445_566, Command::AddSpare { node: NodeId(10) }),
        at(
            38_111_222,
            Command::ChangeMembers { cluster: ClusterId(1), add: [10].into(), remove: [2].into() },
        ),
        at(47_222_333, Command::Timeout { node: NodeId(5) }),
        at(56_333_444, Command::Split { cluster: ClusterId(1), into: figure_3_parts() }),
    ]
}

fn story(name: &str, run: Run) -> Story {
    Story { name: name.into(), shelf: Shelf::Raft, title: "A story".into(), about: String::new(), run }
}

#[test]
fn the_link_of_any_preset_with_ten_actions_is_short() {
    for preset in Preset::ALL {
        let mut run = preset.run(987_654);
        run.commands.extend(ten_actions());
        let shared = shared(run, 58_000_000);
        let text = link(&shared, &[]);
        println!("{}: {} letters", preset.name(), text.len());
        assert!(text.len() < 250, "{}: {} letters", preset.name(), text.len());
        assert_eq!(open(&text, &[]), Ok(Shared { origin: Origin::Preset(preset), ..shared }));
    }
}

#[test]
fn a_link_gives_back_run_moment_and_view() {
    let script = figure_3_script(7);
    for at_us in [0, 1, 1_000_000, 2_500_000, 9_500_000] {
        let shared = shared(script.clone(), at_us);
        assert_eq!(open(&link(&shared, &[]), &[]), Ok(shared));
    }
}

#[test]
fn between_two_commands_of_the_same_moment_is_a_moment_too() {
    let mut run = Preset::Three.run(1);
    run.commands = vec![at(500_000, Command::Crash { node: NodeId(1) }), at(500_000, Command::Heal)];
    let mut history = History::new(run);
    history.play_to(500_000);
    history.seek(Moment { at_us: 500_000, given: 1 });
    let shared = Shared::new(history.run(), history.moment(), history.world(), &[]);
    assert_eq!(
        open(&link(&shared, &[]), &[]).map(|shared| shared.at),
        Ok(Moment { at_us: 500_000, given: 1 })
    );
}

#[test]
fn a_story_is_named_and_not_repeated_also_where_something_was_done_in_its_middle() {
    let told = Setup { spares: [20].into(), ..Setup::one_cluster(9, 3) };
    let told = Run { setup: told, commands: figure_3_script(3).commands };
    let stories = [story("a", Run::new(told.setup.clone())), story("figure", told.clone())];
    let mut run = told.clone();
    run.commands.insert(7, at(4_000_001, Command::Crash { node: NodeId(4) }));
    let shared = shared(run.clone(), 5_000_000);
    let text = link(&shared, &stories);
    assert!(text.len() < 100, "{} letters", text.len());
    let opened = open(&text, &stories).expect("it can be read");
    assert_eq!((opened.origin, opened.run), (Origin::Story("figure".into()), run.clone()));

    assert_eq!(open(&text, &[]), Err(Bad::NoSuchStory));
    let changed = Run { commands: told.commands[1..].to_vec(), ..told };
    assert_eq!(open(&text, &[story("figure", changed)]), Err(Bad::StoryChanged));
    assert_eq!(
        open(&link(&shared, &[]), &[]).map(|shared| shared.run),
        Ok(run),
        "without the library it is held"
    );
}

#[test]
fn a_long_run_is_packed() {
    let mut run = Preset::Five.run(1);
    run.commands = (0..2_000).map(|n| put(n * 50_000, &format!("key {}", n % 7), "value")).collect();
    let shared = shared(run, 90_000_000);
    let (plain, text) = (shared.write(&[]).unwrap(), link(&shared, &[]));
    assert!(text.len() * 4 < plain.len(), "{} letters for {} bytes", text.len(), plain.len());
    assert_eq!(open(&text, &[]), Ok(shared));
}

#[test]
fn a_run_too_long_for_a_link_is_not_made_into_one() {
    let mut run = Preset::Five.run(1);
    let long = "x".repeat(1_000);
    run.commands = (0..200).map(|n| put(n, "k", &long)).collect();
    assert_eq!(shared(run, 0).write(&[]), Err(Bad::TooLong));
}

#[test]
fn commands_out_of_order_are_given_in_order() {
    let mut run = Preset::Three.run(1);
    run.commands = vec![at(500, Command::Heal), at(100, Command::Hold)];
    let shared = Shared::new(run, Moment::default(), History::new(Preset::Three.run(1)).world(), &[]);
    assert_eq!(shared.run.commands[1].at_us, 500);
    assert_eq!(open(&link(&shared, &[]), &[]), Ok(shared));
}

#[test]
fn every_link_that_is_cut_off_or_of_another_kind_is_refused_with_what_to_do() {
    let text = link(&shared(figure_3_script(7), 2_500_000), &[]);
    for end in 0..text.len() {
        let bad = open(&text[..end], &[]).expect_err("a part of a link is no link");
        assert!(matches!(bad, Bad::CutOff | Bad::Spoilt | Bad::Damaged(_)), "{end}: {bad:?}");
    }
    assert_eq!(open("", &[]), Err(Bad::CutOff));
    assert_eq!(open("<script>alert(1)</script>", &[]), Err(Bad::Damaged(Unreadable::Text)));
    assert_eq!(open("BwAB", &[]), Err(Bad::Version(7)));
    assert_eq!(open("AQlB", &[]), Err(Bad::Damaged(Unreadable::Kind(9))));
    assert_eq!(open(&"A".repeat(TEXT_MAX + 1), &[]), Err(Bad::TooLong));
    let bomb = pack(vec![0; 100 * BODY_MAX]);
    assert_eq!(bomb.0, Packing::Deflated);
    assert_eq!(open(&write(Packing::Deflated, &bomb.1[..4_000]), &[]), Err(Bad::TooLong));
    for bad in [
        Bad::TooLong,
        Bad::CutOff,
        Bad::Spoilt,
        Bad::Damaged(Unreadable::Number),
        Bad::Version(9),
        Bad::Packed,
        Bad::NoSuchStory,
        Bad::StoryChanged,
    ] {
        assert!(bad.to_string().ends_with('.') && bad.to_string().matches('.').count() >= 2, "{bad}");
    }
}

#[test]
fn what_mail_does_to_a_link_is_overlooked() {
    let shared = shared(Preset::Five.run(42), 0);
    let text = link(&shared, &[]);
    let (front, back) = text.split_at(9);
    assert_eq!(open(&format!("{front}\r\n{back}>."), &[]), Ok(shared));
}

#[test]
fn a_preset_has_the_number_that_it_always_had() {
    let begins: Vec<Vec<u8>> =
        Preset::ALL.map(|preset| shared(preset.run(1), 0).write(&[]).unwrap()[..2].to_vec()).into();
    assert_eq!(begins, (0..7).map(|number| vec![1, number]).collect::<Vec<_>>());
}

/// The links of every version that was ever released, each with the code of its run, in `links.txt`.
#[test]
fn links_of_every_version_are_read() {
    let lines = include_str!("links.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut count = 0;
    for line in lines {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let [text, commands, at_us, given, hash] = parts[..] else { panic!("not a line of links: {line}") };
        let shared = open(text, &[]).unwrap_or_else(|bad| panic!("{text}: {bad}"));
        let hash_now = recraft_share::origin::hash(&write_run(&shared.run));
        let said = [shared.run.commands.len() as u64, shared.at.at_us, shared.at.given as u64, hash_now];
        assert_eq!(said.map(|number| number.to_string()), [commands, at_us, given, hash], "{text}");
        count += 1;
    }
    assert!(count >= 4);
}
