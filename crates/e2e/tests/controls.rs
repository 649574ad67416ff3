//! Controls that no other story needs: each is used as a person would, and what it must do is seen on the page.

use recraft_e2e::{Failure, Outcome, Page, Size, in_each_browser, key};

/// A page that stands still with a leader of `c1`; says who leads.
fn led(page: &Page, query: &str) -> Outcome<String> {
    page.open(query)?;
    page.find("#play")?.click()?;
    let leader = page.leader("c1")?;
    page.find("#play")?.click()?;
    Ok(leader)
}

/// Moves a slider to the right, and waits until what it stands for is said in other words.
fn slide(page: &Page, id: &str) -> Outcome {
    let words = || page.find(&format!("#{id}"))?.attribute("aria-valuetext");
    let before = words()?;
    page.find(&format!("#{id}"))?.focus()?;
    page.press(key::RIGHT)?;
    page.wait_for(&format!("{id} to move"), || Ok((words()? != before).then_some(())))
}

/// Turns a checkbox.
fn turn(page: &Page, id: &str) -> Outcome {
    let is_on = || page.script::<bool>(&format!("return document.getElementById('{id}').checked;"));
    let before = is_on()?;
    page.find(&format!("#{id}"))?.click()?;
    page.wait_for(&format!("{id} to be turned"), || Ok((is_on()? != before).then_some(())))
}

#[test]
fn the_network_and_the_timing_are_set_and_the_network_is_cut_in_two() {
    in_each_browser(|page| {
        led(page, "preset=five&seed=3&speed=1")?;
        slide(page, "latency")?;
        page.wait_for_text("Command: set the latency to")?;
        slide(page, "loss")?;
        turn(page, "load")?;
        page.find(".partition summary")?.click()?;
        assert!(!page.find("#partition")?.is_enabled()?, "nobody is on one side yet");
        turn(page, "side-n1")?;
        turn(page, "side-n2")?;
        page.find("#partition")?.click()?;
        page.wait_for_text("Command: partition the network into {n1, n2}")?;
        page.find("#heal")?.click()?;
        page.wait_for_text("Command: heal the network")?;
        page.find("#library")?.click()?;
        page.find("[role=dialog] #story-figure-8")?;
        page.press(key::ESCAPE)?;
        page.find("#protocol")?.click()?;
        ["election", "heartbeat", "retry"].into_iter().try_for_each(|id| slide(page, id))?;
        page.find("#plain").map(drop)
    });
}

/// Selects a message on its way that is none of these; gives its name.
fn select_a_message(page: &Page, but: &[&str]) -> Outcome<String> {
    let name = page.message_on_its_way(but)?;
    page.select(&name)?;
    // The outline lies over the page as long as it has the keyboard.
    page.find("#stage .view")?.focus()?;
    Ok(name)
}

#[test]
fn all_that_can_be_done_to_a_message_can_be_done_from_its_panel() {
    in_each_browser(|page| {
        page.open("preset=three&seed=3&speed=1/200")?;
        let name = select_a_message(page, &[])?;
        page.find("#hold")?.click()?;
        page.wait_for_text("It is held, and stands still")?;
        page.find("#release")?.click()?;
        page.find("#hold")?;
        page.find("#delay")?.click()?;
        page.wait_for_text(&format!("Command: delay message {name} by 50 ms"))?;
        page.find("#tool-delay")?.click()?;
        page.find("#duplicate")?.click()?;
        page.wait_for_text(&format!("Command: duplicate message {name}"))?;
        page.find("#tool-hold")?.click()?;
        page.find("#tool-release")?.click()?;
        page.find("#hold")?;
        page.find("#arrive")?.click()?;
        page.wait_for_text("It has arrived")?;
        let other = select_a_message(page, &[&name])?;
        page.find("#drop")?.click()?;
        page.wait_for_text(&format!("Command: drop message {other}"))
    });
}

#[test]
fn a_node_stands_is_cut_off_and_is_joined_again_from_its_panel() {
    in_each_browser(|page| {
        let leader = led(page, "preset=five&seed=3&speed=1")?;
        let other = if leader == "n1" { "n2" } else { "n1" };
        page.select(other)?;
        page.find("#isolate")?.click()?;
        page.wait_for("a way back", || Ok((page.find("#isolate")?.text()? == "Reconnect").then_some(())))?;
        page.find("#isolate")?.click()?;
        page.find("#link")?.choose("Link with n5")?;
        page.by_role("button", &format!("Cut n5 → {other}"))?.click()?;
        page.by_role("button", &format!("Mend n5 → {other}"))?.click()?;
        page.find("#timeout")?.click()?;
        page.wait_for_text(&format!("{other} stands for election in term 2"))?;
        page.all(".line button")?[0].click()?;
        let event = || page.find(".card.event")?.attribute("data-event");
        let newest = event()?;
        page.find("#event-before")?.click()?;
        page.wait_for("the event before", || Ok((event()? != newest).then_some(())))?;
        page.find("#event-after")?.click()?;
        page.wait_for("the event again", || Ok((event()? == newest).then_some(())))?;
        // What it came of is a press away.
        page.script::<()>(
            "[...document.querySelectorAll('.line button')].find((line) => line.textContent.includes(' votes for ')).click();",
        )?;
        page.wait_for("a vote", || Ok((event()? != newest).then_some(())))?;
        let facts = page.all(".card.event .facts .link")?;
        facts.last().ok_or_else(|| Failure::new("a vote comes of something"))?.click()?;
        page.find(".card.message").map(drop)
    });
}

