//! Colours as the eye sees them: OKLCH in, sRGB out.
//!
//! Hue means the cluster and lightness the term, so the two must not disturb each other: OKLCH keeps lightness equal
//! from hue to hue, which sRGB's own axes do not. What lies outside sRGB loses chroma, never lightness or hue.

/// A colour as a screen takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// `#rrggbb`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// The relative luminance of WCAG.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The contrast ratio of WCAG between two colours: 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if a > b { a / b } else { b / a }
    }

    /// `share` of `other` mixed into this colour.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let blend = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self(blend(self.0, other.0), blend(self.1, other.1), blend(self.2, other.2))
    }
}

/// The sRGB colour of this lightness (0–1), chroma (0–0.4) and hue (degrees), with as much less chroma as sRGB demands.
#[must_use]
pub fn oklch(lightness: f64, chroma: f64, hue: f64) -> Rgb {
    let (mut low, mut high) = (0.0, chroma);
    if let Some(rgb) = in_gamut(linear(lightness, chroma, hue)) {
        return rgb;
    }
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        if in_gamut(linear(lightness, middle, hue)).is_some() {
            low = middle;
        } else {
            high = middle;
        }
    }
    in_gamut(linear(lightness, low, hue)).unwrap_or(Rgb(0, 0, 0))
}

/// OKLCH to linear sRGB, by Björn Ottosson's matrices.
fn linear(lightness: f64, chroma: f64, hue: f64) -> [f64; 3] {
    let (sin, cos) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * cos, chroma * sin);
    let cube = |x: f64| x * x * x;
    let l = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let m = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let s = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548 * b);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ]
}

fn in_gamut(linear: [f64; 3]) -> Option<Rgb> {
    const SLACK: f64 = 1e-3;
    if linear.iter().any(|&value| !(-SLACK..=1.0 + SLACK).contains(&value)) {
        return None;
    }
    let channel = |value: f64| {
        let value = value.clamp(0.0, 1.0);
        let gamma = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
        (gamma * 255.0).round() as u8
    };
    Some(Rgb(channel(linear[0]), channel(linear[1]), channel(linear[2])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_scale_are_black_and_white() {
        assert_eq!(oklch(0.0, 0.0, 0.0), Rgb(0, 0, 0));
        assert_eq!(oklch(1.0, 0.0, 0.0), Rgb(255, 255, 255));
    }

    #[test]
    fn known_colours_come_out_right() {
        // sRGB red and blue in OKLCH, as published.
        let near =
            |a: Rgb, b: Rgb| [(a.0, b.0), (a.1, b.1), (a.2, b.2)].iter().all(|(x, y)| x.abs_diff(*y) <= 1);
        assert!(near(oklch(0.627_96, 0.257_68, 29.234), Rgb(255, 0, 0)));
        assert!(near(oklch(0.452_01, 0.313_21, 264.052), Rgb(0, 0, 255)));
    }

    #[test]
    fn what_srgb_cannot_show_loses_chroma_and_keeps_its_lightness() {
        let grey = oklch(0.7, 0.0, 0.0).luminance();
        for hue in (0..360).step_by(15) {
            let luminance = oklch(0.7, 0.4, f64::from(hue)).luminance();
            assert!((luminance - grey).abs() < 0.11, "hue {hue}: {luminance} against {grey}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Rgb(0, 0, 0).contrast(Rgb(255, 255, 255)) - 21.0).abs() < 1e-9);
        assert!((Rgb(119, 119, 119).contrast(Rgb(255, 255, 255)) - 4.48).abs() < 0.01);
    }
}
