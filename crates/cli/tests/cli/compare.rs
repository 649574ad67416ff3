//! `recraft compare`: its table and its JSON.

use serde_json::Value;

use crate::{err, out, recraft};

#[test]
fn a_comparison_is_a_table_or_a_document_for_each_change_and_the_same_each_time() {
    let arguments = ["compare", "--seeds", "2", "--clients", "6", "--data", "200", "--json"];
    let text = out(&recraft(&arguments));
    assert_eq!(text, out(&recraft(&arguments)));
    let documents: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let changes: Vec<&Value> = documents.iter().map(|document| &document["trial"]["change"]).collect();
    assert_eq!(changes, ["split", "merge"]);
    for document in &documents {
        assert_eq!((&document["format"], &document["version"]), (&"recraft-compare".into(), &1.into()));
        let runs = document["runs"].as_array().expect("its runs");
        let means: Vec<&Value> = runs.iter().map(|run| &run["means"]).collect();
        assert_eq!(means, ["recraft", "stop-and-coordinate", "recraft", "stop-and-coordinate"]);
        for pair in runs.chunks(2) {
            assert_eq!(pair[0]["seed"], pair[1]["seed"]);
            assert_eq!(pair[0]["before"], pair[1]["before"]);
        }
        assert!(runs.iter().all(|run| run["violations"] == 0 && run["took_us"].as_u64() > Some(10_000)));
    }
    let table = out(&recraft(&["compare", "merge", "--seeds", "1", "--clients", "6", "--data", "0"]));
    assert!(table.starts_with("Two clusters with 6 nodes together are merged."), "{table}");
    let row = table.lines().find(|line| line.starts_with("until the new clusters serve"));
    assert_eq!(row.map(|row| row.matches(" ms").count()), Some(2), "{table}");
}

#[test]
fn impossible_comparisons_are_refused() {
    for (arguments, why) in [
        (&["compare", "--latency", "9", "3"][..], "the least (9) is more than the most (3)"),
        (&["compare", "--clients", "33"], "33 is not in 1..=32"),
        (&["compare", "--nodes", "1"], "1 is not in 2..=100"),
        (&["compare", "dance"], "split, merge"),
    ] {
        let output = recraft(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(why), "{arguments:?}: {}", err(&output));
    }
}
