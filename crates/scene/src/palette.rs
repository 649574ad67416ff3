//! What colour means, and which colours say it.
//!
//! Marks name an [`Ink`] ("the fill of cluster hue 210 in its third term step"), never a colour. [`rgb`] is the one
//! place that knows what an ink looks like in the light and in the dark theme. Inks are small and hashable, so that a
//! renderer can keep the strings it needs for them.
//!
//! - **Hue is the cluster**, lightness the term ([`step_of_term`]): neighbouring terms differ by at least two steps of
//!   five, so that a node that is behind is seen to be behind.
//! - Each theme has a twin of higher contrast: words stand out from their ground by 7 to 1 instead of 4.5, marks by 4.5 instead of 3.
//! - Grey is down or unknown; the warm accent is selection; red is only for violated properties and lost messages.

use recraft_protocol::types::Term;

use crate::color::{Rgb, oklch};

/// Light or dark, and how strongly the one stands out from the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark marks on a light stage.
    #[default]
    Light,
    /// Light marks on a dark stage.
    Dark,
    /// Darker marks on a white stage.
    LightContrast,
    /// Brighter marks on a black stage.
    DarkContrast,
}

impl Theme {
    /// The theme of these two preferences.
    #[must_use]
    pub const fn of(dark: bool, contrast: bool) -> Self {
        match (dark, contrast) {
            (false, false) => Self::Light,
            (true, false) => Self::Dark,
            (false, true) => Self::LightContrast,
            (true, true) => Self::DarkContrast,
        }
    }
}

/// How strongly a cluster's hue is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// The fill of a node or a log cell; carries the term.
    Solid,
    /// Outlines, rings and glyphs; carries the term a little.
    Line,
    /// The inside of a hull.
    Tint,
    /// Words in the cluster's colour.
    Word,
}

/// A colour by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// A cluster's hue (degrees) at a term's step.
    Cluster {
        /// OKLCH hue in whole degrees.
        hue: u16,
        /// 0–4, see [`step_of_term`].
        step: u8,
        /// How strongly.
        tone: Tone,
    },
    /// The stage.
    Stage,
    /// Words and signs on the stage.
    Text,
    /// Lesser words.
    Muted,
    /// What is scarcely to be seen: tracks, guides.
    Faint,
    /// Words on a solid disc.
    OnSolid,
    /// A node that is down, or whatever is not known.
    Down,
    /// Selection.
    Accent,
    /// A violated property, a lost message.
    Alarm,
}

impl Ink {
    /// A cluster's ink.
    #[must_use]
    pub const fn cluster(hue: u16, step: u8, tone: Tone) -> Self {
        Self::Cluster { hue, step, tone }
    }
}

/// How many lightness steps there are before they repeat.
pub const STEPS: u8 = 5;

/// The lightness step of a term. Neighbouring terms lie at least two steps apart.
#[must_use]
pub const fn step_of_term(term: Term) -> u8 {
    const ORDER: [u8; STEPS as usize] = [1, 3, 0, 2, 4];
    ORDER[(term % STEPS as Term) as usize]
}

/// The colour of an ink in a theme.
#[must_use]
pub fn rgb(ink: Ink, theme: Theme) -> Rgb {
    if let Ink::Cluster { hue, step, tone } = ink {
        return cluster(f64::from(hue), f64::from(step.min(STEPS - 1)), tone, theme);
    }
    let (lightness, chroma, hue) = match theme {
        Theme::Light => light(ink),
        Theme::Dark => dark(ink),
        Theme::LightContrast => light_contrast(ink),
        Theme::DarkContrast => dark_contrast(ink),
    };
    oklch(lightness, chroma, hue)
}

/// A colour in OKLCH: lightness, chroma, hue.
type Lch = (f64, f64, f64);

const fn light(ink: Ink) -> Lch {
    match ink {
        Ink::Stage => (0.985, 0.003, 260.0),
        Ink::Text | Ink::Cluster { .. } => (0.24, 0.02, 265.0),
        Ink::Muted => (0.45, 0.018, 265.0),
        Ink::Faint => (0.85, 0.008, 265.0),
        Ink::OnSolid => (1.0, 0.0, 0.0),
        Ink::Down => (0.56, 0.006, 265.0),
        Ink::Accent => (0.66, 0.17, 58.0),
        Ink::Alarm => (0.55, 0.22, 27.0),
    }
}

const fn dark(ink: Ink) -> Lch {
    match ink {
        Ink::Stage => (0.175, 0.014, 265.0),
        Ink::Text | Ink::Cluster { .. } => (0.95, 0.006, 265.0),
        Ink::Muted => (0.76, 0.014, 265.0),
        Ink::Faint => (0.34, 0.014, 265.0),
        Ink::OnSolid => (0.16, 0.02, 265.0),
        Ink::Down => (0.60, 0.006, 265.0),
        Ink::Accent => (0.82, 0.16, 76.0),
        Ink::Alarm => (0.68, 0.21, 25.0),
    }
}

const fn light_contrast(ink: Ink) -> Lch {
    match ink {
        Ink::Stage | Ink::OnSolid => (1.0, 0.0, 0.0),
        Ink::Text | Ink::Cluster { .. } => (0.1, 0.01, 265.0),
        Ink::Muted => (0.33, 0.015, 265.0),
        Ink::Faint => (0.6, 0.008, 265.0),
        Ink::Down => (0.46, 0.006, 265.0),
        Ink::Accent => (0.52, 0.15, 50.0),
        Ink::Alarm => (0.45, 0.19, 27.0),
    }
}

