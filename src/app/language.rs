//! Speaking another language: the page is loaded again in it, and goes on where it was.

use crate::browser;
use crate::session::library::stories;

use super::App;
use super::share::link_to;

/// Longer addresses are not for every browser; the run begins anew then.
const LINK_MAX: usize = 30_000;

impl App {
    /// Loads the page again in the language of this name, with the lesson or the run that is on the stage.
    #[inline(never)]
    pub(super) fn speak(&mut self, name: &str) {
        self.session.pause();
        let query = browser::query();
        // The language that the address asks for would come before the chosen one; and what it began with has gone on since.
        let keeps = |pair: &&str| !["lang=", "lesson="].iter().any(|start| pair.starts_with(start));
        let mut kept: Vec<String> = query.split('&').filter(keeps).map(str::to_owned).collect();
        kept.retain(|pair| !pair.is_empty());
        let lesson = self.panels.lesson.as_ref().map(|card| card.lesson.name.as_str());
        let link = match lesson.filter(|name| !name.is_empty()) {
            // How far one has come in it is remembered.
            Some(lesson) => {
                kept.push(format!("lesson={lesson}"));
                None
            }
            None => self.session.shared(false, self.tab, &stories()).ok().map(|code| link_to(&code)),
        };
        let link = link.filter(|link| link.len() <= LINK_MAX).unwrap_or_default();
        browser::choose_language(name, &kept.join("&"), &link);
    }
}
