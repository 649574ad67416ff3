//! The options of an embedded lab, which stand in its address beside those of [every link](super::link):
//!
//! `embed.html?controls=title,caption,play,step,timeline,speed,clock,tools|all|none &allow-origin=https://host.example`
//!
//! (or `?embed=1 …` with the page itself, which loads more at once). Three more are read by `assets/embed.js`, before the program is loaded: `size`, `start` and `autoplay`.

use recraft_words::t;

/// Parts of an embedded lab that can be shown or left out, by their names in links. The style sheet knows them by the same names.
pub const PARTS: [&str; 8] = ["title", "caption", "play", "step", "timeline", "speed", "clock", "tools"];

/// The origin of nobody.
const NOBODY: &str = "nobody";

/// What stands in the address of an embedded lab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    /// The parts that are left out, each as a class of the page: `no-speed`.
    pub without: String,
    /// The only origin whose messages are heeded.
    pub allow_origin: Option<String>,
    /// The rest of the query, for the whole page.
    pub rest: String,
}

/// Reads the query of the address of an embedded lab. The sentences say what could not be used.
pub fn parse(query: &str, is_origin: impl Fn(&str) -> bool) -> (Embed, Vec<String>) {
    let (mut shown, mut allow_origin) = (None, None);
    let (mut rest, mut problems) = (Vec::new(), Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, "1"));
        match name {
            "controls" => shown = Some(value),
            "allow-origin" if is_origin(value) => allow_origin = Some(value.to_string()),
            "allow-origin" => {
                // Whoever restricts who may ask must not be left with a lab that everybody may ask.
                allow_origin = Some(NOBODY.into());
                problems.push(t!("This link allows an origin that is none: write it as https://host.example, with nothing after it.").into());
            }
            "embed" | "size" | "start" | "autoplay" => {}
            _ => rest.push(pair),
        }
    }
    let names = shown.map(|shown| shown.split(',').filter(|name| !name.is_empty()).collect::<Vec<_>>());
    let names = names.filter(|names| names != &["all"]);
    let unknown = names.iter().flatten().find(|name| **name != "none" && !PARTS.contains(name));
    if unknown.is_some() {
        problems.push(t!(
            "This link asks for controls that there are not; there are {controls}, all and none.",
            controls = PARTS.join(", ")
        ));
    }
    let left_out = PARTS.iter().filter(|part| names.as_ref().is_some_and(|names| !names.contains(part)));
    let without = left_out.map(|part| format!("no-{part}")).collect::<Vec<_>>().join(" ");
    (Embed { without, allow_origin, rest: rest.join("&") }, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> (Embed, Vec<String>) {
        parse(query, |text| text.starts_with("https://"))
    }

    #[test]
    fn everything_is_shown_unless_some_things_are_asked_for() {
        assert_eq!(read("embed=1").0.without, "");
        assert_eq!(read("embed=1&controls=all").0.without, "");
        assert_eq!(
            read("embed=1&controls=play,timeline").0.without,
            "no-title no-caption no-step no-speed no-clock no-tools"
        );
        assert_eq!(read("embed=1&controls=none").0.without.split(' ').count(), PARTS.len());
    }

    #[test]
    fn what_is_not_about_embedding_is_kept_for_the_whole_page() {
        let (embed, problems) = read("embed=1&story=merge&size=large&controls=none&seed=3");
        assert_eq!((embed.rest.as_str(), problems.len()), ("story=merge&seed=3", 0));
    }

    #[test]
    fn an_origin_that_is_none_allows_nobody() {
        let (embed, problems) = read("embed=1&allow-origin=host.example&controls=lasers");
        assert_eq!((embed.allow_origin.as_deref(), problems.len()), (Some(NOBODY), 2));
        assert_eq!(
            read("embed=1&allow-origin=https://a.example").0.allow_origin.as_deref(),
            Some("https://a.example")
        );
    }
}
