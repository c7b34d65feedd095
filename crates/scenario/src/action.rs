//! The actions of events: the formulas by which an event changes an input.

use super::input::{FACTOR_BOUNDS, Input, Support};

/// The way in which an event changes an input. Events are applied in the order of the variants: first all that set,
/// then all that add, and so on. After each of them the value is clipped to the input's hard bounds; reductions are
/// added up first and applied once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Replaces the value by the amount.
    Set,
    /// Adds the amount.
    Add,
    /// Multiplies by the amount.
    Multiply,
    /// Adds the amount as a share of the rest: v becomes v + (1 − v)·amount, so that independent chances s combine to
    /// 1 − ∏(1 − s). Only for inputs that are shares.
    Combine,
    /// Takes the amount away as a share of the value. The amounts of several events add up, because
    /// each of them is about another reason, such as another reason for leaving. Their sum is at most [`REDUCTION_MAX`](super::input::REDUCTION_MAX).
    /// Reductions come after all other events.
    Reduce,
}

impl Action {
    /// Every action, in the order in which they are applied.
    pub const ALL: [Self; 5] = [Self::Set, Self::Add, Self::Multiply, Self::Combine, Self::Reduce];

    /// Whether an event on the input may have this action.
    pub fn applies_to(self, input: &Input) -> bool {
        match self {
            Self::Set | Self::Add | Self::Multiply => true,
            Self::Combine => input.support == Support::OpenShare,
            Self::Reduce => input.bounds.0 >= 0.0,
        }
    }

    /// The snake_case name in study files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Add => "add",
            Self::Multiply => "multiply",
            Self::Combine => "combine",
            Self::Reduce => "reduce",
        }
    }

    /// The least and the greatest amount of an event on the input.
    pub fn bounds(self, input: &Input) -> (f64, f64) {
        let (min, max) = input.bounds;
        match self {
            Self::Set => input.bounds,
            Self::Add => (min - max, max - min),
            Self::Multiply => FACTOR_BOUNDS,
            Self::Combine | Self::Reduce => (0.0, 1.0),
        }
    }

    /// The support of the amount, from which the distribution of a range follows.
    pub(super) fn support(self, input: &Input) -> Support {
        match self {
            Self::Set => input.support,
            Self::Add => Support::Real,
            Self::Multiply => Support::Positive,
            Self::Combine | Self::Reduce => Support::OpenShare,
        }
    }

    /// Returns the input's value after the share `weight` of the effect, 0 to 1.
    #[inline(always)]
    pub fn apply(self, value: f64, amount: f64, weight: f64) -> f64 {
        match self {
            // In this form the result is exactly the amount if the weight is 1.
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
