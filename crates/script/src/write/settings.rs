//! Settings as lines say them.

use recraft_protocol::settings::{Delay, Extensions, MembershipScheme, Reads, Settings, Timing};
use recraft_sim::setup::NetworkSetup;

use super::pieces::{decimal, time};

/// What has been set so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Present {
    pub(super) settings: Settings,
    pub(super) network: NetworkSetup,
}

/// What must be set to come from one to the other.
pub(super) fn differences(from: &Present, to: &Present) -> Vec<String> {
    let mut said = settings(&from.settings, &to.settings);
    if from.network != to.network {
        said.push(network(&from.network, &to.network));
    }
    said
}

/// All of the network's behaviour.
pub(super) fn network(from: &NetworkSetup, network: &NetworkSetup) -> String {
    let bandwidth = match network.bytes_per_second {
        rate if rate == from.bytes_per_second => String::new(),
        None => ", bandwidth unlimited".into(),
        Some(rate) => format!(", bandwidth {rate} bytes per second"),
    };
    format!(
        "latency {}, loss {}%, duplication {}%{bandwidth}",
        delay(network.latency),
        decimal(u64::from(network.loss_ppm), 4),
        decimal(u64::from(network.duplication_ppm), 4)
    )
}

fn delay(delay: Delay) -> String {
    format!("{} to {}", time(delay.min_us), time(delay.max_us))
}

/// The settings that differ.
pub(super) fn settings(from: &Settings, to: &Settings) -> Vec<String> {
    let mut said = timing(&from.timing, &to.timing);
    said.extend(extensions(&from.extensions, &to.extensions));
    let gone = from.mistakes.iter().filter(|&mistake| !to.mistakes.contains(mistake));
    said.extend(gone.map(|mistake| format!("mistake {mistake} off")));
    let new = to.mistakes.iter().filter(|&mistake| !from.mistakes.contains(mistake));
    said.extend(new.map(|mistake| format!("mistake {mistake}")));
    said
}

fn timing(from: &Timing, to: &Timing) -> Vec<String> {
    let mut said = Vec::new();
    if from.election != to.election {
        said.push(format!("election timeout {}", delay(to.election)));
    }
    if from.heartbeat_us != to.heartbeat_us {
        said.push(format!("heartbeat {}", time(to.heartbeat_us)));
    }
    if from.retry_us != to.retry_us {
        said.push(format!("retry {}", time(to.retry_us)));
    }
    said
}

fn extensions(from: &Extensions, to: &Extensions) -> Vec<String> {
    let mut said = Vec::new();
    let mut say = |differs: bool, text: String| {
        if differs {
            said.push(text);
        }
    };
    let switch = |name: &str, on: bool| format!("{name} {}", if on { "on" } else { "off" });
    let limit = |name: &str, limit: Option<u32>| {
        limit.map_or_else(
            || format!("{} off", name.trim_end_matches(" after")),
            |limit| format!("{name} {limit}"),
        )
    };
    say(from.fast_backup != to.fast_backup, switch("fast backup", to.fast_backup));
    say(from.window != to.window, format!("window {}", to.window));
    say(from.batch != to.batch, format!("batch {}", to.batch));
    say(from.compact_after != to.compact_after, limit("compaction after", to.compact_after));
    say(from.chunk != to.chunk, limit("chunks", to.chunk));
    say(from.sessions != to.sessions, switch("sessions", to.sessions));
    say(from.reads != to.reads, format!("reads {}", reads(to.reads)));
    say(from.pre_vote != to.pre_vote, switch("pre-vote", to.pre_vote));
    say(from.check_quorum != to.check_quorum, switch("check quorum", to.check_quorum));
    say(from.transfer != to.transfer, switch("transfer", to.transfer));
    say(from.learners != to.learners, switch("learners", to.learners));
    say(from.membership != to.membership, format!("membership {}", scheme(to.membership)));
    said
}

const fn reads(reads: Reads) -> &'static str {
    match reads {
        Reads::ThroughLog => "through the log",
        Reads::ReadIndex => "by read index",
        Reads::Lease => "by lease",
    }
}

const fn scheme(scheme: MembershipScheme) -> &'static str {
    match scheme {
        MembershipScheme::ReCraft => "recraft",
        MembershipScheme::OneAtATime => "one at a time",
        MembershipScheme::Joint => "joint",
    }
}
