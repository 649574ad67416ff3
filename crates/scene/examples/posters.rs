//! Draws the first moment of every preset and of every story of the library, light and dark: what an embedded lab shows before it is loaded.
//!
//! `cargo run -p recraft-scene --example posters -- FOLDER` writes `NAME.light.svg` and `NAME.dark.svg`; `cargo xtask build` does so.

use std::error::Error;
use std::fs;
use std::path::Path;

use recraft_scene::compose::scene;
use recraft_scene::motion::Motion;
use recraft_scene::palette::Theme;
use recraft_scene::svg::svg;
use recraft_scene::view::View;
use recraft_sim::library::Story;
use recraft_sim::presets::Preset;
use recraft_sim::quest::read;
use recraft_sim::run::Run;

/// About the shape of the stage of an embedded lab.
const SIZE: (f32, f32) = (760.0, 360.0);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("say into which folder")?;
    let library = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/library.bin"))?;
    let stories: Vec<Story> = read(&library).map_err(|error| error.to_string())?;
    let presets = Preset::ALL.into_iter().map(|preset| (preset.name().to_string(), preset.run(1)));
    for (name, run) in presets.chain(stories.into_iter().map(|story| (story.name, story.run))) {
        for (theme, word) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            fs::write(Path::new(&folder).join(format!("{name}.{word}.svg")), poster(&run, theme))?;
        }
    }
    Ok(())
}

fn poster(run: &Run, theme: Theme) -> String {
    let (view, mut motion) = (View { theme, ..View::sized(SIZE.0, SIZE.1) }, Motion::new());
    let world = run.play(0);
    motion.jump(&world, &view);
    svg(&scene(&world, &view, &motion))
}
