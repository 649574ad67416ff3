//! A block: read, told, drawn, and written as an element.

use recraft_scene::compose::scene;
use recraft_scene::motion::Motion;
use recraft_scene::palette::Theme;
use recraft_scene::svg::{escape, svg};
use recraft_scene::view::View;
use recraft_script::model::{Deed, Scenario};
use recraft_script::{parse, play};
use recraft_share::{Bad, Shared, text};
use recraft_sim::history::Moment;
use recraft_sim::run::Run;
use recraft_sim::world::World;

use crate::fences::Block;

/// Where the lab is.
#[derive(Clone, Debug)]
pub struct Lab {
    /// The address of the element's script: a whole one, or one from the book's first page.
    pub script: String,
}

impl Lab {
    /// How many folders up one must go from a chapter that lies so deep.
    pub(crate) fn depth(&self, depth: usize) -> usize {
        if self.script.contains("://") || self.script.starts_with('/') { 0 } else { depth }
    }
}

/// What may stand after the language: attributes of the element.
const ATTRIBUTES: [&str; 8] = ["size", "controls", "theme", "start", "autoplay", "speed", "play", "title"];
/// The size of a picture.
const PICTURE: (f32, f32) = (720.0, 340.0);

struct Options<'a> {
    attributes: Vec<(&'a str, &'a str)>,
    at_us: u64,
    is_text: bool,
}

/// The block as it stands in the book; or what is wrong with it.
pub(crate) fn html(block: &Block<'_>) -> Result<String, Vec<String>> {
    let options = options(block.options).map_err(|wrong| vec![format!("{}:1: {wrong}", block.line)])?;
    let scenario = parse(block.text).map_err(|errors| {
        let wrong = errors
            .iter()
            .map(|error| format!("{}:{}: {}", block.line + error.line, error.column, error.problem));
        wrong.collect::<Vec<_>>()
    })?;
    let report = play(&scenario);
    let failures = report.told.iter().filter_map(|told| Some((told.line, told.failure()?)));
    let mut failures: Vec<String> =
        failures.map(|(line, why)| format!("{}:1: {why}", block.line + line)).collect();
    failures.extend(report.unforeseen().map(|violation| {
        format!("{}:1: in this run, {} is violated", block.line, violation.property.name())
    }));
    if !failures.is_empty() {
        return Err(failures);
    }
    if options.is_text {
        return Ok(block.whole.to_owned());
    }
    element(&scenario, &options, report.run)
        .map_err(|bad| vec![format!("{}:1: the run does not fit into a link: {bad}", block.line)])
}

fn options(text: &str) -> Result<Options<'_>, String> {
    let mut options = Options { attributes: Vec::new(), at_us: 0, is_text: false };
    for word in text.split([' ', ',', '\t']).filter(|word| !word.is_empty()) {
        let (name, value) = word.split_once('=').unwrap_or((word, "1"));
        match name {
            "text" => options.is_text = true,
            "at" => options.at_us = time(value)?,
            _ if ATTRIBUTES.contains(&name) => options.attributes.push((name, value)),
            _ => {
                return Err(format!(
                    "there is no option {name}; the options are {}, at and text",
                    ATTRIBUTES.join(", ")
                ));
            }
        }
    }
    Ok(options)
}

/// A time as scenarios write it.
fn time(text: &str) -> Result<u64, String> {
    let scenario = parse(&format!("recraft scenario 1\nnodes 1\nat {text}"));
    match scenario.ok().and_then(|scenario| scenario.steps.into_iter().next()).map(|step| step.deed) {
        Some(Deed::At(us)) => Ok(us),
        _ => Err(format!("{text} is no time: write it as 300ms or 1.5s")),
    }
}

/// The element; the run is in its link.
fn element(scenario: &Scenario, options: &Options<'_>, run: Run) -> Result<String, Bad> {
    let world = run.play(options.at_us);
    let given = run.commands.iter().filter(|timed| timed.at_us <= options.at_us).count();
    let at = Moment { at_us: options.at_us, given };
    let (packing, packed) = text::pack(Shared::new(run, at, &world, &[]).write(&[])?);
    let attributes: String =
        options.attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect();
    let title = escape(scenario.title.as_deref().unwrap_or("A scenario"));
    Ok(format!(
        "<div><recraft-lab{attributes} title=\"{title}\" link=\"r={}\"><figure>{}<figcaption>{title}</figcaption></figure></recraft-lab></div>\n",
        text::write(packing, &packed),
        picture(&world),
    ))
}

/// For print, and for those who have no scripts: dark on light.
fn picture(world: &World) -> String {
    let view = View { theme: Theme::Light, ..View::sized(PICTURE.0, PICTURE.1) };
    let mut motion = Motion::new();
    motion.jump(world, &view);
    svg(&scene(world, &view, &motion)).replace('\n', " ")
}
