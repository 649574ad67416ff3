//! Every view of the page, in light and dark, on a desktop and on a telephone: nothing on any of them keeps anybody out. What controls there are on
//! them is noted, so that none is left which no story uses.

use recraft_e2e::{Look, Outcome, Page, Scheme, Size, in_each_browser_as, key};

/// The dock's tabs.
const TABS: [&str; 10] = [
    "events",
    "inspector",
    "space-time",
    "logs",
    "lineage",
    "quorums",
    "data",
    "checks",
    "explore",
    "charts",
];

/// Presses what a selector names.
fn press(page: &Page, css: &str) -> Outcome {
    page.find(css)?.click().map_err(|failure| failure.at(css))
}

/// Selects something in the outline with the keyboard, and waits for its card.
fn select(page: &Page, name: &str) -> Outcome {
    page.select(name)?;
    // The outline lies over the stage as long as it has the keyboard.
    page.find("#stage .view")?.focus()
}

/// Shows the panel in which cards stand, where it is not always there.
fn show_inspector(page: &Page) -> Outcome {
    page.all("#tab-inspector")?.first().map_or(Ok(()), recraft_e2e::Element::click)
}

fn audit(page: &Page, what: &str) -> Outcome {
    page.expect_accessible(what)
}

/// Presses a button, audits what comes, and goes back by another button.
fn audit_between(page: &Page, opens: &str, there: &str, closes: &str, what: &str) -> Outcome {
    press(page, opens)?;
    page.find(there)?;
    audit(page, what)?;
    press(page, closes)
}

fn sheets(page: &Page) -> Outcome {
    for (opens, there, what) in [
        ("#help-button", "#tour-start", "help"),
        ("#share-button", "#run-link", "sharing"),
        ("#lessons-button", "#write-lesson", "the course"),
    ] {
        audit_between(page, opens, there, "#sheet-close", what)?;
    }
    press(page, "#lessons-button")?;
    audit_between(page, "#write-lesson", "#writing", "#sheet-close", "the desk")?;
    show_inspector(page)?;
    page.press(key::ESCAPE)?;
    for (opens, there, what) in [
        ("#library", "#story-merge", "the stories"),
        ("#protocol", ".switches", "the switches of the protocol"),
        ("#mistakes", ".switches", "mistakes"),
    ] {
        audit_between(page, opens, there, "#sheet-close", what)?;
    }
    page.press("k")?;
    page.find("#legend")?;
    audit(page, "the legend")?;
    press(page, "#legend-close")
}

/// A leader, an answer to a client, a crash and something else instead of it; time stands still.
fn something_happens(page: &Page) -> Outcome {
    press(page, "#play")?;
    page.find("#outline section[data-cluster='c1']:not([data-leader=''])")?;
    show_inspector(page)?;
    page.find("#value")?.fill("red")?;
    press(page, "#write")?;
    page.find("#answer")?;
    press(page, "#play")?;
    page.press("1")?;
    page.press("c")?;
    page.press_holding(key::CONTROL, "z")?;
    page.find("#outline-n1:not([data-role=down])")?;
    page.press("2")?;
    page.press("c")?;
    page.find("#branch-2").map(drop)
}

fn cards(page: &Page) -> Outcome {
    show_inspector(page)?;
    page.press(key::ESCAPE)?;
    press(page, ".partition summary")?;
    audit(page, "nothing selected")?;
    select(page, "n1")?;
    // It is at the bottom, where "Try this" lies over what scrolls: whoever goes on with Tab must see where they are.
    let state = page.find("#whole-state")?;
    state.focus()?;
    page.wait_for("what has the keyboard to be in sight", || {
        let seen: bool = state.script(
            "const { left, top, width, height } = element.getBoundingClientRect();
             return document.elementFromPoint(left + width / 2, top + height / 2) === element;",
            &().into(),
        )?;
        Ok(seen.then_some(()))
    })?;
    page.press(key::ENTER)?;
    audit(page, "a node")?;
    select(page, "n2")?;
    audit(page, "a node that is down")?;
    select(page, "c1")?;
    audit(page, "a cluster")?;
    for editor in ["split", "members"] {
        press(page, &format!("#open-{editor}"))?;
        page.find(&format!("#{editor}-editor"))?;
        audit(page, &format!("the form “{editor}”"))?;
        page.press(key::ESCAPE)?;
    }
    press(page, "#tab-logs")?;
    page.all(".log [id^=cell-1-]")?.last().map_or(Ok(()), recraft_e2e::Element::click)?;
    show_inspector(page)?;
    page.find("[data-entry-card]")?;
    audit(page, "an entry")?;
    page.press("1[")?;
    page.find("[data-event]")?;
    audit(page, "an event")?;
    page.press(key::ESCAPE)?;
    page.press("d")?;
    page.find("#notice")?;
    audit(page, "a notice")?;
    page.press(key::ESCAPE)
}

