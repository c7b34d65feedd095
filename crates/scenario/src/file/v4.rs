//! Version 4 of the study file: version 3, the actions `combine` and `reduce`, and events that belong to cards of the
//! playbook. It is the current version, so it reads every input of the table; once there is a version 5, this module
//! lists its own inputs, as the older ones do. `tests/studies/v4*.json` must load for ever and keep their meaning.

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

/// Reads a file of this version; see [`super::read`].
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    v3::read_with(value, &KNOWN)
}
