//! The lab in pages of another origin: five at once, driven by messages, with a strict policy, sandboxed, and under attack.

use std::fs;
use std::path::{Path, PathBuf};

use recraft_e2e::{Element, OrFail, Outcome, Page, Running, Site, in_each_browser};
use recraft_sim::presets::Preset;
use serde_json::{Value, json};

/// The lab, at an origin of its own, as a host serves it that lets sandboxed frames use it.
fn lab() -> Outcome<Running> {
    let headers = vec!["Access-Control-Allow-Origin: *".to_owned()];
    Site {
        headers,
        under: "/lab/".to_owned(),
        ..Site::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"))
    }
    .start(0)
}

/// The host's own script notes on each lab what is heard of it: what a test's script hears is not always there for the next one.
const LISTEN: &str = "
    for (const lab of document.querySelectorAll('recraft-lab')) {
        lab.addEventListener('recraft-event', ({ detail }) => lab.dataset.heard = (lab.dataset.heard ?? '') + detail.text + '; ');
        lab.addEventListener('recraft-clock', () => lab.dataset.clocks = Number(lab.dataset.clocks ?? 0) + 1);
    }";

/// A page of another origin with this body, as strict as a page can be that has labs in it.
fn host(name: &str, lab: &str, body: &str) -> Outcome<Running> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).or_fail("the host's folder cannot be made")?;
    let style = "recraft-lab iframe { border: 9px solid red !important; display: none !important; max-width: 40% } .button { color: lime }";
    fs::write(folder.join("host.css"), style).or_fail("the host cannot be written")?;
    fs::write(folder.join("host.js"), LISTEN).or_fail("the host cannot be written")?;
    let page = format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Host</title><link rel=icon href='data:,'><link rel=stylesheet href=host.css>\
         <script defer src='{lab}recraft-lab.js'></script><script defer src='host.js'></script></head><body>{body}</body></html>"
    );
    fs::write(folder.join("index.html"), page).or_fail("the host cannot be written")?;
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src 'self' {lab}; style-src 'self'; img-src data:; frame-src {lab}; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    );
    Site { headers: vec![policy], ..Site::new(folder) }.start(0)
}

/// Opens a page with this body at another origin than the lab's.
fn open(page: &Page, name: &str, body: &str) -> Outcome {
    let lab = lab()?;
    let host = host(name, &lab.url(), &body.replace("LAB/", &lab.url()))?;
    page.go_to(&host.url())
}

/// Asks a lab something, by a method of its element; gives what it answers, or the code of the error.
fn ask(page: &Page, lab: &str, call: &str) -> Outcome<Value> {
    page.script(&format!(
        "return document.querySelector('{lab}').{call}.then((state) => state, (error) => ({{ code: error.code ?? 'none', message: error.message }}));"
    ))
}

/// The frame of a lab, when its program is there.
fn frame<'page>(page: &'page Page, lab: &str) -> Outcome<Element<'page>> {
    page.script::<()>(&format!("document.querySelector('{lab}').scrollIntoView({{ block: 'center' }});"))?;
    let frame = page.find(&format!("{lab} > iframe"))?;
    page.within(&frame, |page| page.find("[data-ready]").map(drop))?;
    Ok(frame)
}

fn hash(preset: Preset, seed: u64, at_us: u64) -> String {
    format!("{:016x}", preset.run(seed).play(at_us).state_hash())
}

const FIVE: &str = "
    <recraft-lab id=a preset=three seed=3></recraft-lab>
    <recraft-lab id=b scenario=merge controls='play,timeline' size=small></recraft-lab>
    <recraft-lab id=c scenario=figure-8 size=large speed=1/5></recraft-lab>
    <recraft-lab id=d preset=five theme=dark start=press></recraft-lab>
    <recraft-lab id=e preset=seven controls=none autoplay></recraft-lab>";

