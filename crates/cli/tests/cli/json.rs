//! What `run --json` prints is what its schema says.

use serde_json::Value;

use crate::{err, file, out, recraft, scenarios_in, schema_of, strict};

fn schema() -> Value {
    schema_of("run")
}

fn documents(arguments: &[&str]) -> Vec<Value> {
    let output = recraft(arguments);
    out(&output).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn every_document_is_as_the_schema_says_and_has_no_field_that_it_does_not_name() {
    let mut schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    strict(&mut schema);
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let files: Vec<String> =
        scenarios_in("scenarios").iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let mut arguments = vec!["run", "--json"];
    arguments.extend(files.iter().map(String::as_str));
    let bad = file("bad-json", "recraft scenario 1\nnodes 3\nexpect x");
    let failing = file(
        "failing-json",
        "recraft scenario 1\nnodes 3\nexpect n1 leads\nrestart n1\nsay \"a\"\nask \"b\"\nk1 sets x = 1 if it is absent\nafter 2s",
    );
    arguments.extend([bad.as_str(), failing.as_str()]);
    let documents = documents(&arguments);
    assert_eq!(documents.len(), files.len() + 2);
    for document in &documents {
        // The schema's two branches are tried one by one, so that an error names the field.
        let branch = if document.get("errors").is_some() { "bad" } else { "run" };
        let mut one = schema.clone();
        let map = one.as_object_mut().expect("it is an object");
        map.remove("oneOf");
        map.insert("$ref".into(), Value::String(format!("#/$defs/{branch}")));
        let validator_of_branch = jsonschema::validator_for(&one).expect("the branch is a schema");
        let errors: Vec<String> = validator_of_branch
            .iter_errors(document)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {:#?}", document["file"], &errors[..errors.len().min(3)]);
        assert!(validator.is_valid(document), "{}", document["file"]);
    }
}

#[test]
fn the_schema_notices_what_is_wrong() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    let mut document = documents(&["run", "--json", "scenarios/election.scenario"]).remove(0);
    assert!(validator.is_valid(&document));
    document["nodes"][0]["id"] = Value::String("c1".into());
    assert!(!validator.is_valid(&document));
}

#[test]
fn a_document_says_what_the_run_came_to() {
    let document = documents(&["run", "--json", "scenarios/figure-8.scenario"]).remove(0);
    assert_eq!(document["passed"], true);
    let entries = document["nodes"][1]["log"]["entries"].as_array().expect("n2 has a log");
    let terms: Vec<_> = entries.iter().map(|entry| entry["term"].as_u64()).collect();
    assert_eq!(terms, [Some(1), Some(3), Some(5)]);
    assert_eq!(document["clusters"][0]["now"]["leader"], "n5");
    let leads = |event: &Value| event["kind"] == "became-leader" && event["nodes"][0] == "n5";
    assert_eq!(
        document["observations"].as_array().map(|all| all.iter().filter(|event| leads(event)).count()),
        Some(2)
    );
    assert_eq!(document["commands"][0]["text"], "hold everything");
}

#[test]
fn observations_can_be_left_out_and_the_rest_is_the_same_each_time() {
    let arguments = ["run", "--json", "--no-observations", "scenarios/merge.scenario"];
    let documents = [documents(&arguments).remove(0), documents(&arguments).remove(0)];
    assert_eq!(documents[0], documents[1]);
    assert!(documents[0].get("observations").is_none());
    let output = recraft(&["run", "--no-observations", "scenarios/merge.scenario"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
}
