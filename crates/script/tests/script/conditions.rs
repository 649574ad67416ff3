//! Every condition can be met and can fail to be.

use recraft_script::player::Telling;

use crate::stories::told;

/// Tells a story and then each condition; says which are met.
fn met(story: &str, conditions: &[&str]) -> Vec<bool> {
    let lines: Vec<String> = conditions.iter().map(|condition| format!("expect {condition}")).collect();
    let report = told(&format!("{story}\n{}", lines.join("\n")));
    let failed = report.told.iter().find(|told| matches!(told.what, Telling::Failed(_)));
    assert!(failed.is_none(), "{failed:?}");
    let met = |told: &recraft_script::player::Told| match &told.what {
        Telling::Expected(met) => Some(met.is_ok()),
        _ => None,
    };
    report.told.iter().filter_map(met).collect()
}

/// Each pair is of a condition that is met and one that is not.
fn all_pairs(story: &str, pairs: &[(&str, &str)]) {
    let (so, not_so): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
    for (condition, met) in so.iter().zip(met(story, &so)) {
        assert!(met, "{condition}");
    }
    for (condition, met) in not_so.iter().zip(met(story, &not_so)) {
        assert!(!met, "{condition}");
    }
    let plain = not_so.iter().filter(|condition| !condition.starts_with("not "));
    let opposite: Vec<String> = plain.map(|condition| format!("not {condition}")).collect();
    let opposite: Vec<&str> = opposite.iter().map(String::as_str).collect();
    assert!(met(story, &opposite).into_iter().all(|met| met));
}

#[test]
fn of_nodes_clusters_keys_and_clients_in_the_middle_of_a_term() {
    let story = "nodes 5\nspares n9\nhold everything\nn1 stands, reaching n2 to n4\nk1 puts x = 1 at n1\nafter 100ms\n\
                 n1 replicates to n2 n3\nk2 gets x at n1\nafter 100ms\nn1 replicates to n2 n3\nk3 gets x at n1\nafter 100ms\ncrash n4";
    all_pairs(
        story,
        &[
            ("n1 leads", "n2 leads"),
            ("n2 follows", "n1 follows"),
            ("n2 follows n1", "n2 follows n3"),
            ("not n2 stands", "n1 stands"),
            ("n9 is spare", "n1 is spare"),
            ("n1 is up", "n4 is up"),
            ("n4 is down", "n1 is down"),
            ("n1 is in c1", "n9 is in c1"),
            ("n2 log is 1 1(x = 1) 1(gets x)", "n2 log is 1 1(x = 2) 1(gets x)"),
            ("n2 log is 1(noop) 1 1", "n2 log is 1(config) 1 1"),
            ("n2 log is 1 1 1", "n2 log is 1 1"),
            ("n2 log is like n3", "n2 log is like n5"),
            ("n5 log is empty", "n1 log is empty"),
            ("n1 term 1", "n1 term 2"),
            ("n1 epoch 0", "n1 epoch 1"),
            ("n2 voted for n1", "n2 voted for nobody"),
            ("n5 voted for nobody", "n5 voted for n1"),
            ("committed n1 3", "committed n1 2"),
            ("n1 members n1 to n5", "n1 members n1 n2"),
            ("n1 quorum 3", "n1 quorum 4"),
            ("n1 crossed 0 boundaries", "n1 crossed 1 boundary"),
            ("not n1 crossed by pull", "n1 pulls"),
            ("c1 has a leader", "c1 has no leader"),
            ("not c1 has ended", "c1 has ended"),
            ("cluster c1 members n1 to n5", "cluster c1 members n1"),
            ("c1 epoch 0", "c1 epoch 1"),
            ("c1 quorum 3", "c1 quorum 2"),
            ("c1 owns all keys", "c1 owns keys up to m"),
            ("c1 stage stable", "c1 stage changing"),
            ("clusters c1", "clusters c1 c2"),
            ("not logs of c1 agree", "logs of c1 agree"),
            ("key x = 1 in c1", "key x = 2 in c1"),
            ("key y is absent in c1", "key x is absent in c1"),
            ("k2 is answered", "k3 is answered"),
            ("k3 waits", "k1 waits"),
            ("k2 reads 1", "k2 reads nothing"),
            ("no violation", "violation log-matching"),
            ("not everything at rest", "everything at rest"),
        ],
    );
}

#[test]
fn of_splits_and_merges() {
    let story = "seed 2\nnodes 6\nuntil everything at rest\nsplit c1 into n1 n2 n3 with keys up to m | n4 n5 n6 with keys from m\nafter 1s\n\
                 until everything at rest\nmerge c2 with c3\nuntil clusters c4\nuntil everything at rest";
    all_pairs(
        story,
        &[
            ("c1 has ended", "c4 has ended"),
            ("n1 crossed 2 boundaries", "n1 crossed 1 boundary"),
            ("merge tx1 committed in c4", "merge tx1 aborted in c4"),
            ("accepted", "refused P1"),
            ("n1 epoch 2", "n1 epoch 1"),
            ("everything at rest", "not everything at rest"),
        ],
    );
    let ways = ["counting", "word of its leader", "notice", "pull"].map(|way| format!("n1 crossed by {way}"));
    let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
    assert_eq!(met(story, &ways).into_iter().filter(|met| *met).count(), 1);
}

#[test]
fn of_requests_that_are_refused() {
    let story = "nodes 5\nuntil everything at rest\nremove n1 n2 n3 from c1";
    let conditions = [
        "refused P2",
        "refused too-many-removed",
        "refused P1",
        "refused P3",
        "refused no-change",
        "accepted",
    ];
    assert_eq!(met(story, &conditions), [true, true, false, false, false, false]);
}