#[test]
fn five_labs_share_one_program_and_are_what_their_attributes_say() {
    in_each_browser(|page| {
        open(page, "five", FIVE)?;
        let d = page.find("#d > iframe")?;
        page.script::<()>("document.querySelector('#d').scrollIntoView({ block: 'center' });")?;
        page.within(&d, |page| {
            page.find(".embed-poster img")?;
            assert!(page.all("[data-ready]")?.is_empty(), "it starts before it is pressed");
            page.find(".embed-poster")?.click()?;
            page.find("#outline[data-playing='true']")?;
            page.find("#play")?.click()?;
            assert_eq!(page.script::<String>("return document.documentElement.dataset.theme;")?, "dark");
            Ok(())
        })?;
        let mut compiled = 0;
        for lab in ["#a", "#b", "#c", "#d", "#e"] {
            let frame = frame(page, lab)?;
            compiled += page.within(&frame, |page| {
                page.script::<u32>("return performance.getEntriesByName('recraft-compile').length;")
            })?;
        }
        assert_eq!(compiled, 1, "each compiles the program for itself");

        let shown = |lab: &str, css: &str| {
            let frame = frame(page, lab)?;
            page.within(&frame, |page| page.find(css)?.is_shown())
        };
        assert!(
            shown("#a", "#next")?
                && !shown("#b", "#next")?
                && shown("#b", "#play")?
                && !shown("#e", ".controls")?
        );
        assert_eq!(
            page.within(&frame(page, "#c")?, |page| page.find(".embed-bar .title")?.text())?,
            "Figure 8 of the Raft paper"
        );
        let e = frame(page, "#e")?;
        page.within(&e, |page| page.find("#outline[data-playing='true']").map(drop))?;
        page.script::<()>("scrollTo(0, 0);")?;
        page.within(&e, |page| page.find("#outline[data-playing='false']").map(drop))?;

        // Each frame is as high as what is in it, whatever the page's styles say.
        for (lab, stage) in [("#a", 340.0), ("#b", 220.0), ("#c", 500.0)] {
            let frame = frame(page, lab)?;
            let outer = frame.place()?[3];
            let (inner, high): (f64, f64) = page.within(&frame, |page| {
                page.script("return [document.querySelector('#app').getBoundingClientRect().height, document.querySelector('#stage').clientHeight];")
            })?;
            assert_eq!((outer - 2.0).round(), inner.ceil(), "{lab}");
            assert_eq!(high, stage, "{lab}");
        }
        page.within(&frame(page, "#a")?, |page| page.expect_accessible("an embedded lab"))
    });
}

