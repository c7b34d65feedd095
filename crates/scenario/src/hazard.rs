//! Properties of a checked scenario's hazard, the probability that a customer asks to cancel in a month.

use super::checked::CheckedScenario;
use super::input::Key;
use super::survival::{Survival, sbg_hazard};

impl CheckedScenario {
    /// The age in months from which on the hazard of a plan's customers no longer depends on their age, in every month of
    /// the horizon. Below this age, it may depend on the age.
    pub fn unsettled_ages(&self, horizon_months: u32) -> u32 {
        match self.survival() {
            Survival::Constant => 0,
            Survival::Onboarding => {
                (1..=horizon_months).map(|month| self.whole(Key::EarlyMonths, month)).max().unwrap_or(0)
            }
            // The hazard is different at every age. No customer becomes older than this age within the horizon.
            Survival::ShiftedBetaGeometric => self.whole(Key::OpeningTenure, 1) + horizon_months,
            Survival::Table => self.retention().len() as u32 - 1,
        }
    }

    /// The least and the greatest hazard of a plan's customers in a month ≥ 1, over all draws and ages.
    #[inline(never)]
    pub fn hazard_span(&self, plan: usize, month: u32, horizon_months: u32) -> (f64, f64) {
        let span = |key| self.span(key, plan, month);
        let curve = match self.survival() {
            Survival::Constant => return span(Key::Churn),
            Survival::Onboarding => {
                let (early, late) = (span(Key::EarlyChurn), span(Key::Churn));
                return (early.0.min(late.0), early.1.max(late.1));
            }
            Survival::ShiftedBetaGeometric => {
                let ((a_low, a_high), (b_low, b_high)) = (span(Key::SbgAlpha), span(Key::SbgBeta));
                let oldest = f64::from(self.unsettled_ages(horizon_months));
                (sbg_hazard(a_low, b_high, oldest), sbg_hazard(a_high, b_low, 0.0))
            }
            Survival::Table => {
                let losses = self.retention().iter().map(|kept| 1.0 - kept);
                losses.fold((1.0, 0.0), |(low, high), loss| (f64::min(low, loss), f64::max(high, loss)))
            }
        };
        // The shifted beta-geometric curve and the table do not use the input churn. Even so, events on churn change
        // their hazards at every age.
        self.after_events(Key::Churn, curve, month)
    }
}
