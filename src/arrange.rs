//! What can be done with a study's scenarios as a whole: add, copy, remove, put in order.

use super::model::App;
use holdfast_scenario::input::SCENARIOS;
use holdfast_scenario::{FieldPath, LineStyle, Scenario};
use leptos::prelude::*;

impl App {
    /// Whether one more scenario fits.
    pub fn can_add(&self) -> bool {
        self.study.with(|study| study.scenarios.len() < *SCENARIOS.end())
    }

    /// Whether a scenario may go.
    pub fn can_remove(&self) -> bool {
        self.study.with(|study| study.scenarios.len() > *SCENARIOS.start())
    }

    /// Adds a scenario with the default inputs at the end, and selects it.
    pub fn add(&self, name: &str) {
        let at = self.study.with_untracked(|study| study.scenarios.len());
        self.insert(at, Scenario { name: name.into(), ..Scenario::default() });
    }

    /// Adds a copy of the selected scenario behind it, and selects it.
    pub fn duplicate(&self) {
        let at = self.selected_index();
        let original = self.study.with_untracked(|study| study.scenarios.get(at).cloned());
        if let Some(original) = original {
            self.insert(at + 1, original);
        }
    }

    fn insert(&self, at: usize, scenario: Scenario) {
        if !untrack(|| self.can_add()) {
            return;
        }
        self.rearrange(&FieldPath::study("scenarios"), |study| {
            let (name, color) = (study.free_name(&scenario.name), study.free_color());
            let line = LineStyle::of_color(color);
            study.scenarios.insert(at, Scenario { name, color, line, hidden: false, ..scenario });
        });
        self.selected.set(at);
    }

    /// Removes the selected scenario.
    pub fn remove(&self) {
        let at = self.selected_index();
        if !untrack(|| self.can_remove()) {
            return;
        }
        self.rearrange(&FieldPath::study("scenarios"), |study| drop(study.scenarios.remove(at)));
        self.selected.set(at.saturating_sub(1));
    }

    /// Moves a scenario to another place in the order, and selects it.
    pub fn reorder(&self, from: usize, to: usize) {
        let count = self.study.with_untracked(|study| study.scenarios.len());
        if from == to || from >= count || to >= count {
            return;
        }
        self.rearrange(&FieldPath::study("scenarios"), |study| {
            let moved = study.scenarios.remove(from);
            study.scenarios.insert(to, moved);
        });
        self.selected.set(to);
    }
}
