//! The first visit: a tour that points at what it speaks of, and can be skipped; and the legend that answers what one is looking at.

use recraft_e2e::{Outcome, Page, Size, in_each_browser, key};

/// The boxes of the card and of the ring: left, top, right, bottom; and the window.
const PLACES: &str = "
    const box = (id) => { const { left, top, right, bottom } = document.getElementById(id).getBoundingClientRect(); return [left, top, right, bottom]; };
    return [box('tour'), box('tour-ring'), [0, 0, innerWidth, innerHeight]];";

fn title(page: &Page) -> Outcome<String> {
    page.script("return document.querySelector('#tour-title')?.textContent ?? '';")
}

fn wait_for_step(page: &Page, wanted: &str) -> Outcome {
    page.wait_for(&format!("the step “{wanted}”"), || Ok((title(page)? == wanted).then_some(())))
}

/// Waits until the card has come to rest, within the window and beside the ring.
fn expect_beside(page: &Page, what: &str) -> Outcome {
    let mut before = [[0.0; 4]; 3];
    page.wait_for(&format!("the card beside what it points at: {what}"), || {
        let places: [[f64; 4]; 3] = page.script(PLACES)?;
        if std::mem::replace(&mut before, places) != places {
            return Ok(None);
        }
        let [card, ring, window] = places;
        let within = |a: [f64; 4]| {
            a[0] >= window[0] && a[1] >= window[1] && a[2] <= window[2] + 0.5 && a[3] <= window[3] + 0.5
        };
        let apart = card[2] <= ring[0] || ring[2] <= card[0] || card[3] <= ring[1] || ring[3] <= card[1];
        let seen = ring[2] - ring[0] > 8.0 && ring[3] - ring[1] > 8.0;
        Ok((within(card) && within(ring) && apart && seen).then_some(()))
    })
}

#[test]
fn a_first_visit_begins_with_a_tour_that_covers_nothing_it_points_at() {
    in_each_browser(|page| {
        page.open("")?;
        for size in Size::ALL {
            page.resize(size)?;
            page.script::<()>("localStorage.clear();")?;
            page.open("")?;
            wait_for_step(page, "Start the clock")?;
            let said = page.find("#narration")?.text()?;
            assert!(said.contains("Tour, step 1 of 7: Start the clock"), "{said}");
            page.expect_accessible(&format!("the tour on a {}", size.name))?;
            let steps = [
                "Start the clock",
                "Look into a node",
                "Crash it",
                "See why it won",
                "Cut the network",
                "Go back in time",
            ];
            for step in steps {
                wait_for_step(page, step)?;
                expect_beside(page, &format!("{step}, on a {}", size.name))?;
                page.find("#tour-next")?.click()?;
            }
            wait_for_step(page, "Where there is more")?;
            expect_beside(page, &format!("the last step, on a {}", size.name))?;
            page.by_role("button", "Done")?.click()?;
            assert_eq!(page.all("#tour")?.len(), 0);
        }
        page.open("")?;
        assert_eq!(page.all("#tour")?.len(), 0, "it is shown a second time");
        Ok(())
    });
}

#[test]
fn who_follows_a_link_is_shown_what_it_leads_to_and_no_tour() {
    in_each_browser(|page| {
        for query in ["preset=seven", "lesson=01-what-consensus-is-for", "seed=1"] {
            page.open(query)?;
            assert_eq!(page.all("#tour")?.len(), 0, "{query}");
        }
        page.open("")?;
        wait_for_step(page, "Start the clock")
    });
}

#[test]
fn the_tour_goes_on_as_one_does_what_it_says() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7&speed=1/2")?;
        page.press("?")?;
        page.find("#tour-start")?.click()?;
        wait_for_step(page, "Start the clock")?;
        page.find("#begin")?.click()?;
        wait_for_step(page, "Look into a node")?;
        page.wait_for("a leader", || {
            let leader: String =
                page.script("return document.querySelector('#outline [data-leader]').dataset.leader;")?;
            Ok((!leader.is_empty()).then_some(()))
        })?;
        page.find("#play")?.click()?;
        // The ring is round the leader, and lets the pointer through.
        page.wait_for("the ring round the leader", || {
            let [_, ring, _]: [[f64; 4]; 3] = page.script(PLACES)?;
            if ring[2] - ring[0] > 200.0 {
                return Ok(None);
            }
            page.click_at((ring[0] + ring[2]) / 2.0, (ring[1] + ring[3]) / 2.0)?;
            Ok((title(page)? == "Crash it").then_some(()))
        })?;
        page.find("#crash")?.click()?;
        // The next step does not cover the election that this one speaks of.
        page.find("#play")?.click()?;
        page.wait_for("the card to stand aside", || Ok(page.all("#tour")?.is_empty().then_some(())))?;
        wait_for_step(page, "See why it won")?;
        expect_beside(page, "what has happened last")?;
        page.find("#tour-next")?.click()?;
        wait_for_step(page, "Cut the network")?;
        page.press("1")?;
        page.press("2i")?;
        wait_for_step(page, "Go back in time")?;
        page.press(key::HOME)?;
        wait_for_step(page, "Where there is more")?;
        page.press(key::ESCAPE)?;
        assert_eq!(page.all("#tour")?.len(), 0);
        Ok(())
    });
}

#[test]
fn the_tour_is_there_for_the_keyboard_and_gives_it_back() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7")?;
        page.press("?")?;
        page.find("#tour-start")?.focus()?;
        page.press(key::ENTER)?;
        wait_for_step(page, "Start the clock")?;
        page.wait_for("the keyboard to be at “Next”", || {
            Ok((page.focused()?.attribute("id")?.as_deref() == Some("tour-next")).then_some(()))
        })?;
        page.press(key::ENTER)?;
        wait_for_step(page, "Look into a node")?;
        assert_eq!(page.focused()?.attribute("id")?.as_deref(), Some("tour-next"));
        page.press(key::ESCAPE)?;
        page.wait_for("the keyboard to be given back", || {
            Ok((page.focused()?.attribute("id")?.as_deref() == Some("play")).then_some(()))
        })
    });
}

#[test]
fn the_legend_says_what_is_on_the_stage() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7&speed=1")?;
        page.find("#legend-button")?.click()?;
        let shown = || page.find("#legend")?.text();
        let first = shown()?;
        assert!(first.contains("Follower") && first.contains("Election timer"), "{first}");
        assert!(!first.contains("Double ring") && !first.contains("crown"), "{first}");
        page.press(key::ESCAPE)?;
        page.find("#play")?.click()?;
        page.wait_for("the leader in the legend", || Ok(shown()?.contains("Leader").then_some(())))?;
        page.wait_for("a message in the legend", || Ok(shown()?.contains("Heartbeat").then_some(())))?;
        page.find("#play")?.click()?;
        page.expect_accessible("the legend")?;
        page.find("#legend-close")?.click()?;
        assert_eq!(page.all("#legend")?.len(), 0);
        assert_eq!(page.focused()?.attribute("id")?.as_deref(), Some("legend-button"));
        page.press("k")?;
        page.find("#legend")?;
        page.resize(Size::PHONE)?;
        page.wait_for("the legend on a phone", || Ok(page.find("#legend")?.is_shown()?.then_some(())))
    });
}
