//! The actions of events: the formulas by which an event changes an input.

use super::input::{FACTOR_BOUNDS, Input, Support};

/// The way in which an event changes an input. Events are applied in the order of these variants: first all events
/// that set, then all events that add, and so on. After each event, the value is clipped to the input's bounds. The
/// last variant, [`Self::Reduce`], differs: the amounts of all reductions are added up, and their sum is applied once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Replaces the value by the amount.
    Set,
    /// Adds the amount to the value.
    Add,
    /// Multiplies the value by the amount.
    Multiply,
    /// Adds the amount as a share of the value's distance from 1: the value v becomes v + (1 − v)·amount. So
    /// independent chances s combine to 1 − ∏(1 − s). This action is allowed only for inputs that are shares.
    Combine,
    /// Takes away a share of the value: the value v becomes v·(1 − amount). The amounts of several events are added up,
    /// because each event is about a different reason, for example a different reason for leaving. Their sum is clipped
    /// to [`REDUCTION_MAX`](super::input::REDUCTION_MAX). Reductions are applied after all other events.
    Reduce,
}

impl Action {
    /// All actions, in the order in which the engine applies them.
    pub const ALL: [Self; 5] = [Self::Set, Self::Add, Self::Multiply, Self::Combine, Self::Reduce];

    /// Whether this action is allowed in an event on the input.
    pub fn applies_to(self, input: &Input) -> bool {
        match self {
            Self::Set | Self::Add | Self::Multiply => true,
            Self::Combine => input.support == Support::OpenShare,
            Self::Reduce => input.bounds.0 >= 0.0,
        }
    }

    /// The snake_case name of the action in study files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Add => "add",
            Self::Multiply => "multiply",
            Self::Combine => "combine",
            Self::Reduce => "reduce",
        }
    }

    /// The least and the greatest allowed amount of an event with this action on the input.
    pub fn bounds(self, input: &Input) -> (f64, f64) {
        let (min, max) = input.bounds;
        match self {
            Self::Set => input.bounds,
            Self::Add => (min - max, max - min),
            Self::Multiply => FACTOR_BOUNDS,
            Self::Combine | Self::Reduce => (0.0, 1.0),
        }
    }

    /// The set of possible values of the amount. If the amount is a range, its distribution depends on this set.
    pub(super) fn support(self, input: &Input) -> Support {
        match self {
            Self::Set => input.support,
            Self::Add => Support::Real,
            Self::Multiply => Support::Positive,
            Self::Combine | Self::Reduce => Support::OpenShare,
        }
    }

    /// Returns the input's value after the event. `weight` is the share of the effect that is reached, 0 to 1.
    #[inline(always)]
    pub fn apply(self, value: f64, amount: f64, weight: f64) -> f64 {
        match self {
            // This form gives exactly `amount` if the weight is 1. The form v + weight·(amount − v) could round.
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
