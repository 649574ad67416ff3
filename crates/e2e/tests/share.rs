//! Handing a run on: links and what is wrong with some.

use recraft_e2e::{Failure, Outcome, Page, in_each_browser, key};

/// The virtual time.
fn now_us(page: &Page) -> Outcome<u64> {
    page.script("return Number(document.querySelector('#outline').dataset.nowUs);")
}

/// Everything that the outline says of the stage.
fn outline(page: &Page) -> Outcome<String> {
    page.script("return document.querySelector('#outline').textContent;")
}

/// Opens the sheet and gives the link.
fn link(page: &Page) -> Outcome<String> {
    page.find("#share-button")?.click()?;
    page.wait_for("the link", || {
        let link = page.find("#run-link")?.value()?;
        Ok(link.contains("#r=").then_some(link))
    })
}

fn go_and_wait(page: &Page, url: &str) -> Outcome {
    page.go_to(url)?;
    page.wait_for("the page to be ready", || {
        let ready: bool = page.script("return document.documentElement.dataset.ready === 'true';")?;
        Ok(ready.then_some(()))
    })
}

/// A run by hand: a crash, some time, a step back and another crash instead, which begins a branch.
fn by_hand(page: &Page) -> Outcome {
    page.open("preset=five&seed=7&speed=1")?;
    page.find("#begin")?.click()?;
    page.wait_for("some time to pass", || Ok((now_us(page)? > 700_000).then_some(())))?;
    page.press("3")?;
    page.press("c")?;
    page.wait_for("more time to pass", || Ok((now_us(page)? > 1_000_000).then_some(())))?;
    page.press(" ")?;
    page.press(key::HOME)?;
    page.find("#next")?.click()?;
    page.wait_for("the first event", || Ok((now_us(page)? > 0).then_some(())))?;
    page.press("2")?;
    page.press("c")?;
    page.find("#tab-logs")?.click()
}

#[test]
fn a_run_made_by_hand_is_the_same_for_whoever_opens_its_link() {
    in_each_browser(|page| {
        by_hand(page)?;
        std::thread::sleep(std::time::Duration::from_millis(400));
        let (now, words) = (now_us(page)?, outline(page)?);
        let link_then = link(page)?;
        assert!(link_then.len() - link_then.find("#r=").unwrap_or(0) < 300, "{link_then}");
        page.press(key::ESCAPE)?;

        page.go_to("about:blank")?;
        go_and_wait(page, &link_then)?;
        page.wait_for("the moment of the link", || Ok((now_us(page)? == now).then_some(())))?;
        assert_eq!(outline(page)?, words);
        assert_eq!(page.find("#tab-logs")?.attribute("aria-selected")?.as_deref(), Some("true"));
        assert!(page.all("#notice")?.is_empty(), "nothing has to be said");
        // The link of the same moment is the same link: it holds the state's hash, the moment, the branch and the view.
        assert_eq!(link(page)?, link_then);
        page.press(key::ESCAPE)?;
        assert_eq!(page.focused()?.attribute("id")?.as_deref(), Some("share-button"));
        Ok(())
    });
}

#[test]
fn a_link_is_copied_with_one_press_and_it_is_said() {
    in_each_browser(|page| {
        page.open("preset=three&seed=4")?;
        let link = link(page)?;
        page.find("#copy-run-link")?.click()?;
        page.wait_for("that it is said", || {
            let said = page.find("#share-said")?.text()?;
            Ok((!said.is_empty()).then_some(()))
        })?;
        let selected: String = page.script("return document.getSelection().toString() || document.activeElement.value || document.querySelector('#run-link').value;")?;
        assert_eq!(selected, link);
        let frame = page.find("#frame")?.value()?;
        assert!(frame.starts_with("<iframe src=\"http") && frame.contains(&link), "{frame}");
        let all = page.all("input[name='link-from']")?;
        all[1].click()?;
        page.wait_for("another link", || Ok((page.find("#run-link")?.value()? == link).then_some(())))
            .map_err(|_| Failure::new("the beginning is the beginning, by either way"))
    });
}

#[test]
fn what_is_wrong_with_a_link_is_said_and_changes_nothing() {
    in_each_browser(|page| {
        page.open("preset=three&seed=4")?;
        let good = link(page)?;
        page.press(key::ESCAPE)?;
        page.press("1")?;
        page.press("c")?;
        let words = outline(page)?;
        let (base, text) = good.split_once("#r=").unwrap_or((&good, ""));
        let long = "A".repeat(70_000);
        for (bad, says) in [
            ("", "It ends in the middle"),
            (&text[..text.len() / 2], "ends in the middle"),
            ("%3Cscript%3Ealert(1)%3C/script%3E", "It is damaged"),
            ("BwAB", "It is of version 7"),
            ("AQEBAQEBAQEB", "damaged, or ends in the middle"),
            ("AQACBG5vbmUAAAAA", "a story that this page does not have"),
            (long.as_str(), "It is too long"),
        ] {
            page.script::<()>(&format!("location.hash = 'r={bad}'; return null;"))?;
            page.wait_for(&format!("what is wrong with {}", &bad[..bad.len().min(20)]), || {
                let notices = page.all("#notice")?;
                let Some(notice) = notices.first() else { return Ok(None) };
                Ok(notice.text()?.contains(says).then_some(()))
            })?;
            assert_eq!(outline(page)?, words, "nothing has changed");
        }
        // The last good one is opened all the same.
        page.script::<()>(&format!("location.hash = 'r={text}'; return null;"))?;
        page.wait_for("the good one", || {
            Ok((outline(page)? != words && page.all("#notice")?.is_empty()).then_some(()))
        })?;
        // A page that begins with a bad one begins as it does by default.
        page.go_to("about:blank")?;
        go_and_wait(page, &format!("{base}#r=BwAB"))?;
        page.wait_for_text("It is of version 7")?;
        page.find("#outline-n5").map(drop)
    });
}
