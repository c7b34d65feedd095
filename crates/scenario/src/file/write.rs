//! The writer of study files. It writes the newest version. Some keys are always written, for example the currency of
//! the study and all inputs of its scenarios. Other keys are written only if their values differ from the default.

use super::super::cards::CARDS;
use super::super::event::Event;
use super::super::input::Key;
use super::super::line_style::LineStyle;
use super::super::study::{Correlation, Plan, Scenario, Study};
use super::super::survival::Survival;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};

/// The version of the study file that this module writes.
pub(super) const VERSION: u64 = 4;

/// The keys of a study file, in the order in which they are written.
#[derive(Serialize)]
pub(super) struct File<'a> {
    version: u64,
    title: &'a str,
    currency: &'a str,
    horizon_months: u64,
    runs: u64,
    seed: u64,
    first_month: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correlations: Vec<Value>,
    scenarios: Vec<Entry<'a>>,
}

/// One scenario in a study file.
struct Entry<'a>(&'a Scenario);

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let scenario = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &scenario.name)?;
        map.serialize_entry("color", &scenario.color)?;
        if scenario.line != LineStyle::of_color(scenario.color) {
            map.serialize_entry("line", scenario.line.name())?;
        }
        if scenario.hidden {
            map.serialize_entry("hidden", &true)?;
        }
        for &key in Key::ALL {
            map.serialize_entry(key.input().name, &scenario.inputs[key])?;
        }
        if scenario.survival != Survival::default() {
            map.serialize_entry("survival", scenario.survival.name())?;
        }
        for (key, numbers) in [("retention", &scenario.retention), ("seasonality", &scenario.seasonality)] {
            if !numbers.is_empty() {
                map.serialize_entry(key, numbers)?;
            }
        }
        for (key, list) in [
            ("plans", scenario.plans.iter().map(plan_entry).collect::<Vec<_>>()),
            ("events", scenario.events.iter().map(event_entry).collect()),
        ] {
            if !list.is_empty() {
                map.serialize_entry(key, &list)?;
            }
        }
        map.end()
    }
}

fn plan_entry(plan: &Plan) -> Value {
    let mut entry = json!({ "name": plan.name, "share": plan.share });
    for (key, own) in Key::PER_PLAN.into_iter().zip(plan.own) {
        if let Some(estimate) = own {
            entry[key.input().name] = json!(estimate);
        }
    }
    entry
}

fn event_entry(event: &Event) -> Value {
    let mut entry = json!({
        "input": event.input.input().name,
        "from_month": event.from_month,
        "action": event.action.name(),
        "value": event.value,
    });
    if event.ramp_months > 0 {
        entry["ramp_months"] = json!(event.ramp_months);
    }
    if let Some(until) = event.until_month {
        entry["until_month"] = json!(until);
    }
    if let Some(card) = event.card.and_then(|card| CARDS.get(card)) {
        entry["card"] = json!(card.name);
    }
    entry
}

/// Makes the study file of a study. The caller serialises it to JSON.
pub(super) fn newest(study: &Study) -> File<'_> {
    let correlation = |pair: &Correlation| {
        let inputs = pair.inputs.map(|key| key.input().name);
        json!({ "inputs": inputs, "rank_correlation": pair.rank_correlation })
    };
    File {
        version: VERSION,
        title: &study.title,
        currency: &study.currency,
        horizon_months: study.horizon_months,
        runs: study.runs,
        seed: study.seed,
        first_month: format!("{:04}-{:02}", study.first_month.year, study.first_month.month),
        target: study.target.map(|target| json!({ "measure": target.measure.name(), "value": target.value })),
        correlations: study.correlations.iter().map(correlation).collect(),
        scenarios: study.scenarios.iter().map(Entry).collect(),
    }
}
