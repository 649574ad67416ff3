//! What a run can start with: the simulator's presets, with their names in the menu.

use recraft_words::t;

pub use recraft_sim::presets::Preset;

/// Its name in the menu.
pub fn title(preset: Preset) -> &'static str {
    match preset {
        Preset::Three => t!("Three nodes"),
        Preset::Five => t!("Five nodes"),
        Preset::Seven => t!("Seven nodes"),
        Preset::Figure3 => t!("Figure 3: nine nodes"),
        Preset::FiveByFive => t!("Five clusters of five"),
        Preset::TenByTen => t!("Ten clusters of ten"),
        Preset::Hundred => t!("A hundred in one cluster"),
    }
}

/// The preset of this name, with or without its hyphen.
pub fn named(name: &str) -> Option<Preset> {
    let plain = |name: &str| name.replace('-', "");
    Preset::ALL.into_iter().find(|preset| plain(preset.name()) == plain(name))
}
