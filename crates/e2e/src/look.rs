//! How the page is looked at: the size of the window, light or dark, with or without motion.

/// A window's inner size, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its name in file names.
    pub name: &'static str,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

impl Size {
    /// A laptop.
    pub const DESKTOP: Self = Self { name: "desktop", width: 1440, height: 900 };
    /// A tablet, upright.
    pub const TABLET: Self = Self { name: "tablet", width: 820, height: 1180 };
    /// A telephone, upright.
    pub const PHONE: Self = Self { name: "phone", width: 390, height: 844 };
    /// All of them.
    pub const ALL: [Self; 3] = [Self::DESKTOP, Self::TABLET, Self::PHONE];
}

/// What the user's system prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Its name in file names, and in CSS.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How the page is looked at. The scheme and motion are fixed for a session, the size can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The window.
    pub size: Size,
    /// Light or dark.
    pub scheme: Scheme,
    /// Whether the user asks for less motion.
    pub reduced_motion: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { size: Size::DESKTOP, scheme: Scheme::Light, reduced_motion: false }
    }
}
