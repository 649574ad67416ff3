//! Chance from outside: the seed of a fresh run. Nothing else on the page is random.

/// A seed for a fresh run: short enough to be read out in class.
pub fn fresh_seed() -> u64 {
    // Without a source of chance every run starts with the same seed, which is better than not starting.
    u64::from(getrandom::u32().unwrap_or(1) % 1_000_000)
}
