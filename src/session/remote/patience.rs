//! How many messages are heeded.

/// A bucket of patience: each message takes one of it, and it fills again with time.
#[derive(Clone, Debug)]
pub struct Patience {
    left: f64,
    at_ms: f64,
}

impl Patience {
    /// So many messages may come at once.
    pub const BURST: f64 = 200.0;
    /// So many more with every second.
    pub const A_SECOND: f64 = 100.0;

    /// Takes one; says whether there was one.
    pub fn take(&mut self, now_ms: f64) -> bool {
        let passed_s = ((now_ms - self.at_ms) / 1000.0).max(0.0);
        self.left = (self.left + passed_s * Self::A_SECOND).min(Self::BURST);
        self.at_ms = now_ms;
        let takes = self.left >= 1.0;
        if takes {
            self.left -= 1.0;
        }
        takes
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self { left: Self::BURST, at_ms: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::Patience;

    #[test]
    fn a_flood_is_refused_and_a_second_later_some_are_heeded_again() {
        let mut patience = Patience::default();
        let heeded = (0..10_000).filter(|_| patience.take(5.0)).count();
        assert_eq!(heeded, 200);
        let heeded = (0..10_000).filter(|_| patience.take(1005.0)).count();
        assert_eq!(heeded, 100);
        // A clock that goes back gives nothing.
        assert!(!patience.take(0.0));
    }
}
