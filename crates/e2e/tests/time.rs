//! Time travel: every moment can be gone back to, and every alternative tried, by pointer and by keyboard.

use recraft_e2e::{Outcome, Page, in_each_browser, key};

/// The simulated time on the clock, in milliseconds.
fn clock(page: &Page) -> Outcome<f64> {
    let text: String = page.script("return document.querySelector('#clock .now').textContent;")?;
    Ok(text.replace('\u{202f}', "").parse().unwrap_or(f64::NAN))
}

/// Waits until the clock shows a time that is as it should be; says which.
fn wait_for_clock(page: &Page, what: &str, is: impl Fn(f64) -> bool) -> Outcome<f64> {
    page.wait_for(what, || Ok(Some(clock(page)?).filter(|&now| is(now))))
}

/// The same, once it stands still: a drag is followed a little later than it is made.
fn wait_for_still_clock(page: &Page, what: &str, is: impl Fn(f64) -> bool) -> Outcome<f64> {
    let mut before = None;
    page.wait_for(what, || {
        let now = clock(page)?;
        let stands = before.replace(now) == Some(now);
        Ok(Some(now).filter(|&now| stands && is(now)))
    })
}

fn in_the_past(page: &Page) -> Outcome<bool> {
    Ok(!page.all("#head")?.is_empty())
}

/// A page whose cluster has a leader, and stands still some time later.
fn played(page: &Page) -> Outcome<f64> {
    page.open("preset=three&seed=5&speed=1")?;
    page.find("#play")?.click()?;
    wait_for_clock(page, "a second and a half to pass", |now| now > 1_500.0)?;
    page.find("#play")?.click()?;
    let stood = clock(page)?;
    wait_for_clock(page, "the clock to stand", |now| now >= stood)
}

#[test]
fn any_moment_is_gone_back_to_by_button_key_and_pointer() {
    in_each_browser(|page| {
        let head = played(page)?;
        assert!(!in_the_past(page)?);
        page.find("#back")?.click()?;
        let before = wait_for_clock(page, "a step back", |now| now < head)?;
        page.find("#back")?.click()?;
        wait_for_clock(page, "another step back", |now| now < before)?;
        page.find("#next")?.click()?;
        wait_for_clock(page, "a step on again", |now| (now - before).abs() < 0.05)?;
        page.find("#head")?.click()?;
        wait_for_clock(page, "the newest moment", |now| now == head)?;
        assert!(!in_the_past(page)?);

        page.find("#go")?.choose("Previous election")?;
        let elected = wait_for_clock(page, "the election", |now| now < head - 100.0)?;
        page.wait_for_text("votes from")?;
        page.find("#go")?.choose("Beginning")?;
        wait_for_clock(page, "the beginning", |now| now == 0.0)?;
        page.find("#go")?.choose("Next election")?;
        wait_for_clock(page, "the same election", |now| now == elected)?;

        let line = page.find("#scrubber")?;
        line.focus()?;
        let keys =
            [(key::HOME, 0.0, 0.0), (key::END, head, head), (key::PAGE_DOWN, head * 0.85, head * 0.95)];
        for (pressed, least, most) in keys {
            page.press(pressed)?;
            wait_for_clock(page, "the line of time to follow its keys", |now| (least..=most).contains(&now))?;
        }
        let text = line.attribute("aria-valuetext")?.unwrap_or_default();
        assert!(text.contains("in the past"), "{text}");
        page.press(key::END)?;
        page.press(key::LEFT)?;
        wait_for_clock(page, "an arrow to step back", |now| now < head)?;

        let [x, y, width, height] = line.place()?;
        let at = |part: f64| (x + width * part, y + height * 0.5);
        page.drag(at(0.6), at(0.3))?;
        let dragged =
            wait_for_still_clock(page, "the pointer to be followed", |now| now > 100.0 && now < head * 0.6)?;
        page.drag(at(0.3), at(0.4))?;
        let back = wait_for_still_clock(page, "the pointer to be followed back", |now| now > dragged * 1.2)?;
        assert!(
            (back / dragged - 4.0 / 3.0).abs() < 0.04,
            "the line is where the pointer is: {dragged}, {back}"
        );
        page.hover_at(at(0.2).0, at(0.2).1)?;
        page.find("#scrubber .tip")?.text().map(|text| assert!(text.contains("ms"), "{text}"))?;
        page.press(key::SPACE)?;
        wait_for_clock(page, "playing to repeat the past and go on", |now| now > head + 50.0)?;
        assert!(page.all(".branches li")?.is_empty(), "playing begins no branch");
        page.expect_no_trouble()
    });
}

