//! Handing runs on from the page, and taking those that were handed on: see `recraft_share`.

use std::rc::Rc;

use recraft_share::{BODY_MAX, Bad, Packing, WORTH_PACKING, text};
use yew::AttrValue;

use crate::browser::{self, NotPacked, Way, pack};
use crate::session::Action;
use crate::session::library::stories;
use crate::session::share::{Coming, link_text};
use crate::ui::{Link, Sharing, Sheet};

use super::{App, Msg};

/// What stands before the text of a link, in the address.
const LINK: &str = "r=";

/// Whether there is a link in the address.
pub fn is_expected() -> bool {
    browser::fragment().starts_with(LINK)
}

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
    Copied(bool),
    /// The address has changed: perhaps there is a link in it.
    Address,
    /// The link of this number is unpacked, or could not be.
    Unpacked(u32, Result<Vec<u8>, Bad>),
}

impl App {
    pub(super) fn hand_on(&mut self, msg: Share) {
        match msg {
            Share::FromTheBeginning(is) => {
                self.sharing_mut().from_the_beginning = is;
                self.make_link();
            }
            Share::Packed(number, ..) if number != self.links => {}
            Share::Packed(_, code, packed) => {
                let link = link_text(&code, packed.as_deref());
                self.sharing_mut().link = Link::Made(format!("{}#{LINK}{link}", browser::address()).into());
            }
            Share::Copy(id) => {
                let on = self.on.clone();
                browser::copy_from(id, move |done| on.emit(Msg::Share(Share::Copied(done))));
            }
            Share::Copied(done) => self.sharing_mut().say(if done {
                "Copied."
            } else {
                "This page may not copy by itself. It is selected: press Ctrl C or ⌘ C."
            }),
            Share::Address => self.open_address(),
            Share::Unpacked(number, _) if number != self.links => {}
            Share::Unpacked(_, Err(bad)) => self.refuse(&bad),
            Share::Unpacked(_, Ok(code)) => match Coming::read(&code, &stories()) {
                Ok(coming) => self.expect(coming),
                Err(bad) => self.refuse(&bad),
            },
        }
    }

    fn sharing_mut(&mut self) -> &mut Sharing {
        Rc::make_mut(&mut self.sharing)
    }

    /// The sheet is about to be opened: time stands still, since what is handed on is a moment.
    pub(super) fn begin_sharing(&mut self) {
        self.session.pause();
        self.sharing = Rc::new(Sharing::new(self.session.world().now_us()));
        self.make_link();
    }

    fn make_link(&mut self) {
        self.links += 1;
        let (number, from_the_beginning) = (self.links, self.sharing.from_the_beginning);
        self.sharing_mut().say("");
        let code = match self.session.shared(from_the_beginning, self.tab, &stories()) {
            Ok(code) => code,
            Err(_) => return self.sharing_mut().link = Link::TooLong,
        };
        let on = self.on.clone();
        if code.len() < WORTH_PACKING {
            return self.hand_on(Share::Packed(number, code, None));
        }
        self.sharing_mut().link = Link::Coming;
        pack(Way::Pack, code.clone(), BODY_MAX, move |packed| {
            on.emit(Msg::Share(Share::Packed(number, code, packed.ok())));
        });
    }

    /// Opens the link in the address, if there is one.
    pub(super) fn open_address(&mut self) {
        let fragment = browser::fragment();
        let Some(link) = fragment.strip_prefix(LINK) else { return };
        self.links += 1;
        self.coming = None;
        match text::read(link) {
            Err(bad) => self.refuse(&bad),
            Ok((Packing::Plain, code)) => self.hand_on(Share::Unpacked(self.links, Ok(code))),
            Ok((Packing::Deflated, packed)) => {
                let (on, number) = (self.on.clone(), self.links);
                pack(Way::Unpack, packed, BODY_MAX, move |made| {
                    on.emit(Msg::Share(Share::Unpacked(number, made.map_err(why_not))));
                });
            }
        }
    }

    fn refuse(&mut self, bad: &Bad) {
        self.notice =
            Some(format!("This link cannot be opened. {bad} The run on this page is as it was.").into());
    }

    /// Takes a run that is on its way to its moment; until it is there the present one stays.
    pub(super) fn expect(&mut self, coming: Coming) {
        self.coming = Some(coming);
        self.arrive();
        self.frames.request();
    }

    /// Lets the run that is expected go on; says whether it has arrived.
    pub(super) fn arrive(&mut self) -> bool {
        let Some(coming) = &mut self.coming else { return false };
        if !coming.go_on() {
            let (at_us, to_us) = coming.way_us();
            let share = at_us * 100 / to_us.max(1);
            self.notice = Some(
                format!("The shared run is being played to its moment: {share} %. Close this to stay here.")
                    .into(),
            );
            return false;
        }
        let Some(coming) = self.coming.take() else { return false };
        let same = coming.goes_as_it_did();
        let (title, tab) = (coming.title.clone(), coming.looks.tab);
        self.session.receive(coming);
        self.loaded = title.map(AttrValue::from);
        self.begin_again();
        if let Some(tab) = tab {
            (self.tab, self.collapsed) = (tab, false);
        }
        if self.sheet == Some(Sheet::Share) {
            self.open(None);
        }
        if std::mem::take(&mut self.plays_on) {
            self.session.act(Action::TogglePlay);
        }
        if !same {
            let text = "This run does not go as it went where it was shared: the link is damaged, or the lab has been changed since. The commands are the same.";
            self.notice = Some(text.into());
        }
        true
    }

    /// What is waited for is not wanted any more.
    pub(super) fn stop_waiting(&mut self) {
        self.coming = None;
        self.links += 1;
    }
}

const fn why_not(not: NotPacked) -> Bad {
    match not {
        NotPacked::Missing => Bad::Packed,
        NotPacked::TooLong => Bad::TooLong,
        NotPacked::Spoilt => Bad::Spoilt,
    }
}
