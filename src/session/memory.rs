//! How much memory the page allows itself.
//!
//! What a run takes depends on what happens in it: on how many nodes there are, how often they restart, how much clients write. So the
//! limit is not on the run but on the memory itself. A program's memory never shrinks; what is free in it is used before it grows. So it is
//! full when it grows beyond the limit, and not when it merely is large: when a branch has been removed, or another run is there, time goes on.

/// So much the program holds at most while time passes, in bytes, or little more.
pub const HELD_MAX: usize = 250_000_000;

/// What the program held when it was last looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    held: usize,
}

impl Memory {
    /// Takes in what it holds now; says whether it has grown beyond the limit.
    pub const fn is_full(&mut self, held: usize) -> bool {
        let grown = held > self.held;
        self.held = held;
        grown && held > HELD_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_full_when_it_grows_beyond_the_limit_and_not_while_it_stays_as_it_is() {
        let mut memory = Memory::default();
        let full = [1, HELD_MAX, HELD_MAX, HELD_MAX + 1, HELD_MAX + 1, HELD_MAX + 1, HELD_MAX + 2]
            .map(|held| memory.is_full(held));
        assert_eq!(full, [false, false, false, true, false, false, true]);
    }
}
