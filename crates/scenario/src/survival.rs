//! The kinds of survival curves.

use super::input::Key;

/// How the hazard of asking to cancel changes with a customer's age k in months.
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

    /// Inputs that some kind uses and some other does not.
    pub const INPUTS: [Key; 5] = [Key::Churn, Key::EarlyChurn, Key::EarlyMonths, Key::SbgAlpha, Key::SbgBeta];

    /// Those of [`Self::INPUTS`] that it uses.
    pub fn inputs(self) -> &'static [Key] {
        match self {
            Self::Constant => &[Key::Churn],
            Self::Onboarding => &[Key::Churn, Key::EarlyChurn, Key::EarlyMonths],
            Self::ShiftedBetaGeometric => &[Key::SbgAlpha, Key::SbgBeta],
            Self::Table => &[],
        }
    }

    /// Whether a scenario's own value of an input does anything.
    pub fn uses(self, key: Key) -> bool {
        !Self::INPUTS.contains(&key) || self.inputs().contains(&key)
    }

    /// Whether an event on an input does anything. One on churn moves every curve, also one without churn of its own.
    pub fn responds_to_events_on(self, key: Key) -> bool {
        key == Key::Churn || self.uses(key)
    }

    /// snake_case, as in study files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Onboarding => "onboarding",
            Self::ShiftedBetaGeometric => "shifted_beta_geometric",
            Self::Table => "table",
        }
    }
}

/// The shifted beta-geometric hazard of a customer who has come through `age` months: that of month k = age + 1,
/// h(k) = α/(α + β + k − 1).
#[inline(always)]
pub fn sbg_hazard(alpha: f64, beta: f64, age: f64) -> f64 {
    alpha / (alpha + beta + age)
}
