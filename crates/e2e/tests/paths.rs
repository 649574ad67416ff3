//! Ways through the page: into the middle of a split and a merge and out of it, from each name and event to what it names, between two runs of one's
//! own, and away from what stands in the way.

use recraft_e2e::{Outcome, Page, in_each_browser, key};

/// Selects something in the outline with the keyboard.
fn select(page: &Page, name: &str) -> Outcome {
    page.select(name)?;
    // The outline lies over the stage as long as it has the keyboard.
    page.find("#stage .view")?.focus()
}

fn click(page: &Page, css: &str) -> Outcome {
    page.find(css)?.click().map_err(|failure| failure.at(css))
}

/// Goes on to the next event, and waits until time stands still again.
fn next_event(page: &Page) -> Outcome {
    let now = || page.script::<u64>("return Number(document.querySelector('#outline').dataset.nowUs);");
    let before = now()?;
    page.press(key::RIGHT)?;
    page.wait_for("the next event", || {
        Ok((now()? > before && !page.all("#outline[data-playing=false]")?.is_empty()).then_some(()))
    })
}

/// What is at the cluster with this name, in the outline.
fn cluster(page: &Page, name: &str, what: &str) -> Outcome<String> {
    Ok(page.find(&format!("#outline section[data-cluster='{name}']"))?.attribute(what)?.unwrap_or_default())
}

fn wait_for_leaders(page: &Page, names: &[&str]) -> Outcome {
    names.iter().try_for_each(|name| {
        page.find(&format!("#outline section[data-cluster='{name}']:not([data-leader=''])")).map(drop)
    })
}

/// Goes on, event by event, until something is in the card of the selected cluster.
fn until_there(page: &Page, css: &str) -> Outcome {
    for _ in 0..60 {
        if !page.all(css)?.is_empty() {
            return Ok(());
        }
        next_event(page)?;
    }
    page.find(css).map(drop)
}

/// In the middle of a split: the card says what is waited for, and nothing keeps anybody out.
fn looks_into_a_split(page: &Page) -> Outcome {
    select(page, "c1")?;
    click(page, "#open-split")?;
    click(page, "#split-editor .row:last-child .button:not(.primary)")?;
    page.find("#open-split")?;
    assert!(page.all("#split-editor")?.is_empty(), "it is given up");
    click(page, "#open-split")?;
    click(page, "#split")?;
    until_there(page, ".card .waiting")?;
    page.expect_accessible("a cluster in the middle of a split")?;
    click(page, "#play")?;
    wait_for_leaders(page, &["c2", "c3"])?;
    click(page, "#play")
}

/// A merge is called off in its middle, and another one made, from which a node stays behind.
fn calls_a_merge_off(page: &Page) -> Outcome {
    select(page, "c2")?;
    click(page, "#open-merge")?;
    click(page, "#merge")?;
    until_there(page, "#cancel-merge")?;
    page.expect_accessible("a cluster in the middle of a merge")?;
    click(page, "#cancel-merge")?;
    page.wait_for_text("Command: cancel")?;
    click(page, "#play")?;
    page.wait_for("the merge to be over", || {
        Ok((page.all("#cancel-merge")?.is_empty() && page.all(".card .waiting")?.is_empty()).then_some(()))
    })?;
    let clusters: usize = page.script(
        "return document.querySelectorAll('#outline section[data-cluster][data-ended=false]').length;",
    )?;
    assert_eq!(clusters, 2, "both go on as they were");
    click(page, "#open-merge")?;
    let stays = cluster(page, "c3", "data-members")?;
    let stays = stays.split(' ').next_back().unwrap_or_default();
    click(page, &format!("#along-{stays}"))?;
    click(page, "#merge")?;
    wait_for_leaders(page, &["c5"])?;
    assert!(
        !cluster(page, "c5", "data-members")?.split(' ').any(|node| node == stays),
        "{stays} stays behind"
    );
    page.find(&format!("#outline [data-spares] #outline-{stays}")).map(drop)
}

