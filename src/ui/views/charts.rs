//! The charts of the run: throughput, latency and who was served, over the same time as the line of time, with what happened then. A press goes
//! to that time.

use recraft_scene::palette::{Theme, Tone};
use recraft_scene::words::lists::duration;
use recraft_sim::command::Command;
use recraft_sim::history::MarkKind;
use recraft_words::t;
use yew::prelude::*;

use crate::app::{Msg, TrialMsg};
use crate::browser::{capture, part_of_width};
use crate::session::timeline::Timeline;
use crate::session::views::charts::{Charts, Column, Served, Service};
use crate::session::views::trial::Trials;
use crate::session::{Action, Panels, View};
use crate::ui::colour::css;
use crate::ui::draw::{Block, HIGH, area, edge, parts, percent, round_up, tick};
use crate::ui::element::{button, div, el, fragment, p, span};
use crate::ui::press::{act, cluster_link, press};
use crate::ui::scrubber::class_of;

use super::trial::trial;

/// The load that is offered when nobody has asked for anything.
const LOAD: Command = Command::Load { clients: 8, pause_us: 20_000 };
/// Marks of these kinds explain what the curves do.
const EXPLAIN: [MarkKind; 7] = [
    MarkKind::Election,
    MarkKind::Members,
    MarkKind::Split,
    MarkKind::Merge,
    MarkKind::Fault,
    MarkKind::Mend,
    MarkKind::Violation,
];

/// The charts, and ReCraft beside stop-and-coordinate: one of them at a time.
pub fn charts_pane(panels: &Panels, trials: &Trials, theme: Theme, on: &Callback<Msg>) -> Html {
    let choice = |id: &'static str, name: &'static str, shown: bool| {
        button("button quiet")
            .id(id)
            .truth("aria-pressed", trials.shown == shown)
            .on_click(press(on, Msg::Trial(TrialMsg::Show(shown))))
            .child(name)
    };
    div("charts-pane")
        .role("region")
        .label(t!("Charts"))
        .attr("tabindex", "0")
        .child(div("viewbar").child(choice("charts-run", t!("This run"), false)).child(choice(
            "charts-trial",
            t!("ReCraft beside stop-and-coordinate"),
            true,
        )))
        .child(match &panels.view {
            _ if trials.shown => trial(trials, theme, on),
            View::Charts(charts) => run_charts(charts, panels, theme, on),
            _ => Html::default(),
        })
        .into()
}

/// The charts of the run that is watched.
fn run_charts(charts: &Charts, panels: &Panels, theme: Theme, on: &Callback<Msg>) -> Html {
    if charts.answered == 0 && charts.clusters.is_empty() {
        return empty(charts, on);
    }
    let line = &panels.timeline;
    fragment()
        .child(
            div("plots")
                .id("charts")
                .style(format!("--at:{}", percent(panels.now_us, charts.span_us)))
                .child(over_time(charts, line, on))
                .child(marks(line))
                .child(rates(charts, theme))
                .child(latencies(charts))
                .child(service(charts, theme, on))
                .child(axis(charts.span_us)),
        )
        .child(words(charts, on))
        .into()
}

fn empty(charts: &Charts, on: &Callback<Msg>) -> Html {
    let says = if charts.read < 100 {
        t!("The run is being measured.")
    } else {
        t!("Nobody has asked the clusters for anything yet, so there is nothing to measure.")
    };
    div("empty")
        .child(el("p").child(says))
        .child(
            button("button")
                .id("chart-load")
                .on_click(act(on, Action::Do(LOAD)))
                .child(t!("Let eight clients read and write")),
        )
        .into()
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
    div("over")
        .title(t!("Go to this time"))
        .on_pointer_down(go(true))
        .on_pointer_move(go(false))
        .children(
            explained(line).map(|dot| el("i").style(format!("left:{}", percent(dot.at_us, line.span_us)))),
        )
        .child(
            (charts.read < 100)
                .then(|| span("reading").child(t!("measured up to {percent} %", percent = charts.read))),
        )
        .child(span("cursor"))
        .into()
}

fn explained(line: &Timeline) -> impl Iterator<Item = &crate::session::timeline::Dot> {
    line.dots.iter().filter(|dot| EXPLAIN.contains(&dot.kind))
}

fn marks(line: &Timeline) -> Html {
    div("marks")
        .attr("aria-hidden", "true")
        .children(explained(line).map(|dot| {
            el("i").class(class_of(dot.kind)).style(format!("left:{}", percent(dot.at_us, line.span_us)))
        }))
        .into()
}

/// A chart: its name with what is to be read at the cursor, the two ends of its axis, and the picture.
pub fn chart(
    name: &str,
    reading: Html,
    label: String,
    ends: &[String; 2],
    span_ms: u64,
    picture: Html,
) -> Html {
    el("figure")
        .child(el("figcaption").child(name.to_owned()).child(reading))
        .child(
            div("plot-of").child(span("end").child(&ends[1])).child(span("end low").child(&ends[0])).child(
                el("svg")
                    .attr("viewBox", format!("0 0 {span_ms} {HIGH}"))
                    .attr("preserveAspectRatio", "none")
                    .role("img")
                    .label(label)
                    .child(picture),
            ),
        )
        .into()
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
    let reading = now.map_or_else(Html::default, |now| el("b").child(now.rate()).into());
    let layer = |(nth, served): (usize, &Served)| {
        let edges = |place: usize| {
            let rates = &charts.columns[place].rates;
            let below: u64 = rates[..nth].iter().sum();
            let high = |rate: u64| rate * HIGH / top;
            (rates[nth] > 0).then(|| (high(below), high(below + rates[nth])))
        };
        let runs = blocks(charts.columns.len(), charts.column_us, edges);
        let path: String = runs.iter().map(|run| area(run)).collect();
        el("path").attr("d", path).attr("fill", css(served.hue, 2, Tone::Solid, theme))
    };
    let label = t!("Answers a second, from 0 to {top}", top);
    let picture = fragment().children(charts.clusters.iter().enumerate().map(layer));
    chart(
        t!("Answers a second"),
        reading,
        label,
        &["0".into(), top.to_string()],
        charts.span_us / 1_000,
        picture.into(),
    )
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
    fragment()
        .child(el("path").class("spread").attr("d", runs.iter().map(|run| area(run)).collect::<String>()))
        .child(el("path").class("median").attr("d", lines.iter().map(|run| edge(run)).collect::<String>()))
        .into()
}