fn a_message(page: &Page) -> Outcome {
    let name = page.wait_for("a message on its way, at rest", || {
        let (rests, found): (bool, Option<String>) = page.script(
            "const outline = document.querySelector('#outline');
             return [outline.dataset.playing === 'false', outline.querySelector('[data-message]')?.dataset.message ?? null];",
        )?;
        if rests && found.is_none() {
            page.press(".")?;
        }
        Ok(found.filter(|_| rests))
    })?;
    select(page, &name)?;
    page.find(&format!("[role=toolbar][aria-label='Message {name}']"))?;
    audit(page, "a message and its tools")
}

fn tabs(page: &Page) -> Outcome {
    for tab in TABS {
        let id = format!("#tab-{tab}");
        if page.all(&id)?.is_empty() {
            continue;
        }
        press(page, &id)?;
        page.find(&format!("{id}[aria-selected=true]"))?;
        if let Some(words) = page.all("#panel .in-words summary")?.first() {
            words.focus()?;
            page.press(key::ENTER)?;
        }
        audit(page, tab)?;
    }
    press(page, "#charts-trial")?;
    page.find(".numbers")?;
    audit(page, "ReCraft beside stop-and-coordinate")?;
    press(page, "#charts-run")?;
    page.find("#charts").map(drop)
}

/// Two clusters, a branch beside another, and a merge.
fn two_clusters(page: &Page) -> Outcome {
    page.press(key::ESCAPE)?;
    show_inspector(page)?;
    press(page, "#library")?;
    press(page, "#story-merge")?;
    page.find("#outline-c2")?;
    select(page, "c1")?;
    press(page, "#open-merge")?;
    page.find("#merge-editor")?;
    audit(page, "the form “merge”")?;
    page.press(key::ESCAPE)
}

fn lesson(page: &Page) -> Outcome {
    page.open("lesson=02-leader-election")?;
    page.find("#lesson[data-place='0']")?;
    audit(page, "a lesson")?;
    (0..4).try_for_each(|_| page.press("+"))?;
    page.wait_for("a question", || {
        page.press("n")?;
        Ok((!page.all("[data-choice]:not(:disabled)")?.is_empty()).then_some(()))
    })?;
    audit(page, "a question")?;
    page.press("p")?;
    page.find(".presenting")?;
    audit(page, "the presenter view")?;
    page.press(key::ESCAPE)
}

fn embedded(page: &Page) -> Outcome {
    page.go_to(&format!("{}embed.html?preset=three&play=1&seed=3", page.url()))?;
    page.find(".embedded #outline")?;
    audit(page, "an embedded lab")
}

#[test]
fn nothing_on_any_view_keeps_anybody_out() {
    for scheme in Scheme::ALL {
        in_each_browser_as(&Look { scheme, ..Look::default() }, |page| {
            for size in [Size::DESKTOP, Size::PHONE] {
                page.resize(size)?;
                page.open("")?;
                page.script::<()>("localStorage.clear();")?;
                page.open("preset=five&seed=5&speed=1&load=3")?;
                audit(page, "the page as it begins")?;
                sheets(page)?;
                something_happens(page)?;
                cards(page)?;
                tabs(page)?;
                press(page, ".branches button[aria-label^='Compare']")?;
                page.find("#comparison")?;
                audit(page, "a comparison of branches")?;
                press(page, "#comparison-close")?;
                a_message(page)?;
                two_clusters(page)?;
                lesson(page)?;
                embedded(page)?;
            }
            Ok(())
        });
    }
}
