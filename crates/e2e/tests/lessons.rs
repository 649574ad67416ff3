//! Lessons: a whole one by keyboard alone, one by pointer with a wrong answer and a way out and back, and the presenter view.

use recraft_e2e::{Look, Outcome, Page, Scheme, Size, in_each_browser, in_each_browser_as, key};

/// The lesson that is told.
const LESSON: &str = "02-leader-election";

fn number(page: &Page, name: &str) -> Outcome<usize> {
    let text = page.find("#lesson")?.attribute(name)?.unwrap_or_default();
    Ok(text.parse().unwrap_or(usize::MAX))
}

fn place(page: &Page) -> Outcome<usize> {
    number(page, "data-place")
}

fn is(page: &Page, name: &str) -> Outcome<bool> {
    Ok(page.find("#lesson")?.attribute(name)?.as_deref() == Some("true"))
}

/// Waits until the lesson has come to a beat.
fn at(page: &Page, expected: usize) -> Outcome {
    page.wait_for(&format!("beat {expected}"), || Ok((place(page)? == expected).then_some(())))
}

/// Goes on to the next beat with a key. What is played in between is waited for: a second press might come when it is over.
fn go_on(page: &Page, with: &str) -> Outcome<usize> {
    let next = place(page)? + 1;
    page.press(with)?;
    at(page, next)?;
    Ok(next)
}

/// Lets a lesson be played faster.
fn hurry(page: &Page) -> Outcome {
    (0..4).try_for_each(|_| page.press("+"))
}

/// Presses an answer until it is chosen: at first a press is not heeded.
fn choose(page: &Page, answer: usize) -> Outcome {
    let choice = page.find(&format!("[data-choice='{answer}']"))?;
    page.wait_for("the answer to be chosen", || {
        choice.click()?;
        Ok((choice.attribute("aria-pressed")?.as_deref() == Some("true")).then_some(()))
    })
}

fn says(page: &Page) -> Outcome<String> {
    page.find("#lesson-says")?.text()
}

#[test]
fn a_whole_lesson_can_be_told_by_keyboard_alone_and_is_remembered() {
    in_each_browser(|page| {
        page.open("preset=three&seed=1")?;
        let button = page.find("#lessons-button")?;
        page.wait_for("the way to the lessons by Tab", || {
            page.press(key::TAB)?;
            let here: bool =
                button.script("return document.activeElement === element;", &serde_json::Value::Null)?;
            Ok(here.then_some(()))
        })?;
        page.press(key::ENTER)?;
        page.find(".course")?;
        page.expect_accessible("the list of lessons")?;
        page.wait_for("the way to the lesson by Tab", || {
            page.press(key::TAB)?;
            Ok((page.focused()?.attribute("id")?.as_deref() == Some(&format!("lesson-{LESSON}")))
                .then_some(()))
        })?;
        page.press(key::ENTER)?;
        at(page, 0)?;
        assert_eq!(
            page.focused()?.attribute("id")?.as_deref(),
            Some("lesson-next"),
            "the keyboard is at the way on"
        );
        hurry(page)?;
        let beats = number(page, "data-beats")?;
        let (mut asked, mut right) = (0, 0);
        while place(page)? < beats {
            if !page.all("[data-choice]:not(:disabled)")?.is_empty() {
                asked += 1;
                if asked == 1 {
                    page.expect_accessible("a question")?;
                }
                // The key of the second answer is written on it: B where the answers are numbers.
                let key = page.find("[data-choice='1'] kbd")?.text()?;
                assert_eq!(key, if asked == 1 { "B" } else { "2" });
                page.press(&key.to_lowercase())?;
                page.find("[data-choice='1'][aria-pressed=true]")?;
                go_on(page, "r")?;
                right += usize::from(says(page)?.starts_with("Right"));
                continue;
            }
            go_on(page, key::ENTER)?;
        }
        assert!(asked >= 4, "{asked} questions");
        assert!(right >= 3, "the second answers of this lesson are right, but for the fourth: {right}");
        page.wait_for_text("What you know now")?;
        page.press("b")?;
        at(page, beats - 1)?;
        page.open("preset=three&seed=1")?;
        page.find("#lessons-button")?.click()?;
        let done = page.find(&format!("#lesson-{LESSON} .reached"))?.text()?;
        assert_eq!(done, "Done", "how far one has come is remembered");
        Ok(())
    });
}

