//! The fence around the browser: the only modules that name `web_sys`, `js_sys`, `wasm_bindgen` or gloo.
//!
//! Each is a thin adapter that takes back what it set up when it is dropped: listeners are removed, timers cancelled, a
//! pending frame is not run. Nothing in here decides anything about the run or the page.

mod address;
mod bounds;
mod canvas;
mod dom;
mod fetch;
mod frame;
mod hand;
mod hand_in;
mod hand_out;
mod host;
mod keys;
mod later;
mod listen;
mod media;
mod memory;
mod pack;
mod picture;
mod random;
mod save;
mod stage;
mod storage;
mod text_area;
mod timer;
mod words;
mod worker;

pub use address::{Fragment, address, fragment, go_by, place};
pub use bounds::{bounds, set_box, show, to_its_beginning, window_size};
pub use dom::{
    capture, focus, focused_id, height_below, mark_ready, mount, part_of_width, query, set_theme,
    set_variable, show_choice, take_choice, value_of,
};
pub use fetch::fetch;
pub use frame::{FrameLoop, Stopwatch, timed};
pub use hand::{pin, pressed, wheel};
pub use hand_in::{Drops, Given, take_file};
pub use hand_out::copy_from;
pub use host::{Host, Peer, is_embedded, is_origin};
pub use keys::{KeyPress, Keys};
pub use media::Media;
pub use memory::held;
pub use pack::{NotPacked, Way, pack};
pub use picture::{Camera, save_png};
pub use random::fresh_seed;
pub use save::save;
pub use stage::{Pointer, Stage, mouse, pointer};
pub use storage::{recall, remember};
pub use text_area::{chosen_file, put_before_caret, select_in, text_and_caret, text_of};
pub use timer::Delay;
pub use words::{choose_language, languages, lesson_words, load_words};
pub use worker::{WorkFailure, Worker, now_ms};
