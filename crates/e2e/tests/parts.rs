//! The program in two parts: what a visit begins with is in the first, and what is wanted before the second has come is there all the same.

use std::fs;
use std::path::PathBuf;

use recraft_e2e::{Look, OrFail, Outcome, Page, copy_of_the_page, in_each_browser, in_each_browser_on, key};

/// How often something was wanted before the second part was there.
const WAITED: &str = "return performance.getEntriesByName('recraft-waits').length;";

/// The second part never comes by itself.
const WITHHELD: &str = "() => {
    const fetchAll = window.fetch;
    window.fetch = (address, ...more) =>
        String(address.url ?? address).includes('_later.wasm') ? new Promise(() => {}) : fetchAll(address, ...more);
}";

fn without_second_part() -> Outcome<PathBuf> {
    let folder = copy_of_the_page("first-part-only")?;
    for file in fs::read_dir(&folder).or_fail("the copy cannot be read")?.flatten() {
        if file.file_name().to_string_lossy().ends_with("_later.wasm") {
            fs::remove_file(file.path()).or_fail("the second part cannot be taken away")?;
        }
    }
    Ok(folder)
}

fn go(page: &Page, query: &str) -> Outcome {
    page.go_to(&format!("{}?{query}", page.url()))?;
    page.find("[data-ready='true']").map(drop)
}

#[test]
fn a_visit_begins_without_the_second_part_and_asks_before_it_gives_up() {
    let folder = without_second_part().expect("a copy");
    in_each_browser_on(&folder, &Look::default(), |page| {
        go(page, "preset=five&play=1&load=8&speed=5&seed=1")?;
        page.find("#outline[data-playing='true']")?;
        page.script::<()>("return new Promise((done) => setTimeout(done, 3000));")?;
        let waited: u32 = page.script(WAITED)?;
        assert_eq!(
            waited, 0,
            "a function that a visit begins with is in the second part: run `cargo xtask profile`"
        );
        page.script::<()>(
            "window.asked = []; window.confirm = (text) => { asked.push(text); return false; };",
        )?;
        page.press("?")?;
        let asked: Vec<String> = page.wait_for("a question", || {
            let asked: Vec<String> = page.script("return asked;")?;
            Ok((!asked.is_empty()).then_some(asked))
        })?;
        assert!(asked[0].starts_with("A part of the lab could not be loaded"), "{asked:?}");
        // The browser has told that the file is missing, and that the key did nothing.
        page.forget_reports()
    });
}

#[test]
fn what_is_wanted_before_the_second_part_has_come_is_fetched_then() {
    in_each_browser(|page| {
        page.before_documents(WITHHELD)?;
        go(page, "preset=five&play=1&seed=4")?;
        page.press("?")?;
        page.find("#tour-start").map(drop)?;
        page.press(key::ESCAPE)?;
        assert_eq!(page.script::<u32>(WAITED)?, 1);
        page.find("#tab-logs")?.click()?;
        page.find("#tab-logs[aria-selected='true']")?;
        // Browsers warn of it, since everything waits meanwhile.
        page.forget_reports()
    });
}
