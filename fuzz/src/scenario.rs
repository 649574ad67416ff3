//! Scenario text: `recraft check` and `recraft run` read whatever file they are given.

use recraft_script::parse;

/// The most virtual time that a story that was made up is told for, in microseconds.
const UNTIL_US: u64 = 300_000;

/// Reads the text. If it is a scenario, what it becomes when it is told for a moment is written down as a scenario again, and that must be
/// read again.
pub fn check(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    match parse(text) {
        Err(errors) => {
            assert!(!errors.is_empty(), "it is refused without a reason");
            errors.iter().for_each(|error| drop(error.to_string()));
        }
        Ok(scenario) => {
            let mut player = recraft_script::player::Player::new(&scenario);
            for _ in 0..8 {
                if player.world().now_us() > UNTIL_US || !player.step() {
                    break;
                }
            }
            let report = player.finish();
            let told = recraft_script::write(&report.run, UNTIL_US);
            if let Err(errors) = parse(&told) {
                panic!("what was written is not read: {errors:?}\n{told}");
            }
        }
    }
}
