//! Version 1 of the study file, which knew nine inputs and nothing else. Frozen: `tests/studies/v1*.json` must load for
//! ever, and mean what they mean today; whatever version 1 did not have is off.

use super::super::input::Key;
use super::super::study::Study;
use super::super::validation_error::ValidationError;
use super::reader::{Known, Reader};
use serde_json::Value;

static KNOWN: Known = Known {
    study: &[],
    scenario: &[],
    inputs: &[
        Key::TrialsStart,
        Key::TrialsStep,
        Key::TrialsGrowth,
        Key::Conversion,
        Key::Price,
        Key::Expansion,
        Key::Contraction,
        Key::Churn,
        Key::OpeningCustomers,
    ],
    of_plans: &[],
    actions: &[],
    has_cards: false,
};

/// See [`super::read`].
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    let (mut reader, object, mut study) = Reader::begin(value, &KNOWN)?;
    let list = reader.scenarios(object);
    study.scenarios = list.iter().enumerate().map(|(index, value)| reader.scenario(index, value)).collect();
    Ok((study, reader.errors))
}
