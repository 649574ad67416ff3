//! What stories do with the lab again and again: select something, wait for a leader, find a message.

use std::thread;
use std::time::Duration;

use crate::key;
use crate::page::Page;
use xtask::failure::Outcome;

/// The messages are listed when time has come to rest again.
const AT_REST: Duration = Duration::from_millis(350);

impl Page {
    /// Selects a node, a cluster, a client or a message by keyboard, in the outline, and waits for its card.
    pub fn select(&self, name: &str) -> Outcome {
        self.find(&format!("#outline-{name}"))?.focus()?;
        self.press(key::ENTER)?;
        self.find(&format!(".card[data-inspecting='{name}'], .card[data-message='{name}']")).map(drop)
    }

    /// Waits until a cluster has a leader; says who it is.
    pub fn leader(&self, cluster: &str) -> Outcome<String> {
        self.wait_for(&format!("a leader of {cluster}"), || {
            let sections = self.all(&format!("#outline section[data-cluster='{cluster}']"))?;
            let Some(section) = sections.first() else { return Ok(None) };
            Ok(section.attribute("data-leader")?.filter(|leader| !leader.is_empty()))
        })
    }

    /// Plays on, step by step, until a message is on its way that is none of these; gives its name.
    pub fn message_on_its_way(&self, but: &[&str]) -> Outcome<String> {
        self.wait_for("a message on its way", || {
            let found: Option<String> = self.script(&format!(
                "return [...document.querySelectorAll('#outline [data-message]')].map((it) => it.dataset.message)
                    .find((name) => !{but:?}.includes(name)) ?? null;"
            ))?;
            if found.is_none() {
                self.press(".")?;
                thread::sleep(AT_REST);
            }
            Ok(found)
        })
    }
}
