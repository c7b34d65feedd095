//! Version 1 of the study file, which knew nine inputs and nothing else. Frozen: `tests/studies/v1*.json` must load for
//! ever, and mean what they mean today; whatever version 1 did not have is off.

use super::super::problem::Problem;
use super::super::study::Study;
use super::reader::Reader;
use serde_json::Value;

const STUDY_KEYS: [&str; 7] = ["version", "title", "currency", "horizon_months", "runs", "seed", "scenarios"];
const INPUTS: [&str; 9] = [
    "trials_start",
    "trials_step",
    "trials_growth",
    "conversion",
    "price",
    "expansion",
    "contraction",
    "churn",
    "opening_customers",
];

/// See [`super::read`].
pub(super) fn read(value: &Value) -> Result<(Study, Vec<Problem>), Problem> {
    let (mut reader, object, mut study) = Reader::begin(value, &STUDY_KEYS)?;
    let list = reader.scenarios(object);
    let scenario = |(index, value)| reader.scenario(index, value, |key| INPUTS.contains(&key), |_| false);
    study.scenarios = list.iter().enumerate().map(scenario).collect();
    Ok((study, reader.problems))
}
