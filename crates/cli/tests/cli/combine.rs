//! Campaigns that are spread over machines, and the snippets of the documentation that spread them.

use serde_json::Value;

use crate::{err, out, recraft, root};

fn place(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"))
}

/// Plays a shard of a small campaign; gives back where its report is.
fn shard(test: &str, seed: &str, shard: &str) -> String {
    let report = place(&format!("{test}-{seed}-{}.json", shard.replace('/', "-")));
    let arguments =
        ["explore", "--runs", "6", "--seed", seed, "--jobs", "1", "--shard", shard, "--report", &report];
    assert_eq!(recraft(&arguments).status.code(), Some(0));
    report
}

fn counts(text: &str) -> Value {
    let mut counts: Value = serde_json::from_str(text).expect("it is JSON");
    // What depends on the machine, and on how the runs were spread.
    for name in ["jobs", "elapsed_seconds", "runs_per_second"] {
        counts.as_object_mut().expect("it is an object").remove(name).expect("it is there");
    }
    counts
}

#[test]
fn the_reports_of_all_shards_combine_to_the_campaign_in_any_order_and_in_steps() {
    let parts = ["0/3", "1/3", "2/3"].map(|part| shard("all", "3", part));
    let whole = out(&recraft(&["explore", "--runs", "6", "--seed", "3", "--json"]));
    let together = recraft(&["combine", "--json", &parts[2], &parts[0], &parts[1]]);
    assert_eq!((together.status.code(), err(&together)), (Some(0), String::new()));
    assert_eq!(counts(&out(&together)), counts(&whole));
    let some = place("some.json");
    let two = recraft(&["combine", &parts[0], &parts[2], "-o", &some]);
    assert_eq!(two.status.code(), Some(0));
    assert!(err(&two).contains("only 4 of the 6 runs"), "{}", err(&two));
    assert!(out(&two).lines().any(|line| line.starts_with("runs ") && line.ends_with(" 4")), "{}", out(&two));
    let rest = recraft(&["combine", "--json", &some, &parts[1]]);
    assert_eq!(counts(&out(&rest)), counts(&whole));
}

#[test]
fn reports_that_do_not_belong_together_are_refused() {
    let (one, other) = (shard("refused", "4", "0/2"), shard("refused", "5", "1/2"));
    let refused = |files: &[&str], why: &str| {
        let output = recraft(&[&["combine"], files].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(out(&output).is_empty() && err(&output).contains(why), "{}", err(&output));
    };
    refused(&[&one, &one], "have runs in common");
    refused(&[&one, &other], "different campaigns");
    refused(&["Cargo.toml"], "Cargo.toml: ");
    refused(&["no-such-file.json"], "no-such-file.json: ");
}

/// The code blocks of this kind in the page about exploring.
fn blocks(kind: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs/exploring.md")).expect("there is a page");
    let opening = format!("```{kind}\n");
    text.split(&opening).skip(1).filter_map(|rest| Some(rest.split_once("\n```")?.0.to_owned())).collect()
}

fn yaml(block: &str) -> yaml_rust2::Yaml {
    let mut documents = yaml_rust2::YamlLoader::load_from_str(block).expect("it is YAML");
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

#[test]
fn the_job_and_the_matrix_of_the_documentation_say_what_the_command_line_understands() {
    let [job, matrix] = &blocks("yaml")[..] else { panic!("two blocks of YAML") };
    let job = yaml(job);
    let spec = &job["spec"];
    assert_eq!((job["kind"].as_str(), spec["completionMode"].as_str()), (Some("Job"), Some("Indexed")));
    let line = spec["template"]["spec"]["containers"][0]["args"][0].as_str().expect("what the pod runs");
    understood(line, "$JOB_COMPLETION_INDEX", spec["completions"].as_i64());
    let matrix = yaml(matrix);
    let explore = &matrix["jobs"]["explore"];
    let line = explore["steps"][1]["run"].as_str().expect("what the job runs");
    let shards = explore["strategy"]["matrix"]["shard"].as_vec().expect("its shards").len() as i64;
    understood(&line.replace("${{ github.run_number }}", "7"), "${{ matrix.shard }}", Some(shards));
    let verdict = matrix["jobs"]["verdict"]["steps"][2]["run"].as_str().expect("what joins them");
    assert!(verdict.ends_with("-- combine part-*.json"), "{verdict}");
}

/// A line that plays a shard: each of its words is understood, with only two runs instead of its many; and its shards are all there are.
fn understood(line: &str, index: &str, shards: Option<i64>) {
    let line = line.replace(['"', '\\'], "").replace(index, "1");
    let words: Vec<&str> = line.split_whitespace().skip_while(|word| *word != "explore").collect();
    let of = words.iter().find_map(|word| word.strip_prefix("1/")).expect("a shard");
    assert_eq!(of.parse().ok(), shards);
    let report = place("understood.json");
    let mut arguments: Vec<&str> = Vec::new();
    for pair in words.windows(2) {
        arguments.push(match pair {
            ["--runs", _] => "2",
            ["--report", _] => &report,
            _ => pair[1],
        });
    }
    let arguments: Vec<&str> = [&["explore"], &arguments[..]].concat();
    let output = recraft(&arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
    assert!(std::fs::read_to_string(report).is_ok_and(|text| text.contains("\"campaign\"")));
}

#[test]
fn what_the_documentation_says_to_jq_names_fields_that_a_report_has() {
    let line = blocks("sh").into_iter().find(|block| block.starts_with("jq ")).expect("a line for jq");
    let report = std::fs::read_to_string(shard("jq", "6", "0/1")).expect("there is a report");
    let report: Value = serde_json::from_str(&report).expect("it is JSON");
    let named: Vec<&str> = line.split("map(.").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert_eq!(named.len(), 6, "{named:?}");
    assert!(report[named[0]].is_object());
    for name in &named[1..] {
        assert!(!report[named[0]][name].is_null(), "{name}");
    }
}
