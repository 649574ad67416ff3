//! Seeing why: long logs, what is selected and its past and future, charts, membership changes in a cluster's life, speeds and switches.

use recraft_e2e::{Element, Look, Outcome, Page, in_each_browser, in_each_browser_as, key};

fn show(page: &Page, view: &str) -> Outcome {
    page.find(&format!("#tab-{view}"))?.click()?;
    page.find(&format!("#tab-{view}[aria-selected=true]")).map(drop)
}

/// The simulated time on the clock, in milliseconds.
fn clock(page: &Page) -> Outcome<f64> {
    let text: String = page.script("return document.querySelector('#clock .now').textContent;")?;
    Ok(text.replace('\u{202f}', "").parse().unwrap_or(f64::NAN))
}

fn wait_for_clock(page: &Page, what: &str, is: impl Fn(f64) -> bool) -> Outcome<f64> {
    page.wait_for(what, || Ok(Some(clock(page)?).filter(|&now| is(now))))
}

/// A page that has run under load up to this time, and stands still.
fn ran(page: &Page, query: &str, until_ms: f64) -> Outcome<f64> {
    page.open(query)?;
    wait_for_clock(page, "the run to go on", |now| now > until_ms)?;
    page.find("#play")?.click()?;
    page.find("#outline[data-playing=false]")?;
    clock(page)
}

fn attribute(page: &Page, css: &str, name: &str) -> Outcome<String> {
    Ok(page.find(css)?.attribute(name)?.unwrap_or_default())
}

/// What is selected, as the inspector says.
fn inspected(page: &Page) -> Outcome<String> {
    page.script(
        "const card = document.querySelector('.side .card'); return JSON.stringify({...card.dataset});",
    )
}

/// Hundreds of entries: a window on them is moved by button, slider and keyboard.
fn reads_long_logs(page: &Page) -> Outcome {
    show(page, "logs")?;
    let columns =
        || page.script::<u64>("return document.querySelectorAll('.log thead th[scope=col]').length - 1;");
    let shown = || page.find(".logs-view .span")?.text();
    let newest = shown()?;
    let last: u64 = newest.rsplit(' ').next().and_then(|last| last.parse().ok()).unwrap_or(0);
    assert!(last > 300, "{newest}");
    assert_eq!(columns()?, 30, "only those that are looked at are there");
    page.find("#log-earlier")?.click()?;
    page.wait_for("earlier entries", || Ok((shown()? != newest).then_some(())))?;
    assert_eq!(attribute(page, "#log-newest", "aria-pressed")?, "false");
    page.find("#log-to")?.focus()?;
    page.press(key::HOME)?;
    page.wait_for("the first entries", || Ok(shown()?.starts_with("1 to 30").then_some(())))?;
    page.find("#cell-1-29")?.click()?;
    page.find("[data-entry-card]")?;
    let entry = inspected(page)?;
    page.press(key::LEFT)?;
    assert_eq!(page.focused()?.attribute("id")?.as_deref(), Some("cell-1-28"));
    page.press(key::ENTER)?;
    page.wait_for("the entry before to be selected", || Ok((inspected(page)? != entry).then_some(())))?;
    page.find("#log-newest")?.click()?;
    page.wait_for("the newest entries", || Ok((shown()? == newest).then_some(())))
}

/// What is selected in one place is selected in all, and its past and future are walked along.
fn walks_along_a_node(page: &Page) -> Outcome {
    show(page, "space-time")?;
    assert!(!page.find("#walk-back")?.is_enabled()? || !page.all("[data-entry-card]")?.is_empty());
    page.press("2")?;
    page.find("[data-inspecting=n2]")?;
    page.find("#outline-n2[aria-current=true]")?;
    page.find("#walk-back")?.click()?;
    page.find("[data-event]")?;
    let last = attribute(page, "[data-event]", "data-event")?;
    page.press("[")?;
    let before = page.wait_for("the event before", || {
        let seq = attribute(page, "[data-event]", "data-event")?;
        Ok((seq != last).then_some(seq))
    })?;
    assert!(before.parse::<u64>().ok() < last.parse().ok(), "{before} and {last}");
    page.find("#walk-on")?.click()?;
    page.wait_for("the event after it again", || {
        Ok((attribute(page, "[data-event]", "data-event")? == last).then_some(()))
    })?;
    page.find("#go-there")?.click()?;
    page.find(".card.event")?.text()?;
    page.press(key::ESCAPE)?;
    // An event that is chosen in the list is marked there, in the inspector and in the diagram's words.
    page.find("#go")?.choose("Newest moment")?;
    let line = page.script::<String>(
        "const line = document.querySelector('.lines .major, .lines .minor'); line.querySelector('button').click(); return line.dataset.seq;",
    )?;
    page.find(&format!("[data-event='{line}']"))?;
    page.find(&format!(".line[data-seq='{line}'] [aria-current=true]"))?;
    page.find(".in-words summary")?.click()?;
    page.find(".in-words .told[aria-current=true]").map(drop)
}

