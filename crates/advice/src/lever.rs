//! Levers. A lever is an input that a business can influence, or two such inputs that belong together.

use holdfast_scenario::{Action, Key};

/// A lever. It is moved by an event from month 1 on. A new value of the input would not be enough: the event also
/// changes the values that price plans have of their own, and an event on churn has an effect with every survival
/// curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Lever {
    /// Multiplies the trials of the first month and the monthly step of the trials by the same factor. So the trials of
    /// every month are multiplied by this factor. Referred trials are not.
    Trials,
    Conversion,
    /// The price of customers who join in month 1 or later. Customers of the opening month keep their price.
    Price,
    Referrals,
    Expansion,
    Contraction,
    Churn,
    EarlyChurn,
    SaveRate,
    PauseShare,
    FailedPayments,
    DunningRecovery,
    WinBackRate,
}

impl Lever {
    /// All levers, in the order of the inputs in the form.
    pub const ALL: [Self; 13] = [
        Self::Trials,
        Self::Conversion,
        Self::Price,
        Self::Expansion,
        Self::Contraction,
        Self::Churn,
        Self::EarlyChurn,
        Self::SaveRate,
        Self::PauseShare,
        Self::FailedPayments,
        Self::DunningRecovery,
        Self::WinBackRate,
        Self::Referrals,
    ];

    /// The inputs that the lever moves. The same amount applies to each of them.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Trials => &[Key::TrialsStart, Key::TrialsStep],
            Self::Conversion => &[Key::Conversion],
            Self::Price => &[Key::Price],
            Self::Referrals => &[Key::ReferralRate],
            Self::Expansion => &[Key::Expansion],
            Self::Contraction => &[Key::Contraction],
            Self::Churn => &[Key::Churn],
            Self::EarlyChurn => &[Key::EarlyChurn],
            Self::SaveRate => &[Key::SaveRate],
            Self::PauseShare => &[Key::PauseShare],
            Self::FailedPayments => &[Key::FailedPaymentRate],
            Self::DunningRecovery => &[Key::DunningRecovery],
            Self::WinBackRate => &[Key::WinBackRate],
        }
    }

    /// The action of the lever's events. The amount of a lever is a factor if the action is to multiply. If the action
    /// is to add, the amount is a share: 0.01 is one percentage point.
    pub fn action(self) -> Action {
        match self {
            Self::Trials | Self::Price | Self::Referrals => Action::Multiply,
            _ => Action::Add,
        }
    }

    /// The amount of one step in the direction that helps the business: a factor of 1.1, or one percentage point up or
    /// down (0.01 or −0.01).
    pub fn step(self) -> f64 {
        match self {
            Self::Contraction | Self::Churn | Self::EarlyChurn | Self::FailedPayments => -0.01,
            _ => self.neutral() + if self.action() == Action::Multiply { 0.1 } else { 0.01 },
        }
    }

    /// The amount that changes nothing: 1 if the amount is a factor, 0 if it is added.
    pub fn neutral(self) -> f64 {
        if self.action() == Action::Multiply { 1.0 } else { 0.0 }
    }

    /// The least and the greatest amount that is allowed for every input of the lever.
    pub(super) fn bounds(self) -> (f64, f64) {
        let bounds = self.keys().iter().map(|key| self.action().bounds(key.input()));
        bounds.fold((f64::NEG_INFINITY, f64::INFINITY), |(min, max), (a, b)| (min.max(a), max.min(b)))
    }
}
