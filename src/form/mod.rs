//! The inputs of the selected scenario, stage by stage: the plain ones open, the others folded away.
//!
//! A form is made of [`Section`]s. [`about`] is what stands around each of them, [`fold`] what is folded away; the others
//! are the parts themselves.

mod about;
mod cell;
mod curve;
mod event_fields;
mod events;
mod fold;
mod numbers;
mod plans;
mod plotlet;
mod row;
mod seasonality;
mod toggled;
mod yearly;

use super::context::context;
use super::el::el;
use super::field::problem_at;
use super::model::App;
use super::words::words;
pub use cell::cell;
pub use events::{Item, item};
use fold::fold;
use holdfast_scenario::{Estimate, FieldPath, Key, Scenario, Section, Stage, Survival};
use leptos::prelude::*;
pub use toggled::Toggled;
pub use yearly::Yearly;

/// Inputs that are always open, besides those of the survival curve.
const PLAIN: [Key; 8] = [
    Key::TrialsStart,
    Key::TrialsStep,
    Key::TrialsGrowth,
    Key::Conversion,
    Key::Price,
    Key::Expansion,
    Key::Contraction,
    Key::OpeningCustomers,
];

/// The form of one scenario.
pub fn form(index: usize) -> AnyView {
    let app = context().app;
    let stage = |stage: Stage| {
        let keys = Key::ALL.iter().filter(|key| key.input().stage == stage && !Survival::INPUTS.contains(key));
        let (plain, folded): (Vec<Key>, Vec<Key>) = keys.partition(|key| PLAIN.contains(key));
        let parts = |keys: Vec<Key>| keys.into_iter().map(Section::Input).collect::<Vec<Section>>();
        let (mut plain, mut folded) = (parts(plain), parts(folded));
        match stage {
            Stage::Reach => folded.push(Section::Seasonality),
            Stage::Retain => plain.insert(0, Section::Survival),
            _ => {}
        }
        let name = words().stage(stage);
        let mut views: Vec<AnyView> = plain.into_iter().map(|part| view_of(index, part)).collect();
        if !folded.is_empty() {
            // A stage that has nothing else is its fold: the style sheet leaves out the heading above it.
            let title = if views.is_empty() { name.clone() } else { words().form_more(&name) };
            views.push(fold(index, stage.name(), title, folded));
        }
        if stage == Stage::Acquire {
            views.push(fold(index, "plans", words().plans_title(), vec![Section::Plans]));
        }
        section(name, views)
    };
    let mut sections: Vec<AnyView> = Stage::ALL.map(stage).into();
    sections.push(section(words().events_title(), vec![view_of(index, Section::Events)]));
    let problem = problem_at(app, FieldPath::scenario(index));
    el("div.form").el(el("p.problem").says(move || problem.get().unwrap_or_default())).children(sections).view()
}

fn section(name: String, parts: Vec<AnyView>) -> AnyView {
    el("fieldset.stage").el(el("legend").text(name)).children(parts).view()
}

fn view_of(index: usize, part: Section) -> AnyView {
    match part {
        Section::Input(key) => row::input_row(index, key),
        Section::Survival => curve::curve(index),
        Section::Seasonality => seasonality::seasonality(index),
        Section::Plans => plans::plans(index),
        Section::Events => events::events(index),
    }
}

/// Something of a scenario; of one with the default inputs while the scenario is going away.
pub fn of_scenario<T>(app: App, index: usize, read: impl FnOnce(&Scenario) -> T) -> T {
    app.study.with(|study| match study.scenarios.get(index) {
        Some(scenario) => read(scenario),
        None => read(&Scenario::default()),
    })
}

/// The estimate as typed.
fn estimate_of(app: App, index: usize, key: Key) -> Estimate {
    of_scenario(app, index, |scenario| scenario.inputs[key])
}
