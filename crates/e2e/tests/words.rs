//! The page in other languages: in two that nobody speaks, which show what does not come from a message file, and in Spanish.

use recraft_e2e::{Look, Outcome, Page, Size, in_each_browser, in_each_browser_as, key};

/// What is the same in every language: names, keys, formats, and the words of the scenario language.
const SAME_EVERYWHERE: &[&str] = &[
    "ReCraft",
    "Lab",
    "Raft",
    "ReadIndex",
    "Ctrl",
    "Shift",
    "Space",
    "Home",
    "End",
    "Enter",
    "Esc",
    "SVG",
    "PNG",
    "JSON",
    "HTML",
    "WebM",
    "joint",
    "new",
    "old",
    "abort",
    "AddAndResize",
    "RemoveAndResize",
    "ResizeQuorum",
    "put",
    "get",
    "append",
    "delete",
    "if",
    "is",
    "absent",
    "set",
    "apple",
    "banana",
];

/// The words in plain letters that can be read or are heard, other than those.
const PLAIN_WORDS: &str = r#"
    const same = new Set(arguments[0]);
    const found = new Set();
    const look = (text, where) => {
        for (const [word] of (text ?? "").matchAll(/(?<![\w-])[A-Za-z]{3,}(?![\w-])/g)) if (!same.has(word)) found.add(`${word} (${where})`);
    };
    const skipped = "script, style, noscript, textarea, code, kbd, #language, input[type=text], input:not([type]), [readonly]";
    const walk = (element) => {
        if (element.matches(skipped)) return;
        for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "alt", "label"]) look(element.getAttribute(name), `${element.tagName} ${name}`);
        for (const child of element.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) look(child.data, element.tagName.toLowerCase() + "." + element.className);
            if (child.nodeType === Node.ELEMENT_NODE) walk(child);
        }
    };
    walk(document.body);
    return [...found];
"#;

fn expect_no_plain_word(page: &Page, place: &str) -> Outcome {
    let script = format!(
        "const f = function() {{ {PLAIN_WORDS} }}; return f({});",
        serde_json::json!(SAME_EVERYWHERE)
    );
    let found: Vec<String> = page.script(&script)?;
    assert!(found.is_empty(), "{place}: these words do not come from a message file: {found:?}");
    Ok(())
}

/// Selects something in the outline with the keyboard.
fn select(page: &Page, name: &str) -> Outcome {
    page.find(&format!("#outline-{name}"))?.focus()?;
    page.press(key::ENTER)?;
    page.find(&format!("[data-inspecting='{name}']")).map(drop)
}

/// Plays until somebody leads, and stops; says who.
fn led(page: &Page) -> Outcome<String> {
    page.find("#play")?.click()?;
    let leader = page.wait_for("a leader", || {
        let leader = page.find("#outline section[data-cluster='c1']")?.attribute("data-leader")?;
        Ok(leader.filter(|leader| !leader.is_empty()))
    })?;
    page.find("#play")?.click()?;
    Ok(leader)
}

#[test]
fn every_word_of_every_view_comes_from_a_message_file() {
    in_each_browser(|page| {
        page.open("lang=en-XA&preset=five&seed=5&speed=1&load=2")?;
        expect_no_plain_word(page, "the page at the beginning")?;
        let leader = led(page)?;
        for tab in
            ["events", "space-time", "logs", "lineage", "quorums", "data", "charts", "checks", "explore"]
        {
            if let Some(button) = page.all(&format!("#tab-{tab}"))?.first() {
                button.click()?;
                expect_no_plain_word(page, tab)?;
            }
        }
        select(page, &leader)?;
        page.find("#whole-state")?.focus()?;
        page.press(key::ENTER)?;
        expect_no_plain_word(page, "a node")?;
        page.find("#crash")?.click()?;
        expect_no_plain_word(page, "a node that is down")?;
        select(page, "c1")?;
        expect_no_plain_word(page, "a cluster")?;
        for editor in ["split", "members"] {
            page.find(&format!("#open-{editor}"))?.click()?;
            expect_no_plain_word(page, editor)?;
            select(page, "n1")?;
            select(page, "c1")?;
        }
        for (button, sheet) in
            [("help-button", "help"), ("share-button", "sharing"), ("lessons-button", "the lessons")]
        {
            page.find(&format!("#{button}"))?.click()?;
            page.find("[role=dialog] h2")?;
            if sheet == "the lessons" {
                page.wait_for(
                    "the lessons",
                    || Ok((!page.all(".lessons button")?.is_empty()).then_some(())),
                )?;
            }
            expect_no_plain_word(page, sheet)?;
            page.press(key::ESCAPE)?;
        }
        Ok(())
    });
}

