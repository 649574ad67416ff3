//! Prints links of the version that is written now, for `tests/links.txt`: presets, and runs with every kind of command, from the library. Run it when a new
//! version is about to be released, and add what it prints; what is there already stays.

use recraft_share::origin::hash;
use recraft_share::text::{pack, write};
use recraft_share::{Shared, VERSION};
use recraft_sim::code::write_run;
use recraft_sim::history::History;
use recraft_sim::library::Story;
use recraft_sim::presets::{Preset, figure_3_script};
use recraft_sim::quest::read;
use recraft_sim::run::Run;

fn main() {
    println!("# version {VERSION}");
    for preset in Preset::ALL {
        print(preset.run(42), 0);
    }
    print(figure_3_script(7), 6_500_000);
    let stories: Vec<Story> =
        read(include_bytes!("../../../assets/library.bin")).expect("the library can be read");
    for story in stories {
        let until_us = story.run.last_command_us();
        print(story.run, until_us);
    }
}

fn print(run: Run, at_us: u64) {
    let mut history = History::new(run);
    history.play_to(at_us);
    let shared = Shared::new(history.run(), history.moment(), history.world(), &[]);
    let code = shared.write(&[]).expect("it is short enough");
    let (packing, packed) = pack(code);
    let (commands, hash) = (shared.run.commands.len(), hash(&write_run(&shared.run)));
    println!("{} {commands} {} {} {hash}", write(packing, &packed), shared.at.at_us, shared.at.given);
}
