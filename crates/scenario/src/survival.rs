//! The kinds of survival curves.

use super::input::Key;

/// The kind of a survival curve. It determines the hazard h(k), the probability that a customer asks to cancel in month
/// k of the customer's life. The first month is k = 1, so a customer who is a months old is in month k = a + 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Survival {
    /// The hazard is the same in every month: h(k) = churn.
    #[default]
    Constant,
    /// The first months have another hazard: h(k) = early churn if k ≤ early months, otherwise h(k) = churn.
    Onboarding,
    /// The shifted beta-geometric curve (Fader and Hardie, 2007). The share of customers who have not asked to cancel
    /// by the end of month k is S(k) = B(α, β + k)/B(α, β), where B is the beta function. So h(k) = α/(α + β + k − 1).
    ShiftedBetaGeometric,
    /// The hazard comes from the retention table: h(k) = 1 − the retention of the k-th month.
    Table,
}

impl Survival {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Constant, Self::Onboarding, Self::ShiftedBetaGeometric, Self::Table];

    /// The inputs that only some kinds of curves use.
    pub const INPUTS: [Key; 5] = [Key::Churn, Key::EarlyChurn, Key::EarlyMonths, Key::SbgAlpha, Key::SbgBeta];

    /// Those inputs in [`Self::INPUTS`] that this kind of curve uses.
    pub fn inputs(self) -> &'static [Key] {
        match self {
            Self::Constant => &[Key::Churn],
            Self::Onboarding => &[Key::Churn, Key::EarlyChurn, Key::EarlyMonths],
            Self::ShiftedBetaGeometric => &[Key::SbgAlpha, Key::SbgBeta],
            Self::Table => &[],
        }
    }

    /// Whether the value of an input has an effect if the scenario has this kind of curve.
    pub fn uses(self, key: Key) -> bool {
        !Self::INPUTS.contains(&key) || self.inputs().contains(&key)
    }

    /// Whether an event on an input has an effect if the scenario has this kind of curve. An event on churn changes the
    /// hazard of every curve, even of a curve that does not use the input churn.
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

/// The hazard α/(α + β + age) of the shifted beta-geometric curve (Fader and Hardie, 2007). The customer is `age`
/// months old, so in the formula h(k) = α/(α + β + k − 1) the month is k = age + 1.
#[inline(always)]
pub fn sbg_hazard(alpha: f64, beta: f64, age: f64) -> f64 {
    alpha / (alpha + beta + age)
}
