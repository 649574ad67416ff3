//! The legend in a book: every sign of the stage, drawn as the stage draws it, where a chapter asks for it.

use recraft_scene::palette::Theme;
use recraft_scene::svg::{escape, legend_mark};
use recraft_scene::words::legend::legend;

/// What a chapter says where the legend shall stand. Elsewhere than in a book it is a comment, and not seen.
const HERE: &str = "<!-- recraft: legend -->";
/// The hue of the samples, and the side of one.
const HUE: u16 = 250;
const SIDE: f32 = 44.0;

/// A text with the legend where it asks for it.
pub(crate) fn put_legend(text: &str) -> String {
    if text.contains(HERE) { text.replace(HERE, &table()) } else { text.to_owned() }
}

/// A table; on lines without an empty one between them, which would end the HTML.
fn table() -> String {
    let rows: String = legend()
        .iter()
        .map(|item| {
            let sign = legend_mark(item.mark, HUE, Theme::Light, SIDE).replace('\n', " ");
            format!(
                "<tr><td aria-hidden=\"true\"><span class=\"sign\">{sign}</span></td><th scope=\"row\">{}</th><td>{}</td></tr>\n",
                escape(item.title),
                escape(item.meaning)
            )
        })
        .collect();
    format!("<table class=\"signs\"><tbody>\n{rows}</tbody></table>")
}
