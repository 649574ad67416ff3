//! The worker program of the page: what takes long, and what is large and rarely needed.
//!
//! The page is one WebAssembly program, and this is a second one, which a browser loads when something of it is needed for the first time
//! and runs on a thread of its own, as a Web Worker. It goes on [quests](recraft_sim::quest), and it has what knows the
//! [scenario language](recraft_script): it checks scenarios, tells them, and writes runs as scenarios. It reads and writes [files](recraft_share::file), too.
//!
//! # How one talks to it
//!
//! Page and worker send each other bytes, in the [compact code](recraft_sim::code) of runs, which weighs little:
//!
//! 1. The worker says that it is ready with one message: the text of [`BUILD`].
//! 2. The page sends one [`Request`].
//! 3. The worker sends [`Answer`]s; the last [says so](Answer::is_last). Then the next request may come.
//!
//! What is sent before the worker is ready would be lost. While the worker is busy it hears nothing: to stop it one ends it. If it could not
//! be loaded, it says why in a text instead of bytes (`assets/boot.js` does).
//!
//! # Old pages and new workers
//!
//! The page's files have names with a hash in them; the worker's must not, since the page has to name them. So two things can go wrong, and
//! [`BUILD`], which is made of the sources that both have in common, prevents both. A cache could hold an older worker: the page
//! asks for `recraft-worker.js?of=BUILD`, which no older page has asked for. And a page that was opened before the site was renewed
//! could get a newer worker, which might take its words for something else: the page compares the worker's first message with its own `BUILD`, and
//! otherwise asks its user to load it again.
//!
//! What is in here besides the program itself ([`serve`]) has no browser in it and is tested natively.

mod ask;
mod line;
mod serve;

pub use ask::{Answer, Completion, Failing, Flaw, Opened, Request, Tale};
pub use serve::serve;

/// Which build this is: 16 hexadecimal digits, made of the sources of everything below the page.
pub const BUILD: &str = env!("RECRAFT_BUILD");
