//! What is saved and opened: pictures, videos, runs and scenarios.

use std::path::PathBuf;

use recraft_e2e::{Outcome, Page, in_each_browser, key};

/// Keeps what the page saves, instead of letting the browser ask where to.
const KEEP: &str = "
    window.saved = [];
    const address = URL.createObjectURL.bind(URL);
    let last = null;
    URL.createObjectURL = (blob) => { last = blob; return address(blob); };
    HTMLAnchorElement.prototype.click = function () { window.saved.push({ name: this.download, blob: last }); };
    return null;";

/// The name, the kind, the first bytes and the text of what was saved last.
const LAST: &str = "
    const { name, blob } = window.saved.at(-1);
    return blob.arrayBuffer().then((bytes) => [name, blob.type, [...new Uint8Array(bytes.slice(0, 24))], new TextDecoder().decode(bytes)]);";

struct Saved {
    name: String,
    kind: String,
    bytes: Vec<u8>,
    text: String,
}

fn now_us(page: &Page) -> Outcome<u64> {
    page.script("return Number(document.querySelector('#outline').dataset.nowUs);")
}

fn outline(page: &Page) -> Outcome<String> {
    page.script("return document.querySelector('#outline').textContent;")
}

/// Presses a button that saves, and waits until it has.
fn save(page: &Page, button: &str) -> Outcome<Saved> {
    let before: usize = page.script("return window.saved.length;")?;
    page.find(button)?.click()?;
    saved_after(page, before, button)
}

fn saved_after(page: &Page, before: usize, what: &str) -> Outcome<Saved> {
    page.wait_for(&format!("what {what} saves"), || {
        let now: usize = page.script("return window.saved.length;")?;
        Ok((now > before).then_some(()))
    })?;
    let (name, kind, bytes, text) = page.script(LAST)?;
    Ok(Saved { name, kind, bytes, text })
}

/// A run with a leader and a crash, its sheet open.
fn shared(page: &Page) -> Outcome {
    page.open("preset=three&seed=4&speed=1")?;
    page.script::<()>(KEEP)?;
    page.find("#begin")?.click()?;
    page.wait_for("some time to pass", || Ok((now_us(page)? > 600_000).then_some(())))?;
    page.press("2")?;
    page.press("c")?;
    page.find("#share-button")?.click()?;
    page.find("#run-link").map(drop)
}

/// A file on this machine with this text.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("it can be written");
    path
}

fn choose_file(page: &Page, path: &std::path::Path) -> Outcome {
    page.find("#share-button")?.click()?;
    page.find("#open-file")?.type_text(&path.to_string_lossy())
}

