//! The page's program, seen from a script of the driver.

use xtask::failure::Outcome;

use crate::page::Page;

const KEEP_EXPORTS: &str = "() => {
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
        const made = await instantiate.apply(WebAssembly, given);
        window.recraftExports = made.instance.exports;
        return made;
    };
}";

impl Page {
    /// Lets scripts get at what the program of each page that is opened from now on exports: as `recraftExports` of the window. The browser does
    /// not say otherwise where it is. (In Firefox scripts of a driver see the page through a veil: there it is in `window.wrappedJSObject`.)
    pub fn keep_exports(&self) -> Outcome {
        self.before_documents(KEEP_EXPORTS)
    }
}
