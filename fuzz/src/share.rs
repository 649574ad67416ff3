//! The text of a link that holds a run, and what it unpacks to.

use recraft_share::origin::Origin;
use recraft_share::text::{pack, read, unpack, write};
use recraft_share::{BODY_MAX, Bad, Packing, Shared};
use recraft_sim::library::{Shelf, Story};
use recraft_sim::presets::{Preset, figure_3_script};

/// How long a run that was made up is played, and with how much happening, so that whoever opens a link can play it.
const UNTIL_US: u64 = 50_000;
const STEPS: usize = 500;

/// Reads the bytes as the text of a link, and as what a link may unpack to. What can be read can be written again, and is the same when it is
/// read again.
pub fn check(data: &[u8]) {
    let stories = [Story {
        name: "s".into(),
        shelf: Shelf::Raft,
        title: String::new(),
        about: String::new(),
        run: figure_3_script(1),
    }];
    if let Ok(text) = core::str::from_utf8(data) {
        match read(text).and_then(|(packing, packed)| unpack(packing, packed)) {
            Ok(code) => {
                assert!(code.len() <= BODY_MAX.max(data.len()), "it unpacks to {} bytes", code.len());
                again(&code, &stories);
            }
            Err(bad) => assert!(!bad.to_string().is_empty()),
        }
    }
    again(data, &stories);
    // Whatever a browser is asked to unpack.
    let _ = unpack(Packing::Deflated, data.to_vec());
}

fn again(code: &[u8], stories: &[Story]) {
    let Ok(shared) = Shared::read(code, stories) else { return };
    match shared.write(stories) {
        Ok(code) => {
            let (packing, packed) = pack(code);
            let text = write(packing, &packed);
            let (packing, packed) = read(&text).expect("what was written is read");
            let again = unpack(packing, packed).and_then(|code| Shared::read(&code, stories));
            let mut again = again.expect("what was written is read");
            // It may be known by another name than it was written with: a setup may be that of a preset.
            again.origin = shared.origin.clone();
            assert_eq!(again, shared);
        }
        // A story that many commands were left out of is longer than what names it.
        Err(bad) => assert_eq!(bad, Bad::TooLong),
    }
    play(&shared);
}

fn play(shared: &Shared) {
    if matches!(shared.origin, Origin::Preset(Preset::Hundred | Preset::TenByTen)) {
        return; // They take their time.
    }
    let mut world = recraft_sim::world::World::new(shared.run.setup.clone());
    for timed in shared.run.commands.iter().take(20).filter(|timed| timed.at_us <= UNTIL_US) {
        advance(&mut world, timed.at_us);
        let _ = world.command(timed.command.clone());
    }
    advance(&mut world, UNTIL_US);
}

fn advance(world: &mut recraft_sim::world::World, until_us: u64) {
    for _ in 0..STEPS {
        if world.next_event_us().is_none_or(|next| next > until_us) || !world.step() {
            break;
        }
    }
}
