//! The inspector keeps what one needs at hand, and in its place.

use recraft_e2e::{Element, Outcome, Page, Size, in_each_browser, key};

/// A page whose cluster has a leader, and stands still; says who leads.
fn led(page: &Page) -> Outcome<String> {
    page.open("preset=three&seed=5&speed=1")?;
    page.find("#play")?.click()?;
    let leader = page.leader("c1")?;
    page.find("#play")?.click()?;
    Ok(leader)
}

#[test]
fn what_to_try_next_is_at_hand_whatever_is_selected() {
    in_each_browser(|page| {
        let leader = led(page)?;
        let crash = format!("Crash {leader}, the leader of c1");
        page.select("c1")?;
        page.find("#try-this")?.click()?;
        page.wait_for_text(&crash)?;
        page.select("n1")?;
        page.wait_for_text(&crash)
    });
}

#[test]
fn buttons_stay_in_their_places_when_a_node_crashes() {
    in_each_browser(|page| {
        let leader = led(page)?;
        page.select(&leader)?;
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
        page.select("c1")?;
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

/// How far the panel of a narrow page is scrolled, and how far it could be.
fn scrolled(page: &Page) -> Outcome<[f64; 2]> {
    page.script("const { scrollTop, scrollHeight, clientHeight } = document.getElementById('panel'); return [scrollTop, scrollHeight - clientHeight];")
}

#[test]
fn on_a_phone_what_the_panel_turns_to_begins_at_its_top_and_all_of_it_can_be_reached() {
    in_each_browser(|page| {
        page.resize(Size::PHONE)?;
        let leader = led(page)?;
        page.select(&leader)?;
        let at_the_top = |what: &str| page.wait_for(what, || Ok((scrolled(page)?[0] == 0.0).then_some(())));
        let to_the_end = || -> Outcome {
            page.script::<()>("document.getElementById('panel').scrollTop = 1e6;")?;
            assert!(scrolled(page)?[0] > 100.0, "there is something to scroll");
            Ok(())
        };
        to_the_end()?;
        page.select("c1")?;
        at_the_top("another selection at its top")?;
        to_the_end()?;
        page.script::<()>("document.getElementById('open-split').click();")?;
        page.find("#split-editor")?;
        at_the_top("the form at its top")?;
        page.press(key::ESCAPE)?;
        page.press(key::ESCAPE)?;
        page.select(&leader)?;
        page.find("#crash")?.click()?;
        page.wait_for_text("not known while it is down")?;
        page.find("#try-this")?.click()?;
        // What has been opened comes into view, and nothing within scrolls by itself.
        page.wait_for("what there is to try", || {
            let seen: bool = page.script(
                "const [panel, trying] = ['panel', 'trying'].map((id) => document.getElementById(id).getBoundingClientRect());
                 return trying.top >= panel.top - 1 && (trying.top <= panel.top + 1 || trying.bottom <= panel.bottom + 1);",
            )?;
            Ok(seen.then_some(()))
        })?;
        let inner: f64 = page.script("const { scrollHeight, clientHeight } = document.getElementById('trying'); return scrollHeight - clientHeight;")?;
        assert!(inner < 2.0, "{inner}");
        to_the_end()?;
        let last: bool = page.script(
            "const bottom = (element) => element.getBoundingClientRect().bottom;
             return bottom(document.querySelector('#trying li:last-child')) <= bottom(document.getElementById('panel'));",
        )?;
        assert!(last, "the last of what there is to try can be reached");
        Ok(())
    });
}
