//! Stories as they are told.

use recraft_scene::view::Target;
use recraft_script::player::{Player, Telling};
use recraft_script::{Report, parse, play};

pub(crate) fn told(text: &str) -> Report {
    match parse(&format!("recraft scenario 1\n{text}")) {
        Ok(scenario) => play(&scenario),
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// Tells a story that must go as it expects.
pub(crate) fn goes_well(text: &str) -> Report {
    let report = told(text);
    let failures: Vec<_> = report.told.iter().filter_map(|told| Some((told.line, told.failure()?))).collect();
    assert!(report.passed(), "{failures:?} {:?}", report.unforeseen().next());
    report
}

/// What a story that goes wrong says is so instead.
fn goes_wrong(text: &str) -> String {
    let report = told(text);
    let failure = report.told.iter().find_map(|told| told.failure().map(str::to_owned));
    failure.expect("the story goes wrong")
}

#[test]
fn a_story_sets_the_stage_lets_time_pass_and_meets_its_expectations() {
    let report = goes_well(
        "title \"An election\"\nseed 3\nnodes 3\nuntil c1 has a leader\nk1 puts x = 1\nuntil k1 is answered\nafter 1s\n\
         expect key x = 1 in c1\nexpect logs of c1 agree\nexpect everything at rest\nexpect clusters c1\n\
         expect cluster c1 members n1 to n3\nexpect c1 quorum 2\nexpect no violation\nk1 gets x\nafter 1s\nexpect k1 reads 1",
    );
    assert_eq!(report.run.commands.len(), 2);
}

#[test]
fn nodes_are_named_by_role_and_by_name() {
    goes_well(
        "nodes 3\nuntil c1 has a leader\nlet first be the leader of c1\nexpect first leads\ncrash first\nexpect first is down\n\
         after 2s\nexpect not first leads\nexpect the leader of c1 leads\nrestart first\nafter 1s\nexpect first follows the leader of c1\n\
         expect a follower of c1 follows",
    );
}

#[test]
fn what_is_not_as_expected_is_told_as_it_is() {
    assert_eq!(goes_wrong("nodes 3\nexpect n1 leads"), "n1 follows, and knows no leader of term 0");
    assert_eq!(goes_wrong("nodes 3\nexpect n1 log is 1"), "n1's log is `empty`");
    assert_eq!(goes_wrong("nodes 3\nexpect violation log-matching"), "log-matching has held so far");
    assert_eq!(goes_wrong("nodes 3\nexpect cluster c1 members n1 n2"), "the members of c1 are n1, n2, n3");
    assert_eq!(goes_wrong("nodes 3\nexpect not n1 is up"), "it is so");
    assert_eq!(goes_wrong("nodes 3\nexpect c7 has a leader"), "there is no c7");
}

#[test]
fn what_cannot_be_done_fails_unless_it_is_tried() {
    assert!(goes_wrong("nodes 3\nrestart n1").contains("n1 is up already"));
    goes_well("nodes 3\ntry restart n1");
    assert!(goes_wrong("nodes 3\nat 2s\nat 1s").contains("it is 2s already"));
    assert!(
        goes_wrong("nodes 3\ncrash n1 n2\nuntil c1 has a leader within 3s")
            .contains("did not come about within 3s")
    );
}

#[test]
fn a_refused_request_is_told_by_the_precondition_that_it_breaks() {
    goes_well(
        "nodes 5\nuntil c1 has a leader\nafter 1s\nremove n1 n2 n3 from c1\nexpect refused P2\nexpect refused too-many-removed",
    );
    goes_well(
        "nodes 3\nspares n4\nuntil c1 has a leader\nafter 1s\nadd n4 to c1\nexpect accepted\nafter 1s\nexpect cluster c1 members n1 to n4",
    );
    assert!(goes_wrong("nodes 3\nexpect refused P3").contains("no request"));
}

#[test]
fn captions_and_questions_are_told_with_their_times() {
    let report = goes_well(
        "nodes 3\nat 1s say \"Look\"\nask \"How many?\" choices \"one\" | \"two\" answer \"two\" because \"of three\"",
    );
    let told: Vec<_> = report.told.iter().map(|told| (told.line, told.at_us, &told.what)).collect();
    let said = Telling::Said { text: "Look".into(), showing: Vec::new() };
    assert_eq!((told[0].0, told[0].1, told[0].2), (3, 1_000_000, &said));
    let Telling::Asked(question) = told[1].2 else { panic!("{told:?}") };
    assert_eq!((question.choices.len(), question.answer.as_deref()), (2, Some("two")));
}

#[test]
fn a_caption_points_at_what_it_speaks_of_when_it_is_said() {
    let report = goes_well(
        "nodes 3\nuntil c1 has a leader\nsay \"It leads.\" showing the leader of c1, c1 and k1\nexpect n1 is up",
    );
    let Telling::Said { showing, .. } = &report.told[0].what else { panic!("{:?}", report.told) };
    let leader = report.world.clusters()[0].leader.expect("there is one");
    let client = Target::Client(recraft_protocol::types::ClientId(1));
    assert_eq!(showing, &[Target::Node(leader), Target::Cluster(report.world.clusters()[0].cluster), client]);
}

#[test]
fn the_run_itself_answers_a_question_whose_choices_say_when_they_are_right() {
    let ask =
        "nodes 3\nhold everything\nask \"Who leads?\" choices \"n1\" when n1 leads | \"n2\" when n2 leads\n";
    let report = goes_well(&format!("{ask}n2 stands, reaching n1\nreveal because \"it stood\""));
    let answered = Telling::Revealed { answer: "n2".into(), because: Some("it stood".into()) };
    assert_eq!(report.told.last().expect("it is told").what, answered);
    assert_eq!(goes_wrong(&format!("{ask}reveal")), "none of the choices is right");
    let both = "nodes 3\nask \"Which?\" choices \"a\" when n1 is up | \"b\" when n2 is up\nreveal";
    assert_eq!(goes_wrong(both), "both \u{201c}a\u{201d} and \u{201c}b\u{201d} are right");
}

#[test]
fn a_violation_that_is_not_expected_fails_the_story_and_one_that_is_does_not() {
    let story = "seed 1\nnodes 3\nset mistake majority-off-by-one\nset latency 10ms\nhold everything\nfire election timer of n1\nfire election timer of n2\n";
    let report = told(story);
    assert!(report.unforeseen().next().is_some() && !report.passed());
    goes_well(&format!("{story}expect violation election-safety"));
}

#[test]
fn settings_can_change_in_the_story_and_only_what_is_named_changes() {
    let report = goes_well(
        "nodes 3\nset heartbeat 40ms\nat 1s set retry 99ms, pre-vote on\nat 2s set latency 1ms to 2ms",
    );
    assert_eq!(report.run.setup.settings.timing.heartbeat_us, 40_000);
    let settings = report.world.settings();
    assert_eq!((settings.timing.heartbeat_us, settings.timing.retry_us), (40_000, 99_000));
    assert!(settings.extensions.pre_vote);
    assert_eq!(report.world.network().latency.max_us, 2_000);
}

#[test]
fn messages_are_meant_by_kind_and_ends() {
    let report = goes_well(
        "nodes 3\nset latency 10ms\nn1 times out\ndrop request-vote from n1 to n2\nafter 1ms\nafter 100ms\nexpect n2 follows",
    );
    let drops = report.run.commands.iter().filter(|timed| format!("{timed:?}").contains("Drop")).count();
    assert_eq!(drops, 1);
    assert!(goes_wrong("nodes 3\ndrop append from n1").contains("no such message"));
}

#[test]
fn a_player_goes_step_by_step() {
    let scenario = parse("recraft scenario 1\nnodes 3\nat 1s say \"a\"\nat 2s say \"b\"").unwrap();
    let mut player = Player::new(&scenario);
    assert!(player.step() && player.step());
    assert_eq!((player.world().now_us(), player.told().len()), (1_000_000, 1));
    assert_eq!(player.next_step().map(|step| step.line), Some(4));
    while player.step() {}
    assert!(player.finish().passed());
}

#[test]
fn a_story_can_be_stopped_while_time_passes() {
    let scenario = parse("recraft scenario 1\nnodes 3\nat 1440min\nsay \"the end\"").unwrap();
    let mut player = Player::new(&scenario).stopped_by(|| true);
    assert!(player.step() && player.world().now_us() < 1_000_000_000);
    assert!(player.told()[0].failure().is_some_and(|why| why.contains("stopped")));
}