const fn dark_contrast(ink: Ink) -> Lch {
    match ink {
        Ink::Stage | Ink::OnSolid => (0.0, 0.0, 0.0),
        Ink::Text | Ink::Cluster { .. } => (1.0, 0.0, 0.0),
        Ink::Muted => (0.87, 0.012, 265.0),
        Ink::Faint => (0.56, 0.012, 265.0),
        Ink::Down => (0.74, 0.006, 265.0),
        Ink::Accent => (0.87, 0.17, 86.0),
        Ink::Alarm => (0.74, 0.19, 22.0),
    }
}

/// A cluster's colour: lightness at the first step and what each step adds, and chroma.
fn cluster(hue: f64, step: f64, tone: Tone, theme: Theme) -> Rgb {
    let (lightness, more, chroma) = match (tone, theme) {
        (Tone::Solid, Theme::Light) => (0.35, 0.05, 0.15),
        (Tone::Solid, Theme::Dark) => (0.66, 0.05, 0.145),
        (Tone::Solid, Theme::LightContrast) => (0.25, 0.045, 0.15),
        (Tone::Solid, Theme::DarkContrast) => (0.72, 0.05, 0.15),
        (Tone::Line, Theme::Light) => (0.46, 0.02, 0.15),
        (Tone::Line, Theme::Dark) => (0.72, 0.025, 0.135),
        (Tone::Line, Theme::LightContrast) => (0.36, 0.02, 0.15),
        (Tone::Line, Theme::DarkContrast) => (0.8, 0.025, 0.135),
        (Tone::Tint, Theme::Light) => (0.945, 0.0, 0.030),
        (Tone::Tint, Theme::Dark) => (0.245, 0.0, 0.042),
        (Tone::Tint, Theme::LightContrast) => (0.965, 0.0, 0.025),
        (Tone::Tint, Theme::DarkContrast) => (0.19, 0.0, 0.045),
        (Tone::Word, Theme::Light) => (0.40, 0.0, 0.13),
        (Tone::Word, Theme::Dark) => (0.84, 0.0, 0.10),
        (Tone::Word, Theme::LightContrast) => (0.32, 0.0, 0.13),
        (Tone::Word, Theme::DarkContrast) => (0.9, 0.0, 0.08),
    };
    oklch(lightness + more * step, chroma, hue)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each theme, with the contrast of its words and of its marks.
    const THEMES: [(Theme, f64, f64); 4] = [
        (Theme::Light, 4.5, 3.0),
        (Theme::Dark, 4.5, 3.0),
        (Theme::LightContrast, 7.0, 4.5),
        (Theme::DarkContrast, 7.0, 4.5),
    ];

    fn every_cluster_ink(tone: Tone) -> impl Iterator<Item = Ink> {
        (0..360).step_by(10).flat_map(move |hue| (0..STEPS).map(move |step| Ink::cluster(hue, step, tone)))
    }

    #[test]
    fn names_on_every_disc_can_be_read() {
        for (theme, words_by, _) in THEMES {
            for ink in every_cluster_ink(Tone::Solid) {
                let contrast = rgb(ink, theme).contrast(rgb(Ink::OnSolid, theme));
                assert!(contrast >= words_by, "{ink:?} {theme:?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn words_on_stage_and_hulls_can_be_read() {
        for (theme, words_by, _) in THEMES {
            let grounds: Vec<Ink> = every_cluster_ink(Tone::Tint).chain([Ink::Stage]).collect();
            let words: Vec<Ink> = every_cluster_ink(Tone::Word).chain([Ink::Text, Ink::Muted]).collect();
            for &ground in &grounds {
                for &word in &words {
                    let contrast = rgb(word, theme).contrast(rgb(ground, theme));
                    assert!(contrast >= words_by, "{word:?} on {ground:?} {theme:?}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn marks_and_signals_stand_out_from_stage_and_hulls() {
        for (theme, _, marks_by) in THEMES {
            let grounds: Vec<Ink> = every_cluster_ink(Tone::Tint).chain([Ink::Stage]).collect();
            let marks: Vec<Ink> = every_cluster_ink(Tone::Solid)
                .chain(every_cluster_ink(Tone::Line))
                .chain([Ink::Alarm, Ink::Down])
                .collect();
            for &ground in &grounds {
                for &mark in &marks {
                    let contrast = rgb(mark, theme).contrast(rgb(ground, theme));
                    assert!(contrast >= marks_by, "{mark:?} on {ground:?} {theme:?}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn selection_stands_out_where_contrast_is_asked_for() {
        for theme in [Theme::LightContrast, Theme::DarkContrast] {
            for ground in every_cluster_ink(Tone::Tint).chain([Ink::Stage]) {
                let contrast = rgb(Ink::Accent, theme).contrast(rgb(ground, theme));
                assert!(contrast >= 4.5, "on {ground:?} {theme:?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn neighbouring_terms_lie_at_least_two_steps_apart() {
        for term in 0..20 {
            assert!(
                step_of_term(term).abs_diff(step_of_term(term + 1)) >= 2,
                "terms {term} and {}",
                term + 1
            );
        }
    }
}