#[test]
fn what_was_done_is_undone_done_otherwise_and_both_are_compared() {
    in_each_browser(|page| {
        played(page)?;
        let down = |node: &str| -> Outcome<bool> {
            page.script(&format!(
                "return document.querySelector('#outline-{node}').textContent.includes('down');"
            ))
        };
        page.press("1")?;
        page.press("c")?;
        page.wait_for("n1 to crash", || Ok(down("n1")?.then_some(())))?;
        page.press_holding(key::CONTROL, "z")?;
        page.wait_for("n1 to be up again", || Ok((!down("n1")?).then_some(())))?;
        page.find("#redo")?.click()?;
        page.wait_for("n1 to be down again", || Ok(down("n1")?.then_some(())))?;
        page.find("#undo")?.click()?;
        page.wait_for("n1 to be up", || Ok((!down("n1")?).then_some(())))?;

        page.press("2")?;
        page.press("c")?;
        page.find("#branch-2")?;
        assert!(down("n2")? && !down("n1")?);
        assert_eq!(page.find("#branch-2")?.attribute("aria-pressed")?.as_deref(), Some("true"));
        page.wait_for_text("With: crash n2")?;

        page.by_role("button", "Compare with Original")?.click()?;
        page.wait_for_text("The same until")?;
        let compared = page.find("#comparison")?.text()?;
        assert!(compared.contains("crash n1") && compared.contains("crash n2"), "{compared}");
        page.find("#comparison-close")?.click()?;

        page.by_role("button", "Rename With: crash n2")?.click()?;
        // (A driver's way of clearing a field would leave it, and so keep an empty name.)
        page.find("#branch-name")?.focus()?;
        page.press_holding(key::CONTROL, "a")?;
        page.press("the other way")?;
        page.press(key::ENTER)?;
        page.by_role("button", "Rename the other way")?;

        page.find("#branch-1")?.focus()?;
        page.press(key::ENTER)?;
        page.wait_for("the first branch to be shown", || {
            Ok((page.find("#branch-1")?.attribute("aria-pressed")?.as_deref() == Some("true")).then_some(()))
        })?;
        page.find("#go")?.choose("Newest moment")?;
        page.wait_for("n1 to be down on this branch", || Ok((down("n1")? && !down("n2")?).then_some(())))?;
        page.by_role("button", "Remove the other way")?.click()?;
        page.wait_for("one branch to be left", || Ok(page.all(".branches li")?.is_empty().then_some(())))?;
        page.expect_no_trouble()
    });
}

#[test]
fn playing_slows_down_for_a_moment_when_something_happens() {
    in_each_browser(|page| {
        page.open("preset=three&seed=5&speed=20")?;
        page.find("#go")?.choose("Slow down when something happens")?;
        page.find("#play")?.click()?;
        page.script::<()>("return new Promise((done) => setTimeout(done, 1000));")?;
        let slow = clock(page)?;
        assert!(slow > 0.0 && slow < 2_000.0, "an election within the first second: {slow} ms");
        wait_for_clock(page, "time to pass fast again", |now| now > 20_000.0).map(drop)
    });
}

#[test]
fn a_run_that_fills_the_memory_stops_and_says_so() {
    in_each_browser(|page| {
        page.keep_exports()?;
        page.go_to(&format!("{}?preset=three&seed=5&speed=1&play=1", page.url()))?;
        wait_for_clock(page, "time to pass", |now| now > 300.0)?;
        // As large as a long run would make it.
        page.script::<()>("(window.wrappedJSObject ?? window).recraftExports.memory.grow(4000);")?;
        page.find("#outline[data-playing=false]")?;
        page.wait_for_text("as long as the lab can keep in memory")?;
        let stood = clock(page)?;
        // It was nothing that the run needed: there is room.
        page.find("#play")?.click()?;
        wait_for_clock(page, "time to go on", |now| now > stood + 300.0).map(drop)
    });
}
