//! The reader of study files, for all versions: it reads JSON key by key and collects the errors.

use super::super::action::Action;
use super::super::decimal::parse_decimal;
use super::super::estimate::Estimate;
use super::super::input::{self, Key};
use super::super::line_style::LineStyle;
use super::super::study::{Scenario, Study};
use super::super::validation_error::{ErrorKind, ExpectedType, FieldPath, ValidationError};
use serde_json::{Map, Number, Value};

/// The keys, inputs and actions of a version, in addition to the keys that all versions have.
pub(super) struct Known {
    /// Keys of a study.
    pub study: &'static [&'static str],
    /// Keys of a scenario other than its inputs.
    pub scenario: &'static [&'static str],
    /// The inputs of a scenario.
    pub inputs: &'static [Key],
    /// The inputs for which a plan may have its own estimate.
    pub of_plans: &'static [Key],
    /// The actions of events.
    pub actions: &'static [Action],
    /// Whether an event may name a card of the playbook.
    pub has_cards: bool,
}

const STUDY_KEYS: [&str; 7] = ["version", "title", "currency", "horizon_months", "runs", "seed", "scenarios"];
const SCENARIO_KEYS: [&str; 2] = ["name", "color"];

/// A reader of one file, with the errors found so far.
pub(super) struct Reader {
    pub known: &'static Known,
    pub errors: Vec<ValidationError>,
}

impl Reader {
    pub fn report(&mut self, path: FieldPath, kind: ErrorKind) {
        self.errors.push(ValidationError::new(path, kind));
    }

    /// Reports each key of an object that is not known.
    pub fn known_keys(
        &mut self,
        object: &Map<String, Value>,
        known: &dyn Fn(&str) -> bool,
        path: &dyn Fn(&str) -> FieldPath,
    ) {
        for key in object.keys().filter(|key| !known(key)) {
            // An unknown key may be of any length and hold any characters, so the error shows a short and plain part of
            // it.
            let shown: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
            self.report(path(&shown), ErrorKind::UnknownKey);
        }
    }

    /// Reads a text into `slot`, if the key is there.
    pub fn text(&mut self, object: &Map<String, Value>, key: &str, path: FieldPath, slot: &mut String) {
        match object.get(key) {
            None => {}
            Some(Value::String(text)) => slot.clone_from(text),
            Some(_) => self.report(path, ErrorKind::WrongType { expected: ExpectedType::Text }),
        }
    }

    /// Reads a whole number into `slot`, if the key is there.
    pub fn whole(&mut self, object: &Map<String, Value>, key: &str, path: FieldPath, slot: &mut u64) {
        match object.get(key) {
            None => {}
            Some(value) => match whole(value) {
                Some(number) => *slot = number,
                None => self.report(path, ErrorKind::WrongType { expected: ExpectedType::WholeNumber }),
            },
        }
    }

