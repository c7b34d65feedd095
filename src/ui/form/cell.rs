//! A field for something of a scenario, by how it is shown and how it is taken from a text.

use super::super::field::Field;
use super::super::model::App;
use super::super::typed::Slip;
use super::of_scenario;
use crate::scenario::{Place, Scenario};
use leptos::prelude::*;

type Show = dyn Fn(&Scenario) -> String + Send + Sync;
type Take = dyn Fn(&mut Scenario, &str) -> Result<(), Slip> + Send + Sync;

/// The field of a place of the scenario at `index`.
pub struct Cell {
    pub index: usize,
    pub place: Place,
    pub label: String,
    pub hides_label: bool,
    pub unit: Option<AnyView>,
    pub show: Box<Show>,
    /// May leave the scenario half changed where it fails: that one is thrown away.
    pub take: Box<Take>,
    pub placeholder: Option<Box<Show>>,
    pub help: Option<String>,
}

impl Cell {
    pub fn view(self) -> AnyView {
        let Self { index, place, label, hides_label, unit, show, take, placeholder, help } = self;
        let app = expect_context::<App>();
        let read = move |show: Box<Show>| Signal::derive(move || of_scenario(app, index, |scenario| show(scenario)));
        let at = place.clone();
        let commit = Callback::new(move |typed: String| {
            let scenario = app.study.with_untracked(|study| study.scenarios.get(index).cloned());
            if let Some(mut scenario) = scenario {
                take(&mut scenario, &typed)?;
                app.edit_scenario(index, &at, |own| *own = scenario);
            }
            Ok(())
        });
        let (shown, placeholder) = (read(show), placeholder.map(read));
        view! { <Field place label shown commit hides_label unit placeholder help/> }.into_any()
    }
}
