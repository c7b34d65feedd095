//! Version 2 of the study file, which knew 33 inputs and not how a scenario looks but its colour. Frozen:
//! `tests/studies/v2*.json` must load for ever, and mean what they mean today.
//!
//! What a file does not name takes the default of the table, or is off. A default that a later version changes must be
//! written down here first, and so must the curves and measures when there are more of them.

use super::super::action::Action;
use super::super::input::Key;
use super::super::study::Study;
use super::super::validation_error::ValidationError;
use super::reader::Known;
use super::since_v2;
use serde_json::Value;

#[rustfmt::skip]
pub(super) static KNOWN: Known = {
    use Key::*;
    Known {
        study: &["first_month", "target", "correlations"],
        scenario: &["seasonality", "plans", "survival", "retention", "events"],
        inputs: &[
            TrialsStart, TrialsStep, TrialsGrowth, TrialsVariation, Conversion, TrialMonths, Price, AcquisitionCost,
            Expansion, Contraction, Churn, EarlyChurn, EarlyMonths, SbgAlpha, SbgBeta, SaveRate, PauseShare, PausedPrice,
            ResumeRate, PausedLeaveRate, FailedPaymentRate, DunningRecovery, ChurnVariation, RetentionCost, WinBackRate,
            WinBackMonths, ReferralRate, OpeningCustomers, OpeningTenure, OpeningCash, GrossMargin, FixedCosts,
            DiscountRate,
        ],
        of_plans: &[Price, Churn, EarlyChurn, SbgAlpha, SbgBeta],
        actions: &[Action::Set, Action::Add, Action::Multiply],
        has_cards: false,
    }
};

/// See [`super::read`].
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    let (reader, study, _) = since_v2::read(value, &KNOWN)?;
    Ok((study, reader.errors))
}
