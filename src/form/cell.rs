//! A field for something of a scenario, by how it is shown and how it is taken from a text.

use super::super::context::context;
use super::super::field::Field;
use super::super::live::{Derived, derived};
use super::super::typed::Slip;
use super::of_scenario;
use holdfast_scenario::{FieldPath, Scenario};

/// How something of a scenario is written.
pub type Show = dyn Fn(&Scenario) -> String + Send + Sync;
/// What a text makes of a scenario, or why it cannot be read; then the scenario that it was given is thrown away.
pub type Take = dyn Fn(&mut Scenario, &str) -> Result<(), Slip> + Send + Sync;

/// A field for a place of the scenario at `index`.
pub fn cell(index: usize, place: FieldPath, label: String, show: Box<Show>, take: Box<Take>) -> Field {
    let app = context().app;
    let at = place.clone();
    let commit = move |typed: String| {
        let scenario = app.study.with_untracked(|study| study.scenarios.get(index).cloned());
        if let Some(mut scenario) = scenario {
            take(&mut scenario, &typed)?;
            app.edit_scenario(index, &at, |own| *own = scenario);
        }
        Ok(())
    };
    Field::new(place, label, shown(index, show), commit)
}

/// Something of a scenario as it is written now.
pub fn shown(index: usize, show: Box<Show>) -> Derived<String> {
    let app = context().app;
    derived(move || of_scenario(app, index, |scenario| show(scenario)))
}
