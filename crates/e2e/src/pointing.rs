//! Keyboard, mouse and touch.

use serde_json::{Value, json};
use xtask::failure::Outcome;

use crate::page::Page;

/// Keys that are no characters, for [`Page::press`].
pub mod key {
    /// Enter.
    pub const ENTER: &str = "\u{E007}";
    /// Tab.
    pub const TAB: &str = "\u{E004}";
    /// Escape.
    pub const ESCAPE: &str = "\u{E00C}";
    /// Space.
    pub const SPACE: &str = " ";
    /// Backspace.
    pub const BACKSPACE: &str = "\u{E003}";
    /// Delete.
    pub const DELETE: &str = "\u{E017}";
    /// The arrow to the left.
    pub const LEFT: &str = "\u{E012}";
    /// The arrow up.
    pub const UP: &str = "\u{E013}";
    /// The arrow to the right.
    pub const RIGHT: &str = "\u{E014}";
    /// The arrow down.
    pub const DOWN: &str = "\u{E015}";
    /// Home.
    pub const HOME: &str = "\u{E011}";
    /// End.
    pub const END: &str = "\u{E010}";
    /// Page up.
    pub const PAGE_UP: &str = "\u{E00E}";
    /// Page down.
    pub const PAGE_DOWN: &str = "\u{E00F}";
    /// Shift, to be held.
    pub const SHIFT: &str = "\u{E008}";
    /// Control, to be held.
    pub const CONTROL: &str = "\u{E009}";
    /// Alt, to be held.
    pub const ALT: &str = "\u{E00A}";
}

impl Page {
    /// Presses keys, one after the other, on whatever has the keyboard.
    pub fn press(&self, keys: &str) -> Outcome {
        self.press_holding("", keys)
    }

    /// Presses keys while others are held down.
    pub fn press_holding(&self, held: &str, keys: &str) -> Outcome {
        let stroke = |kind: &str, key: char| json!({ "type": kind, "value": key.to_string() });
        let mut strokes: Vec<Value> = held.chars().map(|key| stroke("keyDown", key)).collect();
        strokes.extend(keys.chars().flat_map(|key| [stroke("keyDown", key), stroke("keyUp", key)]));
        strokes.extend(held.chars().rev().map(|key| stroke("keyUp", key)));
        self.act(&json!({ "type": "key", "id": "keyboard", "actions": strokes }))
    }

    /// Clicks a point of the window, in CSS pixels: what is drawn on a canvas has no element.
    pub fn click_at(&self, x: f64, y: f64) -> Outcome {
        self.point("mouse", &[moved(x, y, 0), down(), up()])
    }

    /// Touches a point of the window shortly.
    pub fn tap_at(&self, x: f64, y: f64) -> Outcome {
        self.point("touch", &[moved(x, y, 0), down(), up()])
    }

    /// Moves the mouse over a point of the window.
    pub fn hover_at(&self, x: f64, y: f64) -> Outcome {
        self.point("mouse", &[moved(x, y, 0)])
    }

    /// Drags with the mouse from one point of the window to another.
    pub fn drag(&self, from: (f64, f64), to: (f64, f64)) -> Outcome {
        let halfway = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        let way = [
            moved(from.0, from.1, 0),
            down(),
            moved(halfway.0, halfway.1, 100),
            moved(to.0, to.1, 100),
            up(),
        ];
        self.point("mouse", &way)
    }

    fn point(&self, kind: &str, actions: &[Value]) -> Outcome {
        self.act(&json!({
            "type": "pointer", "id": kind, "parameters": { "pointerType": kind }, "actions": actions,
        }))
    }

    fn act(&self, source: &Value) -> Outcome {
        self.wire().post("actions", &json!({ "actions": [source] })).map(drop)
    }
}

/// WebDriver points at whole pixels.
fn moved(x: f64, y: f64, duration_ms: u32) -> Value {
    json!({ "type": "pointerMove", "duration": duration_ms, "x": x.round() as i64, "y": y.round() as i64 })
}

fn down() -> Value {
    json!({ "type": "pointerDown", "button": 0 })
}

fn up() -> Value {
    json!({ "type": "pointerUp", "button": 0 })
}
