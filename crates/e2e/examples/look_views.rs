//! Temporary: looks at the views.
use recraft_e2e::*;
use std::path::Path;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let folder = &args[1];
    let out = &args[2];
    for (size, scheme) in [
        (Size::DESKTOP, Scheme::Light),
        (Size::DESKTOP, Scheme::Dark),
        (Size::PHONE, Scheme::Light),
        (Size::TABLET, Scheme::Dark),
    ] {
        if args.len() > 3 && !args[3..].iter().any(|a| a == &format!("{}-{}", size.name, scheme.name())) {
            continue;
        }
        let look = Look { size, scheme, reduced_motion: false };
        let page = Page::start_in(Path::new(folder), Browser::Chromium, &look).unwrap();
        let name = |what: &str| format!("{out}/{}-{}-{what}.png", size.name, scheme.name());
        page.open("preset=figure-3&seed=3&speed=1&load=3&play=1").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(3500));
        let _: serde_json::Value = page.script("const s=[...document.querySelectorAll('.suggestions button')].find(b=>b.innerText.includes('Split c1 in three')); if(s) s.click(); return !!s").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(2500));
        let _: serde_json::Value = page.script("document.querySelector('#play').click(); return 1").unwrap();
        page.press("3").unwrap();
        for view in ["space-time", "logs", "lineage", "quorums", "data", "checks"] {
            let _: serde_json::Value =
                page.script(&format!("document.querySelector('#tab-{view}').click(); return 1")).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(500));
            page.save_picture(Path::new(&name(view))).unwrap();
        }
        let _: serde_json::Value =
            page.script("document.querySelector('#tab-space-time').click(); return 1").unwrap();
        page.press("[").unwrap();
        page.press("[").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(500));
        page.save_picture(Path::new(&name("walk"))).unwrap();
        if let Err(e) = page.expect_no_trouble() {
            println!("{e}");
        }
    }
}
