//! Texts in fields, as typed, while they are being typed or cannot be read.

use crate::scenario::{Fault, Place, Problem};

/// A text in a field.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedText {
    pub place: Place,
    pub text: String,
    /// Why it cannot be read; `None` where it was read and taken over.
    pub fault: Option<Fault>,
}

/// Texts as typed; a handful at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed(Vec<TypedText>);

impl Typed {
    pub fn get(&self, place: &Place) -> Option<&TypedText> {
        self.0.iter().find(|typed| typed.place == *place)
    }

    pub fn set(&mut self, typed: TypedText) {
        self.remove(&typed.place);
        self.0.push(typed);
    }

    pub fn remove(&mut self, place: &Place) {
        self.0.retain(|typed| typed.place != *place);
    }

    /// Forgets those that were read and taken over.
    pub fn keep_unreadable(&mut self) {
        self.0.retain(|typed| typed.fault.is_some());
    }

    /// Those that cannot be read, as problems.
    pub fn problems(&self) -> impl Iterator<Item = Problem> {
        self.0.iter().filter_map(|typed| Some(Problem::new(typed.place.clone(), typed.fault.clone()?)))
    }
}
