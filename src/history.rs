//! Undo and redo: the states before and after the current one.

use holdfast_scenario::FieldPath;

/// More steps than anybody takes back; a state is a few kilobytes.
const STEPS_MAX: usize = 200;

/// States of type `T`, the nearest ones last.
#[derive(Debug)]
pub struct History<T> {
    past: Vec<T>,
    future: Vec<T>,
    /// The place of the last edit, while further edits there belong to the same step.
    open: Option<FieldPath>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { past: Vec::new(), future: Vec::new(), open: None }
    }
}

impl<T> History<T> {
    /// Takes note of the state before an edit. Edits in a row at the same place are one step, such as those of a slider
    /// that moves; an edit without a place is a step of its own.
    pub fn record(&mut self, at: Option<&FieldPath>, before: T) {
        self.future.clear();
        if at.is_some() && at == self.open.as_ref() {
            return;
        }
        self.open = at.cloned();
        self.past.push(before);
        if self.past.len() > STEPS_MAX {
            self.past.remove(0);
        }
    }

    /// Ends the step: the next edit begins a new one.
    pub fn seal(&mut self) {
        self.open = None;
    }

    /// The state before the last step, in exchange for the current one.
    pub fn undo(&mut self, now: T) -> Option<T> {
        self.seal();
        let before = self.past.pop()?;
        self.future.push(now);
        Some(before)
    }

    /// The state that the last undo left.
    pub fn redo(&mut self, now: T) -> Option<T> {
        self.seal();
        let after = self.future.pop()?;
        self.past.push(now);
        Some(after)
    }

    /// Whether there is something to undo, and to redo.
    pub fn reach(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }
}
