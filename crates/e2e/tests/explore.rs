//! "Find me a run in which …": switches of the protocol, searches in a worker, and stories to begin with.

use std::time::{Duration, Instant};

use recraft_e2e::{Failure, Outcome, Page, in_each_browser, key};

/// A search may take so long, even where two cores are shared by many.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until no search is going on.
fn wait_for_the_end(page: &Page) -> Outcome {
    let deadline = Instant::now() + PATIENCE;
    while page.all("#search")?.is_empty() {
        if Instant::now() > deadline {
            return Err(Failure::new(page.find("#search-state")?.text()?).at("a search that does not end"));
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

#[test]
fn a_mistake_is_switched_on_found_put_on_the_stage_and_seen() {
    in_each_browser(|page| {
        page.open("preset=five&seed=3")?;
        page.find("#protocol")?.click()?;
        page.by_role("checkbox", "Pre-vote")?.click()?;
        page.find("#plain")?;
        page.press(key::ESCAPE)?;
        assert_eq!(page.focused()?.attribute("id")?.as_deref(), Some("protocol"), "the keyboard comes back");
        page.find("#mistakes")?.click()?;
        page.find("#mistake-forget-vote-at-restart")?.click()?;
        page.find("#find-broken")?;
        page.press(key::ESCAPE)?;
        let wrong = page.find("#mistaken")?.text()?;
        assert!(wrong.contains("Wrong on purpose: forgetting the vote at a restart."), "{wrong}");

        page.find("#tab-explore")?.click()?;
        page.find("#goal")?.choose("“no vote twice” is violated")?;
        page.find("#search")?.click()?;
        page.find("#load-find")?;
        wait_for_the_end(page)?;
        let found = page.find("#find")?.text()?;
        assert!(found.contains("A run in which “no vote twice” is violated"), "{found}");
        page.expect_accessible("a run that was found")?;
        page.find("#load-find")?.click()?;
        page.wait_for("nothing wrong yet", || {
            let verdict = page.find("#verdict")?.text()?;
            Ok((verdict == "Safe").then_some(()))
        })?;
        page.wait_for("the violation, after the next event", || {
            page.find("#next")?.click()?;
            std::thread::sleep(Duration::from_millis(300));
            let verdict = page.find("#verdict")?.text()?;
            Ok(verdict.contains("violated").then_some(()))
        })?;
        page.find("#verdict")?.click()?;
        page.find("[data-property='NoDoubleVote'][data-state='violated']")?;
        page.expect_accessible("a property that is violated")?;
        page.all(".evidence .told")?[0].click()?;
        page.find(".card.event")?;
        page.find("#mistaken .link")?.click()?;
        page.find("[role=dialog] .switches").map(drop)
    });
}

#[test]
fn a_broken_rule_is_one_press_away_from_a_run_in_which_it_shows() {
    in_each_browser(|page| {
        page.open("preset=five&seed=3")?;
        page.find("#mistakes")?.click()?;
        page.find("#mistake-vote-for-stale-log")?.click()?;
        page.find("#find-broken")?.click()?;
        page.find("#load-find")?;
        assert!(page.all("[role=dialog]")?.is_empty(), "the sheet is closed");
        wait_for_the_end(page)
    });
}

#[test]
fn a_search_is_stopped_and_a_story_is_begun_instead() {
    in_each_browser(|page| {
        page.open("preset=three&seed=3")?;
        page.find("#tab-explore")?.click()?;
        page.find("#effort")?.choose("10,000 runs")?;
        page.find("#search")?.click()?;
        page.wait_for("how far it is", || {
            let words = page.find("#search-state")?.text()?;
            Ok(words.contains("a second").then_some(()))
        })?;
        page.find("#stop-search")?.click()?;
        assert_eq!(page.find("#search-state")?.text()?, "Stopped.");

        page.find("#preset")?.choose("A story…")?;
        page.find("#story-figure-8")?.click()?;
        page.wait_for("its title as what the run is", || {
            let title: String = page.script(
                "const menu = document.querySelector('#preset'); return menu.options[menu.selectedIndex].text;",
            )?;
            Ok((title == "Figure 8 of the Raft paper").then_some(()))
        })?;
        page.find("#outline-n5")?;
        page.find("#tab-logs")?.click()?;
        assert!(page.all(".log td.committed, .log td.open")?.len() >= 7, "the stage is set");
        Ok(())
    });
}
