//! Run files: their schema, and telling them.

use recraft_share::file::{RunFile, write};
use recraft_sim::history::Moment;
use recraft_sim::library::Story;
use recraft_sim::presets::figure_3_script;
use serde_json::Value;

use crate::{err, file, out, recraft, schema_of, strict};

fn schema() -> Value {
    schema_of("run-file")
}

fn stories() -> Vec<RunFile> {
    let stories: Vec<Story> =
        recraft_sim::quest::read(include_bytes!("../../../../assets/library.bin")).expect("the library");
    let file = |story: Story| {
        let at = Moment { at_us: story.run.last_command_us(), given: story.run.commands.len() };
        RunFile { title: Some(story.title), run: story.run, at }
    };
    stories.into_iter().map(file).collect()
}

#[test]
fn every_run_file_is_as_the_schema_says_and_has_no_field_that_it_does_not_name() {
    let mut schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    strict(&mut schema);
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for run_file in stories() {
        let document: Value = serde_json::from_str(&write(&run_file)).expect("it is JSON");
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{:?}: {errors:?}", run_file.title);
    }
}

#[test]
fn the_schema_of_run_files_notices_what_is_wrong() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    let good: Value = serde_json::from_str(&write(&stories()[0])).expect("it is JSON");
    assert!(validator.is_valid(&good));
    for (place, wrong) in [
        ("/version", Value::from(2)),
        ("/setup/seed", Value::from("7")),
        ("/setup/network/latency", Value::Null),
        ("/commands", Value::from(vec![Value::Null])),
    ] {
        let mut document = good.clone();
        *document.pointer_mut(place).expect("it stands there") = wrong;
        assert!(!validator.is_valid(&document), "{place}");
    }
}

#[test]
fn a_run_file_is_told_like_a_scenario() {
    let at = Moment { at_us: 11_000_000, given: usize::MAX };
    let run_file = RunFile { title: Some("Three \"and\" one".into()), run: figure_3_script(7), at };
    let path = file("figure-3-run-file", &write(&run_file));
    let output = recraft(&["run", "--json", "--no-observations", &path]);
    let document: Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    assert_eq!((&document["title"], &document["passed"]), (&"Three and one".into(), &true.into()));
    assert_eq!(document["ended_us"], 11_000_000);
    let hash = format!("{:016x}", run_file.run.play(11_000_000).state_hash());
    assert_eq!(document["state_hash"], hash);
}

#[test]
fn what_is_wrong_with_a_run_file_is_said() {
    let at = Moment { at_us: 0, given: 0 };
    let good = write(&RunFile { title: None, run: figure_3_script(7), at });
    for (bad, says) in [
        (good.replacen("\"version\": 1", "\"version\": 3", 1), "version 3"),
        (good.replacen("\"Merge\"", "\"Marry\"", 1), "unknown variant `Marry`"),
        ("{}".to_owned(), "its `format` is not"),
    ] {
        let path = file("bad-run-file", &bad);
        let output = recraft(&["run", &path]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(says) && err(&output).contains("line "), "{}", err(&output));
    }
}