#[test]
fn a_lesson_can_be_left_with_a_pointer_and_come_back_to_and_a_wrong_answer_is_said_kindly() {
    in_each_browser(|page| {
        page.open(&format!("lesson={LESSON}"))?;
        at(page, 0)?;
        while page.all("[data-choice]")?.is_empty() {
            let next = place(page)? + 1;
            page.find("#lesson-next")?.click()?;
            at(page, next)?;
        }
        choose(page, 0)?;
        let question = place(page)?;
        page.find("#lesson-next")?.click()?;
        at(page, question + 1)?;
        let said = says(page)?;
        assert!(said.contains("You thought: 2") && said.contains("It went otherwise: 3"), "{said}");
        page.find("#lesson-back")?.click()?;
        at(page, question)?;
        choose(page, 1)?;
        page.find("#lesson-next")?.click()?;
        page.wait_for("the right answer", || Ok(says(page)?.starts_with("Right").then_some(())))?;
        let stands = |page: &Page| page.find("#outline [data-node='n1']")?.attribute("data-role");
        let before = stands(page)?;
        page.find("#outline-n1")?.script::<()>("element.click();", &serde_json::Value::Null)?;
        page.press("c")?;
        page.wait_for("the way out of the script", || Ok(is(page, "data-left")?.then_some(())))?;
        page.wait_for_text("You have left the script")?;
        page.expect_accessible("a lesson that was left")?;
        assert_eq!(stands(page)?.as_deref(), Some("down"));
        page.find("#lesson-next")?.click()?;
        page.wait_for("the way back", || Ok((!is(page, "data-left")?).then_some(())))?;
        assert_eq!((place(page)?, stands(page)?), (question + 1, before));
        page.find("#lesson-close")?.click()?;
        page.wait_for("no lesson", || Ok(page.all("#lesson")?.is_empty().then_some(())))
    });
}

#[test]
fn a_press_that_was_meant_for_the_way_on_does_not_answer() {
    in_each_browser(|page| {
        page.open(&format!("lesson={LESSON}"))?;
        at(page, 0)?;
        hurry(page)?;
        // Presses the first answer as soon as it is there.
        page.script::<()>(
            "new MutationObserver((_, observer) => {
                const choice = document.querySelector('[data-choice]');
                if (choice) { observer.disconnect(); choice.click(); window.hasty = true; }
            }).observe(document.body, { subtree: true, childList: true });",
        )?;
        while page.all("[data-choice]")?.is_empty() {
            go_on(page, "n")?;
        }
        page.wait_for("the press", || {
            Ok(page.script::<bool>("return window.hasty === true;")?.then_some(()))
        })?;
        std::thread::sleep(std::time::Duration::from_millis(150));
        assert!(page.all("[data-choice][aria-pressed=true]")?.is_empty(), "nobody has read the question yet");
        choose(page, 0)
    });
}

/// What follows the page in its address.
fn address(page: &Page) -> Outcome<String> {
    page.script("return location.search + location.hash;")
}

