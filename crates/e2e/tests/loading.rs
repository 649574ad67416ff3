//! What stands between the address and the first picture, on a first visit: few requests, no text that comes late, nothing that jumps.

use recraft_e2e::{Browser, Look, Outcome, Page, Size, in_each_browser, in_each_browser_as};

/// What the page asked for before it was ready, by the last part of its address.
const ASKED_FOR: &str = "
    const ready = performance.getEntriesByName('recraft-ready')[0].startTime;
    const asked = performance.getEntriesByType('resource').filter((entry) => entry.startTime < ready);
    return asked.map((entry) => entry.name.split('/').pop());";

/// Before the program is there: two scripts that load it, itself and its script, its texts, the style sheet; and what the browser asks for by itself.
const REQUESTS_MOST: usize = 6;

/// When the largest text was painted, when the program was ready, and how far things jumped, once each has been reported; Chromium alone reports them.
const PAINTED: &str = "
    const seen = globalThis.seen ??= { largest: [], jumped: 0, since: performance.now() };
    if (!seen.observed) {
        seen.observed = true;
        const observe = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
        observe('largest-contentful-paint', (entry) => seen.largest.push(entry.startTime));
        observe('layout-shift', (entry) => seen.jumped += entry.value);
    }
    const ready = performance.getEntriesByName('recraft-ready')[0]?.startTime;
    const settled = ready !== undefined && seen.largest.length > 0 && performance.now() > seen.since + 1000;
    return settled ? [Math.max(...seen.largest), ready, seen.jumped] : null;";

#[test]
fn few_requests_stand_between_the_address_and_the_program() {
    in_each_browser(|page| {
        page.open("")?;
        let asked: Vec<String> = page.script(ASKED_FOR)?;
        // The second part of the program comes when the page is ready.
        let by_itself =
            |name: &&String| ["icon", ".webmanifest", "_later.wasm"].iter().any(|part| name.contains(part));
        let waited_for: Vec<&String> = asked.iter().filter(|name| !by_itself(name)).collect();
        assert!(waited_for.len() <= REQUESTS_MOST, "{waited_for:?}");
        let sheets: usize = page.script("return document.styleSheets.length;")?;
        assert_eq!(sheets, 2, "the one in the document, and one beside it");
        Ok(())
    });
}

#[test]
fn the_largest_text_is_there_before_the_program() {
    for size in Size::ALL {
        in_each_browser_as(&Look { size, ..Look::default() }, |page| {
            if page.browser() == Browser::Firefox {
                return Ok(());
            }
            page.open("")?;
            expect_early_and_still(page, size.name)
        });
    }
}

fn expect_early_and_still(page: &Page, where_: &str) -> Outcome {
    let [largest, ready, jumped] =
        page.wait_for("what was painted", || page.script::<Option<[f64; 3]>>(PAINTED))?;
    assert!(
        largest < ready,
        "{where_}: the largest text came at {largest:.0} ms, the program at {ready:.0} ms"
    );
    assert!(jumped < 0.02, "{where_}: things jumped by {jumped:.3}");
    Ok(())
}
