//! Errors in a study. An error is stored as a field path and an error kind, without any words. The crate `text` makes a
//! sentence from it.

use super::estimate::End;
use super::input::Key;
use super::unit::Unit;
use std::fmt;

/// The path of a field in a study, such as `scenarios[1].churn.low`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(String);

impl FieldPath {
    /// Makes a path from a text that [`Display`](fmt::Display) has written.
    pub fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    /// The path of the whole file, for errors that belong to no field.
    pub fn file() -> Self {
        Self("file".into())
    }

    /// The path of the whole link, for errors that belong to no field.
    pub fn link() -> Self {
        Self("link".into())
    }

    /// The path of a field of the study itself, such as `runs`.
    pub fn study(key: &str) -> Self {
        Self(key.into())
    }

    /// The path of the whole scenario at `index`.
    pub fn scenario(index: usize) -> Self {
        Self(format!("scenarios[{index}]"))
    }

    /// The path of a field of the scenario at `index`.
    pub fn scenario_field(index: usize, key: &str) -> Self {
        Self(format!("scenarios[{index}].{key}"))
    }

    /// The path of an input of the scenario at `index`, or of one end of the input's range.
    pub fn input(index: usize, key: Key, end: End) -> Self {
        Self::scenario_field(index, key.input().name).at_end(end)
    }

    /// The path of one end of the estimate at this path. The end [`End::Exact`] has the same path as the estimate.
    pub fn at_end(&self, end: End) -> Self {
        match end {
            End::Exact => self.clone(),
            End::Low => self.child("low"),
            End::High => self.child("high"),
        }
    }

    /// The path of an entry of the list at this path.
    pub fn entry(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// The input to which the field belongs. It is the last name in the path that is the name of an input. Returns
    /// `None` if there is no such name.
    pub fn key(&self) -> Option<Key> {
        self.0.rsplit('.').find_map(Key::from_name)
    }

    /// Whether this is the path of the scenario at `index`, or of one of its fields.
    pub fn is_in_scenario(&self, index: usize) -> bool {
        self.is_in(&Self::scenario(index))
    }

    /// Whether this path is equal to `other` or lies below it. For example, `scenarios[0].churn` lies below
    /// `scenarios[0]`.
    pub fn is_in(&self, other: &Self) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }

    /// The path of a field of the object at this path.
    pub fn child(&self, key: &str) -> Self {
        Self(format!("{}.{key}", self.0))
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The kind of an error.
#[derive(Clone, Debug, PartialEq)]
pub enum ErrorKind {
    /// The text is not JSON. `line` and `column` are the position of the first error.
    NotJson { line: usize, column: usize },
    /// The text has more bytes than a study file may have.
    TooLarge { max_bytes: usize },
    /// The file was written by a newer version of Holdfast. `known` is the newest version of study files that this
    /// program can read.
    NewerVersion { known: u64 },
    /// The link is incomplete or was changed.
    BrokenLink,
    /// The study file has a key that its version does not define. Most often the key is a typing error.
    UnknownKey,
    /// A required key is missing.
    Missing,
    /// The value has a wrong type.
    WrongType { expected: ExpectedType },
    /// The number is outside its bounds. The bounds `min` and `max` themselves are allowed.
    OutOfBounds { min: f64, max: f64, unit: Unit },
    /// The number is a yearly rate, and its monthly rate is out of bounds. `min` and `max` are the bounds as yearly
    /// rates.
    YearOutOfBounds { min: f64, max: f64 },
    /// The number is a yearly rate that is not below `max`. The greatest allowed yearly rate is a little below `max`,
    /// but both are shown as the same number.
    YearNotBelow { max: f64 },
    /// The value is not a finite number, or the typed text is not a number.
    NotFinite,
    /// A percentage was typed into a field in which percentages are not allowed. They are allowed only for shares,
    /// growth and ratios.
    NoPercent,
    /// A range was typed into the field of a single number. The user can get two fields for a range with the switch
    /// beside this field.
    NeedsSwitch,
    /// The number has a fraction, but it must be whole. An example is a number of customers.
    NotWhole,
    /// The low end of a range is not below its high end.
    Reversed,
    /// The list has fewer than `min` or more than `max` entries.
    Count { min: usize, max: usize },
    /// The text has more than `max_chars` characters.
    TooLong { max_chars: usize },
    /// The name is empty or consists of spaces.
    Empty,
    /// The currency is not a code of three capital letters.
    NotACurrency,
    /// The input must be the same number in all futures, so it cannot be a range and cannot be part of a correlation.
    NoRange,
    /// The value is not one of the allowed values, which are in `known`.
    NotOneOf { known: Vec<&'static str> },
    /// The last month of an event is before its first month, which is `month`.
    Before { month: u64 },
    /// The event is on an input that describes only the opening month. No event can change such an input.
    OnlyAtOpening,
    /// The shares of the plans do not sum to 1. `sum` is their sum.
    SharesSum { sum: f64 },
    /// Of the paused customers, the share who resume and the share who leave sum to more than 1. `resume` and `leave`
    /// are the greatest draws of the two shares.
    PausedAboveAll { resume: f64, leave: f64 },
    /// Contraction x is greater than 1 − h̃. Here h̃ is the probability that a customer does not stay active in a
    /// month. The constraint x ≤ 1 − h̃ must hold for every draw and age. `contraction` and `churn` are the greatest
    /// draws of x and h̃.
    ContractionAboveRest { contraction: f64, churn: f64 },
    /// The correlation is between an input and itself, or the same pair already has a correlation.
    SamePair,
    /// The correlation of `inputs` is outside −1 to 1, or it makes the matrix of all correlations impossible. It must
    /// be between `min` and `max`.
    ImpossibleCorrelation { inputs: [Key; 2], min: f64, max: f64 },
    /// Expected trials, customers or money may be greater than [`EXPECTED_MAX`](super::input::EXPECTED_MAX) in this
    /// month for some draw. `inputs` are the inputs that the user should look at.
    Explodes { month: u32, inputs: Vec<Key> },
}

/// The required type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedType {
    /// A JSON object.
    Object,
    /// A JSON array.
    List,
    /// A JSON string.
    Text,
    /// A whole number.
    WholeNumber,
    /// A calendar month, such as `"2026-01"`.
    Month,
    /// A number, or a range such as `{"low": 1, "high": 2}`.
    Estimate,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// An error in a study: the field and the kind of error.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationError {
    /// The path of the field with the error.
    pub path: FieldPath,
    /// The kind of the error.
    pub kind: ErrorKind,
}

impl ValidationError {
    /// Makes an error of this kind for the field at this path.
    pub fn new(path: FieldPath, kind: ErrorKind) -> Self {
        Self { path, kind }
    }
}
