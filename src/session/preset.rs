//! What a run can start with: the simulator's presets, with their names in the menu.

pub use recraft_sim::presets::Preset;

/// Its name in the menu.
pub const fn title(preset: Preset) -> &'static str {
    match preset {
        Preset::Three => "Three nodes",
        Preset::Five => "Five nodes",
        Preset::Seven => "Seven nodes",
        Preset::Figure3 => "Figure 3: nine nodes",
        Preset::FiveByFive => "Five clusters of five",
        Preset::TenByTen => "Ten clusters of ten",
        Preset::Hundred => "A hundred in one cluster",
    }
}

/// The preset of this name, with or without its hyphen.
pub fn named(name: &str) -> Option<Preset> {
    let plain = |name: &str| name.replace('-', "");
    Preset::ALL.into_iter().find(|preset| plain(preset.name()) == plain(name))
}