#[test]
fn a_split_and_a_merge_are_looked_at_in_their_middle_and_a_merge_is_called_off() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7&speed=1")?;
        click(page, "#play")?;
        wait_for_leaders(page, &["c1"])?;
        select(page, "c1")?;
        page.find("#key")?.fill("apple")?;
        click(page, "#read")?;
        page.wait_for_text("its answer to “get apple”")?;
        click(page, "#open-members")?;
        let leaves = if cluster(page, "c1", "data-leader")? == "n5" { "n4" } else { "n5" };
        click(page, &format!("#leave-{leaves}"))?;
        click(page, "#change-members")?;
        page.wait_for("it to leave", || {
            Ok((!cluster(page, "c1", "data-members")?.contains(leaves)).then_some(()))
        })?;
        click(page, "#play")?;
        looks_into_a_split(page)?;
        calls_a_merge_off(page)
    });
}

/// Presses one of the names of nodes and clusters in each place where there are any: it leads to what it names.
fn follows_names(page: &Page, view: &str) -> Outcome {
    let homes: Vec<String> = page.script(
        "const homes = [...document.querySelectorAll('.dock .link, .side .link')].filter((link) => /^[nc]\\d+$/.test(link.textContent)).map((link) => link.parentElement.closest('[class]').classList[0]);
         return [...new Set(homes)];",
    )?;
    for home in homes {
        let name: Option<String> = page.script(&format!(
            "const link = [...document.querySelectorAll('.{home} .link')].find((link) => /^[nc]\\d+$/.test(link.textContent));
             link?.click();
             return link?.textContent ?? null;"
        ))?;
        if let Some(name) = name {
            page.find(&format!(".card[data-inspecting='{name}']"))
                .map_err(|failure| failure.at(format!("{name} in .{home} of {view}")))?;
        }
    }
    Ok(())
}

fn follows_names_everywhere(page: &Page) -> Outcome {
    for view in ["events", "space-time", "logs", "lineage", "quorums", "data", "charts", "checks"] {
        page.all(&format!("#tab-{view}"))?.first().map_or(Ok(()), recraft_e2e::Element::click)?;
        // Whoever leads is among the nodes.
        let all = if view == "events" { &["n1", "n2", "n3", "c1"][..] } else { &["c1"] };
        for selected in all {
            select(page, selected)?;
            follows_names(page, view)?;
        }
    }
    Ok(())
}

/// Along the events of a node: from each to what it came from, and what it led to.
fn walks_along_events(page: &Page) -> Outcome {
    click(page, "#tab-space-time")?;
    let event = || page.find(".card")?.text();
    let moves = |how: &dyn Fn() -> Outcome| {
        let before = event()?;
        how()?;
        page.wait_for("another event", || Ok((event()? != before).then_some(())))
    };
    page.press("1")?;
    page.press("[")?;
    page.find(".card.event")?;
    moves(&|| click(page, "#event-before"))?;
    moves(&|| click(page, "#event-after"))?;
    moves(&|| click(page, "#event-before"))?;
    moves(&|| page.press("]"))?;
    while page.all(".card.event .sent .link")?.is_empty() {
        moves(&|| click(page, "#event-before"))?;
    }
    moves(&|| page.script("document.querySelector('.card.event .sent .link').click();"))?;
    select(page, "n1")?;
    page.script::<()>("document.querySelector('.card .recent .told').click();")?;
    page.find(".card.event")?;
    if page.all(".in-words[open]")?.is_empty() {
        click(page, ".in-words summary")?;
    }
    moves(&|| page.script("document.querySelector('.in-words .told:not([aria-current])').click();"))
}

#[test]
fn names_and_events_lead_to_what_they_name() {
    in_each_browser(|page| {
        page.open("preset=three&seed=5&speed=1")?;
        click(page, "#play")?;
        wait_for_leaders(page, &["c1"])?;
        page.find("#write")?.click()?;
        page.wait_for_text("its answer to “put")?;
        click(page, "#play")?;
        page.find("#outline[data-playing=false]")?;
        follows_names_everywhere(page)?;
        walks_along_events(page)
    });
}