/// The diagram as it is saved.
fn saves_the_diagram(page: &Page) -> Outcome {
    page.script::<()>(
        "const make = URL.createObjectURL; URL.createObjectURL = blob => { window.saved = blob; return make.call(URL, blob); };
         HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };",
    )?;
    page.find("#past-save")?.click()?;
    let saved: String = page.script(
        "return window.saved.text().then(text => `${window.savedAs} ${window.saved.type} ${text}`);",
    )?;
    assert!(
        saved.starts_with("recraft-space-time.svg image/svg+xml <svg "),
        "{}",
        &saved[..saved.len().min(200)]
    );
    let drawn: String = page.script(
        "return window.saved.text().then(text => new DOMParser().parseFromString(text, 'image/svg+xml').documentElement.nodeName);",
    )?;
    assert_eq!(drawn, "svg", "it is well-formed");
    assert!(saved.contains(">n5</text>"));
    Ok(())
}

/// Curves over the time of the run; a press goes there.
fn reads_the_charts(page: &Page, head: f64) -> Outcome {
    show(page, "charts")?;
    page.wait_for("all of the run to be measured", || {
        Ok((!page.all("#charts")?.is_empty() && page.all(".plots .reading")?.is_empty()).then_some(()))
    })?;
    assert_eq!(
        page.all("#charts svg[role=img]")?.len(),
        3,
        "rates, latencies, and the one cluster's service"
    );
    page.find(".charts-pane .in-words summary")?.click()?;
    let words = page.find(".told-words")?.text()?;
    let answered: u64 = words.split(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0);
    assert!(answered > 200 && words.contains("99 of 100 within"), "{words}");
    let [x, y, width, height] = page.find(".plots .over")?.place()?;
    page.click_at(x + width * 0.25, y + height * 0.3)?;
    let there = wait_for_clock(page, "the time that was pressed", |now| now < head)?;
    page.find("#head")?;
    page.click_at(x + width * 0.125, y + height * 0.3)?;
    let half = wait_for_clock(page, "an earlier time", |now| now < there)?;
    assert!((half * 2.0 - there).abs() < there * 0.1, "{half} and {there}");
    page.find("#head")?.click()?;
    wait_for_clock(page, "the newest moment", |now| now == head).map(drop)
}

/// ReCraft and the baseline on the same seed and load.
fn compares(page: &Page) -> Outcome {
    page.find("#charts-trial")?.click()?;
    let row = |name: &str| -> Outcome<Vec<u64>> {
        let rows = page.all(".numbers tbody tr")?;
        let texts: Vec<String> = rows.iter().map(Element::text).collect::<Outcome<_>>()?;
        let row = texts.iter().find(|text| text.starts_with(name)).cloned().unwrap_or_default();
        let numbers = row[name.len().min(row.len())..].split(|c: char| !c.is_ascii_digit());
        Ok(numbers.filter_map(|number| number.parse().ok()).collect())
    };
    let over = || {
        page.wait_for("the comparison to be over", || Ok((!page.all(".numbers")?.is_empty()).then_some(())))
    };
    over()?;
    let before = row("Answers a second, before")?;
    assert!(before.len() == 2 && before[0] == before[1] && before[0] > 50, "the same load: {before:?}");
    let during = row("Answers a second, first 2 s")?;
    assert!(during[0] > during[1], "{during:?}");
    let said = page.find("#trial-state")?.text()?;
    page.find("#trial-change")?.choose("Merge two")?;
    page.wait_for("a merge to be compared", || {
        let says = page.find("#trial-state")?.text()?;
        Ok((says != said && says.contains("the merged cluster serves")).then_some(()))
    })?;
    assert_eq!(row("Violations")?, [0, 0]);
    page.find("[data-means='ReCraft'] h3 button")?.click()?;
    page.find("#outline section[data-cluster='c2']")?;
    wait_for_clock(page, "just before the change", |now| (4_000.0..5_000.0).contains(&now)).map(drop)
}

#[test]
fn a_long_run_is_understood_from_its_logs_its_events_and_its_charts() {
    in_each_browser(|page| {
        let head = ran(page, "preset=five&seed=5&load=8&speed=5&play=1", 4_500.0)?;
        reads_long_logs(page)?;
        walks_along_a_node(page)?;
        saves_the_diagram(page)?;
        reads_the_charts(page, head)?;
        compares(page)
    });
}

