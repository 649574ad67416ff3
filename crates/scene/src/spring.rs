//! Easing: a value that glides to its target and comes to rest.
//!
//! A critically damped spring: it starts softly, does not overshoot, follows a target that moves, and can be advanced
//! by any stretch of time, since the motion is solved and not stepped.

/// How fast springs are: 95 % of the way in about 300 ms.
const RATE: f32 = 16.0;

/// A gliding value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spring {
    value: f32,
    velocity: f32,
}

impl Spring {
    /// At rest at `value`.
    #[must_use]
    pub const fn at(value: f32) -> Self {
        Self { value, velocity: 0.0 }
    }

    /// Where it is.
    #[must_use]
    pub const fn value(&self) -> f32 {
        self.value
    }

    /// Glides towards `target` for `dt` seconds; says whether it is at rest there. Within `near` of it, it is.
    pub fn advance(&mut self, target: f32, dt: f32, near: f32) -> bool {
        let offset = self.value - target;
        if offset.abs() < near && self.velocity.abs() < near * RATE {
            *self = Self::at(target);
            return true;
        }
        let slope = self.velocity + RATE * offset;
        let decay = (-RATE * dt).exp();
        self.value = target + (offset + slope * dt) * decay;
        self.velocity = (self.velocity - RATE * slope * dt) * decay;
        false
    }

    /// Goes there at once.
    pub const fn jump(&mut self, target: f32) {
        *self = Self::at(target);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spring_is_nearly_there_after_300_ms_and_rests_within_a_second() {
        let mut spring = Spring::at(0.0);
        spring.advance(100.0, 0.3, 0.2);
        assert!((92.0..100.0).contains(&spring.value()), "{}", spring.value());
        let frames = (0..60).take_while(|_| !spring.advance(100.0, 1.0 / 60.0, 0.2)).count();
        assert!(frames < 50 && spring.value() == 100.0);
    }

    #[test]
    fn one_long_step_and_many_short_ones_come_to_the_same() {
        let (mut one, mut many) = (Spring::at(0.0), Spring::at(0.0));
        one.advance(10.0, 0.2, 0.0);
        for _ in 0..20 {
            many.advance(10.0, 0.01, 0.0);
        }
        assert!((one.value() - many.value()).abs() < 1e-3);
    }

    #[test]
    fn a_spring_never_overshoots_from_rest() {
        let mut spring = Spring::at(0.0);
        for _ in 0..200 {
            spring.advance(1.0, 0.016, 0.001);
            assert!(spring.value() <= 1.0 + 1e-6);
        }
    }
}
