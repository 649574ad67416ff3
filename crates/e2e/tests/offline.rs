//! The lab without a network: after one visit, and as one file from the disk.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use recraft_e2e::{OrFail, Outcome, Page, Running, Site, copy_of_the_page, in_each_browser, key};
use xtask::{bundle, offline, project};

fn serve(folder: &Path, down: &Arc<AtomicBool>) -> Outcome<Running> {
    Site { under: "/lab/".to_owned(), down: down.clone(), ..Site::new(folder) }.start(0)
}

fn go(page: &Page, url: &str) -> Outcome {
    page.go_to(url)?;
    page.find("[data-ready='true']").map(drop)
}

/// Waits until the worker of the page has kept everything; says which caches there are.
fn kept(page: &Page, workers: &str) -> Outcome {
    page.wait_for(&format!("a service worker that is {workers}"), || {
        page.script(&format!(
            "return navigator.serviceWorker.getRegistration().then((it) => it?.{workers}?.state && !it.installing ? 1 : null);"
        ))
    })
    .map(|_: u32| ())
}

fn caches(page: &Page) -> Outcome<Vec<String>> {
    page.script("return caches.keys();")
}

fn plays(page: &Page) -> Outcome {
    page.find("#begin")?.click()?;
    page.find("#outline[data-playing='true']").map(drop)
}

/// Finds something, for which the worker program is needed.
fn searches(page: &Page) -> Outcome {
    page.find("#mistakes")?.click()?;
    page.find("#mistake-forget-vote-at-restart")?.click()?;
    page.press(key::ESCAPE)?;
    page.find("#tab-explore")?.click()?;
    page.find("#goal")?.choose("“no vote twice” is violated")?;
    page.find("#search")?.click()?;
    page.find("#load-find").map(drop)
}

#[test]
fn the_lab_works_offline_after_one_visit() {
    in_each_browser(|page| {
        let down = Arc::default();
        let lab = serve(&project::dist(), &down)?;
        go(page, &lab.url())?;
        kept(page, "active")?;
        down.store(true, Ordering::Relaxed);
        go(page, &format!("{}?preset=three&seed=3", lab.url()))?;
        plays(page)?;
        // The worker program was never loaded before.
        searches(page)?;
        // Not everything is kept: the browser tells of what it looked for in vain.
        page.forget_reports()
    });
}

#[test]
fn an_update_is_taken_at_the_next_start_and_whole() {
    in_each_browser(|page| {
        let (folder, down) = (copy_of_the_page(&format!("update-{}", page.browser()))?, Arc::default());
        let lab = serve(&folder, &down)?;
        go(page, &lab.url())?;
        kept(page, "active")?;
        let first = caches(page)?;
        assert_eq!(first.len(), 1, "{first:?}");

        let index = folder.join("index.html");
        let newer = fs::read_to_string(&index)
            .or_fail("no page")?
            .replace("<title>ReCraft Lab", "<title>Newer ReCraft Lab");
        fs::write(&index, &newer).or_fail("the page cannot be changed")?;
        // While the site is being renewed a worker that knows other files is refused, and what there is stays.
        offline::add(&folder)?;
        fs::write(&index, newer.replace("Newer", "Half")).or_fail("the page cannot be changed")?;
        go(page, &lab.url())?;
        assert_eq!(page.title()?, "ReCraft Lab");
        page.script::<bool>("return navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => true, () => false);")?;
        page.wait_for("the half-way build to be refused", || {
            let waits: bool = page.script("return navigator.serviceWorker.getRegistration().then((it) => Boolean(it.waiting || it.installing));")?;
            Ok((!waits).then_some(()))
        })?;
        assert_eq!(caches(page)?, first);
        page.forget_reports()?;

        fs::write(&index, newer).or_fail("the page cannot be changed")?;
        page.script::<bool>("return navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => true, () => false);")?;
        kept(page, "waiting")?;
        go(page, &lab.url())?;
        assert_eq!(page.title()?, "ReCraft Lab", "an update is taken while the page is open");

        page.wait_for("the newer page", || {
            // No page of it is open now; the next one is a start.
            // Firefox would otherwise keep it, to be able to go back to it at once.
            page.script::<()>("addEventListener('unload', () => {});")?;
            page.go_to("about:blank")?;
            go(page, &lab.url())?;
            Ok((page.title()? == "Newer ReCraft Lab").then_some(()))
        })?;
        let second = caches(page)?;
        assert!(second.len() == 1 && second != first, "{first:?}, then {second:?}");
        page.forget_reports()
    });
}

#[test]
fn one_file_works_from_the_disk() {
    in_each_browser(|page| {
        let file = bundle::make(&project::dist())?;
        let url = format!("file://{}?preset=three&seed=3", file.display());
        go(page, &url)?;
        plays(page)?;
        searches(page)?;
        let fetched: u32 = page.script("return performance.getEntriesByType('resource').filter((it) => !/^(blob|data):/.test(it.name)).length;")?;
        assert_eq!(fetched, 0, "it fetches something");
        // The lessons are in it, too: by a link, and by their button.
        go(page, &format!("file://{}?lesson=02-leader-election", file.display()))?;
        page.find("#lesson")?;
        page.find("#lessons-button")?.click()?;
        page.wait_for("all lessons", || Ok((page.all(".lessons button")?.len() >= 16).then_some(())))?;
        go(page, &format!("file://{}?lesson=99-nothing", file.display()))?;
        page.wait_for_text("There is no lesson “99-nothing”")
    });
}