#[test]
fn ones_own_run_waits_while_a_lesson_is_told_and_comes_back_as_it_was() {
    in_each_browser(|page| {
        page.open("preset=five&seed=7")?;
        let start = page.find("#clock")?.text()?;
        page.press("n")?;
        page.wait_for("time to pass", || Ok((page.find("#clock")?.text()? != start).then_some(())))?;
        page.wait_for("rest", || {
            // A step takes a quarter of a second, and the clock is told of it now and then.
            let before = page.find("#clock")?.text()?;
            std::thread::sleep(std::time::Duration::from_millis(500));
            Ok((page.find("#clock")?.text()? == before).then_some(()))
        })?;
        page.press("3")?;
        page.press("c")?;
        page.find("#outline [data-node='n3'][data-role='down']")?;
        let looks = |page: &Page| -> Outcome<[String; 4]> {
            Ok([
                page.find("#clock")?.text()?,
                page.find("#outline-n1")?.name()?,
                page.find("#outline-n3")?.name()?,
                address(page)?,
            ])
        };
        let own = looks(page)?;
        page.find("#lessons-button")?.click()?;
        page.find(&format!("#lesson-{LESSON}"))?.click()?;
        at(page, 0)?;
        assert_eq!(address(page)?, format!("?lesson={LESSON}"));
        page.find("#lesson-close")?.click()?;
        page.wait_for_text("Your own run is kept as you left it.")?;
        page.expect_accessible("the way back to one's own run")?;
        assert_eq!(page.focused()?.attribute("id")?.as_deref(), Some("come-home"));
        page.press(key::ENTER)?;
        page.wait_for("one's own run", || Ok((looks(page)? == own).then_some(())))?;
        let said = page.find("#narration")?.text()?;
        assert!(said.contains("your own run again"), "{said}");
        // From a story, the first thing to try is the way back.
        page.find("#preset")?.choose("A story…")?;
        page.find("#story-figure-8")?.click()?;
        page.find("#outline-n5")?;
        let first = page.find(".suggestions li:first-child button")?;
        assert!(first.text()?.contains("Back to your run"), "{}", first.text()?);
        first.click()?;
        page.wait_for("one's own run", || Ok((looks(page)? == own).then_some(())))?;
        // A lesson is there again when the page is loaded again.
        page.find("#lessons-button")?.click()?;
        page.find(&format!("#lesson-{LESSON}"))?.click()?;
        at(page, 0)?;
        go_on(page, "n")?;
        page.script::<()>("location.reload();")?;
        at(page, 1)
    });
}

#[test]
fn a_presenter_sees_the_stage_and_large_words_and_nothing_else() {
    in_each_browser(|page| {
        page.open(&format!("lesson={LESSON}&present=1"))?;
        at(page, 0)?;
        for hidden in ["#preset", "#lessons-button", ".dock", ".controls"] {
            assert!(!page.find(hidden)?.is_shown()?, "{hidden} is shown");
        }
        let size: f64 = page.script(
            "return parseFloat(getComputedStyle(document.querySelector('.says .caption-text')).fontSize);",
        )?;
        assert!(size >= 20.0, "{size} px");
        page.press(key::PAGE_DOWN)?;
        at(page, 1)?;
        page.press(key::PAGE_UP)?;
        at(page, 0)?;
        page.expect_accessible("the presenter view")?;
        page.press(key::ESCAPE)?;
        page.wait_for("the whole page", || Ok(page.find("#preset")?.is_shown()?.then_some(())))?;
        page.press("p")?;
        page.wait_for("the presenter view", || Ok((!page.find("#preset")?.is_shown()?).then_some(())))?;
        page.find("#present")?.click()?;
        page.wait_for("the whole page again", || Ok(page.find("#preset")?.is_shown()?.then_some(())))
    });
}

#[test]
fn on_a_phone_the_words_stand_below_the_stage_and_the_targets_are_large() {
    let look = Look { size: Size::PHONE, scheme: Scheme::Dark, ..Look::default() };
    in_each_browser_as(&look, |page| {
        page.open(&format!("lesson={LESSON}"))?;
        at(page, 0)?;
        let [_, stage_top, _, stage_height] = page.find("#stage")?.place()?;
        let [_, top, _, _] = page.find("#lesson-says")?.place()?;
        assert!(top >= stage_top + stage_height, "the caption lies over the stage");
        hurry(page)?;
        while page.all("[data-choice]")?.is_empty() {
            go_on(page, "n")?;
        }
        for target in ["#lesson-next", "#lesson-back", "[data-choice='0']"] {
            let [_, y, _, height] = page.find(target)?.place()?;
            assert!(height >= 44.0, "{target} is {height} px high");
            assert!(y + height <= 844.0, "{target} ends at {y} + {height}");
        }
        page.expect_accessible("a question on a phone")
    });
}

#[test]
fn a_lesson_that_there_is_not_is_said() {
    in_each_browser(|page| {
        page.open("lesson=99-nothing")?;
        page.wait_for_text("There is no lesson “99-nothing”")
    });
}
