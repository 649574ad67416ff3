//! The stage under the hand: looking closer, cutting the network, catching messages. What is drawn on the canvas has no element, so
//! the tests point at places, and read in the page what came of it.

use recraft_e2e::{Failure, Outcome, Page, Size, in_each_browser, key};

/// A point of the window.
type At = (f64, f64);

/// The stage's box in the window: left, top, width, height.
fn stage(page: &Page) -> Outcome<[f64; 4]> {
    page.script(
        "const box = document.querySelector('#stage canvas').getBoundingClientRect();
         return [box.left, box.top, box.width, box.height];",
    )
}

/// Whether an element is there and can be used.
fn usable(page: &Page, css: &str) -> Outcome<bool> {
    page.script(&format!("const it = document.querySelector('{css}'); return !!it && !it.disabled;"))
}

fn wait_until(page: &Page, css: &str, is_usable: bool) -> Outcome {
    let what = if is_usable { "to be usable" } else { "not to be usable" };
    page.wait_for(&format!("{css} {what}"), || Ok((usable(page, css)? == is_usable).then_some(())))
}

fn zooms(page: &Page) -> Outcome {
    wait_until(page, "#fit-all", false)?;
    page.find("#zoom-in")?.click()?;
    wait_until(page, "#fit-all", true)?;
    page.find("#stage .view")?.focus()?;
    page.press("0")?;
    wait_until(page, "#fit-all", false)?;
    page.press("+")?;
    page.press(key::LEFT)?;
    wait_until(page, "#fit-all", true)?;
    page.press("-")?;
    wait_until(page, "#fit-all", false)?;
    page.script::<()>(
        "document.querySelector('#stage canvas').dispatchEvent(
            new WheelEvent('wheel', { deltaY: -300, clientX: 400, clientY: 300, bubbles: true, cancelable: true }));",
    )?;
    wait_until(page, "#fit-all", true)?;
    page.find("#fit-all")?.click()?;
    wait_until(page, "#fit-all", false)
}

/// Finds the topmost of five nodes, which is n3, by pointing down the middle of the stage.
fn find_n3(page: &Page) -> Outcome<At> {
    let [left, top, width, height] = stage(page)?;
    let x = left + width / 2.0;
    let mut y = top + height * 0.12;
    while y < top + height * 0.6 {
        page.click_at(x, y)?;
        if !page.all("[data-inspecting='n3']")?.is_empty() {
            // The first hit is at the edge of the disc.
            return Ok((x, y + 18.0));
        }
        y += 14.0;
    }
    Err(Failure::new("n3 is not at the top of the stage"))
}

fn cuts(page: &Page) -> Outcome {
    let [left, top, width, height] = stage(page)?;
    page.find("#scissors")?.click()?;
    page.find("#scissors[aria-pressed='true']")?;
    let x = left + width * 0.42;
    page.drag((x, top + height - 12.0), (x, top + height - 70.0))?;
    page.wait_for_text("Command: partition the network into")?;
    // One cut, and the scissors are put away.
    page.find("#scissors[aria-pressed='false']")?;
    page.find("#stage-heal")?.click()?;
    page.wait_for_text("Command: heal the network")?;

    let n3 = find_n3(page)?;
    page.drag(n3, (left + width / 2.0, top + height * 0.62))?;
    page.by_role("button", "Reconnect")?;
    page.find("#stage-heal")?.click()?;
    page.by_role("button", "Isolate")?;

    page.by_role("button", "Cut n3 → n1")?.click()?;
    page.by_role("button", "Mend n3 → n1")?;
    page.by_role("button", "Cut n1 → n3").map(drop)
}

/// Goes on until a message is on its way that is not one of these, and selects it with the keyboard; gives its name.
fn select_a_message(page: &Page, but: &[&str]) -> Outcome<String> {
    let name = page.message_on_its_way(but)?;
    page.find(&format!("#outline-{name}"))?.focus()?;
    page.press(key::ENTER)?;
    // The outline lies over the stage as long as it has the keyboard.
    page.find("#stage .view")?.focus()?;
    page.find(&format!("[role=toolbar][aria-label='Message {name}']"))?;
    Ok(name)
}

