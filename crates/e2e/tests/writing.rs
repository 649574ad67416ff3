//! Writing a lesson in the page: errors while one types, what could stand next, recording, and playing it.

use recraft_e2e::{Look, OrFail, Outcome, Page, Scheme, Size, in_each_browser, in_each_browser_as, key};

fn open_desk(page: &Page) -> Outcome {
    page.find("#lessons-button")?.click()?;
    page.find("#write-lesson")?.click()?;
    page.find("#writing").map(drop)
}

fn text(page: &Page) -> Outcome<String> {
    page.find("#writing")?.value()
}

fn wait_for_verdict(page: &Page, says: &str) -> Outcome {
    page.wait_for(&format!("the verdict “{says}”"), || {
        Ok(page.find("#writing-verdict")?.text()?.contains(says).then_some(()))
    })
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_could_stand_next_is_offered() {
    in_each_browser(|page| {
        page.open("preset=three&seed=1")?;
        open_desk(page)?;
        wait_for_verdict(page, "It can be read")?;
        page.expect_accessible("the desk")?;
        page.find("#writing")?.fill("recraft scenario 1\nnodes 3\ncrush n1\n")?;
        wait_for_verdict(page, "Line 3, column 1")?;
        wait_for_verdict(page, "did you mean `crash`?")?;
        assert!(!page.find("#writing-play")?.is_enabled()?, "what cannot be read cannot be played");
        page.expect_accessible("a text with an error")?;
        page.find("#writing-verdict button")?.click()?;
        let selected: String = page.script(
            "const area = document.querySelector('#writing'); return area.value.slice(area.selectionStart, area.selectionEnd);",
        )?;
        assert_eq!(selected, "crush", "the caret goes to what is wrong");
        page.press("cra")?;
        page.wait_for("the offer", || Ok((page.find("#offer-0")?.text()? == "crash").then_some(())))?;
        page.press_holding(key::CONTROL, " ")?;
        page.press(key::ENTER)?;
        page.wait_for("the word", || Ok(text(page)?.contains("\ncrash  n1\n").then_some(())))?;
        wait_for_verdict(page, "It can be read")?;
        page.press(key::ESCAPE)?;
        page.open("preset=three&seed=1")?;
        open_desk(page)?;
        assert!(text(page)?.contains("\ncrash  n1\n"), "what was written is kept");
        Ok(())
    });
}

#[test]
fn a_text_is_put_on_the_stage_and_gone_back_to() {
    in_each_browser(|page| {
        page.open("preset=three&seed=1")?;
        open_desk(page)?;
        wait_for_verdict(page, "It can be read")?;
        page.find("#writing-play")?.click()?;
        page.wait_for_text("Three nodes have just been started.")?;
        assert_eq!(page.find("#lesson")?.attribute("data-beats")?.as_deref(), Some("4"));
        page.find("#lesson-edit")?.click()?;
        let written = text(page)?;
        page.find("#writing")?
            .fill(&written.replace("reveal because", "expect boss leads\nreveal because"))?;
        wait_for_verdict(page, "It can be read")?;
        page.find("#writing-play")?.click()?;
        page.wait_for_text("Not everything went as the text expects")
    });
}

#[test]
fn what_was_done_is_recorded_and_a_lesson_of_the_course_can_be_begun_with() {
    in_each_browser(|page| {
        page.open("preset=three&seed=4&speed=1")?;
        page.find("#begin")?.click()?;
        page.wait_for("some time", || {
            let now: u64 = page.script("return Number(document.querySelector('#outline').dataset.nowUs);")?;
            Ok((now > 400_000).then_some(()))
        })?;
        page.press("2c")?;
        page.find("#outline [data-node='n2'][data-role='down']")?;
        page.find("#play")?.click()?;
        open_desk(page)?;
        page.find("#record")?.click()?;
        page.wait_for("the record", || Ok(text(page)?.contains("say \"…\"\ncrash n2").then_some(())))?;
        wait_for_verdict(page, "It can be read")?;
        page.find("#writing-begin")?.choose("Electing a leader")?;
        page.wait_for("the lesson", || {
            Ok(text(page)?.contains("title \"Electing a leader\"").then_some(()))
        })?;
        wait_for_verdict(page, "It can be read")?;
        page.find("#writing-begin")?.choose("A new lesson")?;
        page.wait_for("a new lesson", || Ok(text(page)?.contains("title \"My lesson\"").then_some(())))?;
        is_saved_and_opened(page)
    });
}

/// What is saved is what is written; what is opened takes its place.
fn is_saved_and_opened(page: &Page) -> Outcome {
    page.script::<()>(
        "const make = URL.createObjectURL; URL.createObjectURL = (blob) => { window.saved = blob; return make.call(URL, blob); };
         HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };",
    )?;
    page.find("#writing-save")?.click()?;
    let (name, saved): (String, String) =
        page.script("return window.saved.text().then((text) => [window.savedAs, text]);")?;
    assert!(name.ends_with(".scenario") && saved == text(page)?, "{name}: {saved}");
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("other.scenario");
    let other = saved.replace("My lesson", "Another lesson");
    std::fs::write(&file, &other).or_fail("the file cannot be written")?;
    page.find("#writing-open")?.type_text(&file.to_string_lossy())?;
    page.wait_for("the text of the file", || Ok((text(page)? == other).then_some(())))
}

#[test]
fn the_desk_can_be_used_on_a_phone() {
    let look = Look { size: Size::PHONE, scheme: Scheme::Dark, ..Look::default() };
    in_each_browser_as(&look, |page| {
        page.open("preset=three&seed=1")?;
        open_desk(page)?;
        wait_for_verdict(page, "It can be read")?;
        let wide: bool = page.script("return document.documentElement.scrollWidth > innerWidth;")?;
        assert!(!wide, "the desk is wider than the phone");
        page.expect_accessible("the desk on a phone")
    });
}
