//! Reads JSON key by key and notes what is wrong, for every version of the file.

use super::super::action::Action;
use super::super::decimal::parse_decimal;
use super::super::estimate::Estimate;
use super::super::input::{self, Key};
use super::super::line_style::LineStyle;
use super::super::study::{Scenario, Study};
use super::super::validation_error::{ErrorKind, Expected, FieldPath, ValidationError};
use serde_json::{Map, Number, Value};

/// The words that a version knows beyond those that every version has.
pub(super) struct Known {
    /// Keys of a study.
    pub study: &'static [&'static str],
    /// Keys of a scenario other than its inputs.
    pub scenario: &'static [&'static str],
    pub inputs: &'static [Key],
    /// Of these a plan may have its own estimate.
    pub of_plans: &'static [Key],
    /// What events may do.
    pub actions: &'static [Action],
    /// Whether an event may belong to a card of the playbook.
    pub has_cards: bool,
}

const STUDY_KEYS: [&str; 7] = ["version", "title", "currency", "horizon_months", "runs", "seed", "scenarios"];
const SCENARIO_KEYS: [&str; 2] = ["name", "color"];

/// What the file may say, and the problems met so far.
pub(super) struct Reader {
    pub known: &'static Known,
    pub errors: Vec<ValidationError>,
}

impl Reader {
    pub fn report(&mut self, path: FieldPath, kind: ErrorKind) {
        self.errors.push(ValidationError::new(path, kind));
    }

    pub fn known_keys(
        &mut self,
        object: &Map<String, Value>,
        known: &dyn Fn(&str) -> bool,
        path: &dyn Fn(&str) -> FieldPath,
    ) {
        for key in object.keys().filter(|key| !known(key)) {
            // An unknown key may be anything, a script or a novel: show no more than a name's worth of it.
            let shown: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
            self.report(path(&shown), ErrorKind::UnknownKey);
        }
    }

    pub fn text(&mut self, object: &Map<String, Value>, key: &str, path: FieldPath, slot: &mut String) {
        match object.get(key) {
            None => {}
            Some(Value::String(text)) => slot.clone_from(text),
            Some(_) => self.report(path, ErrorKind::WrongType { expected: Expected::Text }),
        }
    }

    pub fn whole(&mut self, object: &Map<String, Value>, key: &str, path: FieldPath, slot: &mut u64) {
        match object.get(key) {
            None => {}
            Some(value) => match whole(value) {
                Some(number) => *slot = number,
                None => self.report(path, ErrorKind::WrongType { expected: Expected::WholeNumber }),
            },
        }
    }

    /// Begins a file of a version that knows these words: the file's object, and of its study what every version has.
    pub fn begin<'a>(
        value: &'a Value,
        known: &'static Known,
    ) -> Result<(Self, &'a Map<String, Value>, Study), ValidationError> {
        let Value::Object(object) = value else {
            return Err(ValidationError::new(FieldPath::file(), ErrorKind::WrongType { expected: Expected::Object }));
        };
        let (mut reader, mut study) = (Self { known, errors: Vec::new() }, Study::default());
        reader.known_keys(object, &|key| STUDY_KEYS.contains(&key) || known.study.contains(&key), &FieldPath::study);
        reader.study(object, &mut study);
        Ok((reader, object, study))
    }

    /// What every version has of a study.
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

    /// What every version has of a scenario: name, colour and the inputs that it knows.
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

    pub fn object<'a>(&mut self, value: &'a Value, path: &FieldPath) -> Option<&'a Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.report(path.clone(), ErrorKind::WrongType { expected: Expected::Object });
        }
        object
    }

    /// The entries of a list, if the key is there. A list with more than `max` is not worth reading.
    pub fn list<'a>(&mut self, object: &'a Map<String, Value>, key: &str, path: FieldPath, max: usize) -> &'a [Value] {
        let kind = match object.get(key) {
            None => return &[],
            Some(Value::Array(list)) if list.len() <= max => return list,
            Some(Value::Array(_)) => ErrorKind::Count { min: 0, max },
            Some(_) => ErrorKind::WrongType { expected: Expected::List },
        };
        self.report(path, kind);
        &[]
    }

    /// The scenarios. Too few or too many are not read: the check counts them.
    pub fn scenarios<'a>(&mut self, object: &'a Map<String, Value>) -> &'a [Value] {
        let key = "scenarios";
        match object.get(key) {
            Some(Value::Array(list)) if !input::SCENARIOS.contains(&list.len()) => &[],
            _ => self.list(object, key, FieldPath::study(key), usize::MAX),
        }
    }

    /// A list of numbers; one that cannot be read counts as `instead`.
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

    /// A number.
    pub fn number(&mut self, value: &Value, path: &FieldPath) -> Option<f64> {
        match value {
            Value::Number(number) => self.finite(number, path),
            _ => {
                self.report(path.clone(), ErrorKind::WrongType { expected: Expected::Number });
                None
            }
        }
    }

    /// A key that must be there.
    pub fn needed<'a>(&mut self, object: &'a Map<String, Value>, key: &str, path: &FieldPath) -> Option<&'a Value> {
        let value = object.get(key);
        if value.is_none() {
            self.report(path.child(key), ErrorKind::Missing);
        }
        value
    }

    /// One of some names.
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
                self.report(path.clone(), ErrorKind::WrongType { expected: Expected::Estimate });
                None
            }
        }
    }

    /// A number such as 1e999 is none that can be computed with.
    fn finite(&mut self, number: &Number, path: &FieldPath) -> Option<f64> {
        let finite = parse_decimal(number.as_str()).filter(|number| number.is_finite());
        if finite.is_none() {
            self.report(path.clone(), ErrorKind::NotFinite);
        }
        finite
    }

    fn end(&mut self, range: &Map<String, Value>, key: &str, path: &FieldPath) -> Option<f64> {
        let kind = match range.get(key) {
            Some(Value::Number(number)) => return self.finite(number, &path.child(key)),
            Some(_) => ErrorKind::WrongType { expected: Expected::Number },
            None => ErrorKind::Missing,
        };
        self.report(path.child(key), kind);
        None
    }
}

/// A whole number, also one that is written as 1e4 or 10000.0.
pub(super) fn whole(value: &Value) -> Option<u64> {
    let exact = |number: f64| (number >= 0.0 && number.fract() == 0.0 && number < 9e15).then_some(number as u64);
    value.as_u64().or_else(|| parse_decimal(value.as_number()?.as_str()).and_then(exact))
}

/// A, B, C …: a name in every language.
fn default_name(index: usize) -> String {
    char::from(b'A' + (index % 26) as u8).to_string()
}
