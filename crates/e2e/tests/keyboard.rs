//! “Split this cluster”, by keys alone, with the words that a screen reader is given on the way.

use recraft_e2e::{Outcome, Page, in_each_browser, key};

/// Goes on with Tab until the element that a test means has the keyboard; no pointer, and no script moves it.
fn tab_to(page: &Page, what: &str, is_it: impl Fn(&Page) -> Outcome<bool>) -> Outcome {
    for _ in 0..80 {
        page.press(key::TAB)?;
        if is_it(page)? {
            return Ok(());
        }
    }
    page.wait_for(&format!("{what} by Tab"), || Ok(is_it(page)?.then_some(())))
}

/// Notes what the live region says, as a screen reader would read it out.
const HEAR: &str = "
    const says = document.querySelector('#narration');
    document.body.dataset.heard = '';
    new MutationObserver(() => document.body.dataset.heard += says.textContent + '; ').observe(says, { childList: true, characterData: true, subtree: true });";

fn has_keyboard(page: &Page, id: &str) -> Outcome<bool> {
    Ok(page.focused()?.attribute("id")?.as_deref() == Some(id))
}

fn outline(page: &Page) -> Outcome<String> {
    page.script("return document.querySelector('#outline').textContent;")
}

#[test]
fn a_cluster_is_split_by_keys_alone_and_it_is_told_in_words() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7&speed=1")?;
        page.script::<()>(HEAR)?;
        tab_to(page, "the way to “Play”", |page| has_keyboard(page, "play"))?;
        page.press(key::ENTER)?;
        page.wait_for("a leader in the outline", || Ok(outline(page)?.contains("leader n").then_some(())))?;
        page.wait_for("the leader to have committed", || {
            let commits: bool = page.script("return [...document.querySelectorAll('#outline [data-node]')].every((node) => Number(node.dataset.commit) > 0);")?;
            Ok(commits.then_some(()))
        })?;

        page.press("o")?;
        page.wait_for("the keyboard in the outline", || Ok(has_keyboard(page, "outline-c1")?.then_some(())))?;
        assert_eq!(page.focused()?.role()?, "button");
        let name = page.focused()?.name()?;
        assert!(name.contains("c1") && name.contains("5"), "the cluster is called “{name}”");
        page.press(key::DOWN)?;
        assert!(page.focused()?.name()?.starts_with("n1"), "{}", page.focused()?.name()?);
        page.press(key::UP)?;
        page.press(key::ENTER)?;

        tab_to(page, "the way to “Split…”", |page| has_keyboard(page, "open-split"))?;
        page.press(key::ENTER)?;
        // The editor is not left for something else on the way to its button.
        tab_to(page, "the way to the button that splits", |page| {
            Ok(page.focused()?.name()?.starts_with("Split c1 into"))
        })?;
        page.press(key::ENTER)?;

        page.wait_for("two clusters in the outline", || {
            let words = outline(page)?;
            Ok((words.contains("c2") && words.contains("c3")).then_some(()))
        })?;
        page.wait_for("a leader of the new epoch to be told", || {
            let heard: String = page.script("return document.body.dataset.heard;")?;
            // Who leads in the new epoch; whatever came too quickly to be listened to is in the list of events.
            Ok((heard.contains("epoch 1") && heard.contains("lead")).then_some(()))
        })?;
        page.expect_accessible("two clusters")
    });
}
