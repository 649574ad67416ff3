//! `run --json` as somebody meets it who knows only docs/scenario.md and docs/run-json.md: stories are told, and what the documents say is
//! compared with what Raft and ReCraft say.

use serde_json::{Value, json};

use crate::{err, file, out, recraft};

/// Tells a story; gives back its document and the exit status.
fn told(name: &str, lines: &[&str]) -> (Value, i32) {
    let path = file(&format!("conformance-{name}"), &format!("recraft scenario 1\n{}\n", lines.join("\n")));
    let output = recraft(&["run", "--json", &path]);
    let text = out(&output);
    assert_eq!(text.lines().count(), 1, "one line for each file: {text}");
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!((&document["format"], &document["version"]), (&json!("recraft-run"), &json!(1)));
    assert_eq!(document["file"], json!(path));
    (document, output.status.code().expect("it ends by itself"))
}

/// A story that must hold.
fn held(name: &str, lines: &[&str]) -> Value {
    let (document, status) = told(name, lines);
    assert_eq!((status, &document["passed"]), (0, &json!(true)), "{}", document["told"]);
    document
}

fn named<'a>(list: &'a Value, id: &str) -> &'a Value {
    let found = list.as_array().and_then(|list| list.iter().find(|one| one["id"] == id));
    found.unwrap_or_else(|| panic!("there is no {id}"))
}

fn node<'a>(document: &'a Value, id: &str) -> &'a Value {
    named(&document["nodes"], id)
}

/// The terms along a node's log, whose indexes count from behind its base.
fn terms(node: &Value) -> Vec<u64> {
    let base = node["log"]["base"]["index"].as_u64().expect("a base");
    let entries = node["log"]["entries"].as_array().expect("entries");
    for (entry, index) in entries.iter().zip(base + 1..) {
        assert_eq!(entry["index"], json!(index));
    }
    entries.iter().map(|entry| entry["term"].as_u64().expect("a term")).collect()
}

#[test]
fn figure_8_by_hand_has_the_logs_terms_and_commits_of_the_paper() {
    // Up to (c) of Figure 8: s1 replicates its entry of term 2 to a majority in term 4, and must not count it as committed.
    let lines = [
        "nodes 5",
        "hold everything",
        "n1 begins with log 1 2, committed 1",
        "n2 begins with log 1 2, committed 1",
        "n3 begins with log 1, committed 1",
        "n4 begins with log 1, committed 1",
        "n5 begins with log 1 3, committed 1",
        "n1 stands, reaching n2 n3 n4",
        "expect n1 follows",
    ];
    // The stage comes before the story.
    let (document, status) = told("figure-8-order", &lines);
    assert_eq!(status, 2);
    assert_eq!(document["errors"][0]["line"], json!(4));
    let lines = [
        "nodes 5",
        "n1 begins with term 3, log 1 2, committed 1",
        "n2 begins with term 3, log 1 2, committed 1",
        "n3 begins with term 3, log 1, committed 1",
        "n4 begins with term 3, log 1, committed 1",
        "n5 begins with log 1 3, committed 1",
        "hold everything",
        "n1 stands, reaching n2 n3 n4",
        "n1 replicates to n3 up to index 2",
    ];
    let document = held("figure-8-c", &lines);
    assert_eq!(terms(node(&document, "n1")), [1, 2, 4]);
    assert_eq!(terms(node(&document, "n3")), [1, 2]);
    assert_eq!(terms(node(&document, "n5")), [1, 3]);
    assert_eq!(
        (&node(&document, "n1")["role"], &node(&document, "n1")["term"]),
        (&json!("leader"), &json!(4))
    );
    assert_eq!(node(&document, "n2")["voted_for"], json!("n1"));
    for id in ["n1", "n2", "n3", "n4", "n5"] {
        assert_eq!(
            node(&document, id)["commit"],
            json!(1),
            "{id}: an entry of term 2 is not committed by counting"
        );
    }
    // (d): s5 overwrites it.
    let mut more = lines.to_vec();
    more.extend([
        "crash n1",
        "n5 stands, reaching nobody",
        "n5 stands, reaching n2 n3 n4",
        "n5 replicates to n2 n3 n4",
    ]);
    let document = held("figure-8-d", &more);
    for id in ["n2", "n3", "n4", "n5"] {
        assert_eq!(terms(node(&document, id)), [1, 3, 5], "{id}");
    }
    assert_eq!(
        (&node(&document, "n1")["up"], &node(&document, "n1")["role"]),
        (&json!(false), &json!("down"))
    );
    assert_eq!(node(&document, "n5")["commit"], json!(3));
    // (e): with an entry of its own term on a majority, s1 commits, and s5 cannot win.
    let mut more = lines.to_vec();
    more.extend([
        "n1 replicates to n2 n3",
        "crash n1",
        "n5 stands, reaching nobody",
        "n5 stands, reaching n2 n3 n4",
    ]);
    let document = held("figure-8-e", &more);
    assert_eq!(terms(node(&document, "n3")), [1, 2, 4]);
    assert_ne!(node(&document, "n5")["role"], json!("leader"));
    assert!(
        document["checks"]
            .as_array()
            .is_some_and(|all| all.len() == 13 && all.iter().all(|one| one["held"] == true))
    );
}

