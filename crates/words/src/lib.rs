//! What people read, in their language.
//!
//! # The idea
//!
//! English stands in the sources, where whoever reads the code can see what is said. It is also the name of the message, as gettext has
//! it: a message file of another language gives, for each English text, the text to show instead.
//!
//! ```
//! use recraft_words::{t, tn};
//!
//! assert_eq!(t!("Start the clock"), "Start the clock");
//! let (node, last) = ("n1", 7);
//! assert_eq!(t!("{node} was elected in term {term}", node, term = last), "n1 was elected in term 7");
//! assert_eq!(tn!(3, "{count} message", "{count} messages"), "3 messages");
//! ```
//!
//! - [`t!`] with a text alone gives a `&'static str`; with arguments, a `String`. Arguments have names, which tell translators what stands
//!   there; another language may put them in another order. Names and text must agree, which the compiler checks.
//! - [`tn!`] is for what is counted. Its first argument is the number, which the text calls `{count}`.
//! - `t!(in "button": "Split")` is for an English word that other languages have several words for: the context tells them apart.
//! - [`of`] is for texts that are data: what a lesson says, the title of a story.
//!
//! A whole sentence is one message. Sentences put together from pieces cannot be translated, since other languages have the pieces in another
//! order, and bend them.
//!
//! # Where the texts are
//!
//! `cargo xtask words` gathers all messages into `words/messages.pot`; `words/es.po` and its like translate them. For the page each language
//! becomes a table (see [`table`]), a file beside the page of which one is loaded before the first picture: English too. So the compiled
//! program contains no texts at all, only their [keys](key), numbers worked out by the compiler. `cargo xtask test words` sees to it that no
//! two messages have the same key, and that no translation is missing, stale, or short of an argument.
//!
//! In native programs (the command line, the tests) the English texts are compiled in, and are what is shown as long as no table is
//! loaded.
//!
//! # What is deliberately absent
//!
//! No genders, no cases, no formats of dates: nothing here is in need of them. Numbers come formatted. Names of nodes and clusters, and the
//! words of the scenario language, are the same everywhere.

mod argument;
mod key;
mod macros;
mod message;
mod number;
pub mod table;

pub use argument::{Count, agree, agree_on_count};
pub use key::{key, key_of_data, key_with_context};
pub use message::{Message, Plural};
pub use number::decimal_mark;
pub use table::{BadTable, direction, language, load, load_data, of, source};
