//! Version 1 of the study file. Frozen: `tests/studies/v1*.json` must load for ever, and mean what they mean today.
//!
//! An input that a file does not name takes the default of the table. So a row added to the table after version 1 must
//! have a default that leaves its mechanism off.

use super::super::estimate::Estimate;
use super::super::input::{self, Key};
use super::super::problem::{Expected, Fault, Place, Problem};
use super::super::study::{Inputs, Scenario, Study};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Number, Value};

const STUDY_KEYS: [&str; 7] = ["version", "title", "currency", "horizon_months", "runs", "seed", "scenarios"];

/// The study in the order in which people read it.
#[derive(Serialize)]
pub(super) struct File<'a> {
    version: u64,
    title: &'a str,
    currency: &'a str,
    horizon_months: u64,
    runs: u64,
    seed: u64,
    scenarios: Vec<Entry<'a>>,
}

struct Entry<'a>(&'a Scenario);

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.0.name)?;
        map.serialize_entry("color", &self.0.color)?;
        for &key in Key::ALL {
            map.serialize_entry(key.input().name, &self.0.inputs[key])?;
        }
        map.end()
    }
}

pub(super) fn write(study: &Study) -> File<'_> {
    File {
        version: 1,
        title: &study.title,
        currency: &study.currency,
        horizon_months: study.horizon_months,
        runs: study.runs,
        seed: study.seed,
        scenarios: study.scenarios.iter().map(Entry).collect(),
    }
}

/// See [`super::read`].
pub(super) fn read(value: &Value) -> Result<(Study, Vec<Problem>), Problem> {
    let Value::Object(object) = value else {
        return Err(Problem::new(Place::file(), Fault::WrongType { expected: Expected::Object }));
    };
    let mut reader = Reader { problems: Vec::new() };
    let mut study = Study::default();
    reader.known_keys(object, |key| STUDY_KEYS.contains(&key), Place::study);
    reader.text(object, "title", Place::study("title"), &mut study.title);
    reader.text(object, "currency", Place::study("currency"), &mut study.currency);
    for (setting, slot) in [
        (&input::HORIZON_MONTHS, &mut study.horizon_months),
        (&input::RUNS, &mut study.runs),
        (&input::SEED, &mut study.seed),
    ] {
        reader.whole(object, setting.name, Place::study(setting.name), slot);
    }
    match object.get("scenarios") {
        Some(Value::Array(list)) if input::SCENARIOS.contains(&list.len()) => {
            study.scenarios = list.iter().enumerate().map(|(index, value)| reader.scenario(index, value)).collect();
        }
        Some(Value::Array(_)) => {} // the check counts them; a million are not worth reading
        Some(_) => reader.report(Place::study("scenarios"), Fault::WrongType { expected: Expected::List }),
        None => {} // the check misses them
    }
    Ok((study, reader.problems))
}

/// Reads what is there and notes what is wrong, key by key.
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn report(&mut self, place: Place, fault: Fault) {
        self.problems.push(Problem::new(place, fault));
    }

    fn known_keys(&mut self, object: &Map<String, Value>, known: impl Fn(&str) -> bool, place: impl Fn(&str) -> Place) {
        for key in object.keys().filter(|key| !known(key)) {
            // An unknown key may be anything, a script or a novel: show no more than a name's worth of it.
            let shown: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
            self.report(place(&shown), Fault::UnknownKey);
        }
    }

    fn text(&mut self, object: &Map<String, Value>, key: &str, place: Place, slot: &mut String) {
        match object.get(key) {
            None => {}
            Some(Value::String(text)) => slot.clone_from(text),
            Some(_) => self.report(place, Fault::WrongType { expected: Expected::Text }),
        }
    }

    fn whole(&mut self, object: &Map<String, Value>, key: &str, place: Place, slot: &mut u64) {
        match object.get(key) {
            None => {}
            Some(value) => match whole(value) {
                Some(number) => *slot = number,
                None => self.report(place, Fault::WrongType { expected: Expected::WholeNumber }),
            },
        }
    }

    fn scenario(&mut self, index: usize, value: &Value) -> Scenario {
        let mut scenario = Scenario { name: default_name(index), color: index as u64, inputs: Inputs::default() };
        let Value::Object(object) = value else {
            self.report(Place::scenario(index), Fault::WrongType { expected: Expected::Object });
            return scenario;
        };
        let known = |key: &str| key == "name" || key == "color" || Key::from_name(key).is_some();
        self.known_keys(object, known, |key| Place::of_scenario(index, key));
        self.text(object, "name", Place::of_scenario(index, "name"), &mut scenario.name);
        self.whole(object, "color", Place::of_scenario(index, "color"), &mut scenario.color);
        for &key in Key::ALL {
            let name = key.input().name;
            if let Some(value) = object.get(name)
                && let Some(estimate) = self.estimate(value, &Place::of_scenario(index, name))
            {
                scenario.inputs[key] = estimate;
            }
        }
        scenario
    }

    fn estimate(&mut self, value: &Value, place: &Place) -> Option<Estimate> {
        match value {
            Value::Number(number) => self.number(number, place).map(Estimate::Exact),
            Value::Object(range) => {
                self.known_keys(range, |key| key == "low" || key == "high", |key| place.then(key));
                let low = self.end(range, "low", place);
                let high = self.end(range, "high", place);
                Some(Estimate::Range { low: low?, high: high? })
            }
            _ => {
                self.report(place.clone(), Fault::WrongType { expected: Expected::Estimate });
                None
            }
        }
    }

    /// A number such as 1e999 is none that can be computed with.
    fn number(&mut self, number: &Number, place: &Place) -> Option<f64> {
        let finite = number.as_f64().filter(|number| number.is_finite());
        if finite.is_none() {
            self.report(place.clone(), Fault::NotFinite);
        }
        finite
    }

    fn end(&mut self, range: &Map<String, Value>, key: &str, place: &Place) -> Option<f64> {
        let fault = match range.get(key) {
            Some(Value::Number(number)) => return self.number(number, &place.then(key)),
            Some(_) => Fault::WrongType { expected: Expected::Number },
            None => Fault::Missing,
        };
        self.report(place.then(key), fault);
        None
    }
}

/// A whole number, also one that is written as 1e4 or 10000.0.
fn whole(value: &Value) -> Option<u64> {
    let exact = |number: f64| (number >= 0.0 && number.fract() == 0.0 && number < 9e15).then_some(number as u64);
    value.as_u64().or_else(|| value.as_f64().and_then(exact))
}

/// A, B, C …: a name in every language.
fn default_name(index: usize) -> String {
    char::from(b'A' + (index % 26) as u8).to_string()
}
