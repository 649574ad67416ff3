//! A client, to be looked at.

use std::rc::Rc;

use recraft_scene::words::lists::duration;
use recraft_sim::client::ClientView;
use recraft_words::t;

use crate::session::Session;
use crate::session::feed::Line;

use super::Recent;

/// What the inspector shows of a client.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientCard {
    /// Its name.
    pub name: String,
    /// What it does.
    pub standing: String,
    /// What it waits for.
    pub waits: Vec<String>,
    /// How many requests it has made and how many were answered.
    pub count: String,
    /// What it did last.
    pub recent: Vec<Recent>,
}

impl ClientCard {
    /// The card of a client.
    pub fn new(view: &ClientView, session: &Session) -> Self {
        let now_us = session.world().now_us();
        let waits = view.outstanding.iter().map(|request| {
            let since = duration(now_us.saturating_sub(request.since_us));
            let (node, operation) = (request.node, &request.operation);
            match request.attempt {
                0 | 1 => t!(
                    "it waits for an answer from {node} to “{operation}”, for {since}",
                    node,
                    operation,
                    since
                ),
                attempt => t!(
                    "it waits for an answer from {node} to “{operation}”, for {since}, try {attempt}",
                    node,
                    operation,
                    since,
                    attempt
                ),
            }
        });
        let standing = if view.under_load {
            t!("Writes and reads at random, one request at a time.")
        } else {
            t!("Asks what you ask.")
        };
        let name = t!("client {client}", client = view.client);
        let starts = format!("{} ", view.client);
        let own = |line: &&Rc<Line>| {
            line.text.starts_with(&starts) || line.text.contains(&format!(" {} ", view.client))
        };
        Self {
            standing: standing.into(),
            waits: waits.collect(),
            count: t!(
                "{answered} of {asked} requests answered",
                answered = view.answered,
                asked = view.asked
            ),
            recent: session.feed().lines().iter().rev().filter(own).take(6).map(Recent::of).collect(),
            name,
        }
    }
}
