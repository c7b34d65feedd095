//! Texts in fields, as typed, while they are being typed or cannot be read.

use holdfast_scenario::{ErrorKind, FieldPath, ValidationError};

/// A text in a field.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedText {
    pub place: FieldPath,
    pub text: String,
    /// Why it cannot be read; `None` where it was read and taken over.
    pub slip: Option<Slip>,
}

/// Why a text cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    pub fault: ErrorKind,
    /// Which entry of a list it is of, from 0.
    pub entry: Option<usize>,
}

impl From<ErrorKind> for Slip {
    fn from(fault: ErrorKind) -> Self {
        Self { fault, entry: None }
    }
}

/// Texts as typed; a handful at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed(Vec<TypedText>);

impl Typed {
    pub fn get(&self, place: &FieldPath) -> Option<&TypedText> {
        self.0.iter().find(|typed| typed.place == *place)
    }

    pub fn set(&mut self, typed: TypedText) {
        self.remove(&typed.place);
        self.0.push(typed);
    }

    pub fn remove(&mut self, place: &FieldPath) {
        self.0.retain(|typed| typed.place != *place);
    }

    /// Whether there is a text at a place or below it.
    pub fn is_any_in(&self, place: &FieldPath) -> bool {
        self.0.iter().any(|typed| typed.place.is_in(place))
    }

    /// Removes the texts at a place and below it.
    pub fn remove_in(&mut self, place: &FieldPath) {
        self.0.retain(|typed| !typed.place.is_in(place));
    }

    /// Whether somebody is at a field now: of a text that can be read nothing stays when the field is left.
    pub fn is_being_typed(&self) -> bool {
        self.0.iter().any(|typed| typed.slip.is_none())
    }

    /// Forgets those that were read and taken over.
    pub fn keep_unreadable(&mut self) {
        self.0.retain(|typed| typed.slip.is_some());
    }

    /// Those that cannot be read, as lines to keep: a place, and below it what is typed there.
    pub fn lines(&self) -> Vec<String> {
        let unread = self.0.iter().filter(|typed| typed.slip.is_some());
        unread.flat_map(|typed| [typed.place.to_string(), typed.text.clone()]).collect()
    }

    /// Texts that were kept as lines. What is wrong with each, its field finds out.
    pub fn from_lines(lines: &[&str]) -> Self {
        let read = |pair: &[&str]| TypedText {
            place: FieldPath::from_text(pair[0]),
            text: pair[1].into(),
            slip: Some(ErrorKind::NotFinite.into()),
        };
        Self(lines.chunks_exact(2).map(read).collect())
    }

    /// Those that cannot be read, as problems.
    pub fn problems(&self) -> impl Iterator<Item = ValidationError> {
        self.0.iter().filter_map(|TypedText { place, slip, .. }| {
            let Slip { fault, entry } = slip.clone()?;
            Some(ValidationError::new(entry.map_or_else(|| place.clone(), |index| place.entry(index)), fault))
        })
    }
}
