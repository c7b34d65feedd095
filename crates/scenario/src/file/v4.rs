//! Version 4 of the study file: version 3, events that combine and reduce, and cards of the playbook that events belong to.
//! Frozen once a version 5 is there: `tests/studies/v4*.json` must load for ever, and mean what they mean today.

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

/// See [`super::read`].
pub(super) fn read(value: &Value) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    v3::read_known(value, &KNOWN)
}
