//! What can be wrong with a study, as data: a place and what is wrong there. `text` puts it into words.

use super::estimate::End;
use super::input::Key;
use super::unit::Unit;
use std::fmt;

/// Where a problem sits, written the way a reader of the file would: `scenarios[1].churn.low`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(String);

impl FieldPath {
    /// A place as [`Display`](fmt::Display) writes it.
    pub fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    /// The file as a whole.
    pub fn file() -> Self {
        Self("file".into())
    }

    /// The link as a whole.
    pub fn link() -> Self {
        Self("link".into())
    }

    /// A key of the study itself.
    pub fn study(key: &str) -> Self {
        Self(key.into())
    }

    /// A scenario as a whole.
    pub fn scenario(index: usize) -> Self {
        Self(format!("scenarios[{index}]"))
    }

    /// A key of a scenario.
    pub fn scenario_field(index: usize, key: &str) -> Self {
        Self(format!("scenarios[{index}].{key}"))
    }

    /// An input, or one end of its range.
    pub fn input(index: usize, key: Key, end: End) -> Self {
        Self::scenario_field(index, key.input().name).at_end(end)
    }

    /// One end of the estimate at this place.
    pub fn at_end(&self, end: End) -> Self {
        match end {
            End::Exact => self.clone(),
            End::Low => self.child("low"),
            End::High => self.child("high"),
        }
    }

    /// An entry of the list at this place.
    pub fn entry(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// The input that this is a place of, if it is: the last of its keys that names one.
    pub fn key(&self) -> Option<Key> {
        self.0.rsplit('.').find_map(Key::from_name)
    }

    /// Whether this is the scenario or something of it.
    pub fn is_in_scenario(&self, index: usize) -> bool {
        self.is_in(&Self::scenario(index))
    }

    /// Whether this is the other place or one below it.
    pub fn is_in(&self, other: &Self) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }

    /// A key below this place.
    pub fn child(&self, key: &str) -> Self {
        Self(format!("{}.{key}", self.0))
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum ErrorKind {
    /// Not JSON, at this line and column.
    NotJson { line: usize, column: usize },
    /// More bytes than a study file may have.
    TooLarge { max_bytes: usize },
    /// Written by a version of Holdfast that is newer than this one.
    NewerVersion { known: u64 },
    /// A link that was cut off or changed on its way.
    BrokenLink,
    /// A key that no study has: most often a typing error.
    UnknownKey,
    /// A key that must be there and is not.
    Missing,
    /// A value of another type than the key's.
    WrongType { expected: Expected },
    /// A number outside its hard bounds, both inclusive.
    OutOfBounds { min: f64, max: f64, unit: Unit },
    /// A rate by the year that no rate by the month within its bounds makes, which come to these by the year.
    YearOutOfBounds { min: f64, max: f64 },
    /// A rate by the year at or above this, which its bound by the month comes near to.
    YearNotBelow { max: f64 },
    /// Not a finite number.
    NotFinite,
    /// A percentage of what is counted otherwise.
    NoPercent,
    /// A range typed into the field of one number, beside which a switch makes a range.
    NeedsSwitch,
    /// A count of customers with a fraction.
    NotWhole,
    /// A range whose low end does not lie below its high end.
    Reversed,
    /// A list with fewer or more entries than these.
    Count { min: usize, max: usize },
    /// A text with more characters than this.
    TooLong { max_chars: usize },
    /// A name without a character.
    Empty,
    /// Not three capital letters.
    NotACurrency,
    /// A range where the simulation needs one number for all futures.
    NoRange,
    /// Neither of the values that this key may have.
    NotOneOf { known: Vec<&'static str> },
    /// A month that lies before the one that it must not precede.
    Before { month: u64 },
    /// An event of an input that tells of the opening month alone.
    OnlyAtOpening,
    /// Shares of plans that do not sum to 1.
    SharesSum { sum: f64 },
    /// Of the paused more resume and leave than there are: the greatest draws of both.
    PausedAboveAll { resume: f64, leave: f64 },
    /// Contraction above what churn leaves: x ≤ 1 − h̃ must hold for every draw and age. The greatest draws of both.
    ContractionAboveRest { contraction: f64, churn: f64 },
    /// A correlation of an input with itself, or of a pair that has one already.
    SamePair,
    /// A correlation outside −1 to 1, or one that with the others belongs to no possible joint distribution; it must
    /// lie within these.
    ImpossibleCorrelation { inputs: [Key; 2], min: f64, max: f64 },
    /// Expected customers or money pass [`EXPECTED_MAX`](super::input::EXPECTED_MAX) in this month for some draw.
    Explodes { month: u32, inputs: Vec<Key> },
}

/// The type that a key's value must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Object,
    List,
    Text,
    WholeNumber,
    /// A month of the calendar, `"2026-01"`.
    Month,
    /// A number, or `{"low": …, "high": …}`.
    Estimate,
    Number,
    /// `true` or `false`.
    Boolean,
}

/// One thing wrong with a study.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationError {
    pub path: FieldPath,
    pub kind: ErrorKind,
}

impl ValidationError {
    /// A problem at a place.
    pub fn new(path: FieldPath, kind: ErrorKind) -> Self {
        Self { path, kind }
    }
}
