//! Version 3 of the study file. It adds the line style and the visibility of scenarios to version 2. This module is
//! frozen: later programs must read `tests/studies/v3*.json` with the same meaning.

use super::super::line_style::LineStyle;
use super::super::study::{Scenario, Study};
use super::super::validation_error::{ErrorKind, ExpectedType, FieldPath, ValidationError};
use super::reader::{Known, Reader};
use super::since_v2;
use super::v2;
use serde_json::Value;

pub(super) static KNOWN: Known = Known {
    study: &["first_month", "target", "correlations"],
    scenario: &["line", "hidden", "seasonality", "plans", "survival", "retention", "events"],
    inputs: v2::KNOWN.inputs,
    of_plans: v2::KNOWN.of_plans,
    actions: v2::KNOWN.actions,
    has_cards: false,
};

/// Reads a file of version 3. Returns the unchecked study and the errors in the file, or `Err` if the JSON is not an
/// object.
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    read_with(value, &KNOWN)
}

/// Reads a file of version 3 or of a later version. `known` lists what that version may contain.
pub(super) fn read_with(
    value: &Value,
    known: &'static Known,
) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    let (mut reader, mut study, list) = since_v2::read(value, known)?;
    for (index, (scenario, value)) in study.scenarios.iter_mut().zip(list).enumerate() {
        reader.appearance(index, value, scenario);
    }
    Ok((study, reader.errors))
}

impl Reader {
    /// Reads the line style of a scenario and whether it is hidden.
    fn appearance(&mut self, index: usize, value: &Value, scenario: &mut Scenario) {
        let path = |key| FieldPath::scenario_field(index, key);
        if let Some(name) = value.get("line") {
            let line = self.one_of(name, &path("line"), &LineStyle::ALL, LineStyle::name);
            scenario.line = line.unwrap_or(scenario.line);
        }
        match value.get("hidden") {
            None => {}
            Some(Value::Bool(hidden)) => scenario.hidden = *hidden,
            Some(_) => self.report(path("hidden"), ErrorKind::WrongType { expected: ExpectedType::Boolean }),
        }
    }
}
