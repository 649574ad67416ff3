//! Files of runs: written and read by the worker, which knows JSON and the scenario language.

use recraft_sim::history::Moment;
use recraft_words::t;
use recraft_worker::{Answer, Flaw, Opened, Request};

use crate::browser::{self, Given};
use crate::session::preset::title;
use crate::session::share::Coming;
use crate::work::News;

use super::share::FILE_MAX;
use super::{App, Msg, Share};

impl App {
    /// What the run is called.
    pub(super) fn title_of_run(&self) -> String {
        let preset = || title(self.session.preset()).to_owned();
        self.loaded.as_ref().map_or_else(preset, ToString::to_string)
    }

    /// What a file of this moment is called, without its ending: what the run is, its seed, and the time in milliseconds.
    pub(super) fn file_name(&self) -> String {
        let name = match &self.loaded {
            Some(title) => plain(title),
            None => self.session.preset().name().to_owned(),
        };
        format!("recraft-{name}-{}-{}ms", self.session.seed(), self.session.world().now_us() / 1000)
    }

    pub(super) fn say_saved(&mut self, saved: bool) {
        self.sharing_mut().say(if saved {
            t!("Saved: look among your downloads.")
        } else {
            t!("This browser does not let the page save a file.")
        });
    }

    /// Lets the worker write the run.
    pub(super) fn write_file(&mut self, scenario: bool) {
        let history = self.session.history();
        let (run, at) = (history.run(), history.moment());
        let request = if scenario {
            Request::Write { until_us: run.last_command_us().max(at.at_us), run }
        } else {
            let title = self.loaded.as_ref().map(ToString::to_string);
            Request::WriteFile(Opened { title, run, at_us: at.at_us, given: at.given as u64 })
        };
        self.sharing_mut().say(t!("The file is being written…"));
        self.file(scenario, &request);
    }

    /// Lets the worker read a file.
    pub(super) fn open_file(&mut self, (name, text): Given) {
        let name: String = name.chars().take(80).collect();
        let Some(text) = text else {
            let limit = FILE_MAX / 1000;
            self.notice = Some(
                t!("“{name}” is too large: a file with a run has {limit} kB at most. The run on this page is as it was.", name, limit)
                    .into(),
            );
            return;
        };
        self.handing.opening = name;
        self.stop_waiting();
        self.file(false, &Request::Open { text });
    }

    fn file(&mut self, scenario: bool, request: &Request) {
        self.handing.links += 1;
        let (number, on) = (self.handing.links, self.on.clone());
        let hear = move |news| on.emit(Msg::Share(Share::Filed(number, scenario, Box::new(news))));
        self.handing.filing = Some(self.jobs.start(request, hear));
    }

    /// The worker has something to say of a file.
    pub(super) fn filed(&mut self, scenario: bool, news: News) {
        self.handing.filing = None;
        match news {
            Ok(Answer::Written(text)) => {
                let (ending, kind) =
                    if scenario { ("scenario", "text/plain") } else { ("json", "application/json") };
                let saved = browser::save(&format!("{}.{ending}", self.file_name()), kind, &text);
                self.say_saved(saved);
            }
            Ok(Answer::Opened(Opened { title, run, at_us, given })) => {
                let at = Moment { at_us, given: usize::try_from(given).unwrap_or(usize::MAX) };
                self.expect(Coming::from_file(title, run, at));
            }
            Ok(Answer::Checked(flaws)) => self.refuse_file(&flaws),
            Ok(_) => self.complain_of_file(t!("It could not be done.")),
            Err(failure) => self.complain_of_file(failure.words()),
        }
    }

    fn refuse_file(&mut self, flaws: &[Flaw]) {
        let name = &self.handing.opening;
        let text = match flaws {
            [] => t!("“{name}” cannot be opened.", name),
            [Flaw { line, column, what, .. }, more @ ..] => {
                let more = match more.len() {
                    0 => String::new(),
                    count => t!(" (And {count} more.)", count),
                };
                let end = if what.ends_with(['.', '?']) { "" } else { "." };
                t!(
                    "“{name}” cannot be opened. Line {line}, column {column}: {what}{end}{more}",
                    name,
                    line,
                    column,
                    what,
                    end,
                    more
                )
            }
        };
        self.notice = Some(t!("{text} The run on this page is as it was.", text).into());
        self.open(None);
    }

    fn complain_of_file(&mut self, why: &'static str) {
        self.sharing_mut().say(why);
        self.notice = Some(why.into());
    }
}

/// A title as a part of a file's name.
fn plain(title: &str) -> String {
    let mut name = String::new();
    for letter in title.chars().take(60) {
        if letter.is_ascii_alphanumeric() {
            name.push(letter.to_ascii_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_files_name_is_plain() {
        assert_eq!(plain("Figure 8 of the Raft paper"), "figure-8-of-the-raft-paper");
        assert_eq!(plain("../<b>É</b>"), "b-b");
        assert_eq!(plain("选举"), "");
    }
}
