//! Version 2 of the study file, which has 33 inputs; of a scenario's appearance it has only the colour. It is frozen:
//! `tests/studies/v2*.json` must load for ever and keep their meaning.
//!
//! An input without a key takes the default of the table; other keys that are missing mean that the mechanism is off.
//! Before a later version changes a default, the old default must be written down here. The same holds for the lists of
//! survival curves and measures, before they grow.

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

/// Reads a file of this version; see [`super::read`].
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    let (reader, study, _) = since_v2::read(value, &KNOWN)?;
    Ok((study, reader.errors))
}
