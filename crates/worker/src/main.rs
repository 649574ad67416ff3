//! The worker program: listens to the page, and does what it asks.
#![expect(
    unreachable_pub,
    reason = "a program has no outside; `pub` says what a module offers its neighbours"
)]

mod browser;

fn main() {
    browser::listen(recraft_worker::BUILD, |request, answer| {
        recraft_worker::serve(request, &browser::now_ms, answer);
    });
}
