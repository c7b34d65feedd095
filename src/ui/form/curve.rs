//! The survival curve of a scenario: which one, and the inputs that it uses. Those of the other curves are hidden.

use super::model::App;
use super::numbers::Numbers;
use super::row::InputRow;
use super::words::words;
use crate::scenario::{End, Estimate, Key, Place, Survival, Unit};
use leptos::prelude::*;

/// Inputs that some curve uses and some other does not.
pub const CURVE_KEYS: [Key; 5] = [Key::Churn, Key::EarlyChurn, Key::EarlyMonths, Key::SbgAlpha, Key::SbgBeta];

/// The inputs of a curve, in the order of the form.
fn keys_of(curve: Survival) -> &'static [Key] {
    match curve {
        Survival::Constant => &[Key::Churn],
        Survival::Onboarding => &[Key::Churn, Key::EarlyChurn, Key::EarlyMonths],
        Survival::ShiftedBetaGeometric => &[Key::SbgAlpha, Key::SbgBeta],
        Survival::Table => &[],
    }
}

fn name_of(curve: Survival) -> String {
    match curve {
        Survival::Constant => words().survival_constant(),
        Survival::Onboarding => words().survival_onboarding(),
        Survival::ShiftedBetaGeometric => words().survival_shifted_beta_geometric(),
        Survival::Table => words().survival_table(),
    }
}

fn help_of(curve: Survival) -> String {
    match curve {
        Survival::Constant => words().survival_constant_help(),
        Survival::Onboarding => words().survival_onboarding_help(),
        Survival::ShiftedBetaGeometric => words().survival_shifted_beta_geometric_help(),
        Survival::Table => words().survival_table_help(),
    }
}

/// The choice, and below it what the chosen curve uses.
#[component]
pub fn Curve(index: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let curve = Memo::new(move |_| {
        app.study.with(|study| study.scenarios.get(index).map(|scenario| scenario.survival)).unwrap_or_default()
    });
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let chosen = Survival::ALL.into_iter().find(|curve| curve.name() == chosen).unwrap_or_default();
        app.edit_scenario(index, &Place::of_scenario(index, "survival"), |scenario| {
            scenario.survival = chosen;
            // A table needs a row: the one that says the same as the churn before.
            if chosen == Survival::Table && scenario.retention.is_empty() {
                let churn = match scenario.inputs[Key::Churn] {
                    Estimate::Exact(churn) => churn,
                    Estimate::Range { .. } => Key::Churn.input().default,
                };
                scenario.retention = vec![1.0 - churn];
            }
        });
        app.seal();
    };
    let option = move |kind: Survival| {
        let is_chosen = move || curve.get() == kind;
        view! { <option value=kind.name() prop:selected=is_chosen>{name_of(kind)}</option> }
    };
    // A hidden field must not keep a problem that nobody can see.
    let row = move |key: Key| {
        let is_shown = Memo::new(move |_| {
            let is_wrong = || {
                let places = End::ALL.map(|end| Place::input(index, key, end));
                app.problems.with(|problems| problems.iter().any(|problem| places.contains(&problem.place)))
            };
            keys_of(curve.get()).contains(&key) || is_wrong()
        });
        view! { <Show when=move || is_shown.get()><InputRow index key/></Show> }
    };
    let retention = move || {
        let is_shown = curve.get() == Survival::Table;
        is_shown.then(|| {
            view! {
                <Numbers
                    index key="retention" unit=Unit::SharePerMonth part=|scenario| &mut scenario.retention
                    label=words().retention_label() help=words().retention_help()
                />
            }
        })
    };
    let id = format!("scenarios-{index}-survival");
    view! {
        <div class="input" data-input="survival">
            <label class="input-name" for=id.clone()>{words().survival_label()}</label>
            <select id=id on:change=choose>{Survival::ALL.map(option).collect_view()}</select>
            <p class="help">{move || help_of(curve.get())}</p>
        </div>
        {CURVE_KEYS.map(row).collect_view()}
        {retention}
    }
}
