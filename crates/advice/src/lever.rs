//! A lever: an input, or a few that belong together, that a business can move.

use holdfast_scenario::{Action, Key};

/// A lever, moved by an event from month 1 on. An event rather than a new value of the input, so that what price plans
/// have of their own moves as well, and churn moves every survival curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Lever {
    /// The trials of the first month and their monthly step, multiplied by the same factor, as then are those of each
    /// month.
    Trials,
    Conversion,
    /// The price of customers who join from month 1 on; opening customers keep their price.
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
    /// Every lever, in the order of the form.
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

    /// The inputs that the lever moves, each by the same amount.
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

    /// How an amount of the lever changes its inputs: added, in points as a share, or as a factor.
    pub fn action(self) -> Action {
        match self {
            Self::Trials | Self::Price | Self::Referrals => Action::Multiply,
            _ => Action::Add,
        }
    }

    /// The amount of one step in the direction that helps: one percentage point (0.01) or one tenth (a factor of 1.1).
    pub fn step(self) -> f64 {
        match self {
            Self::Contraction | Self::Churn | Self::EarlyChurn | Self::FailedPayments => -0.01,
            _ => self.neutral() + if self.action() == Action::Multiply { 0.1 } else { 0.01 },
        }
    }

    /// The amount that changes nothing: 0 added, or a factor of 1.
    pub fn neutral(self) -> f64 {
        if self.action() == Action::Multiply { 1.0 } else { 0.0 }
    }

    /// The least and the greatest amount that an event may have.
    pub(super) fn bounds(self) -> (f64, f64) {
        let bounds = self.keys().iter().map(|key| self.action().bounds(key.input()));
        bounds.fold((f64::NEG_INFINITY, f64::INFINITY), |(min, max), (a, b)| (min.max(a), max.min(b)))
    }
}
