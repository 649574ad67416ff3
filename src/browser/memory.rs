//! The memory of the page's program.

/// How many bytes a page of WebAssembly's memory has.
#[cfg(target_arch = "wasm32")]
const PAGE: usize = 65_536;

/// How many bytes the program holds, free ones among them.
pub fn held() -> usize {
    #[cfg(target_arch = "wasm32")]
    return core::arch::wasm32::memory_size::<0>() * PAGE;
    // Outside a browser nobody asks.
    #[cfg(not(target_arch = "wasm32"))]
    0
}
