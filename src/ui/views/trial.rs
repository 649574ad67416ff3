//! ReCraft beside stop-and-coordinate: two curves side by side on the same axes, a table, and a sentence.

use recraft_scene::kin::hue_at;
use recraft_scene::palette::{Theme, Tone};
use recraft_sim::compare::{CHANGE_US, Change, Means, Played, SLICE_US, Trial};
use recraft_sim::measure::Moment;
use recraft_words::{t, tn};
use yew::prelude::*;

use crate::app::{Msg, TrialMsg};
use crate::browser::value_of;
use crate::session::views::trial::{
    CLIENTS, DATA, SHOWN_US, State, Trials, data_title, rate, rows, shown, words,
};
use crate::ui::colour::css;
use crate::ui::draw::{HIGH, area, percent, round_up};
use crate::ui::element::{button, div, el, fragment, p, span};
use crate::ui::press::press;

use super::charts::{Decades, blocks, chart, latency_curves};

/// How much time a curve shows.
const SPAN_US: u64 = SHOWN_US.0 + SHOWN_US.1;

/// The comparison.
pub fn trial(trials: &Trials, theme: Theme, on: &Callback<Msg>) -> Html {
    div("trial")
    .child(form(trials, on))
    .child(el("p").id("trial-state").role("status").child(says(trials)))
    .child(div("ways").children(Means::ALL.map(|means| way(means, trials, theme, on))))
    .children(trials.both().map(|both| el("table")
        .class("schemes numbers")
        .child(el("thead")
            .child(el("tr")
                .child(el("th").attr("scope", "col").child(t!("Measured")))
                .children(Means::ALL.map(|means| el("th").attr("scope", "col").child(name(means))))))
        .child(el("tbody")
            .children(rows(both).into_iter().map(|(what, values)| el("tr")
                .child(el("th").attr("scope", "row").child(what))
                .children(values.into_iter().map(|value| el("td").child(value))))))))
    .child(p("dim small")
        .child(t!("Six nodes; each client waits 10 ms between an answer and its next request; a link carries 10 MB of a state in a second, and the manager starts a node in 100 ms. Up to the change both runs are the same. The two hues are the two halves of the keys, before and from i on. A gap is the longest time without an answer to anybody about these keys. A crown is an election; a cross: the manager stops the nodes; a circle: it tells the clients of the new clusters."))).into()
}

const fn name(means: Means) -> &'static str {
    match means {
        Means::Recraft => "ReCraft",
        Means::StopAndCoordinate => "Stop-and-coordinate",
    }
}

fn says(trials: &Trials) -> String {
    match (&trials.state, trials.both()) {
        (State::Failed(why), _) => why.clone(),
        (_, Some(both)) => {
            t!("{result} Seed {seed}.", result = words(trials.trial.change, both), seed = trials.trial.seed)
        }
        _ => t!("Both are being played, beside the page.").into(),
    }
}

/// What is compared; a change is played at once.
fn form(trials: &Trials, on: &Callback<Msg>) -> Html {
    let trial = trials.trial;
    let menu = |id: &'static str, name: &'static str, options: Vec<(String, Trial)>| {
        let (on, choices) = (on.clone(), options.iter().map(|(_, trial)| *trial).collect::<Vec<_>>());
        let onchange = move |event: Event| {
            let chosen = value_of(&event).parse().ok().and_then(|nth: usize| choices.get(nth));
            if let Some(&trial) = chosen {
                on.emit(Msg::Trial(TrialMsg::Play(trial)));
            }
        };
        el("select").class("select").id(id).label(name).on_change(onchange).children(
            options.into_iter().enumerate().map(|(nth, (words, choice))| {
                el("option").value(nth.to_string()).attr("selected", choice == trial).child(words)
            }),
        )
    };
    let changes = [(t!("Split in two"), Change::Split), (t!("Merge two"), Change::Merge)];
    let next = Trial { seed: trial.seed.wrapping_add(1), ..trial };
    div("row")
        .child(menu(
            "trial-change",
            t!("Change"),
            changes.map(|(words, change)| (words.into(), Trial { change, ..trial })).into(),
        ))
        .child(menu(
            "trial-clients",
            t!("Load"),
            CLIENTS
                .map(|clients| {
                    (tn!(clients, "{count} client", "{count} clients"), Trial { clients, ..trial })
                })
                .into(),
        ))
        .child(menu(
            "trial-data",
            t!("Data"),
            DATA.map(|data_bytes| (data_title(data_bytes), Trial { data_bytes, ..trial })).into(),
        ))
        .child(
            button("button")
                .id("trial-next")
                .on_click(press(on, Msg::Trial(TrialMsg::Play(next))))
                .child(t!("Next seed")),
        )
        .into()
}

