//! Version 4 of the study file. It adds to version 3 the actions `combine` and `reduce`, and events that belong to
//! cards of the playbook. It is the newest version, so it reads every input of the table. When a version 5 is added,
//! this module must get its own list of inputs, like the modules of the older versions. Later programs must read
//! `tests/studies/v4*.json` with the same meaning.

use super::super::action::Action;
use super::super::input::Key;
use super::super::study::Study;
use super::super::validation_error::ValidationError;
use super::reader::Known;
use super::v3;
use serde_json::Value;

static KNOWN: Known = Known {
    study: v3::KNOWN.study,
    scenario: v3::KNOWN.scenario,
    inputs: Key::ALL,
    of_plans: &Key::PER_PLAN,
    actions: &Action::ALL,
    has_cards: true,
};

/// Reads a file of version 4. Returns the unchecked study and the errors in the file, or `Err` if the JSON is not an
/// object.
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    v3::read_with(value, &KNOWN)
}