/// Where the message is beside which the tools stand.
fn beside_tools(page: &Page) -> Outcome<At> {
    let found: [f64; 3] = page.script(
        "const box = document.querySelector('.message-tools').getBoundingClientRect();
         return [box.left + box.width / 2, box.top, box.bottom];",
    )?;
    let [_, top, _, height] = stage(page)?;
    // They stand 30 px above it, or below where there is no room above.
    let [x, above, below] = found;
    Ok((x, if below + 30.0 < top + height { below + 30.0 } else { above - 30.0 }))
}

fn catches(page: &Page) -> Outcome {
    let name = select_a_message(page, &[])?;
    page.find("#tool-hold")?.click()?;
    page.wait_for_text("It is held, and stands still")?;
    page.find("#tool-duplicate")?.click()?;
    page.wait_for_text(&format!("Command: duplicate message {name}"))?;
    page.find("#tool-arrive")?.click()?;
    page.wait_for_text("It has arrived")?;

    // What is lost is seen for a while where it broke, but there is nothing to be done to it.
    let lost = select_a_message(page, &[&name])?;
    page.find("#tool-drop")?.click()?;
    page.wait_for_text(&format!("Command: drop message {lost}"))?;
    wait_until(page, ".message-tools", false)?;

    let name = select_a_message(page, &[&lost])?;
    let at = beside_tools(page)?;
    page.press(key::ESCAPE)?;
    wait_until(page, ".message-tools", false)?;
    page.click_at(at.0, at.1)?;
    page.find(&format!("[role=toolbar][aria-label='Message {name}']"))?;
    page.drag(at, (at.0 + 90.0, at.1 + 90.0))?;
    page.wait_for_text(&format!("Command: drop message {name}"))
}

#[test]
fn the_stage_is_looked_at_more_closely_and_cut_by_hand() {
    in_each_browser(|page| {
        page.open("preset=five&seed=3")?;
        zooms(page)?;
        cuts(page)
    });
}

#[test]
fn messages_are_caught_by_hand() {
    in_each_browser(|page| {
        page.open("preset=three&seed=3&speed=1/200")?;
        catches(page)
    });
}

/// How much of the stage's lower right corner the picture leaves free: beside a wide stage, and below one that is not.
const LEFT_FREE: [(f64, f64); 2] = [(46.0, 166.0), (106.0, 46.0)];

#[test]
fn the_tools_cover_no_more_than_the_picture_leaves_free() {
    in_each_browser(|page| {
        let on_its_side = Size { name: "phone on its side", width: 844, height: 390 };
        for size in [Size::DESKTOP, Size::TABLET, on_its_side, Size::PHONE] {
            page.resize(size)?;
            page.open("preset=five&seed=7")?;
            let [left, top, width, height] = stage(page)?;
            let (across, down) = LEFT_FREE[usize::from(width <= 1.15 * height)];
            let tools: [f64; 4] = page.script(
                "const { left, top, right, bottom } = document.querySelector('.view-tools').getBoundingClientRect(); return [left, top, right, bottom];",
            )?;
            let free = [left + width - across, top + height - down, left + width, top + height];
            let within =
                tools[0] >= free[0] && tools[1] >= free[1] && tools[2] <= free[2] && tools[3] <= free[3];
            assert!(within, "on a {}: {tools:?} and {free:?}", size.name);
        }
        Ok(())
    });
}

#[test]
fn an_embedded_lab_fills_its_frame_however_low_that_is() {
    in_each_browser(|page| {
        for (width, height) in [(390, 380), (700, 420), (844, 390), (700, 640)] {
            page.resize(Size { name: "a frame", width, height })?;
            page.go_to(&format!("{}embed.html?preset=five&seed=7&play=1", page.url()))?;
            page.wait_for("the stage", || {
                Ok((!page.all(".embedded #stage canvas")?.is_empty()).then_some(()))
            })?;
            let [left, _, across, _] = stage(page)?;
            assert_eq!((left, across), (0.0, f64::from(width)), "in a frame of {width} by {height}");
        }
        Ok(())
    });
}
