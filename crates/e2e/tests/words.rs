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
        // What stands in back-ticks is of the scenario language, or has been typed.
        for (const [word] of (text ?? "").replace(/`[^`]*`/g, "").matchAll(/(?<![\w-])[A-Za-z]{3,}(?![\w-])/g)) if (!same.has(word)) found.add(`${word} (${where})`);
    };
    const skipped = "script, style, noscript, textarea, code, kbd, #language, [id^=offer-], input[type=text], input:not([type]), [readonly]";
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

/// Plays until somebody leads, and stops; says who.
fn led(page: &Page) -> Outcome<String> {
    page.find("#play")?.click()?;
    let leader = page.leader("c1")?;
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
        page.select(&leader)?;
        page.find("#whole-state")?.focus()?;
        page.press(key::ENTER)?;
        expect_no_plain_word(page, "a node")?;
        page.find("#crash")?.click()?;
        expect_no_plain_word(page, "a node that is down")?;
        page.select("c1")?;
        expect_no_plain_word(page, "a cluster")?;
        for editor in ["split", "members"] {
            page.find(&format!("#open-{editor}"))?.click()?;
            expect_no_plain_word(page, editor)?;
            page.select("n1")?;
            page.select("c1")?;
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

/// Waits until something is shown and says something.
fn wait_for(page: &Page, css: &str) -> Outcome {
    page.wait_for(css, || {
        let shown = page.all(css)?;
        Ok(shown
            .first()
            .is_some_and(|element| element.text().is_ok_and(|text| !text.is_empty()))
            .then_some(()))
    })
}

/// Opens the desk at which lessons are written, in the pseudo language.
fn open_desk(page: &Page) -> Outcome {
    page.open("lang=en-XA&preset=three&seed=1")?;
    page.find("#lessons-button")?.click()?;
    page.find("#write-lesson")?.click()
}

#[test]
fn every_word_about_a_scenario_that_is_wrong_comes_from_a_message_file() {
    in_each_browser(|page| {
        open_desk(page)?;
        wait_for(page, "#writing-verdict")?;
        expect_no_plain_word(page, "the desk")?;
        for line in [
            "crush n1",
            "crash",
            "say \"x",
            "at 1500min",
            "set loss 5",
            "n1 begins with log 2 1",
            "let nobody be n1",
            "reveal",
            "cluster c2 of n1",
            "set election timeout 0ms",
        ] {
            let place = page.find("#writing-verdict")?.text()?;
            page.find("#writing")?.fill(&format!("recraft scenario 1\nnodes 3\n{line}"))?;
            page.wait_for("another verdict", || {
                Ok((page.find("#writing-verdict")?.text()? != place).then_some(()))
            })?;
            expect_no_plain_word(page, line)?;
        }
        Ok(())
    });
}

#[test]
fn every_word_about_a_story_that_goes_otherwise_comes_from_a_message_file() {
    in_each_browser(|page| {
        open_desk(page)?;
        let mut said = String::new();
        for line in
            ["expect n1 leads", "expect everything at rest", "crash n9", "n1 times out\nlet n1 n2 talk"]
        {
            page.find("#writing")?.fill(&format!("recraft scenario 1\nnodes 3\n{line}\n"))?;
            page.wait_for("a text that can be played", || {
                Ok(page.find("#writing-play")?.is_enabled()?.then_some(()))
            })?;
            page.find("#writing-play")?.click()?;
            said = page.wait_for("a notice about this text", || {
                let notices = page.all(".notice p")?;
                let texts = notices.first().and_then(|notice| notice.text().ok());
                Ok(texts.filter(|text| !text.is_empty() && *text != said))
            })?;
            expect_no_plain_word(page, line)?;
            page.find("#lesson-edit")?.click()?;
            page.find("#writing")?;
        }
        Ok(())
    });
}

#[test]
fn every_word_about_links_and_files_that_are_wrong_comes_from_a_message_file() {
    in_each_browser(|page| {
        for query in ["lang=en-XA&story=zz", "lang=en-XA&lesson=99-zz", "lang=en-XA&preset=three#r=AAAAAAAA"]
        {
            page.open(query)?;
            wait_for(page, ".notice p")?;
            expect_no_plain_word(page, query)?;
        }
        let file = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("w1");
        for text in ["{", "hello", "recraft scenario 1\nnodes 3\ncrush n1"] {
            page.open("lang=en-XA&preset=three")?;
            std::fs::write(&file, text).expect("it can be written");
            page.find("#share-button")?.click()?;
            page.find("#open-file")?.type_text(&file.to_string_lossy())?;
            wait_for(page, ".notice p, #share-said")?;
            expect_no_plain_word(page, text)?;
        }
        Ok(())
    });
}

#[test]
fn every_word_about_the_protocol_searches_and_stories_comes_from_a_message_file() {
    in_each_browser(|page| {
        page.open("lang=en-XA&preset=five&seed=3")?;
        page.find("#protocol")?.click()?;
        expect_no_plain_word(page, "the protocol")?;
        page.press(key::ESCAPE)?;
        page.find("#mistakes")?.click()?;
        page.find("#mistake-forget-vote-at-restart")?.click()?;
        page.find("#find-broken")?;
        expect_no_plain_word(page, "what can be wrong")?;
        page.press(key::ESCAPE)?;
        page.find("#preset")?.script::<()>(
            "element.selectedIndex = element.options.length - 1; element.dispatchEvent(new Event('change', { bubbles: true }));",
            &serde_json::Value::Null,
        )?;
        page.find("[role=dialog] #story-figure-8")?;
        expect_no_plain_word(page, "the stories")?;
        page.press(key::ESCAPE)?;
        page.find("#tab-explore")?.click()?;
        page.find("#search")?.click()?;
        page.find("#load-find")?;
        expect_no_plain_word(page, "what a search has found")?;
        page.find("#legend-button")?.click()?;
        expect_no_plain_word(page, "the legend")
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
        page.select("c1")?;
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

/// What of the header and of the controls of time reaches beyond the window.
const BEYOND: &str = "
    const all = [...document.querySelectorAll('.header > *, .header .seed > *, .controls > *, .tabs .tab[aria-selected=true]')];
    const shown = all.filter((one) => one.getClientRects().length > 0 && getComputedStyle(one).clipPath === 'none');
    return shown.filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.id || one.className);";

#[test]
fn header_and_controls_fit_into_every_width_in_english_and_spanish() {
    in_each_browser(|page| {
        for lang in ["en", "es"] {
            for width in [360, 390, 480, 640, 700, 760, 820, 900, 1024, 1280] {
                page.resize(Size { name: "some width", width, height: 900 })?;
                page.open(&format!("lang={lang}&preset=hundred&seed=123456"))?;
                let beyond: Vec<String> = page.script(BEYOND)?;
                assert_eq!(beyond, [""; 0], "in {lang}, {width} pixels wide");
            }
        }
        Ok(())
    });
}

#[test]
fn every_word_of_the_tour_and_of_an_embedded_lab_comes_from_a_message_file() {
    in_each_browser(|page| {
        page.open("")?;
        page.script::<()>("localStorage.clear();")?;
        page.open("lang=en-XA")?;
        for step in 1..=7 {
            page.wait_for("the step", || {
                let Some(card) = page.all("#tour")?.pop() else { return Ok(None) };
                Ok(card.text()?.contains(&step.to_string()).then_some(()))
            })?;
            expect_no_plain_word(page, &format!("step {step} of the tour"))?;
            // The card may be on its way.
            page.find("#tour-next")?.focus()?;
            page.press(key::ENTER)?;
        }
        page.go_to(&format!("{}embed.html?lang=en-XA&preset=three&seed=3", page.url()))?;
        page.find(".embed-bar")?;
        expect_no_plain_word(page, "an embedded lab")?;
        page.find("#next")?.click()?;
        page.find("#caption time")?;
        expect_no_plain_word(page, "an embedded lab where something has happened")
    });
}