#[test]
fn a_lab_is_driven_by_messages() {
    in_each_browser(|page| {
        open(
            page,
            "driven",
            "<recraft-lab id=a preset=five start=press></recraft-lab><recraft-lab id=b></recraft-lab>",
        )?;
        // The question starts it.
        let state = ask(page, "#a", "load({ preset: 'three', seed: 3, ms: 100 })")?;
        assert_eq!(state["hash"], json!(hash(Preset::Three, 3, 100_000)), "{state}");
        ask(page, "#a", "events('milestones')")?;
        assert_eq!(ask(page, "#a", "play(5)")?["playing"], json!(true));
        page.wait_for("the leader to be heard of", || {
            let (heard, clocks): (String, u32) = page.script(
                "const { heard, clocks } = document.querySelector('#a').dataset; return [heard ?? '', Number(clocks ?? 0)];",
            )?;
            Ok((heard.contains("leads term") && clocks > 1).then_some(()))
        })?;
        let state = ask(page, "#a", "pause()")?;
        assert_eq!(state["playing"], json!(false));
        let leader = state["clusters"][0]["leader"].as_str().expect("somebody leads").to_owned();

        let state = ask(page, "#a", "command('crash the leader of c1')")?;
        let down = |state: &Value| -> Vec<String> {
            let nodes =
                state["nodes"].as_array().expect("nodes").iter().filter(|node| node["up"] == json!(false));
            nodes.map(|node| node["id"].as_str().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(down(&state), [leader]);
        let refused = ask(page, "#a", "command('crash the leader of c1')")?;
        assert_eq!(refused["code"], "impossible", "{refused}");
        let refused = ask(page, "#a", "command('crush n1')")?;
        assert!(
            refused["code"] == "scenario"
                && refused["message"].as_str().unwrap_or_default().starts_with("line 1, column 1"),
            "{refused}"
        );

        assert_eq!(ask(page, "#a", "seek(100)")?["hash"], json!(hash(Preset::Three, 3, 100_000)));
        let scenario = "'recraft scenario 1\\nnodes 3\\nuntil c1 has a leader\\ncrash the leader of c1\\n'";
        let state = ask(page, "#a", &format!("load({{ scenario: {scenario}, ms: 1000 }})"))?;
        assert_eq!(down(&state).len(), 1, "{state}");
        let refused = ask(page, "#a", "load({ scenario: 'recraft scenario 1\\nnodes lots\\n' })")?;
        assert!(
            refused["code"] == "scenario"
                && refused["message"].as_str().unwrap_or_default().starts_with("line 2, column 7"),
            "{refused}"
        );
        assert_eq!(
            ask(page, "#a", "state()")?["hash"],
            state["hash"],
            "what was refused has changed something"
        );
        assert_eq!(
            ask(page, "#a", "load({ story: 'merge', play: true })")?["clusters"].as_array().map(Vec::len),
            Some(2)
        );

        // A lab that is taken out of the page gives up what was asked of it, and hears nothing any more.
        let gone: String = page.script(
            "const lab = document.querySelector('#b'); const asked = lab.state(); lab.remove();
             return asked.then(() => 'answered', (error) => error.message);",
        )?;
        assert!(gone.contains("removed"), "{gone}");
        Ok(())
    });
}

/// A run of eleven commands at 6500 ms, as a link of version 1 holds it.
const LINK: &str = "AQE9i7ENwjAQRf19xHGqNLAH89A54USQHDsYIRSqtEiwA1vQ0jAGCzAFFxRFv3jS03-gnOzwXS9BBE1QQEOLzAiAjnJbCNRwvZSAqVyQmZ69j2dVamSe2xhmQTCH0z7UPBnJVhqkXvcnxr5uOKWeEm__cevCLpqYBDzGRXLHrpovj8-N7Dts1A8";

#[test]
fn a_lab_is_given_the_run_of_a_link() {
    in_each_browser(|page| {
        open(page, "linked", "<recraft-lab id=a preset=three seed=3></recraft-lab>")?;
        frame(page, "#a")?;
        let before = ask(page, "#a", "state()")?;
        // Cut off, spoilt, of a later version, no link at all, and with something in it that must stay a text.
        for bad in [&LINK[..40], &LINK.replace('9', "_"), "fwAB", "", "<img src=x onerror=alert(1)>"] {
            let refused = ask(page, "#a", &format!("load({{ link: '#r={bad}' }})"))?;
            assert_eq!(refused["code"], "link", "{bad}: {refused}");
            let why = refused["message"].as_str().unwrap_or_default();
            assert!(why.starts_with("This link cannot be opened. ") && !why.contains('<'), "{why}");
            assert_eq!(ask(page, "#a", "state()")?, before, "{bad} has changed something");
        }
        let state = ask(page, "#a", &format!("load({{ link: 'https://elsewhere.example/#r={LINK}' }})"))?;
        assert_eq!((&state["ms"], &state["playing"]), (&json!(6500), &json!(false)), "{state}");
        let state = ask(page, "#a", &format!("load({{ link: 'r={LINK}', ms: 2000, play: true }})"))?;
        assert_eq!(state["playing"], true, "{state}");
        assert!((2000.0..6000.0).contains(&state["ms"].as_f64().unwrap_or_default()), "{state}");
        let state = ask(page, "#a", "load({ link: 'AQABASoAAAAAACaRjwA' })")?;
        assert_eq!((&state["ms"], &state["hash"]), (&json!(0), &json!(hash(Preset::Five, 42, 0))));

        // What overtakes a link is carried out, and the link's asker is told.
        let both: Value = page.script(&format!(
            "const lab = document.querySelector('#a');
             const link = lab.load({{ link: 'r={LINK}' }}).then(() => 'there', (error) => error.code);
             const preset = lab.load({{ preset: 'seven', seed: 1 }}).then((state) => state.nodes.length);
             return Promise.all([link, preset]);"
        ))?;
        assert_eq!(both[1], 7, "{both}");
        assert!(both[0] == "link" || both[0] == "there", "{both}");
        assert_eq!(ask(page, "#a", "state()")?["nodes"].as_array().map(Vec::len), Some(7));
        Ok(())
    });
}

/// Posts messages to a lab as a page would that means harm, and waits for so many answers.
const ATTACK: &str = "
    const frame = document.querySelector('iframe').contentWindow;
    const answers = [];
    const hear = ({ source, data }) => source === frame && data.type === 'answer' && answers.push(data);
    addEventListener('message', hear);
    const huge = 'x'.repeat(10_000_000);
    const list = [];
    list.length = 1_000_000;
    const messages = [
        { recraft: 2, id: 1, type: 'play' }, { recraft: '1', id: 2, type: 'play' }, { recraft: {}, id: 3, type: 'play' },
        { recraft: 1, id: 4, type: huge }, { recraft: 1, id: huge, type: 'play' }, { recraft: 1, id: 5, type: 'load', scenario: huge },
        { recraft: 1, id: 6, type: 'load', story: '<img src=x onerror=alert(1)>' }, { recraft: 1, id: 7, type: 'load', preset: list },
        { recraft: 1, id: 8, type: 'seek', ms: 1e300 }, { recraft: 1, id: 9, type: 'seek', ms: 86_000_000 }, { recraft: 1, id: 10, type: 'seek', ms: NaN },
        { recraft: 1, id: 11, type: 'command', line: '<script>alert(1)</script>' }, { recraft: 1, id: 12, type: 'speed', speed: -1 },
        { recraft: 1, id: 13, type: 'load', scenario: 'recraft scenario 1\\ntitle \"<script>alert(1)</script>\\nnodes 3' },
        { recraft: 1, id: 14, type: 'constructor' }, { recraft: 1, id: [1], type: 'play' },
    ];
    const foreign = [null, 1, huge, list, { type: 'play' }, new Map([['recraft', 1]]), { __proto__: null, play: true }];
    for (const message of [...foreign, ...messages]) {
        frame.postMessage(message, '*');
        // A command and a scenario wait for each other.
        if (message?.id === 11) await new Promise((resolve) => setTimeout(resolve, 3000));
    }
    const until = Date.now() + 10_000;
    while (answers.length < messages.length && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    removeEventListener('message', hear);
    return [messages.length, answers.length, answers.filter((answer) => answer.ok).length, Math.max(...answers.map((answer) => JSON.stringify(answer).length))];";

const FLOOD: &str = "
    const frame = document.querySelector('iframe').contentWindow;
    let fine = 0, refused = 0;
    addEventListener('message', ({ source, data }) => {
        if (source !== frame || data.type !== 'answer') return;
        if (data.ok) fine += 1;
        else if (data.error.code === 'too-many') refused += 1;
    });
    for (let id = 0; id < 3000; id += 1) frame.postMessage({ recraft: 1, id: 'f' + id, type: 'theme', theme: 'light' }, '*');
    const until = Date.now() + 20_000;
    while (fine + refused < 3000 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    return [fine, refused];";

#[test]
fn hostile_messages_are_refused_and_change_nothing() {
    in_each_browser(|page| {
        open(page, "hostile", "<recraft-lab id=a preset=three seed=3></recraft-lab>")?;
        frame(page, "#a")?;
        let before = ask(page, "#a", "state()")?;
        let as_async = |script: &str| format!("return (async () => {{ {script} }})();");
        let [sent, answered, fine, longest]: [usize; 4] = page.script(&as_async(ATTACK))?;
        assert_eq!((answered, fine), (sent, 0));
        assert!(longest < 2_000, "an answer has {longest} letters");
        assert_eq!(ask(page, "#a", "state()")?, before);

        let [fine, refused]: [usize; 2] = page.script(&as_async(FLOOD))?;
        assert_eq!(fine + refused, 3000);
        assert!(refused > 1000, "only {refused} were refused");
        page.wait_for("the lab to have patience again", || {
            Ok((ask(page, "#a", "state()")? == before).then_some(()))
        })?;
        page.within(&frame(page, "#a")?, |page| {
            let scripts: u32 =
                page.script("return document.querySelectorAll('#app script, #app img').length;")?;
            assert_eq!(scripts, 0);
            Ok(())
        })
    });
}

#[test]
fn a_lab_that_allows_another_origin_is_silent() {
    in_each_browser(|page| {
        open(
            page,
            "foreign",
            "<iframe src='LAB/embed.html?preset=three&allow-origin=https://elsewhere.example' width=700 height=500></iframe>",
        )?;
        let frame = page.find("iframe")?;
        page.within(&frame, |page| page.find("[data-ready]").map(drop))?;
        let answers: u32 = page.script(
            "return (async () => {
                let heard = 0;
                addEventListener('message', () => heard += 1);
                for (const type of ['play', 'state']) document.querySelector('iframe').contentWindow.postMessage({ recraft: 1, id: 1, type }, '*');
                await new Promise((resolve) => setTimeout(resolve, 1500));
                return heard;
            })();",
        )?;
        assert_eq!(answers, 0);
        page.within(&frame, |page| page.find("#outline[data-playing='false']").map(drop))?;
        // What it says of itself is meant for the other origin; browsers warn of that.
        page.forget_reports()
    });
}

#[test]
fn a_sandboxed_lab_works_without_an_origin() {
    in_each_browser(|page| {
        open(
            page,
            "sandboxed",
            "<recraft-lab id=a preset=three seed=3 sandbox='allow-scripts'></recraft-lab>",
        )?;
        page.within(&frame(page, "#a")?, |page| {
            assert_eq!(page.script::<String>("return origin;")?, "null");
            page.find("#begin")?.click()?;
            page.find("#outline[data-playing='true']").map(drop)
        })?;
        ask(page, "#a", "pause()")?;
        assert_eq!(
            ask(page, "#a", "load({ preset: 'three', seed: 3, ms: 50 })")?["hash"],
            json!(hash(Preset::Three, 3, 50_000))
        );
        let state = ask(page, "#a", "command('crash n1')")?;
        assert_eq!(state["nodes"][0]["up"], json!(false), "{state}");
        Ok(())
    });
}

#[test]
fn a_lab_follows_the_colours_of_its_page() {
    in_each_browser(|page| {
        open(page, "colours", "<recraft-lab id=a preset=three></recraft-lab>")?;
        let frame = frame(page, "#a")?;
        let theme = |page: &Page| {
            page.within(&frame, |page| {
                page.script::<String>("return document.documentElement.dataset.theme;")
            })
        };
        assert_eq!(theme(page)?, "light");
        page.script::<()>("document.documentElement.style.color = 'rgb(240 240 240)';")?;
        page.wait_for("the lab to be dark", || Ok((theme(page)? == "dark").then_some(())))?;
        page.script::<()>("document.documentElement.style.color = '';")?;
        page.wait_for("the lab to be light", || Ok((theme(page)? == "light").then_some(())))
    });
}

#[test]
fn a_scenario_that_is_written_out_is_told_and_its_picture_stays_for_print() {
    in_each_browser(|page| {
        let code = "recraft scenario 1&#10;nodes 3&#10;crash n2&#10;";
        open(
            page,
            "code",
            &format!("<recraft-lab id=a code='{code}' at=5><p id=picture>A picture</p></recraft-lab>"),
        )?;
        frame(page, "#a")?;
        let state = page.wait_for("the scenario to be told", || {
            let state = ask(page, "#a", "state()")?;
            Ok((state["ms"] == json!(5)).then_some(state))
        })?;
        assert_eq!(state["nodes"][1]["up"], json!(false), "{state}");
        page.wait_for("the picture to give way", || Ok((!page.find("#picture")?.is_shown()?).then_some(())))
    });
}

#[test]
fn frameworks_may_set_properties_and_write_flags_as_words() {
    in_each_browser(|page| {
        let body = "<recraft-lab id=a preset=three start=press autoplay=false sandbox=false></recraft-lab>\
                    <recraft-lab id=b preset=three start=press autoplay=true play=false></recraft-lab>";
        open(page, "frameworks", body)?;
        let address = |page: &Page, lab: &str| {
            let frame = page.find(&format!("{lab} > iframe"))?;
            frame.attribute("src").map(Option::unwrap_or_default)
        };
        let sandbox = page.find("#a > iframe")?.attribute("sandbox")?;
        assert!(!address(page, "#a")?.contains("autoplay") && sandbox.is_none(), "{sandbox:?}");
        let other = address(page, "#b")?;
        assert!(other.contains("autoplay=1") && !other.contains("play=f"), "{other}");

        // React sets `play` as a property, since the element has a method of that name.
        page.script::<()>("document.querySelector('#a').play = true;")?;
        page.wait_for("the attribute", || Ok(address(page, "#a")?.contains("&play=1").then_some(())))?;
        let state = ask(page, "#a", "play(0.1)")?;
        assert_eq!(state["playing"], json!(true), "{state}");
        page.script::<()>("document.querySelector('#a').play = false;")?;
        page.wait_for("the attribute to be gone", || {
            Ok((!address(page, "#a")?.contains("&play=1")).then_some(()))
        })
    });
}
