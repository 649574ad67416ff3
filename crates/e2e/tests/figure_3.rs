//! Figure 3 of the ReCraft paper, played through in the page: one cluster splits in three, then two of the three merge. After each
//! step the page is read as a screen reader would: the outline says who is where, in which epoch, who leads, and whether logs are equal.

use recraft_e2e::{Failure, Outcome, Page, in_each_browser, key};
use serde::Deserialize;

/// A cluster as the outline has it.
#[derive(Debug, Deserialize)]
struct Cluster {
    name: String,
    epoch: String,
    leader: String,
    members: String,
    /// What a screen reader says of it.
    label: String,
    nodes: Vec<Node>,
}

/// A server as the outline has it.
#[derive(Debug, Deserialize)]
struct Node {
    name: String,
    role: String,
    epoch: String,
    commit: String,
    log: String,
    /// What a screen reader says of it.
    text: String,
}

const READ_OUTLINE: &str = "
    return [...document.querySelectorAll('#outline section[data-cluster]')].map((section) => ({
        name: section.dataset.cluster,
        epoch: section.dataset.epoch,
        leader: section.dataset.leader,
        members: section.dataset.members,
        label: section.getAttribute('aria-label'),
        nodes: [...section.querySelectorAll('[data-node]')].map((node) => ({
            name: node.dataset.node,
            role: node.dataset.role,
            epoch: node.dataset.epoch,
            commit: node.dataset.commit,
            log: node.dataset.log,
            text: node.textContent,
        })),
    }));";

impl Cluster {
    /// Whether it is as it should be: these members in this epoch, one leader among them, all with the same log, all of it
    /// committed everywhere.
    fn is(&self, name: &str, epoch: u32, members: &[&str]) -> bool {
        let nodes: Vec<&str> = self.nodes.iter().map(|node| node.name.as_str()).collect();
        let leaders: Vec<&Node> = self.nodes.iter().filter(|node| node.role == "leader").collect();
        self.name == name
            && self.epoch == epoch.to_string()
            && self.members == members.join(" ")
            && nodes == members
            && leaders.len() == 1
            && leaders[0].name == self.leader
            && self.nodes.iter().all(|node| node.epoch == self.epoch)
            && self
                .nodes
                .iter()
                .all(|node| node.log == self.nodes[0].log && node.commit == self.nodes[0].commit)
            && self.says_so()
    }

    /// Whether the words say the same as the data.
    fn says_so(&self) -> bool {
        let starts = format!(
            "{}: epoch {}, members {}, leader {}",
            self.name,
            self.epoch,
            self.members.replace(' ', ", "),
            self.leader
        );
        let node = |node: &Node| {
            node.text.starts_with(&format!("{}, {}, epoch {}", node.name, node.role, node.epoch))
                && node.text.ends_with(&format!("committed up to {}", node.commit))
        };
        self.label.starts_with(&starts) && self.nodes.iter().all(node)
    }
}

/// A cluster's name, its epoch and its members.
type Expected<'a> = (&'a str, u32, &'a [&'a str]);

const FIRST: &[&str] = &["n1", "n2", "n3"];
const SECOND: &[&str] = &["n4", "n5", "n6"];
const THIRD: &[&str] = &["n7", "n8", "n9"];
const ALL: &[&str] = &["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"];
const UNITED: &[&str] = &["n1", "n2", "n3", "n4", "n5", "n6"];

/// Waits until the clusters on the stage are exactly these, each led and with equal logs.
fn wait_for_clusters(page: &Page, expected: &[Expected]) -> Outcome<Vec<Cluster>> {
    let mut seen = Vec::new();
    let found = page.wait_for("the clusters to be as expected", || {
        seen = page.script::<Vec<Cluster>>(READ_OUTLINE)?;
        let fits = seen.len() == expected.len()
            && seen
                .iter()
                .zip(expected)
                .all(|(cluster, (name, epoch, members))| cluster.is(name, *epoch, members));
        Ok(fits.then(|| std::mem::take(&mut seen)))
    });
    found.map_err(|failure| Failure::new(format!("{failure}; expected {expected:?}, seen {seen:#?}")))
}

/// Selects something in the outline with the keyboard.
fn select(page: &Page, name: &str) -> Outcome {
    page.find(&format!("#outline-{name}"))?.focus()?;
    page.press(key::ENTER)?;
    page.wait_for(&format!("{name} to be selected"), || {
        let current = page.find(&format!("#outline-{name}"))?.attribute("aria-current")?;
        Ok((current.as_deref() == Some("true")).then_some(()))
    })
}

/// Writes a key in the form of the selected cluster, and waits for the client's answer in the event list.
fn write(page: &Page, cluster: &str, name: &str, value: &str) -> Outcome {
    select(page, cluster)?;
    page.find("#key")?.fill(name)?;
    page.find("#value")?.fill(value)?;
    page.find("#write")?.click()?;
    page.wait_for_text(&format!("its answer to “put {name} = {value}”"))
}

fn split_in_three(page: &Page) -> Outcome {
    select(page, "c1")?;
    page.find("#open-split")?.click()?;
    page.by_role("button", "3")?.click()?;
    page.find("#cut-0")?.fill("h")?;
    page.find("#cut-1")?.fill("p")?;
    page.by_role("button", "Split c1 into 3")?.click()
}

fn merge_the_first_two(page: &Page) -> Outcome {
    select(page, "c2")?;
    page.find("#open-merge")?.click()?;
    page.find("#with-c3")?.click()?;
    page.by_role("button", "Merge")?.click()
}

#[test]
fn figure_3_is_played_through() {
    in_each_browser(|page| {
        page.open("preset=figure-3&seed=3&speed=1&play=1")?;
        page.wait_for_text("its answer to “put plum = blue”")?;
        wait_for_clusters(page, &[("c1", 0, ALL)])?;

        split_in_three(page)?;
        let parts = [("c2", 1, FIRST), ("c3", 1, SECOND), ("c4", 1, THIRD)];
        wait_for_clusters(page, &parts)?;
        write(page, "c2", "banana", "yellow")?;
        write(page, "c3", "lemon", "yellow")?;
        write(page, "c4", "quince", "yellow")?;
        wait_for_clusters(page, &parts)?;

        merge_the_first_two(page)?;
        let merged = [("c4", 1, THIRD), ("c5", 2, UNITED)];
        wait_for_clusters(page, &merged)?;
        write(page, "c5", "cherry", "red")?;
        write(page, "c5", "mango", "orange")?;
        write(page, "c4", "raspberry", "red")?;
        wait_for_clusters(page, &merged)?;

        page.by_role("button", "Safe: show the checks").map(drop)
    });
}
