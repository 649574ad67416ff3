//! What colour means, and which colours say it.
//!
//! Marks name an [`Ink`] ("the fill of cluster hue 210 in its third term step"), never a colour. [`rgb`] is the one
//! place that knows what an ink looks like in the light and in the dark theme. Inks are small and hashable, so that a
//! renderer can keep the strings it needs for them.
//!
//! - **Hue is the cluster**, lightness the term ([`step_of_term`]): neighbouring terms differ by at least two steps of
//!   five, so that a node that is behind is seen to be behind.
//! - Grey is down or unknown; the warm accent is selection; red is only for violated properties and lost messages.

use recraft_protocol::types::Term;

use crate::color::{Rgb, oklch};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark marks on a light stage.
    #[default]
    Light,
    /// Light marks on a dark stage.
    Dark,
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
    match (ink, theme) {
        (Ink::Cluster { hue, step, tone }, _) => {
            cluster(f64::from(hue), f64::from(step.min(STEPS - 1)), tone, theme)
        }
        (Ink::Stage, Theme::Light) => oklch(0.985, 0.003, 260.0),
        (Ink::Stage, Theme::Dark) => oklch(0.175, 0.014, 265.0),
        (Ink::Text, Theme::Light) => oklch(0.24, 0.02, 265.0),
        (Ink::Text, Theme::Dark) => oklch(0.95, 0.006, 265.0),
        (Ink::Muted, Theme::Light) => oklch(0.45, 0.018, 265.0),
        (Ink::Muted, Theme::Dark) => oklch(0.76, 0.014, 265.0),
        (Ink::Faint, Theme::Light) => oklch(0.85, 0.008, 265.0),
        (Ink::Faint, Theme::Dark) => oklch(0.34, 0.014, 265.0),
        (Ink::OnSolid, Theme::Light) => oklch(1.0, 0.0, 0.0),
        (Ink::OnSolid, Theme::Dark) => oklch(0.16, 0.02, 265.0),
        (Ink::Down, Theme::Light) => oklch(0.56, 0.006, 265.0),
        (Ink::Down, Theme::Dark) => oklch(0.60, 0.006, 265.0),
        (Ink::Accent, Theme::Light) => oklch(0.66, 0.17, 58.0),
        (Ink::Accent, Theme::Dark) => oklch(0.82, 0.16, 76.0),
        (Ink::Alarm, Theme::Light) => oklch(0.55, 0.22, 27.0),
        (Ink::Alarm, Theme::Dark) => oklch(0.68, 0.21, 25.0),
    }
}

fn cluster(hue: f64, step: f64, tone: Tone, theme: Theme) -> Rgb {
    match (tone, theme) {
        (Tone::Solid, Theme::Light) => oklch(0.35 + 0.05 * step, 0.15, hue),
        (Tone::Solid, Theme::Dark) => oklch(0.66 + 0.05 * step, 0.145, hue),
        (Tone::Line, Theme::Light) => oklch(0.46 + 0.02 * step, 0.15, hue),
        (Tone::Line, Theme::Dark) => oklch(0.72 + 0.025 * step, 0.135, hue),
        (Tone::Tint, Theme::Light) => oklch(0.945, 0.030, hue),
        (Tone::Tint, Theme::Dark) => oklch(0.245, 0.042, hue),
        (Tone::Word, Theme::Light) => oklch(0.40, 0.13, hue),
        (Tone::Word, Theme::Dark) => oklch(0.84, 0.10, hue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];

    fn every_cluster_ink(tone: Tone) -> impl Iterator<Item = Ink> {
        (0..360).step_by(10).flat_map(move |hue| (0..STEPS).map(move |step| Ink::cluster(hue, step, tone)))
    }

    #[test]
    fn names_on_every_disc_have_a_contrast_of_4_5() {
        for theme in THEMES {
            for ink in every_cluster_ink(Tone::Solid) {
                let contrast = rgb(ink, theme).contrast(rgb(Ink::OnSolid, theme));
                assert!(contrast >= 4.5, "{ink:?} {theme:?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn words_on_stage_and_hulls_have_a_contrast_of_4_5() {
        for theme in THEMES {
            let grounds: Vec<Ink> = every_cluster_ink(Tone::Tint).chain([Ink::Stage]).collect();
            let words: Vec<Ink> = every_cluster_ink(Tone::Word).chain([Ink::Text, Ink::Muted]).collect();
            for &ground in &grounds {
                for &word in &words {
                    let contrast = rgb(word, theme).contrast(rgb(ground, theme));
                    assert!(contrast >= 4.5, "{word:?} on {ground:?} {theme:?}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn marks_and_signals_stand_out_from_stage_and_hulls_by_3() {
        for theme in THEMES {
            let grounds: Vec<Ink> = every_cluster_ink(Tone::Tint).chain([Ink::Stage]).collect();
            let marks: Vec<Ink> = every_cluster_ink(Tone::Solid)
                .chain(every_cluster_ink(Tone::Line))
                .chain([Ink::Alarm, Ink::Down])
                .collect();
            for &ground in &grounds {
                for &mark in &marks {
                    let contrast = rgb(mark, theme).contrast(rgb(ground, theme));
                    assert!(contrast >= 3.0, "{mark:?} on {ground:?} {theme:?}: {contrast:.2}");
                }
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
