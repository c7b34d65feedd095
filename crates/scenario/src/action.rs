//! What an event does to an input.

use super::input::{FACTOR_BOUNDS, Input, Support};

/// What an event does to an input. All that set come first, then all that add, and so on in this order; after each the
/// value is clipped to the input's hard bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    Set,
    Add,
    Multiply,
    /// One more chance of what the input is a share of: of those whom it misses this share is reached as well, so that
    /// several come to 1 − ∏(1 − s). Of shares alone.
    Combine,
    /// Takes away this share of it. Several add up, as do answers to different reasons for leaving, to no more than
    /// [`REDUCTION_MAX`](super::input::REDUCTION_MAX) of what all the others leave.
    Reduce,
}

impl Action {
    /// Every action, in the order in which they are applied.
    pub const ALL: [Self; 5] = [Self::Set, Self::Add, Self::Multiply, Self::Combine, Self::Reduce];

    /// Those that an input can have.
    pub fn applies_to(self, input: &Input) -> bool {
        match self {
            Self::Set | Self::Add | Self::Multiply => true,
            Self::Combine => input.support == Support::OpenShare,
            Self::Reduce => input.bounds.0 >= 0.0,
        }
    }

    /// snake_case, as in study files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Add => "add",
            Self::Multiply => "multiply",
            Self::Combine => "combine",
            Self::Reduce => "reduce",
        }
    }

    /// The least and the greatest amount for an input.
    pub fn bounds(self, input: &Input) -> (f64, f64) {
        let (min, max) = input.bounds;
        match self {
            Self::Set => input.bounds,
            Self::Add => (min - max, max - min),
            Self::Multiply => FACTOR_BOUNDS,
            Self::Combine | Self::Reduce => (0.0, 1.0),
        }
    }

    /// How a range of amounts is spread.
    pub(super) fn support(self, input: &Input) -> Support {
        match self {
            Self::Set => input.support,
            Self::Add => Support::Real,
            Self::Multiply => Support::Positive,
            Self::Combine | Self::Reduce => Support::OpenShare,
        }
    }

    /// The input's value after a `weight` of the effect, 0 to 1.
    #[inline(always)]
    pub fn apply(self, value: f64, amount: f64, weight: f64) -> f64 {
        match self {
            // Exactly the amount at full weight.
            Self::Set => (1.0 - weight) * value + weight * amount,
            Self::Add => value + weight * amount,
            Self::Multiply => value * (1.0 + weight * (amount - 1.0)),
            Self::Combine => value + (1.0 - value) * weight * amount,
            Self::Reduce => value * (1.0 - weight * amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_computes_its_formula() {
        assert_eq!(Action::Set.apply(4.0, 10.0, 0.5), 7.0);
        assert_eq!(Action::Add.apply(4.0, 10.0, 0.5), 9.0);
        assert_eq!(Action::Multiply.apply(4.0, 0.5, 1.0), 2.0);
        assert_eq!(Action::Combine.apply(0.5, 0.5, 1.0), 0.75);
        assert_eq!(Action::Reduce.apply(4.0, 0.25, 1.0), 3.0);
    }
}