#[test]
fn a_moment_is_saved_as_a_real_svg_and_a_real_png() {
    in_each_browser(|page| {
        shared(page)?;
        let svg = save(page, "#save-svg")?;
        assert_eq!(svg.kind, "image/svg+xml");
        assert!(svg.name.starts_with("recraft-three-4-") && svg.name.ends_with("ms.svg"), "{}", svg.name);
        assert!(
            svg.text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                && svg.text.contains(">n2</text>")
        );
        page.find("#picture-scale")?.choose("2 ×")?;
        let png = save(page, "#save-png")?;
        assert!(png.name.ends_with("ms.png") && png.kind == "image/png", "{}", png.name);
        assert_eq!(png.bytes[..8], [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        let number = |at: usize| {
            u32::from_be_bytes([png.bytes[at], png.bytes[at + 1], png.bytes[at + 2], png.bytes[at + 3]])
        };
        let stage: [u32; 2] = page.script(
            "const c = document.querySelector('#stage canvas'); return [c.clientWidth, c.clientHeight];",
        )?;
        assert_eq!([number(16), number(20)], stage.map(|length| 2 * length), "twice as large as the stage");

        page.find("#picture-theme")?.choose("Dark")?;
        let dark = save(page, "#save-svg")?;
        assert_ne!(dark.text, svg.text);
        Ok(())
    });
}

#[test]
fn a_span_becomes_a_film_and_the_run_stands_where_it_stood() {
    in_each_browser(|page| {
        shared(page)?;
        let (now, words) = (now_us(page)?, outline(page)?);
        page.find("#record-span")?.choose("200 ms")?;
        let film = save(page, "#record-film")?;
        assert!(film.text.starts_with("<svg ") && film.text.matches("<animate ").count() >= 20);
        page.wait_for("the moment before", || {
            Ok((now_us(page)? == now && outline(page)? == words).then_some(()))
        })
    });
}

#[test]
fn a_span_becomes_a_video_or_it_is_said_that_the_browser_cannot() {
    in_each_browser(|page| {
        shared(page)?;
        let now = now_us(page)?;
        page.find("#record-span")?.choose("1.00 s")?;
        let before: usize = page.script("return window.saved.length;")?;
        page.find("#record-video")?.click()?;
        if page.find("#share-said")?.text()?.contains("cannot record") {
            return Ok(());
        }
        page.find("#record-progress")?;
        let video = saved_after(page, before, "the recording")?;
        assert!(video.name.ends_with(".webm") && video.kind == "video/webm", "{} {}", video.name, video.kind);
        assert_eq!(video.bytes[..4], [0x1a, 0x45, 0xdf, 0xa3], "it is a Matroska file");
        page.wait_for("the moment before", || Ok((now_us(page)? == now).then_some(())))?;

        page.find("#record-span")?.choose("10.00 s")?;
        page.find("#record-video")?.click()?;
        page.find("#stop-recording")?.click()?;
        page.wait_for("the moment before", || Ok((now_us(page)? == now).then_some(())))?;
        assert_eq!(
            page.script::<usize>("return window.saved.length;")?,
            before + 1,
            "what was stopped is not saved"
        );
        Ok(())
    });
}

#[test]
fn a_run_is_saved_as_json_and_as_a_scenario_and_either_is_opened_again() {
    in_each_browser(|page| {
        shared(page)?;
        let (now, words) = (now_us(page)?, outline(page)?);
        let json = save(page, "#save-run")?;
        assert!(
            json.name.ends_with(".json") && json.text.contains("\"format\": \"recraft-run-file\""),
            "{}",
            json.name
        );
        let scenario = save(page, "#save-scenario")?;
        assert!(scenario.name.ends_with(".scenario") && scenario.text.starts_with("recraft scenario 1"));
        assert!(scenario.text.contains("crash n2"), "{}", scenario.text);

        page.open("preset=five&seed=1")?;
        choose_file(page, &file(&format!("run-{}.json", page.browser()), &json.text))?;
        page.wait_for("the run and its moment", || {
            Ok((now_us(page)? == now && outline(page)? == words).then_some(()))
        })?;
        assert!(page.all("#share-said")?.is_empty(), "the sheet is closed");

        choose_file(page, &file(&format!("run-{}.scenario", page.browser()), &scenario.text))?;
        page.wait_for("the story at its beginning", || Ok((now_us(page)? == 0).then_some(())))?;
        page.find("#outline-n3")?;
        assert!(page.all("#outline-n5")?.is_empty());
        Ok(())
    });
}

#[test]
fn a_file_is_dropped_on_the_page_and_what_is_wrong_with_it_is_said() {
    in_each_browser(|page| {
        page.open("preset=five&seed=1")?;
        let drop = |name: &str, text: &str| -> Outcome {
            let (name, text) = (serde_json::json!(name), serde_json::json!(text));
            page.script(&format!(
                "const data = new DataTransfer();
                 data.items.add(new File([{text}], {name}));
                 window.dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}));
                 return null;"
            ))
        };
        let words = outline(page)?;
        let notice = |says: &str| {
            page.wait_for(&format!("the notice: {says}"), || {
                let notices = page.all("#notice")?;
                let Some(notice) = notices.first() else { return Ok(None) };
                Ok(notice.text()?.contains(says).then_some(()))
            })
        };
        drop("a.scenario", "recraft scenario 1\nnodes 3\ncrush n1\n")?;
        notice("“a.scenario” cannot be opened. Line 3, column 1:")?;
        drop("b.json", "{\"format\": \"recraft-run-file\", \"version\": 9}")?;
        notice("version 9")?;
        drop("<img src=x onerror=alert(1)>.json", "{")?;
        notice("“<img src=x onerror=alert(1)>.json” cannot be opened.")?;
        drop("large.json", &" ".repeat(1_000_001))?;
        notice("“large.json” is too large")?;
        assert_eq!(outline(page)?, words, "nothing has changed");

        page.press(key::ESCAPE)?;
        drop("good.scenario", "recraft scenario 1\ntitle \"<b>Seven</b>\"\nnodes 7\nseed 2\nafter 1s\n")?;
        page.find("#outline-n7")?;
        let title: String = page.script(
            "const menu = document.querySelector('#preset'); return menu.options[menu.selectedIndex].text;",
        )?;
        assert_eq!(title, "<b>Seven</b>");
        Ok(())
    });
}
