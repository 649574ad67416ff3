//! What each key does. `crate::ui::help` lists the same.

use recraft_protocol::types::NodeId;
use recraft_sim::command::Command;
use recraft_sim::flight::Flight;
use recraft_sim::history::Stop;
use recraft_words::t;

use crate::browser::{KeyPress, focus};
use crate::session::{Action, Selection, Tab, Travel};
use crate::ui::{Sheet, first_stop};

use super::{App, Look};

/// Whether a key press is meant for the page, so that the browser need not act on it.
pub fn is_ours(press: &KeyPress) -> bool {
    match press.key.as_str() {
        " " | "ArrowRight" | "ArrowLeft" | "Home" | "End" | "Enter" => !press.on_control,
        "Undo" | "Redo" | "Escape" | "," | "." | "[" | "]" | "?" | "PageUp" | "PageDown" | "+" | "="
        | "-" | "−" => true,
        key => {
            let mut letters = key.chars();
            let only = letters.next().filter(|_| letters.next().is_none());
            only.is_some_and(|letter| {
                matches!(
                    letter.to_ascii_lowercase(),
                    'a' | 'c'
                        | 't'
                        | 'i'
                        | 'd'
                        | 'f'
                        | 'h'
                        | 'x'
                        | 'w'
                        | 'o'
                        | 'l'
                        | 'k'
                        | 'n'
                        | 'b'
                        | 'r'
                        | 'p'
                        | '1'..='9'
                )
            })
        }
    }
}

impl App {
    pub(super) fn press(&mut self, press: &KeyPress) {
        let key = press.key.to_ascii_lowercase();
        if self.sheet.is_some() && key != "escape" && key != "?" {
            return;
        }
        if self.sheet.is_none() && self.press_in_lesson(&key) {
            return;
        }
        let speed = self.session.playback().speed;
        match key.as_str() {
            " " => self.act(Action::TogglePlay),
            "arrowleft" | "," => self.act(Action::Travel(Travel::Back(Stop::Anything))),
            "home" => self.act(Action::Travel(Travel::Start)),
            "end" => self.act(Action::Travel(Travel::Head)),
            "undo" => self.act(Action::Travel(Travel::Undo)),
            "redo" => self.act(Action::Travel(Travel::Redo)),
            "arrowright" | "." => self.act(Action::NextEvent),
            "n" => self.act(Action::SkipAhead),
            "[" => self.act(Action::Walk { onward: false }),
            "]" => self.act(Action::Walk { onward: true }),
            "+" | "=" => self.act(Action::SetSpeed(speed.faster())),
            "-" | "−" => self.act(Action::SetSpeed(speed.slower())),
            "escape" => self.escape(),
            "?" => self.open(if self.sheet.is_some() { None } else { Some(Sheet::Help) }),
            "o" => {
                if let Some(stop) = first_stop(&self.panels.outline, self.session.selection()) {
                    focus(&stop);
                }
            }
            "p" => self.present(!self.course.presenting),
            "l" => (self.tab, self.collapsed) = (Tab::Logs, false),
            "w" => self.go_to_key_field(),
            "k" if self.embedded.is_none() => self.toggle_legend(),
            "f" => {
                self.look_at(Look::Fit);
            }
            "x" => {
                self.look_at(Look::Scissors);
            }
            "c" | "t" | "i" | "d" | "h" => self.do_to_selected(&key),
            digit => {
                if let Ok(number) = digit.parse() {
                    self.select_node(NodeId(number));
                }
            }
        }
    }

    fn escape(&mut self) {
        if self.sheet.is_some() {
            self.open(None);
        } else if self.notice.is_some() {
            self.dismiss();
        } else if self.give_up() {
            // What was being dragged is where it was.
        } else if self.hand.cutting {
            self.hand.cutting = false;
        } else if self.tour.is_some() {
            self.end_tour();
        } else if self.course.presenting {
            self.present(false);
        } else if self.session.editor().is_some() {
            self.act(Action::Edit(None));
        } else {
            self.act(Action::Select(None));
        }
    }

    fn select_node(&mut self, node: NodeId) {
        if self.session.world().server(node).is_some() {
            self.act(Action::Select(Some(Selection::Node(node))));
        }
    }

    fn do_to_selected(&mut self, key: &str) {
        match (key, self.session.selection()) {
            ("c", Some(Selection::Node(node))) => self.act(Action::ToggleCrash(node)),
            ("t", Some(Selection::Node(node))) => self.act(Action::Do(Command::Timeout { node })),
            ("i", Some(Selection::Node(node))) => self.act(Action::ToggleIsolation(node)),
            ("d", Some(Selection::Flight(flight))) => self.act(Action::Do(Command::Drop { flight })),
            ("h", Some(Selection::Flight(flight))) => {
                let held = self.session.world().flight(flight).is_some_and(Flight::is_held);
                self.act(Action::Do(if held {
                    Command::Deliver { flight, up_to: None }
                } else {
                    Command::Catch { flight }
                }));
            }
            ("d" | "h", _) => {
                self.notice = Some(
                    t!("Select a message first: click one on the stage. H holds it, D drops it.").into(),
                );
            }
            _ => {
                let text = t!(
                    "Select a node first: click one on the stage, or press its number. C crashes or restarts it, T lets its timer run out, I isolates it."
                );
                self.notice = Some(text.into());
            }
        }
    }

    fn go_to_key_field(&mut self) {
        if !focus("key") {
            self.act(Action::Select(None));
            self.focus_next = Some("key".into());
        }
    }
}
