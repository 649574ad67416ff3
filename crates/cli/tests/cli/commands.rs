//! What each command prints, and its exit status.

use crate::{err, file, out, recraft};

#[test]
fn the_exit_status_is_the_verdict() {
    let good = file("good", "recraft scenario 1\nnodes 3\nexpect n1 follows");
    let failing = file("failing", "recraft scenario 1\nnodes 3\nexpect n1 leads");
    let bad = file("bad", "recraft scenario 1\nnodes 3\ncrash x");
    let status = |arguments: &[&str]| recraft(arguments).status.code();
    assert_eq!(status(&["run", &good]), Some(0));
    assert_eq!(status(&["run", &good, &failing]), Some(1));
    assert_eq!(status(&["run", &bad, &failing]), Some(2));
    assert_eq!(status(&["run", "no-such-file"]), Some(2));
    assert_eq!(status(&["run"]), Some(2));
    assert_eq!(status(&["check", &good, &failing]), Some(0));
    assert_eq!(status(&["check", &good, &bad]), Some(2));
    assert_eq!(status(&["--help"]), Some(0));
    assert_eq!(status(&["dance"]), Some(2));
}

#[test]
fn a_run_names_what_was_not_as_expected_and_what_is_so_instead() {
    let failing = file("named", "recraft scenario 1\ntitle \"T\"\nnodes 3\nsay \"Hear\"\nexpect n1 leads");
    let text = out(&recraft(&["run", &failing]));
    assert!(
        text.contains("line 5: expect n1 leads") && text.contains("but n1 follows") && text.contains("Hear"),
        "{text}"
    );
    let quiet = out(&recraft(&["run", "--quiet", &failing]));
    assert!(quiet.contains("line 5") && !quiet.contains("Hear"), "{quiet}");
}

#[test]
fn errors_in_a_scenario_are_shown_with_file_line_column_and_mark() {
    let bad = file("shown", "recraft scenario 1\nnodes 3\n  crash q7\n");
    let text = err(&recraft(&["check", &bad]));
    assert!(
        text.contains("shown.scenario: line 3, column 9: found `q7`, expected `nobody`, a node such as n3"),
        "{text}"
    );
    assert!(text.ends_with("3 |   crash q7\n  |         ^^\n"), "{text}");
}

#[test]
fn a_moment_or_a_strip_is_drawn_as_svg() {
    let picture = out(&recraft(&["render", "scenarios/election.scenario", "--at", "150ms"]));
    assert!(picture.starts_with("<svg ") && picture.trim_end().ends_with("</svg>"));
    let later = out(&recraft(&["render", "scenarios/election.scenario"]));
    assert!(later != picture);
    let strip = out(&recraft(&["render", "scenarios/election.scenario", "--film", "3", "--size", "400x300"]));
    assert_eq!(strip.matches("<svg ").count(), 4);
    assert!(strip.contains("Nobody leads yet"));
    let captions = out(&recraft(&["render", "scenarios/election.scenario", "--captions"]));
    assert_eq!(captions.matches("<svg ").count(), 6);
    assert!(captions.contains("The old leader is back"));
    let diagram = |more: &[&str]| {
        out(&recraft(&[&["render", "scenarios/election.scenario", "--space-time"], more].concat()))
    };
    let whole = diagram(&[]);
    assert!(whole.starts_with("<svg ") && whole.contains(">n1</text>"));
    let early = diagram(&["--at", "150ms"]);
    assert!(early != whole && diagram(&["--at", "150ms", "--span", "20ms"]) != early);
    assert_eq!(recraft(&["render", "scenarios/election.scenario", "--span", "20ms"]).status.code(), Some(2));
    let path = format!("{}/picture.svg", env!("CARGO_TARGET_TMPDIR"));
    let output = recraft(&["render", "scenarios/election.scenario", "--dark", "-o", &path]);
    assert_eq!((output.status.code(), out(&output).len()), (Some(0), 0));
    assert!(std::fs::read_to_string(path).is_ok_and(|text| text.starts_with("<svg ")));
    assert_eq!(recraft(&["render", "scenarios/election.scenario", "--at", "soon"]).status.code(), Some(2));
    assert_eq!(recraft(&["render", "scenarios/election.scenario", "--size", "9x9"]).status.code(), Some(2));
}

#[test]
fn random_runs_are_explored_and_add_up() {
    let output = recraft(&["explore", "--runs", "6", "--seed", "5", "--json", "--keep-going"]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    assert_eq!(json["runs"].as_u64(), Some(6));
    let failed = ["violations", "losses", "liveness_failures"].iter().any(|name| json[name] != 0);
    assert_eq!(output.status.code(), Some(i32::from(failed)), "{}", err(&output));
    let shard = |shard: &str| {
        let output =
            recraft(&["explore", "--runs", "6", "--seed", "5", "--json", "--keep-going", "--shard", shard]);
        let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
        (json["runs"].as_u64().unwrap_or(0), json["events"].as_u64().unwrap_or(0))
    };
    let (one, other) = (shard("0/2"), shard("1/2"));
    assert_eq!((one.0 + other.0, Some(one.1 + other.1)), (6, json["events"].as_u64()));
}

#[test]
fn figure_5_is_a_table_and_json() {
    let table = out(&recraft(&["figure-5", "--sizes", "5"]));
    assert_eq!(table.lines().filter(|line| line.contains('→')).count(), 20);
    let rows: Vec<serde_json::Value> = out(&recraft(&["figure-5", "--sizes", "5", "--json"]))
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    let row = rows.iter().find(|row| row["from"] == 2 && row["to"] == 5).expect("2 to 5 is there");
    assert_eq!(
        (&row["recraft"], &row["joint_at_best"], &row["joint_at_worst"]),
        (&4.into(), &3.into(), &5.into())
    );
}

#[test]
fn a_mistake_is_found_made_small_and_saved_as_a_scenario_that_expects_it() {
    let directory = format!("{}/found", env!("CARGO_TARGET_TMPDIR"));
    let _ = std::fs::remove_dir_all(&directory);
    let search = ["explore", "--mistake", "majority-off-by-one", "--runs", "3", "--jobs", "1"];
    let mut arguments = search.to_vec();
    arguments.extend(["--shrink", "--save", &directory]);
    let output = recraft(&arguments);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains("commands made"), "{}", err(&output));
    let files: Vec<String> = std::fs::read_dir(&directory)
        .expect("runs were saved")
        .filter_map(|entry| Some(entry.ok()?.path().to_string_lossy().into_owned()))
        .filter(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("expect violation")))
        .collect();
    assert!(!files.is_empty());
    let told = recraft(&["run", "--quiet", &files[0]]);
    assert!(!out(&told).contains("has held so far"), "{}", out(&told));
    assert_eq!(recraft(&["explore", "--mistake", "none-such"]).status.code(), Some(2));
}
