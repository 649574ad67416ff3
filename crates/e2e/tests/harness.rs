//! The harness can fail: each kind of trouble is noticed in both browsers, and elements are found as a user knows them.

use std::path::Path;

use recraft_e2e::{Level, Look, Outcome, Page, Scheme, in_each_browser_on, key};

/// Plays a story on a blank page of the test's own: whatever the built one is like, this is known.
fn on_a_blank_page(look: &Look, body: &str, story: impl Fn(&Page) -> Outcome) {
    let blank = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/blank");
    in_each_browser_on(&blank, look, |page| {
        page.open("")?;
        page.script::<()>(&format!("document.body.innerHTML = {};", serde_json::Value::from(body)))?;
        story(page)
    });
}

/// Does something that must be reported, and says what was.
fn reported(page: &Page, script: &str, expected: &str, level: Level) -> Outcome {
    page.script::<()>(script)?;
    page.wait_for(&format!("a report of “{expected}”"), || {
        let reports = page.trouble()?;
        Ok(reports.iter().any(|report| report.text.contains(expected) && report.level == level).then_some(()))
    })?;
    assert!(page.expect_no_trouble().is_err());
    page.forget_reports()
}

#[test]
fn every_kind_of_trouble_is_noticed() {
    on_a_blank_page(&Look::default(), "", |page| {
        reported(page, "console.error('said as an error');", "said as an error", Level::Error)?;
        reported(page, "console.warn('said as a warning');", "said as a warning", Level::Warning)?;
        reported(page, "setTimeout(() => { throw new Error('thrown'); });", "thrown", Level::Error)?;
        reported(page, "setTimeout(() => Promise.reject(new Error('rejected')));", "rejected", Level::Error)?;
        reported(page, "fetch('no-such-file');", "404", Level::Error)?;
        page.script::<()>("console.log('only said'); console.info('only said');")?;
        page.expect_no_trouble()
    });
}

#[test]
fn elements_are_found_by_role_and_name() {
    let body = "
        <button onclick='this.textContent = \"Play\"'>Pause</button>
        <label>Key <input id='key'></label>
        <ul aria-label='Nodes'><li data-testid='n1'>One</li><li>Two</li></ul>
        <select aria-label='Preset'><option>Three</option><option>Five</option></select>";
    on_a_blank_page(&Look::default(), body, |page| {
        page.by_role("button", "Pause")?.click()?;
        assert_eq!(page.by_role("button", "Play")?.text()?, "Play");
        assert_eq!(page.all_by_role("listitem", None)?.len(), 2);
        assert_eq!(page.by_role("list", "Nodes")?.all("li")?.len(), 2);
        assert_eq!(page.by_test_id("n1")?.text()?, "One");
        let field = page.by_role("textbox", "Key")?;
        field.fill("k1")?;
        page.press(key::BACKSPACE)?;
        page.press("9")?;
        assert_eq!(field.value()?, "k9");
        assert_eq!((field.role()?, field.name()?), ("textbox".to_owned(), "Key".to_owned()));
        assert_eq!(page.focused()?.attribute("id")?.as_deref(), Some("key"));
        let list = page.by_role("combobox", "Preset")?;
        list.choose("Five")?;
        assert_eq!(list.value()?, "Five");
        assert!(list.choose("Nine").is_err());
        Ok(())
    });
}

#[test]
fn points_of_the_window_can_be_clicked_tapped_and_dragged() {
    let body = "<div id='pad' style='position: fixed; inset: 0; touch-action: none'></div>";
    on_a_blank_page(&Look::default(), body, |page| {
        page.script::<()>(
            "window.seen = []; for (const kind of ['pointerdown', 'pointerup'])
             document.getElementById('pad').addEventListener(kind, (event) =>
               seen.push(`${event.pointerType} ${kind} ${event.clientX},${event.clientY}`));",
        )?;
        page.click_at(40.0, 50.0)?;
        page.tap_at(60.0, 70.0)?;
        page.drag((10.0, 10.0), (90.0, 30.0))?;
        let seen: Vec<String> = page.script("return seen;")?;
        let expected = [
            "mouse pointerdown 40,50",
            "mouse pointerup 40,50",
            "touch pointerdown 60,70",
            "touch pointerup 60,70",
            "mouse pointerdown 10,10",
            "mouse pointerup 90,30",
        ];
        assert_eq!(seen, expected);
        Ok(())
    });
}

#[test]
fn the_users_preferences_reach_the_page() {
    let look = Look { scheme: Scheme::Dark, reduced_motion: true, ..Look::default() };
    on_a_blank_page(&look, "", |page| {
        assert!(page.script::<bool>("return matchMedia('(prefers-color-scheme: dark)').matches;")?);
        assert!(page.script::<bool>("return matchMedia('(prefers-reduced-motion: reduce)').matches;")?);
        Ok(())
    });
}
