//! Errors in a study, as data: a field path and an error kind. The crate `text` makes sentences of them.

use super::estimate::End;
use super::input::Key;
use super::unit::Unit;
use std::fmt;

/// The path of a field of a study, as in `scenarios[1].churn.low`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(String);

impl FieldPath {
    /// The path with this text, which [`Display`](fmt::Display) has written.
    pub fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    /// The file as a whole, for errors that belong to no field.
    pub fn file() -> Self {
        Self("file".into())
    }

    /// The link as a whole, for errors that belong to no field.
    pub fn link() -> Self {
        Self("link".into())
    }

    /// A field of the study itself.
    pub fn study(key: &str) -> Self {
        Self(key.into())
    }

    /// A scenario as a whole.
    pub fn scenario(index: usize) -> Self {
        Self(format!("scenarios[{index}]"))
    }

    /// A field of a scenario.
    pub fn scenario_field(index: usize, key: &str) -> Self {
        Self(format!("scenarios[{index}].{key}"))
    }

    /// An input, or one end of its range.
    pub fn input(index: usize, key: Key, end: End) -> Self {
        Self::scenario_field(index, key.input().name).at_end(end)
    }

    /// One end of the estimate at this path.
    pub fn at_end(&self, end: End) -> Self {
        match end {
            End::Exact => self.clone(),
            End::Low => self.child("low"),
            End::High => self.child("high"),
        }
    }

    /// An entry of the list at this path.
    pub fn entry(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// The input to which the field belongs: the last name in the path that is the name of an input.
    pub fn key(&self) -> Option<Key> {
        self.0.rsplit('.').find_map(Key::from_name)
    }

    /// Whether this is the path of the scenario or of one of its fields.
    pub fn is_in_scenario(&self, index: usize) -> bool {
        self.is_in(&Self::scenario(index))
    }

    /// Whether this is the other path or lies below it.
    pub fn is_in(&self, other: &Self) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }

    /// A field of the object at this path.
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
    /// A text that is not JSON, with the line and the column of the first error.
    NotJson { line: usize, column: usize },
    /// More bytes than a study file may have.
    TooLarge { max_bytes: usize },
    /// Written by a version of Holdfast that is newer than this one.
    NewerVersion { known: u64 },
    /// A link that is incomplete or was changed.
    BrokenLink,
    /// A key that no study has. Most often it is a typing error.
    UnknownKey,
    /// A required key that is missing.
    Missing,
    /// A value of a wrong type.
    WrongType { expected: ExpectedType },
    /// A number outside its hard bounds, both inclusive.
    OutOfBounds { min: f64, max: f64, unit: Unit },
    /// A yearly rate whose monthly rate is out of bounds. `min` and `max` are the bounds as yearly rates.
    YearOutOfBounds { min: f64, max: f64 },
    /// A yearly rate that is not below `max`. The monthly bound is so near to it that both are shown alike.
    YearNotBelow { max: f64 },
    /// Not a finite number.
    NotFinite,
    /// A percentage in a field whose unit is not a share or a ratio.
    NoPercent,
    /// A range that was typed into the field of one number. A switch beside the field makes a range.
    NeedsSwitch,
    /// A count of customers with a fraction.
    NotWhole,
    /// A range whose low end is not below its high end.
    Reversed,
    /// A list with fewer than `min` or more than `max` entries.
    Count { min: usize, max: usize },
    /// A text with more than `max_chars` characters.
    TooLong { max_chars: usize },
    /// An empty name.
    Empty,
    /// A currency that is not three capital letters.
    NotACurrency,
    /// A range for an input that must be the same number in all futures.
    NoRange,
    /// A value that is not one of those that the key may have.
    NotOneOf { known: Vec<&'static str> },
    /// A month before `month`, which must not come after it.
    Before { month: u64 },
    /// An event on an input that describes only the opening month.
    OnlyAtOpening,
    /// The shares of plans do not sum to 1.
    SharesSum { sum: f64 },
    /// The shares of the paused who resume and who leave sum to more than 1. The fields are the greatest draws of both.
    PausedAboveAll { resume: f64, leave: f64 },
    /// Contraction is greater than the share that churn leaves. x ≤ 1 − h̃ must hold for every draw and age; the fields
    /// are the greatest draws of x and h̃.
    ContractionAboveRest { contraction: f64, churn: f64 },
    /// A correlation of an input with itself, or a second correlation of one pair.
    SamePair,
    /// A correlation outside −1 to 1, or one that makes the matrix of all correlations impossible. It must lie between
    /// `min` and `max`.
    ImpossibleCorrelation { inputs: [Key; 2], min: f64, max: f64 },
    /// Expected customers or money pass [`EXPECTED_MAX`](super::input::EXPECTED_MAX) in this month for some draw.
    /// `inputs` are those that the user should look at.
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
    /// A number, or `{"low": …, "high": …}`.
    Estimate,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// An error in a study: the field and the kind of error.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationError {
    /// The field with the error.
    pub path: FieldPath,
    /// The kind of the error.
    pub kind: ErrorKind,
}

impl ValidationError {
    /// Makes an error of a field.
    pub fn new(path: FieldPath, kind: ErrorKind) -> Self {
        Self { path, kind }
    }
}
