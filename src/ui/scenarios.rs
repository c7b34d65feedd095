//! The scenarios side by side: choose, rename, add, duplicate, remove.

use super::field::Field;
use super::form::Form;
use super::model::App;
use super::words::words;
use crate::scenario::Place;
use crate::scenario::input::SCENARIOS;
use leptos::prelude::*;

/// Colours of the style sheet: one for each scenario that a study can have.
pub const PALETTE: u64 = *SCENARIOS.end() as u64;

/// The panel on the left: which scenario, and its inputs.
#[component]
pub fn Scenarios() -> impl IntoView {
    let app = expect_context::<App>();
    // Names change while they are typed; buttons are made anew only when scenarios come or go.
    let colors =
        Memo::new(move |_| app.study.with(|study| study.scenarios.iter().map(|s| s.color).collect::<Vec<_>>()));
    let selected = Memo::new(move |_| app.selected_index());
    let tabs = move || {
        let tab = |(index, color)| view! { <Tab index color selected/> };
        colors.get().into_iter().enumerate().map(tab).collect_view()
    };
    let add = move |_| app.add(&words().scenario_new());
    let duplicate = move |_| app.duplicate();
    let panel = move || {
        let _ = colors.get();
        let index = selected.get();
        view! { <Name index/> <Form index/> }
    };
    view! {
        <section class="panel" aria-label=words().scenarios_title()>
            <div class="tabs" role="group" aria-label=words().scenarios_title()>
                {tabs}
                <button type="button" class="tab add" on:click=add disabled=move || !app.can_add()>
                    <span aria-hidden="true">"+ "</span>{words().scenario_add()}
                </button>
            </div>
            <div class="tab-actions">
                <button type="button" on:click=duplicate disabled=move || !app.can_add()>{words().scenario_duplicate()}</button>
                <button type="button" on:click=move |_| app.remove() disabled=move || !app.can_remove()>
                    {words().scenario_remove()}
                </button>
            </div>
            {panel}
        </section>
    }
}

/// A scenario's colour, beside its name.
#[component]
pub fn Swatch(color: u64) -> impl IntoView {
    view! { <span class=format!("swatch series-{}", color % PALETTE) aria-hidden="true"></span> }
}

#[component]
fn Tab(index: usize, color: u64, selected: Memo<usize>) -> impl IntoView {
    let app = expect_context::<App>();
    let name = Memo::new(move |_| name_of(app, index));
    let is_wrong = Memo::new(move |_| {
        app.problems.with(|problems| problems.iter().any(|problem| problem.place.is_in_scenario(index)))
    });
    view! {
        <button
            type="button" class="tab" class:is-wrong=move || is_wrong.get() aria-pressed=move || (selected.get() == index).to_string()
            on:click=move |_| app.selected.set(index)
        >
            <Swatch color/>
            {move || name.get()}
            <Show when=move || is_wrong.get()><span class="wrong-mark" title=words().scenario_wrong()>" !"</span></Show>
        </button>
    }
}

#[component]
fn Name(index: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let place = Place::of_scenario(index, "name");
    let commit = Callback::new(move |typed: String| {
        app.study.update(|study| {
            if let Some(scenario) = study.scenarios.get_mut(index) {
                scenario.name = typed;
            }
        });
        Ok(())
    });
    let shown = Signal::derive(move || name_of(app, index));
    view! { <Field place label=words().scenario_name() shown commit/> }
}

/// A scenario's name; nothing while it is going away.
fn name_of(app: App, index: usize) -> String {
    app.study.with(|study| study.scenarios.get(index).map(|scenario| scenario.name.clone())).unwrap_or_default()
}