#[test]
fn a_split_gives_two_clusters_of_the_next_epoch_that_share_the_log_up_to_the_boundary() {
    let document = held(
        "split",
        &[
            "nodes 6",
            "until c1 has a leader",
            "k1 puts apple = red",
            "k2 puts plum = blue",
            "until k2 is answered",
            "after 500ms",
            "split c1 into n1 n2 n3 with keys up to m | n4 n5 n6 with keys from m",
            "expect accepted",
            "until everything at rest",
        ],
    );
    let old = named(&document["clusters"], "c1");
    assert!(old["ended_us"].is_u64() && old["now"].is_null());
    for (id, members, keys, data) in [
        ("c2", json!(["n1", "n2", "n3"]), "keys up to m", json!({ "apple": "red" })),
        ("c3", json!(["n4", "n5", "n6"]), "keys from m", json!({ "plum": "blue" })),
    ] {
        let cluster = named(&document["clusters"], id);
        assert_eq!((&cluster["epoch"], &cluster["parents"]), (&json!(1), &json!(["c1"])));
        assert_eq!((&cluster["members"], &cluster["keys"]), (&members, &json!(keys)));
        let now = &cluster["now"];
        assert_eq!((&now["nodes"], &now["data"]), (&members, &data));
        assert_eq!(
            now["configuration"],
            json!({ "members": members, "quorum": 2, "learners": [], "keys": keys, "stage": "stable" })
        );
        assert!(members.as_array().is_some_and(|members| members.contains(&now["leader"])));
    }
    let ends: Vec<&Value> = (1..=6).map(|id| &node(&document, &format!("n{id}"))["boundaries"][0]).collect();
    assert!(
        ends.iter().all(|end| *end == ends[0]) && ends[0]["cluster"] == "c1" && ends[0]["epoch"] == 0,
        "{ends:?}"
    );
    assert_eq!(document["statistics"]["splits_completed"], json!(1));
}

#[test]
fn a_merge_unites_data_and_keys_in_an_epoch_above_both() {
    let document = held(
        "merge",
        &[
            "cluster c1 of n1 n2 n3 with keys up to m",
            "cluster c2 of n4 n5 n6 with keys from m",
            "until c1 has a leader",
            "until c2 has a leader",
            "k1 puts apple = red",
            "k2 puts plum = blue",
            "until k1 is answered",
            "until k2 is answered",
            "merge c1 with c2 keeping n1 n2 n4",
            "until everything at rest",
        ],
    );
    let merged = named(&document["clusters"], "c3");
    assert_eq!((&merged["epoch"], &merged["parents"]), (&json!(1), &json!(["c1", "c2"])));
    assert_eq!(merged["now"]["nodes"], json!(["n1", "n2", "n4"]));
    assert_eq!(merged["now"]["data"], json!({ "apple": "red", "plum": "blue" }));
    assert_eq!(merged["now"]["configuration"]["keys"], json!("all keys"));
    for id in ["n3", "n5", "n6"] {
        assert_eq!(
            (&node(&document, id)["role"], &node(&document, id)["cluster"]),
            (&json!("spare"), &Value::Null)
        );
    }
    let first = &node(&document, "n1")["log"]["entries"][0];
    assert_eq!(
        (&first["index"], &first["epoch"], &first["term"], &first["kind"]),
        (&json!(1), &json!(1), &json!(0), &json!("configuration"))
    );
}

#[test]
fn a_change_from_two_to_five_members_needs_four_votes_and_then_three() {
    let lines = [
        "nodes 2",
        "spares n3 n4 n5",
        "until c1 has a leader",
        "after 500ms",
        "hold everything",
        "add n3 n4 n5 to c1",
    ];
    let document = held("members-on-the-way", &lines);
    let leader = named(&document["clusters"], "c1")["now"]["leader"].as_str().expect("it is led").to_owned();
    let config = &node(&document, &leader)["configuration"];
    assert_eq!(
        (&config["members"], &config["quorum"], &config["stage"]),
        (&json!(["n1", "n2", "n3", "n4", "n5"]), &json!(4), &json!("changing"))
    );
    let mut more = lines.to_vec();
    more.extend(["release everything", "until everything at rest"]);
    let document = held("members-after", &more);
    for id in ["n1", "n2", "n3", "n4", "n5"] {
        let config = &node(&document, id)["configuration"];
        assert_eq!((&config["quorum"], &config["stage"]), (&json!(3), &json!("stable")), "{id}");
    }
    let texts: Vec<&Value> =
        document["commands"].as_array().expect("commands").iter().map(|one| &one["text"]).collect();
    assert_eq!(texts, ["hold everything", "change members of c1: add n3 n4 n5", "release everything"]);
}

