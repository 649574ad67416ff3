//! What still happens when time stands still and nobody does anything: nothing should.

use std::thread;
use std::time::Duration;

use recraft_e2e::{Outcome, Page};

use crate::table::{Goal, Row, Table};

/// From now on counts frames that are asked for and timers that are set.
const COUNT: &str = "
    window.asked = [0, 0];
    const counted = (name, place) => {
      const real = window[name];
      window[name] = function (...args) { window.asked[place] += 1; return real.apply(window, args); };
    };
    counted('requestAnimationFrame', 0);
    counted('setTimeout', 1);
    counted('setInterval', 1);";

/// Whatever follows the opening comes to rest meanwhile.
const REST: Duration = Duration::from_secs(2);
const WATCHED: Duration = Duration::from_secs(5);

/// Watches the paused page.
pub fn measure(page: &Page, table: &mut Table) -> Outcome {
    page.open("preset=five")?;
    thread::sleep(REST);
    page.script::<()>(COUNT)?;
    thread::sleep(WATCHED);
    let asked: [f64; 2] = page.script("return window.asked;")?;
    table.add(Row::new("frames asked for in 5 s while paused", asked[0], "", Goal::Zero));
    table.add(Row::new("timers set in 5 s while paused", asked[1], "", Goal::Zero));
    Ok(())
}
