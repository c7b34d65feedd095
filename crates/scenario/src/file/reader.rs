//! The reader of study files, used for all versions. It reads the JSON key by key and collects the errors.

use super::super::action::Action;
use super::super::decimal::parse_decimal;
use super::super::estimate::Estimate;
use super::super::input::{self, Key};
use super::super::line_style::LineStyle;
use super::super::study::{Scenario, Study};
use super::super::validation_error::{ErrorKind, ExpectedType, FieldPath, ValidationError};
use serde_json::{Map, Number, Value};

/// The keys, inputs and actions that a version of the study file has, in addition to the keys that all versions have.
pub(super) struct Known {
    /// The keys of the study itself.
    pub study: &'static [&'static str],
    /// The keys of a scenario that are not inputs.
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

/// The reader of one file, with the errors that it has found so far.
pub(super) struct Reader {
    pub known: &'static Known,
    pub errors: Vec<ValidationError>,
}

impl Reader {
    pub fn report(&mut self, path: FieldPath, kind: ErrorKind) {
        self.errors.push(ValidationError::new(path, kind));
    }

    /// Reports an error for each key of `object` for which `known` returns false. `path` makes the field path of a key.
    pub fn known_keys(
        &mut self,
        object: &Map<String, Value>,
        known: &dyn Fn(&str) -> bool,
        path: &dyn Fn(&str) -> FieldPath,
    ) {
        for key in object.keys().filter(|key| !known(key)) {
            // An unknown key can have any length and any characters. So the error shows at most 40 of its characters,
            // without control characters.
            let shown: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
            self.report(path(&shown), ErrorKind::UnknownKey);
        }
    }

    /// Reads the text of a key into `slot`. If the object does not have the key, `slot` keeps its value.
    pub fn text(&mut self, object: &Map<String, Value>, key: &str, path: FieldPath, slot: &mut String) {
        match object.get(key) {
            None => {}
            Some(Value::String(text)) => slot.clone_from(text),
            Some(_) => self.report(path, ErrorKind::WrongType { expected: ExpectedType::Text }),
        }
    }

    /// Reads the whole number of a key into `slot`. If the object does not have the key, `slot` keeps its value.
    pub fn whole(&mut self, object: &Map<String, Value>, key: &str, path: FieldPath, slot: &mut u64) {
        match object.get(key) {
            None => {}
            Some(value) => match whole(value) {
                Some(number) => *slot = number,
                None => self.report(path, ErrorKind::WrongType { expected: ExpectedType::WholeNumber }),
            },
        }
    }

    /// Starts to read a file. Returns the reader, the JSON object of the file, and a study. From the file, the study
    /// has only the settings that exist in all versions. Returns `Err` if the JSON is not an object.
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

    /// Reads those settings of a study that all versions have.
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

    /// Reads the name and the colour of a scenario, and all inputs that this version has.
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

    /// Returns the JSON object in `value`. Reports an error if `value` is not an object.
    pub fn object<'a>(&mut self, value: &'a Value, path: &FieldPath) -> Option<&'a Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.report(path.clone(), ErrorKind::WrongType { expected: ExpectedType::Object });
        }
        object
    }

    /// Returns the entries of the list with this key, or no entries if the object does not have the key. A list with
    /// more than `max` entries is an error, and no entries are returned.
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

    /// Returns the JSON of the scenarios. If the list is too short or too long, returns no scenarios. The check of the
    /// study then reports their number as an error.
    pub fn scenarios<'a>(&mut self, object: &'a Map<String, Value>) -> &'a [Value] {
        let key = "scenarios";
        match object.get(key) {
            Some(Value::Array(list)) if !input::SCENARIOS.contains(&list.len()) => &[],
            _ => self.list(object, key, FieldPath::study(key), usize::MAX),
        }
    }

    /// Reads the list of numbers with this key. An entry that cannot be read is an error and is replaced by `instead`.
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

    /// Reads a number. Reports an error if `value` is not a number, or if it is too large for a double.
    pub fn number(&mut self, value: &Value, path: &FieldPath) -> Option<f64> {
        match value {
            Value::Number(number) => self.finite(number, path),
            _ => {
                self.report(path.clone(), ErrorKind::WrongType { expected: ExpectedType::Number });
                None
            }
        }
    }

    /// Returns the value of a key. Reports an error if the object does not have the key.
    pub fn required<'a>(&mut self, object: &'a Map<String, Value>, key: &str, path: &FieldPath) -> Option<&'a Value> {
        let value = object.get(key);
        if value.is_none() {
            self.report(path.child(key), ErrorKind::Missing);
        }
        value
    }

    /// Reads a name and returns the element of `all` with this name. Reports an error if no element has it.
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

    /// Reads an estimate, which is either a number or an object with the numbers `low` and `high`.
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

    /// Returns the number as a double. Reports an error if it is too large for a double, such as 1e999.
    fn finite(&mut self, number: &Number, path: &FieldPath) -> Option<f64> {
        let finite = parse_decimal(number.as_str()).filter(|number| number.is_finite());
        if finite.is_none() {
            self.report(path.clone(), ErrorKind::NotFinite);
        }
        finite
    }

    /// Reads one end of a range: the number with the key `key`, which is "low" or "high".
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

/// Returns the value as a whole number ≥ 0, or `None` if it is not one. A whole number may also be written as 1e4 or
/// 10000.0.
pub(super) fn whole(value: &Value) -> Option<u64> {
    let exact = |number: f64| (number >= 0.0 && number.fract() == 0.0 && number < 9e15).then_some(number as u64);
    value.as_u64().or_else(|| parse_decimal(value.as_number()?.as_str()).and_then(exact))
}

/// The name of a scenario that has no name in the file: A, B, C and so on. A single letter needs no translation.
fn default_name(index: usize) -> String {
    char::from(b'A' + (index % 26) as u8).to_string()
}
