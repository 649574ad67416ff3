//! What the dock's tabs show, as values. There are many tabs, and one is looked at: only its value is made.
//!
//! A further view is a variant of [`Tab`] (with its name and id), one of [`View`], a file here that makes the value, and a
//! component in `crate::ui::views` that shows it.

pub mod charts;
pub mod checks;
pub mod data;
pub mod explore;
pub mod lineage;
pub mod logs;
pub mod quorums;
pub mod space_time;
pub mod trial;

use recraft_words::t;
use std::rc::Rc;

use super::Session;
use charts::Charts;
use checks::{Verdict, verdicts};
use data::Data;
use lineage::Lineage;
use logs::Logs;
use quorums::Quorums;
use space_time::SpaceTime;

/// What the dock can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What is selected, or what to try (on narrow pages; beside the stage on others).
    Inspector,
    /// The event list (on the widest pages it is beside the other tabs).
    Events,
    /// Who told whom what and when.
    SpaceTime,
    /// The logs, side by side.
    Logs,
    /// Which cluster came from which.
    Lineage,
    /// Whose answers count.
    Quorums,
    /// Key ranges and data.
    Data,
    /// What clients were served.
    Charts,
    /// The checks.
    Checks,
    /// The explorer.
    Explore,
}

impl Tab {
    /// Every tab, in order.
    pub const ALL: &'static [Self] = &[
        Self::Inspector,
        Self::Events,
        Self::SpaceTime,
        Self::Logs,
        Self::Lineage,
        Self::Quorums,
        Self::Data,
        Self::Charts,
        Self::Checks,
        Self::Explore,
    ];
    /// How many of the first tabs stand elsewhere on pages that are not narrow, and on wide ones.
    pub const ELSEWHERE: [usize; 2] = [1, 2];

    /// Its name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inspector => t!("Inspector"),
            Self::Events => t!("Events"),
            Self::SpaceTime => t!("Space-time"),
            Self::Logs => t!("Logs"),
            Self::Lineage => t!("Lineage"),
            Self::Quorums => t!("Quorums"),
            Self::Data => t!("Data"),
            Self::Charts => t!("Charts"),
            Self::Checks => t!(in "tab": "Checks"),
            Self::Explore => t!("Explore"),
        }
    }

    /// Its id in the page.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Inspector => "tab-inspector",
            Self::Events => "tab-events",
            Self::SpaceTime => "tab-space-time",
            Self::Logs => "tab-logs",
            Self::Lineage => "tab-lineage",
            Self::Quorums => "tab-quorums",
            Self::Data => "tab-data",
            Self::Charts => "tab-charts",
            Self::Checks => "tab-checks",
            Self::Explore => "tab-explore",
        }
    }
}

/// The value behind a tab.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// The tab shows something that all pages have at hand, or nothing.
    None,
    /// What is said beside the space-time diagram.
    SpaceTime(Rc<SpaceTime>),
    /// The logs of each cluster.
    Logs(Rc<Logs>),
    /// The graph of the clusters.
    Lineage(Rc<Lineage>),
    /// The quorums of a cluster.
    Quorums(Rc<Quorums>),
    /// What each cluster holds.
    Data(Rc<Data>),
    /// What clients were served.
    Charts(Rc<Charts>),
    /// The verdict on each property.
    Checks(Rc<Vec<Verdict>>),
}

impl View {
    /// What a tab shows at the moment.
    pub fn of(tab: Tab, session: &Session) -> Self {
        match tab {
            Tab::Inspector | Tab::Events | Tab::Explore => Self::None,
            Tab::SpaceTime => Self::SpaceTime(Rc::new(SpaceTime::of(session))),
            Tab::Logs => Self::Logs(Rc::new(Logs::of(session))),
            Tab::Lineage => Self::Lineage(Rc::new(Lineage::of(session))),
            Tab::Quorums => Self::Quorums(Rc::new(Quorums::of(session))),
            Tab::Data => Self::Data(Rc::new(Data::of(session))),
            Tab::Charts => Self::Charts(Rc::new(Charts::of(session))),
            Tab::Checks => Self::Checks(Rc::new(verdicts(session.world()))),
        }
    }
}
