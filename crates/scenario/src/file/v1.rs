//! Version 1 of the study file, which has nine inputs and nothing else. It is frozen: `tests/studies/v1*.json` must
//! load for ever and keep their meaning. All later mechanisms are off.

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

/// Reads a file of this version; see [`super::read`].
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    let (mut reader, object, mut study) = Reader::begin(value, &KNOWN)?;
    let list = reader.scenarios(object);
    study.scenarios = list.iter().enumerate().map(|(index, value)| reader.scenario(index, value)).collect();
    Ok((study, reader.errors))
}
