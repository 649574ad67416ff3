//! `recraft render`: pictures of a scenario, drawn by the page's own scene.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use recraft_scene::compose::scene;
use recraft_scene::kin::Kin;
use recraft_scene::motion::Motion;
use recraft_scene::palette::Theme;
use recraft_scene::spacetime::{self, Diagram, Lives, Look};
use recraft_scene::svg::{escape, svg};
use recraft_scene::view::View;
use recraft_script::player::Telling;
use recraft_script::{Report, play, time_text};
use recraft_sim::world::World;

use crate::files::{complain, load, print};
use crate::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The scenario; - is the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Draw this moment, such as 300ms or 1.5s (default: the end)
    #[arg(long, value_name = "TIME", value_parser = moment, conflicts_with = "film")]
    at: Option<u64>,
    /// Draw so many moments, from the beginning to the end, as one strip
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=60))]
    film: Option<u32>,
    /// Draw the moment of each caption, as one strip
    #[arg(long, conflicts_with_all = ["at", "film"])]
    captions: bool,
    /// Draw who told whom what and when, up to the end or to the moment of --at
    #[arg(long, conflicts_with_all = ["film", "captions"])]
    space_time: bool,
    /// How much time --space-time shows (default: all of it)
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "space_time")]
    span: Option<u64>,
    /// Where to write the picture (default: the standard output)
    #[arg(short, long, value_name = "FILE.svg")]
    output: Option<PathBuf>,
    /// The size of a picture in pixels
    #[arg(long, value_name = "WxH", default_value = "960x540", value_parser = size)]
    size: (u16, u16),
    /// Light on dark
    #[arg(long)]
    dark: bool,
}

/// A time as scenarios write it.
fn moment(text: &str) -> Result<u64, String> {
    let scenario = recraft_script::parse(&format!("recraft scenario 1\nnodes 1\nat {text}"));
    match scenario.ok().and_then(|scenario| scenario.steps.into_iter().next()).map(|step| step.deed) {
        Some(recraft_script::model::Deed::At(us)) => Ok(us),
        _ => Err("a time such as 300ms or 1.5s is needed".into()),
    }
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let numbers = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    let fits = |side: &u16| (100..=8_000).contains(side);
    numbers
        .filter(|(w, h)| fits(w) && fits(h))
        .ok_or("a size such as 960x540 is needed, from 100 to 8000".into())
}

pub(crate) fn run(options: &Options) -> Verdict {
    let source = match load(&options.file) {
        Ok(source) => source,
        Err(bad) => return complain(&options.file, &bad),
    };
    let report = play(&source.scenario);
    let end_us = report.world.now_us();
    let picture = match options.film {
        Some(pictures) => strip(&report, options, &evenly(end_us, pictures)),
        None if options.space_time => space_time(&report, options, options.at.unwrap_or(end_us)),
        None if options.captions => strip(&report, options, &captioned(&report)),
        None => picture(&report, options, options.at.unwrap_or(end_us)),
    };
    match &options.output {
        None => print(&picture),
        Some(path) => {
            if let Err(error) = std::fs::write(path, picture) {
                eprintln!("recraft: {}: {error}", path.display());
                return Verdict::BadInput;
            }
        }
    }
    if report.passed() { Verdict::Held } else { Verdict::Failed }
}

fn view(options: &Options) -> View {
    let (width, height) = options.size;
    let theme = if options.dark { Theme::Dark } else { Theme::Light };
    View { theme, ..View::sized(f32::from(width), f32::from(height)) }
}

fn draw(world: &World, options: &Options) -> String {
    let (view, mut motion) = (view(options), Motion::new());
    motion.jump(world, &view);
    svg(&scene(world, &view, &motion))
}

fn picture(report: &Report, options: &Options, at_us: u64) -> String {
    draw(&report.run.play(at_us), options)
}

/// The diagram of the time up to this moment.
fn space_time(report: &Report, options: &Options, at_us: u64) -> String {
    let world = report.run.play(at_us);
    let kin = Kin::of_all(world.lineage());
    let mut lives = Lives::default();
    lives.take(&world);
    let View { width, height, theme, .. } = view(options);
    // A little is left free after the last moment, as on the page.
    let span_us = options.span.unwrap_or(at_us).max(1_000) as f64 / PRESENT;
    let look = Look {
        width,
        height,
        theme,
        from_us: at_us as f64 - PRESENT * span_us,
        span_us,
        selection: None,
        hover: None,
        cone: None,
        hues: &|cluster| kin.get(&cluster).map_or(0, Kin::hue),
    };
    spacetime::svg(&Diagram::of(&world, &lives, &look))
}

/// Where the last moment of a diagram stands, as a share of its width.
const PRESENT: f64 = 0.97;

/// The height of a picture's caption in a strip.
const CAPTION: usize = 28;

/// So many moments from the beginning to the end.
fn evenly(end_us: u64, moments: u32) -> Vec<u64> {
    let steps = u64::from(moments - 1);
    (0..steps).map(|nth| end_us / steps * nth).chain([end_us]).collect()
}

/// The moments of the captions; the end if there are none.
fn captioned(report: &Report) -> Vec<u64> {
    let captions = report.told.iter().filter(|told| matches!(told.what, Telling::Said { .. }));
    let mut moments: Vec<u64> = captions.map(|told| told.at_us).collect();
    moments.dedup();
    if moments.is_empty() { vec![report.world.now_us()] } else { moments }
}

/// Pictures one below the other, each with its time and the caption that the story gives it.
fn strip(report: &Report, options: &Options, moments: &[u64]) -> String {
    let (width, height) = options.size;
    let (step, ink, ground) = (usize::from(height) + CAPTION, ["#222", "#eee"], ["#fff", "#111"]);
    let dark = usize::from(options.dark);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{}\"><rect width=\"100%\" height=\"100%\" fill=\"{}\"/>",
        step * moments.len(),
        ground[dark]
    );
    let mut world = World::new(report.run.setup.clone());
    let mut done = 0;
    for (nth, &at_us) in moments.iter().enumerate() {
        done = report.run.play_on(&mut world, done, at_us);
        let caption = escape(&format!("{}   {}", time_text(at_us), said_by(report, at_us)));
        let top = nth * step;
        let _ = write!(
            out,
            "<text x=\"12\" y=\"{}\" font-family=\"sans-serif\" font-size=\"14\" fill=\"{}\">{caption}</text>",
            top + 19,
            ink[dark]
        );
        let inner = draw(&world, options);
        out += &inner.replacen("<svg ", &format!("<svg y=\"{}\" ", top + CAPTION), 1);
    }
    out + "</svg>\n"
}

/// The last caption up to a time.
fn said_by(report: &Report, at_us: u64) -> &str {
    let mut captions = report.told.iter().rev().filter(|told| told.at_us <= at_us);
    let said =
        captions.find_map(|told| if let Telling::Said { text, .. } = &told.what { Some(text) } else { None });
    said.map_or("", String::as_str)
}
