//! The kinds of survival curves.

use super::input::Key;

/// The kind of a survival curve: how the hazard h(k) of asking to cancel depends on a customer's month of
/// life k = 1, 2, …; a customer of age a months is in month k = a + 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Survival {
    /// h(k) = churn.
    #[default]
    Constant,
    /// h(k) = early churn for k ≤ early months, then churn.
    Onboarding,
    /// S(k) = B(α, β + k)/B(α, β), so h(k) = α/(α + β + k − 1) (Fader and Hardie, 2007).
    ShiftedBetaGeometric,
    /// h(k) = 1 − retention of the k-th month.
    Table,
}

impl Survival {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Constant, Self::Onboarding, Self::ShiftedBetaGeometric, Self::Table];

    /// The inputs that some kinds use and others do not.
    pub const INPUTS: [Key; 5] = [Key::Churn, Key::EarlyChurn, Key::EarlyMonths, Key::SbgAlpha, Key::SbgBeta];

    /// The inputs of [`Self::INPUTS`] that this kind uses.
    pub fn inputs(self) -> &'static [Key] {
        match self {
            Self::Constant => &[Key::Churn],
            Self::Onboarding => &[Key::Churn, Key::EarlyChurn, Key::EarlyMonths],
            Self::ShiftedBetaGeometric => &[Key::SbgAlpha, Key::SbgBeta],
            Self::Table => &[],
        }
    }

    /// Whether the value of an input has an effect with this kind of curve.
    pub fn uses(self, key: Key) -> bool {
        !Self::INPUTS.contains(&key) || self.inputs().contains(&key)
    }

    /// Whether an event on an input has an effect with this kind of curve. An event on churn changes every curve, even
    /// one that does not use the input churn.
    pub fn responds_to_events_on(self, key: Key) -> bool {
        key == Key::Churn || self.uses(key)
    }

    /// The snake_case name in study files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Onboarding => "onboarding",
            Self::ShiftedBetaGeometric => "shifted_beta_geometric",
            Self::Table => "table",
        }
    }
}

/// The shifted beta-geometric hazard h(k) = α/(α + β + k − 1) of the month k = `age` + 1, for a customer of this age in
/// months (Fader and Hardie, 2007).
#[inline(always)]
pub fn sbg_hazard(alpha: f64, beta: f64, age: f64) -> f64 {
    alpha / (alpha + beta + age)
}
