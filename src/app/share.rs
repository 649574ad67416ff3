//! Handing runs on from the page, and taking those that were handed on: see `recraft_share`.

use std::rc::Rc;

use recraft_share::{BODY_MAX, Bad, Packing, WORTH_PACKING, text};
use recraft_words::t;
use yew::{AttrValue, Callback};

use crate::browser::{self, Drops, Fragment, Given, NotPacked, Way, pack};
use crate::session::Action;
use crate::session::library::stories;
use crate::session::share::{Coming, link_text};
use crate::ui::{Link, Sharing};
use crate::work::{Job, News};

use super::record::Recording;
use super::{App, Msg};

/// What stands before the text of a link, in the address.
const LINK: &str = "r=";

/// Whether there is a link in the address.
pub fn is_expected() -> bool {
    browser::fragment().starts_with(LINK)
}

/// The largest file that is read, in bytes.
pub const FILE_MAX: u32 = 1_000_000;

/// What happens to what is handed on.
#[derive(Clone, Debug)]
pub enum Share {
    /// Whether the link shall show the run from its beginning.
    FromTheBeginning(bool),
    /// The packed code of the link of this number is there, or there is none.
    Packed(u32, Vec<u8>, Option<Vec<u8>>),
    /// What stands in the field with this id shall be copied.
    Copy(&'static str),
    /// It was copied, or could not be.
    Copied(&'static str, bool),
    /// Whether pictures shall be dark.
    Dark(bool),
    /// How many times as large as the stage a PNG shall be.
    Scale(u8),
    /// How much of the run shall be recorded, in virtual microseconds.
    Span(u64),
    /// Save the stage as SVG.
    Svg,
    /// Save the stage as PNG.
    Png,
    /// Record: a video, or else an animated SVG.
    Record(bool),
    /// Leave what is being recorded.
    Stop,
    /// The video is written, or could not be.
    Recorded(bool),
    /// A file was saved, or could not be.
    Saved(bool),
    /// Save the run as a file: as a scenario, or else as JSON.
    File(bool),
    /// A file was given to the page.
    Given(Given),
    /// The worker has written (as a scenario or not) or read a file.
    Filed(u32, bool, Box<News>),
    /// The address has changed: perhaps there is a link in it.
    Address,
    /// The link of this number is unpacked, or could not be.
    Unpacked(u32, Result<Vec<u8>, Bad>),
}

/// The state of handing on and of taking what was handed on.
pub struct Handing {
    /// What the sheet shows.
    pub(super) sharing: Rc<Sharing>,
    /// How many links and files have been made or opened.
    pub(super) links: u32,
    /// A run that was handed on, on its way to its moment.
    coming: Option<Coming>,
    /// Whether it is to play when it is there.
    plays_on: bool,
    /// A file that is being written or read.
    pub(super) filing: Option<Job>,
    /// The name of the file that is being read.
    pub(super) opening: String,
    /// A video or a film that is being made.
    pub(super) recording: Option<Recording>,
    _fragment: Option<Fragment>,
    _drops: Option<Drops>,
}

impl Handing {
    /// Nothing is handed on yet; links in the address and files that are dropped are listened to. `plays_on` says whether the first run that comes
    /// plays.
    pub fn new(on: &Callback<Msg>, plays_on: bool) -> Self {
        let (address, drops) = (on.clone(), on.clone());
        Self {
            sharing: Rc::default(),
            links: 0,
            coming: None,
            plays_on,
            filing: None,
            opening: String::new(),
            recording: None,
            _fragment: Fragment::new(move || address.emit(Msg::Share(Share::Address))),
            _drops: Drops::new(FILE_MAX, move |given| drops.emit(Msg::Share(Share::Given(given)))),
        }
    }

    /// Whether something goes on that needs frames, and is said in words.
    pub const fn is_busy(&self) -> bool {
        self.coming.is_some() || self.recording.is_some()
    }
}

/// What stands after `#` in the address of a run with this code, not packed.
pub(super) fn link_to(code: &[u8]) -> String {
    format!("{LINK}{}", link_text(code, None))
}

impl App {
    #[inline(never)]
    pub(super) fn do_share(&mut self, msg: Share) {
        match msg {
            Share::FromTheBeginning(is) => {
                self.sharing_mut().from_the_beginning = is;
                self.make_link();
            }
            Share::Packed(number, ..) if number != self.handing.links => {}
            Share::Packed(_, code, packed) => {
                let link = link_text(&code, packed.as_deref());
                self.sharing_mut().link = Link::Made(format!("{}#{LINK}{link}", browser::address()).into());
            }
            Share::Copy(id) => {
                let on = self.on.clone();
                browser::copy_from(id, move |done| on.emit(Msg::Share(Share::Copied(id, done))));
            }
            Share::Copied(id, true) => self.sharing_mut().say_copied(id),
            Share::Copied(_, false) => self
                .sharing_mut()
                .say(t!("This page may not copy by itself. It is selected: press Ctrl C or ⌘ C.")),
            Share::Dark(dark) => self.sharing_mut().dark = dark,
            Share::Scale(scale) => self.sharing_mut().scale = scale.clamp(1, 4),
            Share::Span(us) => self.sharing_mut().span_us = us,
            Share::Svg => self.save_svg(),
            Share::Png => self.save_png(),
            Share::Record(video) => self.start_recording(video),
            Share::Stop => self.stop_recording(),
            Share::Recorded(saved) => self.recorded(saved),
            Share::Saved(saved) => self.say_saved(saved),
            Share::File(scenario) => self.write_file(scenario),
            Share::Given(given) => self.open_file(given),
            Share::Filed(number, ..) if number != self.handing.links => {}
            Share::Filed(_, scenario, news) => self.filed(scenario, *news),
            Share::Address => self.open_address(),
            Share::Unpacked(number, _) if number != self.handing.links => {}
            Share::Unpacked(_, Err(bad)) => self.refuse(&bad),
            Share::Unpacked(_, Ok(code)) => match Coming::read(&code, &stories()) {
                Ok(coming) => self.expect(coming),
                Err(bad) => self.refuse(&bad),
            },
        }
    }

    pub(super) fn sharing_mut(&mut self) -> &mut Sharing {
        Rc::make_mut(&mut self.handing.sharing)
    }

    /// The sheet is about to be opened: time stands still, since what is handed on is a moment.
    pub(super) fn begin_sharing(&mut self) {
        self.session.pause();
        let (now_us, speed) = (self.session.world().now_us(), self.session.playback().speed);
        self.handing.sharing =
            Rc::new(Sharing { dark: self.handing.sharing.dark, ..Sharing::new(now_us, speed) });
        self.make_link();
    }

    fn make_link(&mut self) {
        self.handing.links += 1;
        let (number, from_the_beginning) = (self.handing.links, self.handing.sharing.from_the_beginning);
        self.sharing_mut().say("");
        let Ok(code) = self.session.shared(from_the_beginning, self.tab, &stories()) else {
            self.sharing_mut().link = Link::TooLong;
            return;
        };
        let on = self.on.clone();
        if code.len() < WORTH_PACKING {
            return self.do_share(Share::Packed(number, code, None));
        }
        self.sharing_mut().link = Link::Coming;
        pack(Way::Pack, code.clone(), BODY_MAX, move |packed| {
            on.emit(Msg::Share(Share::Packed(number, code, packed.ok())));
        });
    }

    /// Opens the link in the address, if there is one.
    pub(super) fn open_address(&mut self) {
        let fragment = browser::fragment();
        if let Some(code) = fragment.strip_prefix(LINK) {
            self.open_link(code);
        }
    }

    /// Opens a link by its code; the run on the page stays until that of the link is there.
    pub(super) fn open_link(&mut self, code: &str) {
        self.handing.links += 1;
        self.handing.coming = None;
        match text::read(code) {
            Err(bad) => self.refuse(&bad),
            Ok((Packing::Plain, code)) => self.do_share(Share::Unpacked(self.handing.links, Ok(code))),
            Ok((Packing::Deflated, packed)) => {
                let (on, number) = (self.on.clone(), self.handing.links);
                pack(Way::Unpack, packed, BODY_MAX, move |made| {
                    on.emit(Msg::Share(Share::Unpacked(number, made.map_err(why_not))));
                });
            }
        }
    }

    fn refuse(&mut self, bad: &Bad) {
        let text = t!("This link cannot be opened. {bad} The run on this page is as it was.", bad);
        if !self.link_failed(&text) {
            self.notice = Some(text.into());
        }
    }

    /// Takes a run that is on its way to its moment; until it is there the present one stays.
    pub(super) fn expect(&mut self, coming: Coming) {
        self.handing.coming = Some(coming);
        self.arrive();
        self.frames.request();
    }

    /// Lets the run that is expected go on; says whether it has arrived.
    pub(super) fn arrive(&mut self) -> bool {
        let Some(coming) = &mut self.handing.coming else { return false };
        if !coming.go_on() {
            let (at_us, to_us) = coming.way_us();
            let share = at_us * 100 / to_us.max(1);
            self.notice = Some(
                t!(
                    "The shared run is being played to its moment: {share} %. Close this to stay here.",
                    share
                )
                .into(),
            );
            return false;
        }
        let Some(coming) = self.handing.coming.take() else { return false };
        let same = coming.goes_as_it_did();
        let (title, tab) = (coming.title.clone(), coming.looks.tab);
        self.make_way();
        self.session.receive(coming);
        self.loaded = title.map(AttrValue::from);
        self.begin_again();
        if let Some(tab) = tab {
            (self.tab, self.collapsed) = (tab, false);
        }
        self.handing.recording = None;
        self.open(None);
        if std::mem::take(&mut self.handing.plays_on) {
            self.session.act(Action::TogglePlay);
        }
        if !same {
            let text = t!(
                "This run does not go as it went where it was shared: the link is damaged, or the lab has been changed since. The commands are the same."
            );
            self.notice = Some(text.into());
        }
        self.link_arrived();
        true
    }

    /// The notice has been read; what it told of is not waited for any more.
    pub(super) fn dismiss(&mut self) {
        self.notice = None;
        self.stop_waiting();
    }

    /// What is waited for is not wanted any more.
    pub(super) fn stop_waiting(&mut self) {
        (self.handing.coming, self.handing.filing) = (None, None);
        self.handing.links += 1;
        self.link_failed("The link was given up for something else before its run was there.");
    }
}

const fn why_not(not: NotPacked) -> Bad {
    match not {
        NotPacked::Missing => Bad::Packed,
        NotPacked::TooLong => Bad::TooLong,
        NotPacked::Spoilt => Bad::Spoilt,
    }
}
