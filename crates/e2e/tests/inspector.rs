//! The inspector keeps what one needs at hand, and in its place.

use recraft_e2e::{Element, Outcome, Page, in_each_browser, key};

/// Selects something in the outline with the keyboard.
fn select(page: &Page, name: &str) -> Outcome {
    page.find(&format!("#outline-{name}"))?.focus()?;
    page.press(key::ENTER)?;
    page.find(&format!("[data-inspecting='{name}']")).map(drop)
}

/// A page whose cluster has a leader, and stands still; says who leads.
fn led(page: &Page) -> Outcome<String> {
    page.open("preset=three&seed=5&speed=1")?;
    page.find("#play")?.click()?;
    let leader = page.wait_for("a leader", || {
        let leader = page.find("#outline section[data-cluster='c1']")?.attribute("data-leader")?;
        Ok(leader.filter(|leader| !leader.is_empty()))
    })?;
    page.find("#play")?.click()?;
    Ok(leader)
}

#[test]
fn what_to_try_next_is_at_hand_whatever_is_selected() {
    in_each_browser(|page| {
        let leader = led(page)?;
        let crash = format!("Crash {leader}, the leader of c1");
        select(page, "c1")?;
        page.find("#try-this")?.click()?;
        page.wait_for_text(&crash)?;
        select(page, "n1")?;
        page.wait_for_text(&crash)
    });
}

#[test]
fn buttons_stay_in_their_places_when_a_node_crashes() {
    in_each_browser(|page| {
        let leader = led(page)?;
        select(page, &leader)?;
        let places = || -> Outcome<Vec<[f64; 4]>> {
            page.all(".card .actions > *")?.iter().map(Element::place).collect()
        };
        let before = places()?;
        page.find("#crash")?.click()?;
        page.wait_for_text("not known while it is down")?;
        assert_eq!(places()?, before);
        assert_eq!(page.find("#crash")?.text()?, "Restart");
        assert!(!page.find("#timeout")?.is_enabled()?);
        Ok(())
    });
}

#[test]
fn a_cluster_shows_what_was_written_and_an_answer_stays_with_its_cluster() {
    in_each_browser(|page| {
        led(page)?;
        select(page, "c1")?;
        page.find("#key")?.fill("apple")?;
        page.find("#value")?.fill("red")?;
        page.find("#write")?.click()?;
        page.find("#play")?.click()?;
        page.wait_for("the key among the cluster's data", || {
            let data = page.all(".data")?;
            let shown = data.first().map(Element::text).transpose()?;
            Ok(shown.filter(|text| text.contains("apple") && text.contains("red")))
        })?;
        assert_eq!(page.find("#value")?.value()?, "red", "the value does not change by itself");
        page.wait_for_text("its answer to “put apple = red”")?;
        assert_eq!(page.all("#answer")?.len(), 1);
        page.press(key::ESCAPE)?;
        page.wait_for("no answer", || Ok(page.all("#answer")?.is_empty().then_some(())))
    });
}
