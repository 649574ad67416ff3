//! What the program does as a worker of the page: it goes on a quest, and says several times a second how far it is.

use recraft_sim::quest::{Quest, Report, read, write};

use crate::browser::now_ms;

/// How far a quest is, is said at most so often.
const EVERY_MS: f64 = 150.0;

/// Goes on the quest that is asked for. One that cannot be read finds nothing.
pub fn serve(request: &[u8], answer: &mut dyn FnMut(&[u8])) {
    let Ok(quest) = read::<Quest>(request) else { return answer(&write(&Report::Nothing { all: false })) };
    let mut said_ms = f64::NEG_INFINITY;
    quest.play(&mut |report| {
        let matters = matches!(report, Report::Found { .. }) || report.is_last();
        let now_ms = now_ms();
        if matters || now_ms - said_ms >= EVERY_MS {
            said_ms = now_ms;
            answer(&write(&report));
        }
    });
}