    /// Begins to read a file. Returns the reader, the file's object, and a study with the settings that all versions
    /// have.
    pub fn begin<'a>(
        value: &'a Value,
        known: &'static Known,
    ) -> Result<(Self, &'a Map<String, Value>, Study), ValidationError> {
        let Value::Object(object) = value else {
            return Err(ValidationError::new(
                FieldPath::file(),
                ErrorKind::WrongType { expected: ExpectedType::Object },
            ));
        };
        let (mut reader, mut study) = (Self { known, errors: Vec::new() }, Study::default());
        reader.known_keys(object, &|key| STUDY_KEYS.contains(&key) || known.study.contains(&key), &FieldPath::study);
        reader.study(object, &mut study);
        Ok((reader, object, study))
    }

    /// Reads the settings of a study that all versions have.
    fn study(&mut self, object: &Map<String, Value>, study: &mut Study) {
        self.text(object, "title", FieldPath::study("title"), &mut study.title);
        self.text(object, "currency", FieldPath::study("currency"), &mut study.currency);
        for (setting, slot) in [
            (&input::HORIZON_MONTHS, &mut study.horizon_months),
            (&input::RUNS, &mut study.runs),
            (&input::SEED, &mut study.seed),
        ] {
            self.whole(object, setting.name, FieldPath::study(setting.name), slot);
        }
    }

    /// Reads the parts of a scenario that all versions have: name, colour and the inputs of the version.
    pub fn scenario(&mut self, index: usize, value: &Value) -> Scenario {
        let mut scenario = Scenario { name: default_name(index), color: index as u64, ..Scenario::default() };
        let Some(object) = self.object(value, &FieldPath::scenario(index)) else { return scenario };
        let path = |key: &str| FieldPath::scenario_field(index, key);
        let known = self.known;
        let is_input = |name: &str| known.inputs.iter().any(|key| key.input().name == name);
        let is_known = |key: &str| SCENARIO_KEYS.contains(&key) || known.scenario.contains(&key) || is_input(key);
        self.known_keys(object, &is_known, &path);
        self.text(object, "name", path("name"), &mut scenario.name);
        self.whole(object, "color", path("color"), &mut scenario.color);
        scenario.line = LineStyle::of_color(scenario.color);
        for &key in known.inputs {
            let name = key.input().name;
            if let Some(estimate) = object.get(name).and_then(|value| self.estimate(value, &path(name))) {
                scenario.inputs[key] = estimate;
            }
        }
        scenario
    }

    /// Returns the object, or reports that the value is not an object.
    pub fn object<'a>(&mut self, value: &'a Value, path: &FieldPath) -> Option<&'a Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.report(path.clone(), ErrorKind::WrongType { expected: ExpectedType::Object });
        }
        object
    }

    /// Returns the entries of a list, or none if the key is not there. A list with more than `max` entries is an error
    /// and is not read.
    pub fn list<'a>(&mut self, object: &'a Map<String, Value>, key: &str, path: FieldPath, max: usize) -> &'a [Value] {
        let kind = match object.get(key) {
            None => return &[],
            Some(Value::Array(list)) if list.len() <= max => return list,
            Some(Value::Array(_)) => ErrorKind::Count { min: 0, max },
            Some(_) => ErrorKind::WrongType { expected: ExpectedType::List },
        };
        self.report(path, kind);
        &[]
    }

    /// Returns the scenarios. A list that is too short or too long is not read, and the check of the study reports it.
    pub fn scenarios<'a>(&mut self, object: &'a Map<String, Value>) -> &'a [Value] {
        let key = "scenarios";
        match object.get(key) {
            Some(Value::Array(list)) if !input::SCENARIOS.contains(&list.len()) => &[],
            _ => self.list(object, key, FieldPath::study(key), usize::MAX),
        }
    }

    /// Reads a list of numbers. An entry that cannot be read counts as `instead`.
    pub fn numbers(
        &mut self,
        object: &Map<String, Value>,
        key: &str,
        path: FieldPath,
        max: usize,
        instead: f64,
    ) -> Vec<f64> {
        let list = self.list(object, key, path.clone(), max);
        let mut number = |(at, value)| self.number(value, &path.entry(at)).unwrap_or(instead);
        list.iter().enumerate().map(&mut number).collect()
    }

    /// Reads a number.
    pub fn number(&mut self, value: &Value, path: &FieldPath) -> Option<f64> {
        match value {
            Value::Number(number) => self.finite(number, path),
            _ => {
                self.report(path.clone(), ErrorKind::WrongType { expected: ExpectedType::Number });
                None
            }
        }
    }

    /// Returns the value of a key, or reports that the key is missing.
    pub fn required<'a>(&mut self, object: &'a Map<String, Value>, key: &str, path: &FieldPath) -> Option<&'a Value> {
        let value = object.get(key);
        if value.is_none() {
            self.report(path.child(key), ErrorKind::Missing);
        }
        value
    }

    /// Reads a name and returns the one of `all` that has it.
    pub fn one_of<T: Copy>(
        &mut self,
        value: &Value,
        path: &FieldPath,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|&one| value.as_str() == Some(name(one)));
        if found.is_none() {
            let known = all.iter().map(|&one| name(one)).collect();
            self.report(path.clone(), ErrorKind::NotOneOf { known });
        }
        found
    }

    /// Reads a number, or an object with `low` and `high`.
    pub fn estimate(&mut self, value: &Value, path: &FieldPath) -> Option<Estimate> {
        match value {
            Value::Number(number) => self.finite(number, path).map(Estimate::Exact),
            Value::Object(range) => {
                self.known_keys(range, &|key| key == "low" || key == "high", &|key| path.child(key));
                let low = self.end(range, "low", path);
                let high = self.end(range, "high", path);
                Some(Estimate::Range { low: low?, high: high? })
            }
            _ => {
                self.report(path.clone(), ErrorKind::WrongType { expected: ExpectedType::Estimate });
                None
            }
        }
    }

    /// Reads a number that is a finite double: 1e999 is not.
    fn finite(&mut self, number: &Number, path: &FieldPath) -> Option<f64> {
        let finite = parse_decimal(number.as_str()).filter(|number| number.is_finite());
        if finite.is_none() {
            self.report(path.clone(), ErrorKind::NotFinite);
        }
        finite
    }

    /// Reads one end of a range.
    fn end(&mut self, range: &Map<String, Value>, key: &str, path: &FieldPath) -> Option<f64> {
        let kind = match range.get(key) {
            Some(Value::Number(number)) => return self.finite(number, &path.child(key)),
            Some(_) => ErrorKind::WrongType { expected: ExpectedType::Number },
            None => ErrorKind::Missing,
        };
        self.report(path.child(key), kind);
        None
    }
}

/// Returns a whole number, which may be written as 1e4 or 10000.0.
pub(super) fn whole(value: &Value) -> Option<u64> {
    let exact = |number: f64| (number >= 0.0 && number.fract() == 0.0 && number < 9e15).then_some(number as u64);
    value.as_u64().or_else(|| parse_decimal(value.as_number()?.as_str()).and_then(exact))
}

/// The name of a scenario without a name: A, B, C and so on, which needs no translation.
fn default_name(index: usize) -> String {
    char::from(b'A' + (index % 26) as u8).to_string()
}