fn latencies(charts: &Charts) -> Html {
    let of = |place: usize| charts.columns[place].latency_us;
    let axis = Decades::of((0..charts.columns.len()).filter_map(of));
    let reading = match charts.now.map(of) {
        None => Html::default(),
        Some(None) => el("b").child(t!("no answer")).into(),
        Some(Some((median, most))) => fragment()
            .child(el("b").child(duration(median)))
            .child(span("dim").child(t!("median")))
            .child(el("b").child(duration(most)))
            .child(span("dim").child(t!("99 of 100 within")))
            .into(),
    };
    let [low, high] = axis.ends();
    let label = t!(
        "Latency, from {low} to {high} on a logarithmic axis: the median, and above it the slowest of a hundred",
        low,
        high
    );
    let picture = latency_curves(charts.columns.len(), charts.column_us, axis, of);
    chart(t!("Latency"), reading, label, &[low, high], charts.span_us / 1_000, picture)
}

/// A strip for each cluster: filled while it answers, hollow while somebody waits in vain, a line while nobody asks.
fn service(charts: &Charts, theme: Theme, on: &Callback<Msg>) -> Html {
    let worst = charts.clusters.iter().max_by_key(|served| served.longest.us);
    el("figure")
        .class("service")
        .child(el("figcaption").child(t!("Availability")).children(worst.map(|served| {
            fragment()
                .child(el("b").child(duration(served.longest.us)))
                .child(span("dim").child(t!("longest wait in vain ({cluster})", cluster = served.cluster)))
        })))
        .children(charts.clusters.iter().map(|served| {
            div("plot-of strip-of")
                .style(format!("--hue:{}", css(served.hue, 2, Tone::Solid, theme)))
                .child(span("end").child(cluster_link(on, served.cluster)))
                .child(strip(
                    charts.span_us,
                    &served.stretches,
                    format!("{}: {}", served.cluster, told(served)),
                ))
        }))
        .into()
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
    el("svg")
        .attr("viewBox", format!("0 0 {} 10", span_us / 1_000))
        .attr("preserveAspectRatio", "none")
        .role("img")
        .label(label)
        .child(el("path").class("served").attr("d", path(Service::Answers, 0, 10)))
        .child(el("path").class("starved").attr("d", path(Service::Starves, 0, 10)))
        .child(el("path").class("served").attr("d", path(Service::Idle, 4, 6)))
        .into()
}

/// A cluster's service in words.
fn told(served: &Served) -> String {
    if served.longest.us == 0 {
        return t!("nobody had to wait").to_owned();
    }
    let (from, until) =
        (served.longest.from_us / 1_000, (served.longest.from_us + served.longest.us) / 1_000);
    t!(
        "at most {duration} without an answer while somebody waited, from {from} to {until} ms",
        duration = duration(served.longest.us),
        from,
        until
    )
}

/// The axis of time under the charts.
pub fn axis(span_us: u64) -> Html {
    let parts = parts(span_us);
    div("time-axis")
        .attr("aria-hidden", "true")
        .children((0..=parts).map(|nth| {
            el("span").style(format!("left:{}", percent(nth, parts))).child(tick(span_us * nth / parts))
        }))
        .into()
}

fn words(charts: &Charts, on: &Callback<Msg>) -> Html {
    let now = charts.now.and_then(|place| Some((place as u64, charts.columns.get(place)?)));
    el("details")
    .class("in-words")
    .child(el("summary").child(t!("In words")))
    .child(div("told-words")
        .child(el("p")
            .child(t!("{answered} requests were answered.", answered = charts.answered))
            .child(" ")
            .children(now.map(|(place, column)| at_cursor(place, column, charts.column_us))))
        .child(el("ul")
            .children(charts.clusters.iter().map(|served| el("li")
                .child(cluster_link(on, served.cluster))
                .child(": ")
                .child(told(served)))))
        .child(p("dim small")
            .child(t!("A column stands for {duration}. Latency counts from a request's first try; its axis is logarithmic. Each cluster has its hue. Availability: filled while it answers, hollow while somebody waits and nobody is answered, a thin line while nobody asks.", duration = tick(charts.column_us))))).into()
}

fn at_cursor(place: u64, column: &Column, column_us: u64) -> String {
    let (from, until) = (place * column_us / 1_000, (place + 1) * column_us / 1_000);
    let rate = column.rate();
    match column.latency_us {
        None => t!("From {from} to {until} ms: none.", from, until),
        Some((median, most)) => t!(
            "From {from} to {until} ms: {rate} a second, half of them within {median}, 99 of 100 within {most}.",
            from,
            until,
            rate,
            median = duration(median),
            most = duration(most)
        ),
    }
}
