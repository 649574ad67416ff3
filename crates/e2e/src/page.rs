//! The page in a browser.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use xtask::failure::{Failure, OrFail, Outcome};
use xtask::project;
use xtask::setup::{Browser, installed_browser};
use xtask::site::{Running, Site};

use crate::capabilities::new_session;
use crate::console::{Level, Report};
use crate::controls;
use crate::driver::Driver;
use crate::element::Element;
use crate::events::Events;
use crate::look::{Look, Scheme, Size};
use crate::wire::{ELEMENT, Wire};

/// The page is served under a path, as many static hosts do: its addresses must be relative.
const UNDER: &str = "/some/sub/path/";

/// The page, in one browser, served by a server of its own. Closed when it is dropped.
pub struct Page {
    browser: Browser,
    served: Running,
    // These end in this order: the WebSocket, the session, the driver.
    events: Events,
    wire: Wire,
    window: String,
    _driver: Driver,
}

/// Whether the page is ready, and whole. (Builds for development are in one part.)
const READY: &str = "const isWhole = () => !document.querySelector('script[data-later]') || performance.getEntriesByName('recraft-whole').length > 0;
    return document.documentElement.dataset.ready === 'true' && isWhole();";

impl Page {
    /// How long anything is waited for.
    pub const PATIENCE: Duration = Duration::from_secs(15);

    const LOOKS_EVERY: Duration = Duration::from_millis(40);

    /// Starts a browser for the built page, which is not opened yet.
    pub fn start(browser: Browser, look: &Look) -> Outcome<Self> {
        Self::start_in(&project::dist(), browser, look)
    }

    /// Starts a browser for the page in another folder.
    pub fn start_in(folder: &Path, browser: Browser, look: &Look) -> Outcome<Self> {
        let site = Site { under: UNDER.to_owned(), isolated: true, ..Site::new(folder) };
        let served = site.start(0)?;
        let installed = installed_browser(browser)?;
        let driver = Driver::start(browser, &installed)?;
        let wire = Wire::begin(&driver.url(), &new_session(browser, &installed, look))?;
        let socket = wire.capabilities()["webSocketUrl"].as_str().unwrap_or_default();
        let events = Events::connect(socket)?;
        controls::listen(&events)?;
        let window = wire.get("window")?.as_str().unwrap_or_default().to_owned();
        let page = Self { browser, served, events, wire, window, _driver: driver };
        page.prefer(look)?;
        page.resize(look.size)?;
        Ok(page)
    }

    /// The browser it is in.
    pub fn browser(&self) -> Browser {
        self.browser
    }

    /// Opens the page with a query (`preset=five&play=1`, or nothing) and waits until it is ready, and both parts of its program are there.
    pub fn open(&self, query: &str) -> Outcome {
        let mark = if query.is_empty() { "" } else { "?" };
        self.go_to(&format!("{}{mark}{query}", self.served.url()))?;
        self.wait_for("the page to be ready (data-ready on its root)", || {
            let ready: bool = self.script(READY)?;
            Ok(ready.then_some(()))
        })
    }

    /// Goes to an address and waits until it is loaded.
    pub fn go_to(&self, url: &str) -> Outcome {
        self.wire.post("url", &json!({ "url": url })).map(drop)
    }

    /// The address of the page itself, without a query.
    pub fn url(&self) -> String {
        self.served.url()
    }

    /// Its title.
    pub fn title(&self) -> Outcome<String> {
        self.script("return document.title;")
    }

    /// Changes the window's inner size.
    pub fn resize(&self, size: Size) -> Outcome {
        let viewport = json!({ "width": size.width, "height": size.height });
        let parameters = json!({ "context": self.window, "viewport": viewport });
        self.events.command("browsingContext.setViewport", &parameters).map(drop)
    }

    /// Calls a function, given as its source, in each document that is opened from now on, before anything of the document's own runs.
    pub fn before_documents(&self, function: &str) -> Outcome {
        self.events.command("script.addPreloadScript", &json!({ "functionDeclaration": function })).map(drop)
    }

    /// Waits until something gives a value, and says what was waited for if it never does.
    pub fn wait_for<T>(&self, what: &str, mut look: impl FnMut() -> Outcome<Option<T>>) -> Outcome<T> {
        let deadline = Instant::now() + Self::PATIENCE;
        let hindrance = loop {
            let hindrance = match look() {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => None,
                Err(failure) => Some(failure),
            };
            if Instant::now() > deadline {
                break hindrance;
            }
            thread::sleep(Self::LOOKS_EVERY);
        };
        let waited = format!("waited {} s in {} for {what}, in vain", Self::PATIENCE.as_secs(), self.browser);
        Err(match hindrance {
            Some(failure) => Failure::new(format!("{waited}: {failure}")),
            None => Failure::new(waited),
        })
    }

