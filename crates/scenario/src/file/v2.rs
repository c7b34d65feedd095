//! Version 2 of the study file. A scenario has 33 inputs, but its only setting of appearance is the colour. This module
//! is frozen: later programs must read `tests/studies/v2*.json` with the same meaning.
//!
//! If an input is missing in a file, it has the default from the table of inputs. If another optional key is missing,
//! its mechanism is off. Before a default in the table changes, the old default must be copied into this module. Before
//! the list of survival curves or the list of measures becomes longer, the old list must be copied into this module.

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

/// Reads a file of version 2. Returns the unchecked study and the errors in the file, or `Err` if the JSON is not an
/// object.
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    let (reader, study, _) = since_v2::read(value, &KNOWN)?;
    Ok((study, reader.errors))
}
