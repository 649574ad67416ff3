//! What a browser reports: its console, uncaught exceptions, failed requests.

use std::fmt;

use serde_json::Value;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something to know.
    Info,
    /// A warning.
    Warning,
    /// An error: also an uncaught exception, a rejection nobody handled, or a failed request.
    Error,
}

/// One thing that a browser reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How bad it is.
    pub level: Level,
    /// What it says.
    pub text: String,
    /// Where it comes from: an address, if known.
    pub place: String,
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        write!(out, "{level}: {}", self.text)?;
        if self.place.is_empty() { Ok(()) } else { write!(out, " ({})", self.place) }
    }
}

impl Report {
    /// The report in a WebDriver BiDi event, if it holds one.
    pub(crate) fn from_event(method: &str, event: &Value) -> Option<Self> {
        match method {
            "log.entryAdded" => Some(Self::from_log_entry(event)),
            "network.responseStarted" => Self::from_response(event),
            "network.fetchError" => Self::from_fetch_error(event),
            _ => None,
        }
    }

    fn from_log_entry(event: &Value) -> Self {
        let level = match event["level"].as_str() {
            Some("error") => Level::Error,
            Some("warn") => Level::Warning,
            _ => Level::Info,
        };
        let frame = &event["stackTrace"]["callFrames"][0];
        let place = match frame["url"].as_str() {
            Some(url) => format!("{url}:{}", frame["lineNumber"]),
            None => String::new(),
        };
        Self { level, text: text(&event["text"]), place }
    }

    fn from_response(event: &Value) -> Option<Self> {
        let status = event["response"]["status"].as_u64()?;
        let place = text(&event["request"]["url"]);
        (status >= 400).then(|| Self {
            level: Level::Error,
            text: format!("the request failed: {status}"),
            place,
        })
    }

    /// Requests that the page itself gave up, by leaving or by aborting them, are no failure.
    fn from_fetch_error(event: &Value) -> Option<Self> {
        let error = text(&event["errorText"]);
        let given_up = error.contains("ABORTED");
        let place = text(&event["request"]["url"]);
        (!given_up).then(|| Self { level: Level::Error, text: format!("the request failed: {error}"), place })
    }

    /// An entry of Chromium's own log, unless WebDriver BiDi tells of it too.
    pub(crate) fn from_chromium_log(entry: &Value) -> Option<Self> {
        let level = match entry["level"].as_str() {
            Some("SEVERE") => Level::Error,
            Some("WARNING") => Level::Warning,
            _ => Level::Info,
        };
        let source = entry["source"].as_str().unwrap_or_default();
        let told_elsewhere = matches!(source, "console-api" | "javascript" | "network");
        (!told_elsewhere).then(|| Self { level, text: text(&entry["message"]), place: source.to_owned() })
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