/// Every switch of the protocol turns, and all of them turn back at once.
fn turns_every_switch(page: &Page) -> Outcome {
    for (sheet, least) in [("#protocol", 5), ("#mistakes", 20)] {
        page.find(sheet)?.click()?;
        page.find(".switches")?;
        let ids: Vec<String> = page.script(
            "return [...document.querySelectorAll('.switches input[type=checkbox]')].map(input => input.id);",
        )?;
        assert!(ids.len() >= least, "{sheet}: {}", ids.len());
        for id in &ids {
            let is_on = || page.script::<bool>(&format!("return document.getElementById('{id}').checked;"));
            let was = is_on()?;
            page.script::<()>(&format!("document.getElementById('{id}').click();"))?;
            page.wait_for(&format!("{id} to be turned"), || Ok((is_on()? != was).then_some(())))?;
        }
        for menu in page.all(".switches select")? {
            let other: String =
                menu.script("return element.options[element.options.length - 1].text;", &().into())?;
            menu.choose(&other)?;
        }
        page.find("#plain")?.click()?;
        page.wait_for("all to be as they were", || Ok(page.all("#plain")?.is_empty().then_some(())))?;
        page.press(key::ESCAPE)?;
    }
    page.wait_for("nothing wrong on purpose", || Ok(page.all("#mistaken")?.is_empty().then_some(())))
}

/// From a thousandth of real time to a hundred times.
fn changes_speed(page: &Page) -> Outcome {
    let speed = page.find("#speed")?;
    speed.focus()?;
    page.press(key::HOME)?;
    let slowest = attribute(page, "#speed", "aria-valuetext")?;
    page.find("#play")?.click()?;
    let from = clock(page)?;
    let moved = wait_for_clock(page, "time to pass slowly", |now| now > from)?;
    assert!(moved - from < 60.0, "{moved} − {from} at {slowest}");
    page.find("#speed")?.focus()?;
    page.press(key::END)?;
    let fastest = attribute(page, "#speed", "aria-valuetext")?;
    assert!(slowest.contains("1000") && fastest.contains("100"), "{slowest} and {fastest}");
    wait_for_clock(page, "time to pass fast", |now| now > moved + 3_000.0)?;
    page.find("#play")?.click()?;
    page.find("#go")?.choose("Slow down when something happens")?;
    page.wait_for("the menu to offer the opposite", || {
        let menu = page.find("#go")?.text()?;
        Ok(menu.contains("Play evenly").then_some(()))
    })
}

/// A node joins; its cluster's life shows when, and leads there.
fn finds_a_membership_change(page: &Page) -> Outcome {
    page.find("#outline-c1")?.focus()?;
    page.press(key::ENTER)?;
    page.find("#open-members")?.click()?;
    page.find("#add-spare")?.click()?;
    let add = page.find("[id='join-n6']")?;
    if !add.script::<bool>("return element.checked;", &().into())? {
        add.click()?;
    }
    page.find("#change-members")?.click()?;
    page.find("#play")?.click()?;
    page.wait_for("n6 to be a member", || {
        let members = attribute(page, "#outline section[data-cluster='c1']", "data-members")?;
        Ok(members.split(' ').any(|node| node == "n6").then_some(()))
    })?;
    page.find("#play")?.click()?;
    page.find("#outline[data-playing=false]")?;
    let now = clock(page)?;
    show(page, "lineage")?;
    page.wait_for("a tick in the life of c1", || Ok(page.all(".ticks button")?.pop()))?.click()?;
    wait_for_clock(page, "the membership change", |there| there < now)?;
    page.find("#head").map(drop)
}

#[test]
fn speeds_switches_and_members_change() {
    in_each_browser(|page| {
        page.open("preset=five&seed=5&speed=1")?;
        page.find("#play")?.click()?;
        page.wait_for("a leader", || {
            let leader = attribute(page, "#outline section[data-cluster='c1']", "data-leader")?;
            Ok((!leader.is_empty()).then_some(()))
        })?;
        page.find("#play")?.click()?;
        turns_every_switch(page)?;
        finds_a_membership_change(page)?;
        changes_speed(page)
    });
}

#[test]
fn under_reduced_motion_everything_comes_to_rest() {
    in_each_browser_as(&Look { reduced_motion: true, ..Look::default() }, |page| {
        ran(page, "preset=three&seed=5&load=3&speed=1&play=1", 600.0)?;
        page.script::<()>(
            "const request = window.requestAnimationFrame; window.frames_asked = 0;
             window.requestAnimationFrame = callback => { window.frames_asked += 1; return request.call(window, callback); };",
        )?;
        page.press("1")?;
        page.press("c")?;
        page.find("#outline-n1[data-role=down]")?;
        let mut before = 0;
        let asked = page.wait_for("no more frames to be asked for", || {
            let asked: u64 = page.script("return window.frames_asked;")?;
            let rests = asked > 0 && asked == before;
            before = asked;
            Ok(rests.then_some(asked))
        })?;
        // What n1 was has faded: more than one frame, and not without end.
        assert!((4..120).contains(&asked), "{asked} frames");
        Ok(())
    });
}