#[test]
fn what_is_not_as_expected_is_named_with_its_line_and_the_status_is_1() {
    let (document, status) = told(
        "unmet",
        &["nodes 3", "expect n1 leads", "restart n1", "until n1 leads within 1ms", "expect n1 follows"],
    );
    assert_eq!((status, &document["passed"]), (1, &json!(false)));
    let told: Vec<_> = document["told"]
        .as_array()
        .expect("what was told")
        .iter()
        .map(|one| (one["line"].as_u64(), one["kind"].as_str(), one["met"].as_bool(), one["at_us"].as_u64()))
        .collect();
    let expected = [
        (Some(3), Some("expectation"), Some(false), Some(0)),
        (Some(4), Some("failure"), None, Some(0)),
        (Some(5), Some("failure"), None, Some(1_000)),
        (Some(6), Some("expectation"), Some(true), Some(1_000)),
    ];
    assert_eq!(told, expected);
    assert_eq!(document["told"][0]["instead"], json!("n1 follows, and knows no leader of term 0"));
    // A violation that nobody foresees fails the story, and one that is foreseen does not come about.
    let (document, status) = self::told("unforeseen", &["nodes 3", "expect violation log-matching"]);
    assert_eq!((status, &document["passed"]), (1, &json!(false)));
}

/// The one error of a file with these bytes.
fn error_of(name: &str, bytes: &[u8]) -> Value {
    let path = file(&format!("conformance-{name}"), "");
    std::fs::write(&path, bytes).expect("it can be written");
    let output = recraft(&["run", "--json", &path]);
    assert_eq!(output.status.code(), Some(2));
    let document: Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    let fields: Vec<&String> = document.as_object().expect("it is an object").keys().collect();
    assert_eq!(fields, ["errors", "file", "format", "version"]);
    assert!(err(&output).contains(&path), "{}", err(&output));
    assert_eq!(document["errors"].as_array().map(Vec::len), Some(1));
    document["errors"][0].clone()
}

#[test]
fn whatever_is_no_scenario_has_a_document_with_its_errors() {
    let said = |error: &Value, what: &str| {
        assert!(error["message"].as_str().is_some_and(|text| text.contains(what)), "{error}");
    };
    let empty = error_of("empty", b"");
    assert_eq!((&empty["line"], &empty["column"]), (&json!(1), &json!(1)));
    said(&empty, "recraft scenario 1");
    said(&error_of("comments", b"# nothing\n\n"), "recraft scenario 1");
    said(&error_of("version", b"recraft scenario 2\nnodes 3\n"), "version 2");
    let unknown = error_of("unknown", "recraft scenario 1\nnodes 3\nsay \"äöü\" at once\n".as_bytes());
    assert_eq!((&unknown["line"], &unknown["column"]), (&json!(3), &json!(11)));
    let word = error_of("word", b"recraft scenario 1\r\nnodes 3\r\n  dance n1\r\n");
    assert_eq!((&word["line"], &word["column"]), (&json!(3), &json!(3)));
    said(&word, "expected");
    let binary = error_of("binary", b"recraft scenario 1\nnodes 3\nsay \"\xff\"\n");
    assert_eq!((&binary["line"], &binary["column"]), (&Value::Null, &Value::Null));
    said(&binary, "line 3");
    let huge = error_of("huge", &b"# much\n".repeat(150_000));
    assert_eq!(huge["line"], Value::Null);
    said(&huge, "1000000 bytes");
}

#[test]
fn every_file_has_its_line_in_order_and_the_worst_status_counts() {
    let good = file("conformance-good", "\u{feff}recraft scenario 1\r\nnodes 3\r\nexpect n1 follows\r\n");
    let bad = file("conformance-bad", "recraft scenario 1\nnodes 3\ncrash n9 n1 n\nexpect x\n");
    let output = recraft(&["run", "--json", "--no-observations", &bad, "no-such-file", &good]);
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<Value> =
        out(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let files: Vec<&Value> = lines.iter().map(|line| &line["file"]).collect();
    assert_eq!(files, [&json!(bad), &json!("no-such-file"), &json!(good)]);
    assert_eq!(lines[0]["errors"].as_array().map(Vec::len), Some(2), "both lines are wrong: {}", lines[0]);
    assert_eq!(lines[1]["errors"][0]["line"], Value::Null);
    assert_eq!((&lines[2]["passed"], lines[2].get("observations")), (&json!(true), None));
    // Wrong options print no document.
    let output = recraft(&["run", "--jsn", &good]);
    assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()));
}
