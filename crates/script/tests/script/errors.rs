//! What is wrong with a text is named with its place, what stands there, and what could.

use recraft_script::{Problem, ScenarioError, parse};

fn errors(text: &str) -> Vec<ScenarioError> {
    parse(text).expect_err("the text is wrong")
}

fn only(line: &str) -> ScenarioError {
    let mut errors = errors(&format!("recraft scenario 1\nnodes 5\n{line}"));
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

/// The column, what was found and what was expected.
fn unexpected(line: &str) -> (usize, String, Vec<String>) {
    let error = only(line);
    match error.problem {
        Problem::Unexpected { found, expected } => {
            (error.column, found, expected.iter().map(ToString::to_string).collect())
        }
        Problem::Wrong(what) => panic!("{what}"),
    }
}

fn wrong(line: &str) -> (usize, String) {
    let error = only(line);
    match error.problem {
        Problem::Wrong(what) => (error.column, what),
        other => panic!("{other}"),
    }
}

#[test]
fn the_place_is_where_the_line_stops_making_sense() {
    let (column, found, expected) = unexpected("at 300ms crash x3");
    assert_eq!((column, found.as_str()), (16, "`x3`"));
    assert!(expected.contains(&"a node such as n3".to_owned()), "{expected:?}");
    let (column, found, expected) = unexpected("cut n1 n2");
    assert_eq!((column, found.as_str(), expected), (8, "`n2`", vec!["`<->`".into(), "`->`".into()]));
    let (column, found, expected) = unexpected("split c1 into n1 n2 with keys up");
    assert_eq!((column, found.as_str()), (33, "the end of the line"));
    assert_eq!(expected, ["`to`"]);
}

#[test]
fn what_stands_behind_a_whole_line_is_unexpected() {
    let (column, found, expected) = unexpected("heal n1");
    assert_eq!((column, found.as_str(), expected), (6, "`n1`", vec!["the end of the line".to_owned()]));
}

#[test]
fn a_slip_of_the_keyboard_is_guessed() {
    let error = only("set mistake vote-for-stale-lok").to_string();
    assert!(error.contains("did you mean `vote-for-stale-log`?"), "{error}");
    assert!(only("exepct n1 leads").to_string().contains("did you mean `expect`?"));
}

#[test]
fn columns_count_characters_and_the_mark_stands_under_the_place() {
    let error = only("say \"Grüße\" nonsense");
    assert_eq!((error.line, error.column, error.width), (3, 13, 8));
    let shown = error.to_string();
    let mark = shown.lines().last().unwrap();
    assert_eq!(mark, format!("  | {}^^^^^^^^", " ".repeat(12)));
}

#[test]
fn what_can_be_read_but_not_be_meant_so_is_explained() {
    assert!(wrong("crash n5 to n1").1.contains("no list of nodes"));
    assert!(wrong("let nobody be n1").1.contains("choose another name"));
    assert!(wrong("ask \"?\" choices \"a\" answer \"b\"").1.contains("not one of the choices"));
    assert!(wrong("at 1500min").1.contains("a day"));
    assert!(wrong("at 1s set heartbeat 1ms, loss 1%").1.contains("line of its own"));
    assert!(wrong("n1 begins with log 1 1.2").1.contains("epoch 0"));
}

#[test]
fn a_stage_that_cannot_be_is_named_at_its_line() {
    let errors = errors("recraft scenario 1\nnodes 3\nn1 begins with log 1 2\nn2 begins with log 3 1\nat 1s");
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].line, errors[0].problem.to_string().contains("lower term")), (4, true));
}

#[test]
fn the_stage_is_set_before_the_story_begins() {
    let errors = errors("recraft scenario 1\nnodes 3\nat 1s\nseed 4");
    assert_eq!(errors[0].line, 4);
    assert!(errors[0].problem.to_string().contains("line 3"));
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let errors = errors("recraft scenario 1\nnodes 3\ncrash\nheal\nrestart q\n\n# fine\nsay hello");
    assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [3, 5, 8]);
}

#[test]
fn the_header_names_the_version() {
    assert!(errors("")[0].to_string().contains("recraft scenario 1"));
    assert!(errors("nodes 3")[0].problem.to_string().contains("`recraft`"));
    assert!(errors("recraft scenario 2")[0].problem.to_string().contains("version 2"));
    assert!(errors("recraft scenario 1")[0].problem.to_string().contains("no nodes"));
}

#[test]
fn no_text_makes_the_reader_fall_over() {
    // Every prefix of a line, and every line with one letter gone, is read or refused.
    let lines = [
        "at 1.5s set election timeout 10ms to 20ms, mistake decide-alone off",
        "n1 begins with term 3, vote n2, log 1 1(x = \"a \\u{e9}\") 2(deletes y), committed 2",
        "ask \"a\" choices \"b\" | \"c\" answer \"b\" because \"d\"",
        "split c1 into n1 to n3 with keys up to h and from p | n4 with no keys",
        "until not k1 reads \"ü\" within 3s",
    ];
    for line in lines {
        for (at, c) in line.char_indices() {
            let _ = parse(&format!("recraft scenario 1\nnodes 5\n{}", &line[..at]));
            let without = format!("{}{}", &line[..at], &line[at + c.len_utf8()..]);
            let _ = parse(&format!("recraft scenario 1\nnodes 5\n{without}"));
        }
    }
    assert!(parse(&"x".repeat(recraft_script::TEXT_MAX + 1)).is_err());
}

#[test]
fn long_and_deep_texts_are_refused_before_they_are_followed_far() {
    let long = |line: String| parse(&format!("recraft scenario 1\nnodes 3\n{line}"));
    assert!(long(format!("expect {}n1 leads", "not ".repeat(200_000))).is_err());
    assert!(long(format!("n1 begins with log{}", " 1".repeat(400_000))).is_err());
    assert!(long(format!("say {}", "\"".repeat(900_000))).is_err());
    assert!(long("crash n1 to n4000000000".into()).is_err());
    let many: String = (0..20_000).map(|nth| format!("let a{nth}b be n1\n")).collect();
    assert!(long(many).is_ok());
}

#[test]
fn a_question_that_the_run_answers_is_answered_once_it_can_be_seen() {
    let question = "ask \"Who?\" choices \"n1\" when n1 leads | \"n2\" when n2 leads";
    assert!(only(question).to_string().contains("say `reveal`"));
    assert_eq!(only(&format!("{question}\n{question}\nreveal")).line, 3);
    assert!(only("reveal").to_string().contains("there is no question"));
    assert!(wrong("ask \"Who?\" choices \"n1\" when n1 leads | \"n2\"").1.contains("either each choice"));
}
