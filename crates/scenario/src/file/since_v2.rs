//! The reader of the keys that version 2 of the study file added. All later versions have them too: first month,
//! target, correlations, plans, survival curves, retention, seasonality and events.

use super::super::action::Action;
use super::super::cards::CARDS;
use super::super::event::Event;
use super::super::input::{EVENTS_MAX, Key, PLANS_MAX, RETENTION_ROWS};
use super::super::study::{Correlation, FirstMonth, Measure, Plan, Scenario, Study, Target};
use super::super::survival::Survival;
use super::super::validation_error::{ErrorKind, ExpectedType, FieldPath, ValidationError};
use super::reader::{Known, Reader, whole};
use serde_json::{Map, Value};

const PLAN_KEYS: [&str; 2] = ["name", "share"];
const EVENT_KEYS: [&str; 6] = ["input", "from_month", "ramp_months", "until_month", "action", "value"];
const CARD: &str = "card";

/// Reads a file of version 2 or later. Returns the reader, the study and the JSON of the scenarios. The module of a
/// later version reads the additional keys of its version from this JSON.
pub(super) fn read<'a>(
    value: &'a Value,
    known: &'static Known,
) -> Result<(Reader, Study, &'a [Value]), ValidationError> {
    let (mut reader, object, mut study) = Reader::begin(value, known)?;
    reader.first_month(object, &mut study.first_month);
    study.target = object.get("target").and_then(|value| reader.target(value));
    let list = FieldPath::study("correlations");
    let pairs = Key::ALL.len() * Key::ALL.len();
    for (at, value) in reader.list(object, "correlations", list.clone(), pairs).iter().enumerate() {
        study.correlations.extend(reader.correlation(value, &list.entry(at)));
    }
    let list = reader.scenarios(object);
    study.scenarios = list.iter().enumerate().map(|(index, value)| reader.whole_scenario(index, value)).collect();
    Ok((reader, study, list))
}

impl Reader {
    fn first_month(&mut self, object: &Map<String, Value>, slot: &mut FirstMonth) {
        let Some(value) = object.get("first_month") else { return };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let read = |text: &str| {
            let (year, month) = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2)?;
            Some(FirstMonth { year: digits(year)?, month: digits(month)? })
        };
        match value.as_str().and_then(read) {
            Some(month) => *slot = month,
            None => {
                self.report(FieldPath::study("first_month"), ErrorKind::WrongType { expected: ExpectedType::Month })
            }
        }
    }

    fn target(&mut self, value: &Value) -> Option<Target> {
        let path = FieldPath::study("target");
        let object = self.object(value, &path)?;
        self.known_keys(object, &|key| key == "measure" || key == "value", &|key| path.child(key));
        let measure = self.required(object, "measure", &path);
        let measure = measure.and_then(|name| self.one_of(name, &path.child("measure"), &Measure::ALL, Measure::name));
        let value = self.required(object, "value", &path);
        let value = value.and_then(|value| self.number(value, &path.child("value")));
        Some(Target { measure: measure?, value: value? })
    }

    fn correlation(&mut self, value: &Value, path: &FieldPath) -> Option<Correlation> {
        let object = self.object(value, path)?;
        self.known_keys(object, &|key| key == "inputs" || key == "rank_correlation", &|key| path.child(key));
        let number = self.required(object, "rank_correlation", path);
        let number = number.and_then(|value| self.number(value, &path.child("rank_correlation")));
        let at = path.child("inputs");
        let inputs = match self.required(object, "inputs", path)? {
            Value::Array(names) => names,
            _ => {
                self.report(at, ErrorKind::WrongType { expected: ExpectedType::List });
                return None;
            }
        };
        let [first, second] = inputs.as_slice() else {
            self.report(at, ErrorKind::Count { min: 2, max: 2 });
            return None;
        };
        let mut key = |value| self.key(value, &at);
        Some(Correlation { inputs: [key(first)?, key(second)?], rank_correlation: number? })
    }

    fn key(&mut self, value: &Value, path: &FieldPath) -> Option<Key> {
        self.one_of(value, path, self.known.inputs, |key| key.input().name)
    }

    fn whole_scenario(&mut self, index: usize, value: &Value) -> Scenario {
        let mut scenario = self.scenario(index, value);
        let Value::Object(object) = value else { return scenario };
        let path = |key: &str| FieldPath::scenario_field(index, key);
        if let Some(name) = object.get("survival") {
            let curve = self.one_of(name, &path("survival"), &Survival::ALL, Survival::name);
            scenario.survival = curve.unwrap_or_default();
        }
        scenario.seasonality = self.numbers(object, "seasonality", path("seasonality"), 12, 1.0);
        scenario.retention = self.numbers(object, "retention", path("retention"), *RETENTION_ROWS.end(), 1.0);
        for (at, value) in self.list(object, "plans", path("plans"), PLANS_MAX).iter().enumerate() {
            let plan = self.plan(value, &path("plans").entry(at)).unwrap_or_default();
            scenario.plans.push(plan);
        }
        for (at, value) in self.list(object, "events", path("events"), EVENTS_MAX).iter().enumerate() {
            scenario.events.extend(self.event(value, &path("events").entry(at)));
        }
        scenario
    }

    fn plan(&mut self, value: &Value, path: &FieldPath) -> Option<Plan> {
        let object = self.object(value, path)?;
        let of_plans = self.known.of_plans;
        let is_own = |name: &str| of_plans.iter().any(|key| key.input().name == name);
        self.known_keys(object, &|key| PLAN_KEYS.contains(&key) || is_own(key), &|key| path.child(key));
        let mut plan = Plan::default();
        self.required(object, "name", path);
        self.text(object, "name", path.child("name"), &mut plan.name);
        let share = self.required(object, "share", path);
        plan.share = share.and_then(|value| self.number(value, &path.child("share"))).unwrap_or_default();
        for (key, own) in Key::PER_PLAN.into_iter().zip(&mut plan.own) {
            let name = key.input().name;
            *own = object.get(name).and_then(|value| self.estimate(value, &path.child(name)));
        }
        Some(plan)
    }

    fn event(&mut self, value: &Value, path: &FieldPath) -> Option<Event> {
        let object = self.object(value, path)?;
        let has_cards = self.known.has_cards;
        let is_known = |key: &str| EVENT_KEYS.contains(&key) || (has_cards && key == CARD);
        self.known_keys(object, &is_known, &|key| path.child(key));
        let (mut from_month, mut ramp_months) = (1, 0);
        self.whole(object, "from_month", path.child("from_month"), &mut from_month);
        self.whole(object, "ramp_months", path.child("ramp_months"), &mut ramp_months);
        let until_month = match object.get("until_month") {
            None | Some(Value::Null) => None,
            Some(value) => {
                let month = whole(value);
                if month.is_none() {
                    self.report(
                        path.child("until_month"),
                        ErrorKind::WrongType { expected: ExpectedType::WholeNumber },
                    );
                }
                month
            }
        };
        let input = self.required(object, "input", path).and_then(|name| self.key(name, &path.child("input")));
        let action = self.required(object, "action", path);
        let action = action.and_then(|name| self.one_of(name, &path.child("action"), self.known.actions, Action::name));
        let value = self.required(object, "value", path);
        let value = value.and_then(|value| self.estimate(value, &path.child("value")));
        let all: Vec<usize> = (0..CARDS.len()).collect();
        let card = object.get(CARD).filter(|_| has_cards);
        let card = card.and_then(|name| self.one_of(name, &path.child(CARD), &all, |card| CARDS[card].name));
        Some(Event { input: input?, from_month, ramp_months, until_month, action: action?, value: value?, card })
    }
}
