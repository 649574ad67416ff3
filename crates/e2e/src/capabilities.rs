//! What a browser is asked for when a session begins.

use serde_json::{Value, json};
use xtask::setup::{Browser, InstalledBrowser};

use crate::look::{Look, Scheme};

/// Chromium without a screen, a GPU or a wish to call home, in a container or out of it.
const CHROMIUM_ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// The body of WebDriver's "New Session". Each session has a fresh profile, which the driver makes and removes.
pub(crate) fn new_session(browser: Browser, installed: &InstalledBrowser, look: &Look) -> Value {
    let own = match browser {
        Browser::Chromium => chromium(installed, look),
        Browser::Firefox => firefox(installed, look),
    };
    json!({ "capabilities": { "alwaysMatch": own } })
}

fn chromium(installed: &InstalledBrowser, look: &Look) -> Value {
    let mut arguments: Vec<String> = CHROMIUM_ARGUMENTS.map(str::to_owned).into();
    arguments.push(format!("--window-size={},{}", look.size.width, look.size.height));
    if look.reduced_motion {
        arguments.push("--force-prefers-reduced-motion".to_owned());
    }
    json!({
        "browserName": "chrome",
        "webSocketUrl": true,
        "goog:chromeOptions": { "binary": installed.program, "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
    })
}

fn firefox(installed: &InstalledBrowser, look: &Look) -> Value {
    json!({
        "browserName": "firefox",
        "webSocketUrl": true,
        "moz:firefoxOptions": {
            "binary": installed.program,
            "args": ["-headless", "-width", look.size.width.to_string(), "-height", look.size.height.to_string()],
            "prefs": {
                "layout.css.prefers-color-scheme.content-override": if look.scheme == Scheme::Dark { 0 } else { 1 },
                "ui.prefersReducedMotion": i32::from(look.reduced_motion),
            },
        },
    })
}