#[test]
fn members_leave_and_join_and_clusters_merge_without_some_of_their_nodes() {
    in_each_browser(|page| {
        page.open("preset=five-by-five&seed=2&speed=2")?;
        page.find("#play")?.click()?;
        page.leader("c1")?;
        page.leader("c2")?;
        page.find("#play")?.click()?;
        page.select("c1")?;
        page.find("#open-members")?.click()?;
        page.find("#add-spare")?.click()?;
        turn(page, "join-n26")?;
        turn(page, "leave-n5")?;
        assert!(page.find("#change-members")?.is_enabled()?);
        page.by_role("button", "Cancel")?.click()?;
        page.find("#open-merge")?.click()?;
        let chosen =
            |id: &str| page.script::<bool>(&format!("return document.getElementById('{id}').checked;"));
        if !chosen("with-c2")? {
            turn(page, "with-c2")?;
        }
        turn(page, "along-n5")?;
        page.find("#merge")?.click()?;
        page.wait_for_text("Command: merge c1 with c2, keeping")?;
        page.find("#play")?.click()?;
        let members = page.wait_for("the merged cluster", || {
            let section = page.all("#outline section[data-epoch='1']")?;
            let Some(section) = section.first() else { return Ok(None) };
            section.attribute("data-members")
        })?;
        assert_eq!(members, "n1 n2 n3 n4 n6 n7 n8 n9 n10");
        Ok(())
    });
}

#[test]
fn learners_and_the_handing_over_of_leadership_are_a_press_away_once_they_are_switched_on() {
    in_each_browser(|page| {
        page.open("preset=three&seed=5&speed=1")?;
        page.find("#protocol")?.click()?;
        page.by_role("checkbox", "Learners")?.click()?;
        page.by_role("checkbox", "Leadership transfer")?.click()?;
        page.press(key::ESCAPE)?;
        page.find("#play")?.click()?;
        let old = page.leader("c1")?;
        page.select("c1")?;
        page.expect_accessible("a cluster that takes learners")?;
        page.find("#new-learner")?.click()?;
        page.find("#learn-n4")?.click()?;
        page.wait_for_text("learners n4 is committed on")?;
        page.expect_accessible("a cluster with a learner")?;
        page.find("#unlearn-n4")?.click()?;
        page.find("#learn-n4")?;
        let other = if old == "n1" { "n2" } else { "n1" };
        page.select(other)?;
        page.find("#hand-over")?.click()?;
        page.wait_for("the other to lead", || Ok((page.leader("c1")? == other).then_some(())))
    });
}

#[test]
fn searches_and_comparisons_are_set_up_in_every_way() {
    in_each_browser(|page| {
        page.open("preset=five&seed=3")?;
        page.find("#tab-explore")?.click()?;
        for id in ["with-crashes", "with-partitions", "with-messages", "with-changes", "as-here"] {
            turn(page, id)?;
        }
        page.find("#variant button")?.click()?;
        page.find("[role=dialog] #mistake-vote-for-stale-log")?;
        page.press(key::ESCAPE)?;
        page.find("#method")?.choose("three nodes")?;
        page.wait_for("no faults to choose", || Ok(page.all("#with-crashes")?.is_empty().then_some(())))?;

        page.find("#tab-quorums")?.click()?;
        slide_number(page, "change-from")?;
        slide_number(page, "change-to")?;

        page.find("#tab-charts")?.click()?;
        page.find("#chart-load")?.click()?;
        page.wait_for_text("Command: let 8 clients")?;
        page.find("#charts-trial")?.click()?;
        let says = || page.find("#trial-state")?.text();
        let ends = |before: &str| {
            page.wait_for("another result", || {
                Ok(Some(says()?).filter(|now| now.contains("Seed ") && now != before))
            })
        };
        let first = ends("")?;
        page.find("#trial-clients")?.choose("32 clients")?;
        let second = ends(&first)?;
        page.find("#trial-data")?.choose("no data")?;
        let third = ends(&second)?;
        page.find("#trial-next")?.click()?;
        ends(&third)?;
        page.find("#charts-run")?.click()?;
        page.find("#charts-run[aria-pressed='true']").map(drop)
    });
}

/// Moves a slider of a small number to the left or right, whichever it can.
fn slide_number(page: &Page, id: &str) -> Outcome {
    let value = || page.find(&format!("#{id}"))?.value();
    let before = value()?;
    page.find(&format!("#{id}"))?.focus()?;
    page.press(key::RIGHT)?;
    page.press(key::RIGHT)?;
    if value()? == before {
        page.press(key::LEFT)?;
    }
    assert_ne!(value()?, before, "{id}");
    Ok(())
}

#[test]
fn on_a_phone_every_view_is_a_tab_and_the_speed_a_menu() {
    in_each_browser(|page| {
        page.resize(Size::PHONE)?;
        led(page, "preset=three&seed=5&speed=1")?;
        page.find("#speed-menu")?.choose("10×")?;
        page.find("#tab-events")?.click()?;
        page.wait_for("the events", || Ok((!page.all("#panel .events .line")?.is_empty()).then_some(())))?;
        page.find("#tab-inspector")?.click()?;
        page.find("#panel .card.start").map(drop)
    });
}
