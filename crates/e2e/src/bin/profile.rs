//! Which functions of the page's program run at the beginning of ordinary visits: for `cargo xtask profile`, which has made a page whose program
//! notes it, and reads what is written here.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use recraft_e2e::{Browser, Failure, Look, OrFail, Outcome, Page, Scheme, Size, exit_code};

/// Gives the numbers of the functions that have run.
const RAN: &str = "const names = Object.entries((window.wrappedJSObject ?? window).recraftExports);
    return names.filter(([name, ran]) => name.startsWith('~ran') && ran.value).map(([name]) => Number(name.slice(4)));";

type Act = fn(&Page) -> Outcome;

/// What somebody comes with, and does. Each run is another: what is rare in one happens in the next.
const VISITS: [(&str, Act); 6] = [
    ("", look_on),
    ("preset=five&load=8&seed=4", begin),
    ("preset=five&play=1&load=8&speed=5&seed=1", look_on),
    ("preset=five&play=1&load=8&speed=5&seed=2", look_on),
    ("preset=five&play=1&load=8&seed=5", point),
    ("preset=five&play=1&load=8&seed=6", step),
];

/// With which browsers, and how they like it.
const READERS: [(Browser, Scheme); 3] = [
    (Browser::Chromium, Scheme::Light),
    (Browser::Chromium, Scheme::Dark),
    (Browser::Firefox, Scheme::Light),
];

fn main() -> ExitCode {
    exit_code(run())
}

fn run() -> Outcome {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(notes)) = (arguments.next(), arguments.next()) else {
        return Err(Failure::new("too few words")
            .at("the command line")
            .advice("this is run by `cargo xtask profile`, with a folder and a file"));
    };
    let mut ran = BTreeSet::new();
    for (browser, scheme) in READERS {
        let page = Page::start_in(&folder, browser, &Look { scheme, ..Look::default() })?;
        page.keep_exports()?;
        for size in Size::ALL {
            page.resize(size)?;
            for (query, act) in VISITS {
                page.open(query)?;
                act(&page)?;
                ran.extend(page.script::<Vec<u32>>(RAN)?);
            }
        }
    }
    let text: String = ran.iter().map(|number| format!("{number}\n")).collect();
    fs::write(notes, text).or_fail("what has run cannot be written down")
}

/// Looks on for some seconds.
fn look_on(_: &Page) -> Outcome {
    wait(4_000);
    Ok(())
}

/// Starts the cluster.
fn begin(page: &Page) -> Outcome {
    wait(500);
    page.press(" ")?;
    wait(2_000);
    Ok(())
}

/// Points at nodes. (What a click opens is not what a visit begins with: the second part is there by then.)
fn point(page: &Page) -> Outcome {
    let [x, y, width, height] = page.find("#stage canvas")?.place()?;
    for (across, down) in [(0.5, 0.5), (0.5, 0.25), (0.35, 0.4), (0.65, 0.4)] {
        page.hover_at(x + width * across, y + height * down)?;
        wait(300);
    }
    Ok(())
}

/// Stops time, and goes from event to event, and back.
fn step(page: &Page) -> Outcome {
    wait(1_500);
    for key in [" ", "\u{e014}", "\u{e014}", "\u{e012}", " "] {
        page.press(key)?;
        wait(400);
    }
    Ok(())
}

fn wait(milliseconds: u64) {
    thread::sleep(Duration::from_millis(milliseconds));
}
