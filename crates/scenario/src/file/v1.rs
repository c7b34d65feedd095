//! Version 1 of the study file. A scenario has a name, a colour and nine inputs. All mechanisms that came later are
//! off. This module is frozen: later programs must read `tests/studies/v1*.json` with the same meaning.

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

/// Reads a file of version 1. Returns the unchecked study and the errors in the file, or `Err` if the JSON is not an
/// object.
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    let (mut reader, object, mut study) = Reader::begin(value, &KNOWN)?;
    let list = reader.scenarios(object);
    study.scenarios = list.iter().enumerate().map(|(index, value)| reader.scenario(index, value)).collect();
    Ok((study, reader.errors))
}