#[test]
fn the_page_can_be_read_from_right_to_left_and_time_still_runs_to_the_right() {
    for size in [Size::DESKTOP, Size::PHONE] {
        in_each_browser_as(&Look { size, ..Look::default() }, |page| {
            page.open("lang=ar-XB&preset=three&seed=5&speed=1")?;
            let direction: String =
                page.script("return document.documentElement.dir + ' ' + document.documentElement.lang;")?;
            assert_eq!(direction, "rtl ar-XB");
            let too_wide: bool = page.script("return document.documentElement.scrollWidth > innerWidth;")?;
            assert!(!too_wide, "the page can be scrolled sideways");
            led(page)?;
            let of = |css: &str| page.find(css)?.place();
            let (start, play) = (of("#start")?, of("#play")?);
            assert!(start[0] < play[0], "what moves time is ordered as time is");
            assert!(of(".brand")?[0] > of("#help-button")?[0], "the header begins at the right");
            let thumb: String =
                page.script("return getComputedStyle(document.querySelector('#scrubber')).direction;")?;
            assert_eq!(thumb, "ltr");
            if size == Size::DESKTOP {
                assert!(of(".side")?[0] < of(".stage")?[0], "the inspector is at the left of the stage");
            }
            Ok(())
        });
    }
}

#[test]
fn a_lesson_is_told_in_spanish() {
    in_each_browser(|page| {
        page.open("lang=es&lesson=01-what-consensus-is-for")?;
        page.wait_for_text("Para qué sirve el consenso")?;
        let said = || page.find("#lesson-says .caption-text")?.text();
        let first = said()?;
        assert!(first.contains("nodo") || first.contains("servidor") || first.contains("clave"), "{first}");
        page.find("#lesson-next")?.click()?;
        let second =
            page.wait_for("the next caption", || said().map(|text| (text != first).then_some(text)))?;
        assert!(
            [" el ", " la ", " los ", " un ", " una ", " que "].iter().any(|word| second.contains(word)),
            "{second}"
        );
        let language: String = page.script("return document.documentElement.lang;")?;
        assert_eq!(language, "es");
        Ok(())
    });
}

#[test]
fn a_cluster_is_split_in_spanish_with_the_keyboard() {
    in_each_browser(|page| {
        page.open("lang=es&preset=five&seed=5&speed=5")?;
        led(page)?;
        select(page, "c1")?;
        let open = page.find("#open-split")?;
        assert_eq!(open.text()?, "Dividir…");
        open.focus()?;
        page.press(key::ENTER)?;
        let split = page.find("#split")?;
        assert_eq!(split.text()?, "Dividir c1 en 2");
        split.focus()?;
        page.press(key::ENTER)?;
        page.find("#play")?.click()?;
        page.find("#outline section[data-cluster='c2']")?;
        page.find("#outline section[data-cluster='c3']")?;
        page.wait_for_text("entra en c2 en la época 1")
    });
}

#[test]
fn the_language_is_chosen_in_the_help_and_the_run_stays() {
    in_each_browser(|page| {
        page.open("preset=three&seed=5&speed=1&lang=en")?;
        let leader = led(page)?;
        page.find("#help-button")?.click()?;
        page.find("#language")?.choose("Español")?;
        page.wait_for_text("Semilla")?;
        let kept = page.find("#outline section[data-cluster='c1']")?.attribute("data-leader")?;
        assert_eq!(kept, Some(leader), "it is the same moment of the same run");
        page.open("preset=three")?;
        page.wait_for_text("Semilla")?;
        page.find("#help-button")?.click()?;
        page.find("#language")?.choose("English")?;
        page.wait_for_text("Seed")
    });
}