/// The time on the clock.
fn clock(page: &Page) -> Outcome<String> {
    page.find("#clock")?.text()
}

fn plays_and_stops(page: &Page) -> Outcome<String> {
    let before = clock(page)?;
    click(page, "#play")?;
    page.wait_for("time to pass", || Ok((clock(page)? != before).then_some(())))?;
    click(page, "#play")?;
    page.find("#outline[data-playing=false]")?;
    clock(page)
}

#[test]
fn between_two_runs_of_ones_own_one_goes_to_and_fro() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7&speed=1")?;
        plays_and_stops(page)?;
        page.press("3c")?;
        page.find("#outline-n3[data-role=down]")?;
        let first = clock(page)?;
        page.find("#preset")?.choose("Three nodes")?;
        page.wait_for("three nodes", || Ok(page.all("#outline-n5")?.is_empty().then_some(())))?;
        plays_and_stops(page)?;
        page.press("1c")?;
        page.find("#outline-n1[data-role=down]")?;
        let second = clock(page)?;
        let home = || -> Outcome {
            page.press(key::ESCAPE)?;
            let way = page.wait_for("the way back", || {
                let offers = page.all(".card .suggestions button")?;
                Ok(offers
                    .into_iter()
                    .find(|offer| offer.text().is_ok_and(|text| text.contains("Back to your run"))))
            })?;
            way.click()
        };
        home()?;
        page.find("#outline-n3[data-role=down]")?;
        page.wait_for("its moment", || Ok((clock(page)? == first).then_some(())))?;
        home()?;
        page.find("#outline-n1[data-role=down]")?;
        page.wait_for("the other's moment", || Ok((clock(page)? == second).then_some(())))?;
        assert!(page.all("#outline-n5")?.is_empty());
        // What was undone is done again with the other key for it.
        page.press_holding(key::CONTROL, "z")?;
        page.find("#outline-n1:not([data-role=down])")?;
        page.press_holding(&format!("{}{}", key::CONTROL, key::SHIFT), "z")?;
        page.find("#outline-n1[data-role=down]").map(drop)
    });
}

#[test]
fn a_tour_and_a_notice_are_put_away_and_what_is_embedded_leads_to_the_whole() {
    in_each_browser(|page| {
        page.open("")?;
        click(page, "#tour-end")?;
        page.wait_for("no tour", || Ok(page.all("#tour")?.is_empty().then_some(())))?;
        page.press("d")?;
        click(page, "#notice .button")?;
        page.wait_for("no notice", || Ok(page.all("#notice")?.is_empty().then_some(())))?;
        click(page, "#share-button")?;
        let link = page.wait_for("the link", || {
            let link = page.find("#run-link")?.value()?;
            Ok(link.contains("#r=").then_some(link))
        })?;
        for (field, says) in [("#run-link", "#r="), ("#frame", "<iframe")] {
            click(page, field)?;
            page.press_holding(key::CONTROL, "a")?;
            let selected: String = page.script(
                "const { value, selectionStart, selectionEnd } = document.activeElement; return value.slice(selectionStart, selectionEnd);",
            )?;
            assert!(selected.contains(says), "{selected}");
        }
        click(page, "#copy-frame")?;
        page.wait_for("that it is said", || {
            Ok((!page.find("#share-said")?.text()?.is_empty()).then_some(()))
        })?;
        click(page, "#sheet-close")?;
        page.go_to(&format!("{}embed.html?preset=three&seed=3", page.url()))?;
        page.find(".embedded #outline")?;
        let open = page.find("#open-in-lab")?;
        assert_eq!(open.attribute("target")?.as_deref(), Some("_blank"));
        let there = open.attribute("href")?.unwrap_or_default();
        assert!(!there.contains("embed.html") && link.starts_with(&page.url()), "{there}");
        open.script::<()>("element.removeAttribute('target');", &().into())?;
        open.click()?;
        page.find("#lessons-button")?;
        page.find("#outline-n3")?;
        assert!(page.all("#outline-n5")?.is_empty(), "it is the same run");
        Ok(())
    });
}