/// One of the two ways: its curves, and a button that puts it on the stage.
fn way(means: Means, trials: &Trials, theme: Theme, on: &Callback<Msg>) -> Html {
    let played = trials.of(means);
    el("section")
        .attr("data-means", name(means))
        .child(
            el("h3").child(name(means)).child(
                button("button quiet")
                    .attr("disabled", played.is_none())
                    .on_click(press(on, Msg::Trial(TrialMsg::Load(means))))
                    .child(t!("Watch it")),
            ),
        )
        .child(match played {
            Some(played) => curves(played, trials, theme),
            None => div("plots waiting").attr("aria-hidden", "true").into(),
        })
        .into()
}

fn curves(played: &Played, trials: &Trials, theme: Theme) -> Html {
    let slices = shown(&played.curve);
    let span = SPAN_US / 1_000;
    let top = round_up(trials.peak());
    let layer = |half: usize| {
        let edges = |place: usize| {
            let answered = &slices[place].answered;
            let (below, own) = (rate(&answered[..half]), rate(&answered[half..=half]));
            (own > 0).then(|| (below * HIGH / top, (below + own) * HIGH / top))
        };
        let path: String = blocks(slices.len(), SLICE_US, edges).iter().map(|run| area(run)).collect();
        el("path").attr("d", path).attr("fill", css(hue_of(half), 2, Tone::Solid, theme))
    };
    let latency = |place: usize| slices[place].median_us.zip(slices[place].p99_us);
    let all = trials.played.iter().flat_map(|played| shown(&played.curve));
    let axis = Decades::of(all.filter_map(|slice| slice.median_us.zip(slice.p99_us)));
    let rates = fragment().child(layer(0)).child(layer(1));
    let label = |what: &str| {
        t!(
            "{what} with {means}, from 1 s before the change to 3 s after it",
            what,
            means = name(played.outcome.means)
        )
    };
    div("plots")
        .child(over(played))
        .child(marks(played, trials.trial.change))
        .child(chart(
            t!("Answers a second"),
            Html::default(),
            label(t!("Answers a second")),
            &["0".into(), top.to_string()],
            span,
            rates.into(),
        ))
        .child(chart(
            t!("Latency"),
            Html::default(),
            label(t!("Latency")),
            &axis.ends(),
            span,
            latency_curves(slices.len(), SLICE_US, axis, latency),
        ))
        .child(
            div("time-axis").attr("aria-hidden", "true").children(
                ["−1 s", "0", "1 s", "2 s", "3 s"]
                    .into_iter()
                    .zip(0..)
                    .map(|(words, nth)| el("span").style(format!("left:{}", percent(nth, 4))).child(words)),
            ),
        )
        .into()
}

/// The hue of a half of the keys: as far apart as those of the two parts of a cluster that has split.
fn hue_of(half: usize) -> u16 {
    hue_at(if half == 0 { 96.0 } else { 180.0 })
}

/// Where a moment lies on the curve, if it is shown.
fn place(at_us: u64) -> Option<String> {
    let us = at_us.checked_sub(CHANGE_US - SHOWN_US.0)?;
    (us <= SPAN_US).then(|| percent(us, SPAN_US))
}

fn over(played: &Played) -> Html {
    let lines = played.curve.marks.iter().filter_map(|mark| place(mark.at_us));
    div("over still")
        .style(format!("--at:{}", percent(SHOWN_US.0, SPAN_US)))
        .children(lines.map(|at| el("i").style(format!("left:{at}"))))
        .child(span("cursor").title(t!("The change is asked for")))
        .into()
}

fn marks(played: &Played, change: Change) -> Html {
    let class = |what: &Moment| match (what, change) {
        (Moment::Elected(_), _) => "election",
        (Moment::Crashed(_) | Moment::Stopping, _) => "fault",
        (Moment::Published(_), _) => "command",
        (Moment::Born(_), Change::Split) => "split",
        (Moment::Born(_), Change::Merge) => "merge",
    };
    let shown = played.curve.marks.iter().filter_map(|mark| Some((class(&mark.what), place(mark.at_us)?)));
    div("marks")
        .attr("aria-hidden", "true")
        .children(shown.map(|(class, at)| el("i").class(class).style(format!("left:{at}"))))
        .into()
}
