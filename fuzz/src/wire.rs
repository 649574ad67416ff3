//! The core's wire: any sequence of messages, from anyone, at any time, saying anything, must not make a node fall over.
//!
//! The bytes tell a story of a handful of nodes: what is delivered, lost, doubled or made up, which timers run out, who crashes, what clients
//! and administrators ask, and with which extensions and mistakes. A node must not panic, and must
//! not answer one input with a flood. (That what correct nodes say to each other keeps them safe is for the explorers to show.)

mod bench;
mod made_up;

use arbitrary::{Result, Unstructured};

use bench::Bench;

/// The most things that happen in one story.
const STEPS: usize = 400;

/// Tells the story that the bytes stand for.
pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let _ = tell(&mut bytes); // It ends where the bytes end.
}

fn tell(bytes: &mut Unstructured<'_>) -> Result<()> {
    let mut bench = Bench::new(made_up::settings(bytes)?);
    for _ in 0..STEPS {
        if bytes.is_empty() {
            break;
        }
        bench.step(bytes)?;
    }
    Ok(())
}
