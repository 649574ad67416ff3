//! The whole legend as one HTML page: `cargo run -p recraft-scene --example legend -- [dark] > legend.html`

use recraft_scene::palette::{Ink, Theme, rgb};
use recraft_scene::svg::legend_mark;
use recraft_scene::words::legend::legend;

fn main() {
    let theme = if std::env::args().any(|word| word == "dark") { Theme::Dark } else { Theme::Light };
    let (ground, text) = (rgb(Ink::Stage, theme).hex(), rgb(Ink::Text, theme).hex());
    println!(
        "<meta charset=\"utf-8\"><body style=\"background:{ground};color:{text};font:14px sans-serif;columns:3\">"
    );
    for item in legend() {
        let mark = legend_mark(item.mark, 250, theme, 48.0);
        println!("<p style=\"break-inside:avoid\">{mark} <b>{}</b><br>{}</p>", item.title, item.meaning);
    }
}