    /// The one element that a screen reader knows by this role and name; waits for it.
    pub fn by_role(&self, role: &str, name: &str) -> Outcome<Element<'_>> {
        self.the_one(&format!("the {role} “{name}”"), || self.all_by_role(role, Some(name)))
    }

    /// All elements that a screen reader knows by this role, and by this name if one is given; none is no failure.
    pub fn all_by_role(&self, role: &str, name: Option<&str>) -> Outcome<Vec<Element<'_>>> {
        let mut wanted = json!({ "role": role });
        if let Some(name) = name {
            wanted["name"] = json!(name);
        }
        let locator = json!({ "type": "accessibility", "value": wanted });
        let parameters = json!({ "context": self.window, "locator": locator });
        let found = self.events.command("browsingContext.locateNodes", &parameters)?;
        let nodes = found["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(nodes.iter().filter_map(|node| Some(Element::new(self, node["sharedId"].as_str()?))).collect())
    }

    /// The one element with this `data-testid`; waits for it.
    pub fn by_test_id(&self, id: &str) -> Outcome<Element<'_>> {
        self.find(&format!("[data-testid='{id}']"))
    }

    /// The one element of a CSS selector; waits for it.
    pub fn find(&self, css: &str) -> Outcome<Element<'_>> {
        self.the_one(&format!("the element {css}"), || self.all(css))
    }

    /// All elements of a CSS selector; none is no failure.
    pub fn all(&self, css: &str) -> Outcome<Vec<Element<'_>>> {
        let found = self.wire.post("elements", &json!({ "using": "css selector", "value": css }))?;
        Ok(self.elements(&found))
    }

    /// Waits until a text is shown somewhere in the page.
    pub fn wait_for_text(&self, text: &str) -> Outcome {
        self.wait_for(&format!("the text “{text}”"), || {
            let shown: String = self.script("return document.body.innerText;")?;
            Ok(shown.contains(text).then_some(()))
        })
    }

    /// The element that has the keyboard.
    pub fn focused(&self) -> Outcome<Element<'_>> {
        let found = self.wire.get("element/active")?;
        let id = found[ELEMENT].as_str().or_fail_none("nothing has the keyboard")?;
        Ok(Element::new(self, id))
    }

    /// Runs a script: the body of a function, whose `return` is the answer.
    pub fn script<T: DeserializeOwned>(&self, script: &str) -> Outcome<T> {
        let value = self.wire.post("execute/sync", &json!({ "script": script, "args": [] }))?;
        serde_json::from_value(value).or_fail("the script answers something else")
    }

    /// A picture of the window, as PNG.
    pub fn picture(&self) -> Outcome<Vec<u8>> {
        let picture = self.wire.get("screenshot")?;
        STANDARD.decode(picture.as_str().unwrap_or_default()).or_fail("the picture cannot be read")
    }

    /// Writes a picture of the window into a file.
    pub fn save_picture(&self, file: &Path) -> Outcome {
        fs::write(file, self.picture()?).map_err(|error| {
            Failure::new(format!("the picture cannot be written: {error}")).at(file.display())
        })
    }

    /// Everything that the browser has reported so far.
    pub fn reports(&self) -> Outcome<Vec<Report>> {
        // What was reported before this command has arrived when it is answered.
        self.events.command("session.status", &json!({}))?;
        if self.browser == Browser::Chromium {
            let log = self.wire.post("se/log", &json!({ "type": "browser" }))?;
            let entries = log.as_array().map(Vec::as_slice).unwrap_or_default();
            entries.iter().filter_map(Report::from_chromium_log).for_each(|report| self.events.add(report));
        }
        Ok(self.events.reports())
    }

    /// The errors and warnings that the browser has reported so far.
    pub fn trouble(&self) -> Outcome<Vec<Report>> {
        let mut reports = self.reports()?;
        reports.retain(|report| report.level >= Level::Warning);
        Ok(reports)
    }

    /// Forgets what was reported so far.
    pub fn forget_reports(&self) -> Outcome {
        self.reports()?;
        self.events.forget();
        Ok(())
    }

    /// Fails if the browser has reported an error or a warning.
    pub fn expect_no_trouble(&self) -> Outcome {
        let trouble = self.trouble()?;
        if trouble.is_empty() {
            return Ok(());
        }
        let lines: Vec<_> = trouble.iter().map(|report| format!("\n  {report}")).collect();
        Err(Failure::new(format!("{} reports trouble:{}", self.browser, lines.concat())))
    }

    pub(crate) fn events(&self) -> &Events {
        &self.events
    }

    pub(crate) fn wire(&self) -> &Wire {
        &self.wire
    }

    pub(crate) fn elements(&self, found: &Value) -> Vec<Element<'_>> {
        let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(|element| Some(Element::new(self, element[ELEMENT].as_str()?))).collect()
    }

    fn the_one<'page>(
        &'page self,
        what: &str,
        find: impl Fn() -> Outcome<Vec<Element<'page>>>,
    ) -> Outcome<Element<'page>> {
        self.wait_for(what, || {
            let mut found = find()?;
            match found.len() {
                0 => Ok(None),
                1 => Ok(found.pop()),
                several => Err(Failure::new(format!("there are {several} of them"))),
            }
        })
    }

    /// Firefox is told by its preferences when it starts, Chromium here.
    fn prefer(&self, look: &Look) -> Outcome {
        if self.browser == Browser::Firefox {
            return Ok(());
        }
        let scheme = if look.scheme == Scheme::Dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let command = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "features": features } });
        self.wire.post("goog/cdp/execute", &command).map(drop)
    }
}

/// Nothing, where something was needed, is a failure.
trait OrFailNone<T> {
    fn or_fail_none(self, what: &str) -> Outcome<T>;
}

impl<T> OrFailNone<T> for Option<T> {
    fn or_fail_none(self, what: &str) -> Outcome<T> {
        self.ok_or_else(|| Failure::new(what))
    }
}
