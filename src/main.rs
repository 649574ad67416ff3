//! ReCraft Lab: the page. Mounts the application, and nothing else.
#![expect(
    unreachable_pub,
    reason = "a program has no outside; `pub` says what a module offers its neighbours"
)]

mod app;
mod browser;
mod session;
mod ui;
mod work;

fn main() {
    browser::load_words();
    browser::mount::<app::App>();
}
