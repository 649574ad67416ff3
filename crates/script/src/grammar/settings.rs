//! Settings: timing, network, extensions, mistakes.

use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::settings::{Delay, Extensions, MembershipScheme, Reads, Settings};
use recraft_sim::setup::NetworkSetup;

use super::nodes::separated;
use crate::expected::{Expected, Kind};
use crate::lex::{Line, Read, first_of, has, missing, number, one_word, percent, time, word_as, words};

/// The settings and the network as they are after what has been read so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Present {
    pub(super) settings: Settings,
    pub(super) network: NetworkSetup,
}

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tweak {
    Election(Delay),
    Heartbeat(u64),
    Retry(u64),
    Latency(Delay),
    Loss(u32),
    Duplication(u32),
    Bandwidth(Option<u64>),
    FastBackup(bool),
    Window(u32),
    Batch(u32),
    CompactAfter(Option<u32>),
    Chunk(Option<u32>),
    Sessions(bool),
    Reads(Reads),
    PreVote(bool),
    CheckQuorum(bool),
    Transfer(bool),
    Learners(bool),
    Membership(MembershipScheme),
    Extensions(Extensions),
    Mistake(Mistake, bool),
    NoMistakes,
}

impl Tweak {
    /// Whether it is the network that it changes.
    pub(super) const fn is_of_network(self) -> bool {
        matches!(self, Self::Latency(_) | Self::Loss(_) | Self::Duplication(_) | Self::Bandwidth(_))
    }

    pub(super) fn apply(self, present: &mut Present) {
        let Present { settings: Settings { timing, extensions, mistakes }, network } = present;
        match self {
            Self::Election(delay) => timing.election = delay,
            Self::Heartbeat(us) => timing.heartbeat_us = us,
            Self::Retry(us) => timing.retry_us = us,
            Self::Latency(delay) => network.latency = delay,
            Self::Loss(ppm) => network.loss_ppm = ppm,
            Self::Duplication(ppm) => network.duplication_ppm = ppm,
            Self::Bandwidth(rate) => network.bytes_per_second = rate,
            Self::FastBackup(on) => extensions.fast_backup = on,
            Self::Window(messages) => extensions.window = messages,
            Self::Batch(entries) => extensions.batch = entries,
            Self::CompactAfter(entries) => extensions.compact_after = entries,
            Self::Chunk(items) => extensions.chunk = items,
            Self::Sessions(on) => extensions.sessions = on,
            Self::Reads(reads) => extensions.reads = reads,
            Self::PreVote(on) => extensions.pre_vote = on,
            Self::CheckQuorum(on) => extensions.check_quorum = on,
            Self::Transfer(on) => extensions.transfer = on,
            Self::Learners(on) => extensions.learners = on,
            Self::Membership(scheme) => extensions.membership = scheme,
            Self::Extensions(all) => *extensions = all,
            Self::Mistake(mistake, true) => *mistakes = mistakes.with(mistake),
            Self::Mistake(mistake, false) => *mistakes = mistakes.without(mistake),
            Self::NoMistakes => *mistakes = Mistakes::NONE,
        }
    }
}

/// Settings with commas between them.
pub(super) fn tweaks(line: &mut Line<'_>) -> Read<Vec<Tweak>> {
    separated(line, ",", |line| first_of(line, &[timing, network, log, extension, mistake]))
}

fn delay(line: &mut Line<'_>) -> Read<Delay> {
    let min_us = time(line)?;
    let max_us = if has(line, "to") { time(line)? } else { min_us };
    Ok(Delay { min_us, max_us })
}

fn on_off(line: &mut Line<'_>) -> Read<bool> {
    one_word(line, &[("on", true), ("off", false)])
}

fn limit(line: &mut Line<'_>, what: Kind) -> Read<Option<u32>> {
    if has(line, "off") { Ok(None) } else { number(line, what).map(Some) }
}

fn timing(line: &mut Line<'_>) -> Read<Tweak> {
    if has(line, "election timeout") {
        return delay(line).map(Tweak::Election);
    }
    if has(line, "heartbeat") {
        return time(line).map(Tweak::Heartbeat);
    }
    words(line, "retry")?;
    time(line).map(Tweak::Retry)
}

fn network(line: &mut Line<'_>) -> Read<Tweak> {
    if has(line, "latency") {
        return delay(line).map(Tweak::Latency);
    }
    if has(line, "loss") {
        return percent(line).map(Tweak::Loss);
    }
    if has(line, "bandwidth") {
        if has(line, "unlimited") {
            return Ok(Tweak::Bandwidth(None));
        }
        let rate = number(line, Kind::Bytes)?;
        words(line, "bytes per second")?;
        return Ok(Tweak::Bandwidth(Some(rate)));
    }
    words(line, "duplication")?;
    percent(line).map(Tweak::Duplication)
}

fn log(line: &mut Line<'_>) -> Read<Tweak> {
    if has(line, "fast backup") {
        return on_off(line).map(Tweak::FastBackup);
    }
    if has(line, "window") {
        return number(line, Kind::Messages).map(Tweak::Window);
    }
    if has(line, "batch") {
        return number(line, Kind::Entries).map(Tweak::Batch);
    }
    if has(line, "compaction") {
        let after = has(line, "after");
        let entries =
            if after { number(line, Kind::Entries).map(Some)? } else { limit(line, Kind::Entries)? };
        return Ok(Tweak::CompactAfter(entries));
    }
    words(line, "chunks")?;
    limit(line, Kind::Items).map(Tweak::Chunk)
}

fn extension(line: &mut Line<'_>) -> Read<Tweak> {
    let switches = [
        ("sessions", Tweak::Sessions as fn(bool) -> Tweak),
        ("pre-vote", Tweak::PreVote),
        ("check quorum", Tweak::CheckQuorum),
        ("transfer", Tweak::Transfer),
        ("learners", Tweak::Learners),
    ];
    for (name, switch) in switches {
        if has(line, name) {
            return on_off(line).map(switch);
        }
    }
    if has(line, "reads") {
        let ways = [
            ("through the log", Reads::ThroughLog),
            ("by read index", Reads::ReadIndex),
            ("by lease", Reads::Lease),
        ];
        return one_word(line, &ways).map(Tweak::Reads);
    }
    if has(line, "membership") {
        let schemes = [
            ("recraft", MembershipScheme::ReCraft),
            ("one at a time", MembershipScheme::OneAtATime),
            ("joint", MembershipScheme::Joint),
        ];
        return one_word(line, &schemes).map(Tweak::Membership);
    }
    words(line, "extensions")?;
    one_word(line, &[("all", Extensions::all()), ("none", Extensions::default())]).map(Tweak::Extensions)
}

fn mistake(line: &mut Line<'_>) -> Read<Tweak> {
    if has(line, "mistakes") {
        words(line, "none")?;
        return Ok(Tweak::NoMistakes);
    }
    words(line, "mistake")?;
    let Ok(mistake) = word_as(line, Kind::Mistake, Mistake::named) else {
        // Name them all, so that a slip is noticed.
        Mistake::ALL.iter().for_each(|mistake| {
            let _ = missing::<()>(line, Expected::Word(mistake.to_string()));
        });
        return super::nodes::nothing();
    };
    let off = has(line, "off");
    Ok(Tweak::Mistake(mistake, !off))
}
