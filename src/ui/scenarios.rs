//! The scenarios side by side: choose, rename, add, duplicate, remove.

use super::charts::look;
use super::field::Field;
use super::form::Form;
use super::model::App;
use super::words::words;
use crate::chart::Look;
use crate::scenario::input::SCENARIOS;
use crate::scenario::{LineStyle, Place};
use leptos::prelude::*;

/// Colours of the style sheet: one for each scenario that a study can have.
pub const PALETTE: u64 = *SCENARIOS.end() as u64;

/// The panel on the left: which scenario, and its inputs.
#[component]
pub fn Scenarios() -> impl IntoView {
    let app = expect_context::<App>();
    // Names change while they are typed; buttons are made anew only when scenarios come or go.
    let looks = Memo::new(move |_| app.study.with(|study| study.scenarios.iter().map(look).collect::<Vec<_>>()));
    let selected = Memo::new(move |_| app.selected_index());
    let tabs = move || {
        let tab = |(index, look)| view! { <Tab index look selected/> };
        looks.get().into_iter().enumerate().map(tab).collect_view()
    };
    let add = move |_| app.add(&words().scenario_new());
    let duplicate = move |_| app.duplicate();
    let panel = move || {
        let _ = looks.get();
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

/// A scenario's line, beside its name.
#[component]
pub fn Swatch(look: Look) -> impl IntoView {
    let dashes = match look.line {
        LineStyle::Solid => "",
        LineStyle::Dashed => "7 3",
        LineStyle::Dotted => "3 3",
        LineStyle::DashDotted => "8 3 2 3",
    };
    let lighter = if look.color < PALETTE { "" } else { " lighter" };
    view! {
        <svg class=format!("swatch series-{}{lighter}", look.color % PALETTE) viewBox="0 0 24 8" aria-hidden="true">
            <path d="M0 4H24" stroke-dasharray=dashes></path>
        </svg>
    }
}

#[component]
fn Tab(index: usize, look: Look, selected: Memo<usize>) -> impl IntoView {
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
            <Swatch look/>
            {move || name.get()}
            <Show when=move || is_wrong.get()><span class="wrong-mark" title=words().scenario_wrong()>" !"</span></Show>
        </button>
    }
}

#[component]
fn Name(index: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let place = Place::of_scenario(index, "name");
    let at = place.clone();
    let commit = Callback::new(move |typed: String| {
        app.edit_scenario(index, &at, |scenario| scenario.name = typed);
        Ok(())
    });
    let shown = Signal::derive(move || name_of(app, index));
    view! { <Field place label=words().scenario_name() shown commit/> }
}

/// A scenario's name; nothing while it is going away.
fn name_of(app: App, index: usize) -> String {
    app.study.with(|study| study.scenarios.get(index).map(|scenario| scenario.name.clone())).unwrap_or_default()
}
