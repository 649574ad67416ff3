//! The charts of the run: throughput, latency and who was served, over the same time as the line of time, with what happened then. A press goes
//! to that time.

use recraft_scene::palette::{Theme, Tone};
use recraft_scene::words::lists::duration;
use recraft_sim::command::Command;
use recraft_sim::history::MarkKind;
use yew::prelude::*;

use crate::app::{Msg, TrialMsg};
use crate::browser::{capture, part_of_width};
use crate::session::timeline::Timeline;
use crate::session::views::charts::{Charts, Column, Served, Service};
use crate::session::views::trial::Trials;
use crate::session::{Action, Panels, View};
use crate::ui::colour::css;
use crate::ui::draw::{Block, HIGH, area, edge, parts, percent, round_up, tick};
use crate::ui::press::{act, cluster_link, press};
use crate::ui::scrubber::class_of;

use super::trial::trial;

/// The load that is offered when nobody has asked for anything.
const LOAD: Command = Command::Load { clients: 8, pause_us: 20_000 };
/// Marks of these kinds explain what the curves do.
const EXPLAIN: [MarkKind; 6] = [
    MarkKind::Election,
    MarkKind::Members,
    MarkKind::Split,
    MarkKind::Merge,
    MarkKind::Fault,
    MarkKind::Violation,
];

/// The charts, and ReCraft beside stop-and-coordinate: one of them at a time.
pub fn charts_pane(panels: &Panels, trials: &Trials, theme: Theme, on: &Callback<Msg>) -> Html {
    let choice = |id: &'static str, name: &'static str, shown: bool| {
        html! {
            <button class="button quiet" {id} aria-pressed={(trials.shown == shown).to_string()}
                onclick={press(on, Msg::Trial(TrialMsg::Show(shown)))}>{ name }</button>
        }
    };
    html! {
        <div class="charts-pane" role="region" aria-label="Charts" tabindex="0">
            <div class="viewbar">
                { choice("charts-run", "This run", false) }
                { choice("charts-trial", "ReCraft beside stop-and-coordinate", true) }
            </div>
            { match &panels.view {
                _ if trials.shown => trial(trials, theme, on),
                View::Charts(charts) => run_charts(charts, panels, theme, on),
                _ => Html::default(),
            } }
        </div>
    }
}

/// The charts of the run that is watched.
fn run_charts(charts: &Charts, panels: &Panels, theme: Theme, on: &Callback<Msg>) -> Html {
    if charts.answered == 0 && charts.clusters.is_empty() {
        return empty(charts, on);
    }
    let line = &panels.timeline;
    html! {
        <>
            <div class="plots" id="charts" style={format!("--at:{}", percent(panels.now_us, charts.span_us))}>
                { over_time(charts, line, on) }
                { marks(line) }
                { rates(charts, theme) }
                { latencies(charts) }
                { service(charts, theme, on) }
                { axis(charts.span_us) }
            </div>
            { words(charts, on) }
        </>
    }
}

fn empty(charts: &Charts, on: &Callback<Msg>) -> Html {
    let says = if charts.read < 100 {
        "The run is being measured."
    } else {
        "Nobody has asked the clusters for anything yet, so there is nothing to measure."
    };
    html! {
        <div class="empty">
            <p>{ says }</p>
            <button class="button" id="chart-load" onclick={act(on, Action::Do(LOAD))}>{ "Let eight clients read and write" }</button>
        </div>
    }
}

/// What lies over the plots: the lines of what happened, the cursor, and the pointer.
fn over_time(charts: &Charts, line: &std::rc::Rc<Timeline>, on: &Callback<Msg>) -> Html {
    let go = |always: bool| {
        let (on, line) = (on.clone(), line.clone());
        move |event: PointerEvent| {
            if always {
                capture(&event);
            }
            if always || event.buttons() & 1 == 1 {
                on.emit(Msg::Scrub(line.time_at(part_of_width(&event))));
            }
        }
    };
    html! {
        <div class="over" title="Go to this time" onpointerdown={go(true)} onpointermove={go(false)}>
            { for explained(line).map(|dot| html! { <i style={format!("left:{}", percent(dot.at_us, line.span_us))}></i> }) }
            if charts.read < 100 {
                <span class="reading">{ format!("measured up to {} %", charts.read) }</span>
            }
            <span class="cursor"></span>
        </div>
    }
}

fn explained(line: &Timeline) -> impl Iterator<Item = &crate::session::timeline::Dot> {
    line.dots.iter().filter(|dot| EXPLAIN.contains(&dot.kind))
}

fn marks(line: &Timeline) -> Html {
    html! {
        <div class="marks" aria-hidden="true">
            { for explained(line).map(|dot| html! {
                <i class={class_of(dot.kind)} style={format!("left:{}", percent(dot.at_us, line.span_us))}></i>
            }) }
        </div>
    }
}

