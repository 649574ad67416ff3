//! The views of the dock: each shows the run, and all are linked by what is selected.

use recraft_e2e::{Outcome, Page, in_each_browser};

fn show(page: &Page, view: &str) -> Outcome {
    page.find(&format!("#tab-{view}"))?.click()?;
    page.find(&format!("#tab-{view}[aria-selected=true]")).map(drop)
}

/// A page in which a leader was elected and has committed something; it stands still.
fn led(page: &Page, query: &str) -> Outcome<String> {
    page.open(query)?;
    page.find("#play")?.click()?;
    let leader = page.leader("c1")?;
    page.find("#key")?.fill("apple")?;
    page.find("#value")?.fill("red")?;
    page.find("#write")?.click()?;
    page.wait_for_text("its answer to “put apple = red”")?;
    page.find("#play")?.click()?;
    Ok(leader)
}

#[test]
fn the_diagram_is_moved_by_pointer_wheel_buttons_and_keys_and_follows_again() {
    in_each_browser(|page| {
        led(page, "preset=three&seed=5&speed=1")?;
        show(page, "space-time")?;
        let view = page.find(".spacetime")?;
        let follows = |expected: &str| {
            page.wait_for("the diagram to follow, or not", || {
                Ok((view.attribute("data-follows")?.as_deref() == Some(expected)).then_some(()))
            })
        };
        let span = || view.attribute("data-span");
        follows("true")?;
        let whole = span()?;
        page.find("#past-in")?.click()?;
        page.wait_for("less time", || Ok((span()? != whole).then_some(())))?;
        page.find(".plot")?.focus()?;
        page.press("-")?;
        page.wait_for("as much as before", || Ok((span()? == whole).then_some(())))?;
        let [x, y, width, height] = page.find(".plot canvas")?.place()?;
        page.drag((x + width / 2.0, y + height / 2.0), (x + width / 2.0 + 120.0, y + height / 2.0))?;
        follows("false")?;
        page.find("#past-follow")?.click()?;
        follows("true")?;
        // A lane's name selects its node.
        page.click_at(x + 20.0, y + 12.0)?;
        page.find("[data-inspecting=n1]").map(drop)
    });
}

#[test]
fn quorums_are_counted_and_changes_calculated_as_the_protocol_does() {
    in_each_browser(|page| {
        led(page, "preset=five&seed=5&speed=1")?;
        show(page, "quorums")?;
        page.wait_for_text("3 of 5")?;
        page.find(".figure-5 [data-to='2']")?.click()?;
        page.wait_for_text("fewer than 3 may leave at once")?;
        page.find("#change-from")?;
        page.find(".figure-5 [data-to='9']")?.click()?;
        let recraft = page.find("[data-scheme=recraft]")?.text()?;
        assert!(recraft.contains("7 of 9, then 5 of 9"), "{recraft}");
        let joint = page.find("[data-scheme=joint]")?.text()?;
        assert!(joint.contains("5 to 7 votes"), "{joint}");
        show(page, "data")?;
        page.wait_for_text("apple = red")?;
        show(page, "lineage")?;
        page.find("[data-life=c1]")?.click()?;
        page.find("[data-inspecting=c1]").map(drop)
    });
}