/// A chart: its name with what is to be read at the cursor, the two ends of its axis, and the picture.
pub fn chart(name: &str, reading: Html, label: String, ends: &[String; 2], span: u64, picture: Html) -> Html {
    html! {
        <figure>
            <figcaption>{ name }{ reading }</figcaption>
            <div class="plot-of">
                <span class="end">{ &ends[1] }</span><span class="end low">{ &ends[0] }</span>
                <svg viewBox={format!("0 0 {span} {HIGH}")} preserveAspectRatio="none" role="img" aria-label={label}>{ picture }</svg>
            </div>
        </figure>
    }
}

/// Columns as blocks: `edges` gives the lower and the upper edge of each. Those without are left out, which divides them.
pub fn blocks(
    columns: usize,
    column_us: u64,
    mut edges: impl FnMut(usize) -> Option<(u64, u64)>,
) -> Vec<Vec<Block>> {
    let mut runs: Vec<Vec<Block>> = vec![Vec::new()];
    for place in 0..columns {
        let from = place as u64 * column_us / 1_000;
        let to = (place as u64 + 1) * column_us / 1_000;
        match (edges(place), runs.last_mut()) {
            (Some((base, top)), Some(run)) => run.push((from, to, base, top)),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn rates(charts: &Charts, theme: Theme) -> Html {
    let top = round_up(charts.columns.iter().map(Column::rate).max().unwrap_or(0));
    let now = charts.now.and_then(|place| charts.columns.get(place));
    let reading = now.map_or_else(Html::default, |now| html! { <b>{ now.rate() }</b> });
    let layer = |(nth, served): (usize, &Served)| {
        let edges = |place: usize| {
            let rates = &charts.columns[place].rates;
            let below: u64 = rates[..nth].iter().sum();
            let high = |rate: u64| rate * HIGH / top;
            (rates[nth] > 0).then(|| (high(below), high(below + rates[nth])))
        };
        let runs = blocks(charts.columns.len(), charts.column_us, edges);
        let path: String = runs.iter().map(|run| area(run)).collect();
        html! { <path d={path} fill={css(served.hue, 2, Tone::Solid, theme)} /> }
    };
    let label = format!("Answers a second, from 0 to {top}");
    let picture = html! { <>{ for charts.clusters.iter().enumerate().map(layer) }</> };
    chart("Answers a second", reading, label, &["0".into(), top.to_string()], charts.span_us / 1_000, picture)
}

/// An axis of latencies: from one power of ten to another, in microseconds.
#[derive(Clone, Copy)]
pub struct Decades(pub u64, pub u64);

impl Decades {
    /// The axis that these latencies need.
    pub fn of(latencies: impl Iterator<Item = (u64, u64)>) -> Self {
        let (least, most) =
            latencies.fold((u64::MAX, 0), |(least, most), (a, b)| (least.min(a), most.max(b)));
        let (mut low, mut high) = (1_000, 10_000);
        while low * 10 <= least.min(1_000_000_000) {
            low *= 10;
        }
        while high < most || high <= low {
            high *= 10;
        }
        Self(low, high)
    }

    /// How high a latency stands.
    pub fn high(self, us: u64) -> u64 {
        let log = |us: u64| (us.max(1) as f64).log2();
        let share = (log(us) - log(self.0)) / (log(self.1) - log(self.0));
        (share.clamp(0.0, 1.0) * HIGH as f64) as u64
    }

    /// Its two ends in words.
    pub fn ends(self) -> [String; 2] {
        [tick(self.0), tick(self.1)]
    }
}

/// The curves of latencies: a line for the median, and an area up to that of the slowest of a hundred.
pub fn latency_curves(
    columns: usize,
    column_us: u64,
    axis: Decades,
    of: impl Fn(usize) -> Option<(u64, u64)>,
) -> Html {
    let runs =
        blocks(columns, column_us, |place| of(place).map(|(low, most)| (axis.high(low), axis.high(most))));
    let lines = blocks(columns, column_us, |place| of(place).map(|(low, _)| (0, axis.high(low))));
    html! {
        <>
            <path class="spread" d={runs.iter().map(|run| area(run)).collect::<String>()} />
            <path class="median" d={lines.iter().map(|run| edge(run)).collect::<String>()} />
        </>
    }
}

fn latencies(charts: &Charts) -> Html {
    let of = |place: usize| charts.columns[place].latency_us;
    let axis = Decades::of((0..charts.columns.len()).filter_map(of));
    let reading = match charts.now.map(of) {
        None => Html::default(),
        Some(None) => html! { <b>{ "no answer" }</b> },
        Some(Some((median, most))) => html! {
            <>
                <b>{ duration(median) }</b><span class="dim">{ "median" }</span>
                <b>{ duration(most) }</b><span class="dim">{ "99 of 100 within" }</span>
            </>
        },
    };
    let [low, high] = axis.ends();
    let label = format!(
        "Latency, from {low} to {high} on a logarithmic axis: the median, and above it the slowest of a hundred"
    );
    let picture = latency_curves(charts.columns.len(), charts.column_us, axis, of);
    chart("Latency", reading, label, &[low, high], charts.span_us / 1_000, picture)
}

/// A strip for each cluster: filled while it answers, hollow while somebody waits in vain, a line while nobody asks.
fn service(charts: &Charts, theme: Theme, on: &Callback<Msg>) -> Html {
    let worst = charts.clusters.iter().max_by_key(|served| served.longest.us);
    html! {
        <figure class="service">
            <figcaption>{ "Availability" }
                { for worst.map(|served| html! {
                    <><b>{ duration(served.longest.us) }</b><span class="dim">{ format!("longest wait in vain ({})", served.cluster) }</span></>
                }) }
            </figcaption>
            { for charts.clusters.iter().map(|served| html! {
                <div class="plot-of strip-of" style={format!("--hue:{}", css(served.hue, 2, Tone::Solid, theme))}>
                    <span class="end">{ cluster_link(on, served.cluster) }</span>
                    { strip(charts.span_us, &served.stretches, told(served)) }
                </div>
            }) }
        </figure>
    }
}

/// How a service went, as one picture.
pub fn strip(span_us: u64, stretches: &[(u64, u64, Service)], label: String) -> Html {
    let path = |of: Service, top: u64, bottom: u64| {
        let those = stretches.iter().filter(|(_, _, service)| *service == of);
        let each = those.map(|&(from, to, _)| {
            format!("M{} {top}H{}V{bottom}H{}z", from / 1_000, to / 1_000, from / 1_000)
        });
        each.collect::<String>()
    };
    html! {
        <svg viewBox={format!("0 0 {} 10", span_us / 1_000)} preserveAspectRatio="none" role="img" aria-label={label}>
            <path class="served" d={path(Service::Answers, 0, 10)} />
            <path class="starved" d={path(Service::Starves, 0, 10)} />
            <path class="served" d={path(Service::Idle, 4, 6)} />
        </svg>
    }
}

/// A cluster's service in words.
fn told(served: &Served) -> String {
    let cluster = served.cluster;
    if served.longest.us == 0 {
        return format!("{cluster}: nobody had to wait");
    }
    let (from, until) =
        (served.longest.from_us / 1_000, (served.longest.from_us + served.longest.us) / 1_000);
    format!(
        "{cluster}: at most {} without an answer while somebody waited, from {from} to {until} ms",
        duration(served.longest.us)
    )
}

/// The axis of time under the charts.
pub fn axis(span_us: u64) -> Html {
    let parts = parts(span_us);
    html! {
        <div class="time-axis" aria-hidden="true">
            { for (0..=parts).map(|nth| html! { <span style={format!("left:{}", percent(nth, parts))}>{ tick(span_us * nth / parts) }</span> }) }
        </div>
    }
}

fn words(charts: &Charts, on: &Callback<Msg>) -> Html {
    let now = charts.now.and_then(|place| Some((place as u64, charts.columns.get(place)?)));
    html! {
        <details class="in-words">
            <summary>{ "In words" }</summary>
            <div class="told-words">
                <p>{ format!("{} requests were answered.", charts.answered) }{ " " }{ for now.map(|(place, column)| at_cursor(place, column, charts.column_us)) }</p>
                <ul>{ for charts.clusters.iter().map(|served| html! { <li>{ cluster_link(on, served.cluster) }{ ": " }{ told(served).split_once(": ").map_or(String::new(), |(_, rest)| rest.to_owned()) }</li> }) }</ul>
                <p class="dim small">{ "A column stands for " }{ tick(charts.column_us) }{ ". Latency counts from a request's first try; its axis is logarithmic. Each cluster has its hue. Availability: filled while it answers, hollow while somebody waits and nobody is answered, a thin line while nobody asks." }</p>
            </div>
        </details>
    }
}

fn at_cursor(place: u64, column: &Column, column_us: u64) -> String {
    let (from, until) = (place * column_us / 1_000, (place + 1) * column_us / 1_000);
    let rate = column.rate();
    match column.latency_us {
        None => format!("From {from} to {until} ms: none."),
        Some((median, most)) => format!(
            "From {from} to {until} ms: {rate} a second, half of them within {}, 99 of 100 within {}.",
            duration(median),
            duration(most)
        ),
    }
}
