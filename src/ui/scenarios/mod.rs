//! The scenarios side by side: choose, rename, show or hide, reorder, add, duplicate, remove, and how each is drawn.

mod look;
mod tab;

use super::charts::look as look_of;
use super::field::Field;
use super::form::{Form, Yearly};
use super::html::{Html, Part::Text};
use super::model::App;
use super::words::words;
use crate::chart::Look;
use crate::scenario::input::SCENARIOS;
use crate::scenario::{LineStyle, Place};
use leptos::prelude::*;
use look::look;
use tab::{Tabs, tab};

/// Colours of the style sheet: one for each scenario that a study can have.
pub const PALETTE: u64 = *SCENARIOS.end() as u64;

/// The panel on the left: which scenario, and its inputs.
#[component]
pub fn Scenarios() -> AnyView {
    let app = expect_context::<App>();
    provide_context(Yearly::default());
    let count = Memo::new(move |_| app.study.with(|study| study.scenarios.len()));
    let selected = Memo::new(move |_| app.selected_index());
    let tabs = Tabs::default();
    let items = move || (0..count.get()).map(|index| tab(index, selected, tabs)).collect::<Vec<AnyView>>();
    // Everything in it goes by the index: other scenarios there need no other form.
    let panel = move || {
        let index = selected.get();
        view! { <div class="naming"><Name index/>{look(index)}</div><Form index/> }.into_any()
    };
    view! {
        <section class="panel" aria-label=words().scenarios_title()>
            <div class="tabs" role="group" aria-label=words().scenarios_title()>
                {items}
                <button
                    type="button" class="tab add" disabled=move || !app.can_add()
                    on:click=move |_| app.add(&words().scenario_new())
                >
                    <span aria-hidden="true">"+ "</span>{words().scenario_add()}
                </button>
            </div>
            {actions(app, selected, count)}
            {move || panel()}
        </section>
    }
    .into_any()
}

/// What can be done with the selected scenario as a whole.
fn actions(app: App, selected: Memo<usize>, count: Memo<usize>) -> AnyView {
    type Action = (&'static str, String, Signal<bool>, Callback<()>);
    let shift = move |by: isize| {
        let from = selected.get_untracked();
        app.reorder(from, from.wrapping_add_signed(by));
    };
    let actions: [Action; 4] = [
        (
            "",
            words().scenario_duplicate(),
            Signal::derive(move || app.can_add()),
            Callback::new(move |()| app.duplicate()),
        ),
        (
            "",
            words().scenario_remove(),
            Signal::derive(move || app.can_remove()),
            Callback::new(move |()| app.remove()),
        ),
        ("←", words().scenario_left(), Signal::derive(move || selected.get() > 0), Callback::new(move |()| shift(-1))),
        (
            "→",
            words().scenario_right(),
            Signal::derive(move || selected.get() + 1 < count.get()),
            Callback::new(move |()| shift(1)),
        ),
    ];
    let button = |(sign, label, can, act): Action| {
        view! {
            <button
                type="button" title=label.clone() disabled=move || !can.get() on:click=move |_| act.run(())
            >
                <span aria-hidden="true">{sign}</span>
                <span class:visually-hidden=!sign.is_empty()>{label.clone()}</span>
            </button>
        }
        .into_any()
    };
    view! { <div class="tab-actions">{Vec::from(actions.map(button))}</div> }.into_any()
}

/// A scenario's line, beside its name.
#[component]
pub fn Swatch(look: Look) -> AnyView {
    view! {
        <svg class=swatch_class(look) viewBox="0 0 24 8" aria-hidden="true"><path d="M0 4H24"></path></svg>
    }
    .into_any()
}

/// The same as markup.
pub fn swatch(look: Look) -> Html {
    Html::fill(
        "<svg class=\"{}\" viewBox=\"0 0 24 8\" aria-hidden=true><path d=M0,4H24 /></svg>",
        &[Text(&swatch_class(look))],
    )
}

/// The style sheet has the colours and the dashes.
fn swatch_class(look: Look) -> String {
    let lighter = if look.color < PALETTE { "" } else { " lighter" };
    ["swatch series-", &(look.color % PALETTE).to_string(), " ", look.line.name(), lighter].concat()
}

/// How the scenario at an index is drawn.
fn look_at(app: App, index: usize) -> Look {
    app.study.with(|study| study.scenarios.get(index).map(look_of)).unwrap_or(Look { color: 0, line: LineStyle::Solid })
}

#[component]
fn Name(index: usize) -> AnyView {
    let app = expect_context::<App>();
    let place = Place::of_scenario(index, "name");
    let commit = Callback::new(move |typed: String| {
        rename(app, index, typed);
        Ok(())
    });
    let shown = Signal::derive(move || name_of(app, index));
    view! { <Field place label=words().scenario_name() shown commit/> }.into_any()
}

fn rename(app: App, index: usize, name: String) {
    app.edit_scenario(index, &Place::of_scenario(index, "name"), |scenario| scenario.name = name);
}

/// A scenario's name; nothing while it is going away.
fn name_of(app: App, index: usize) -> String {
    app.study.with(|study| study.scenarios.get(index).map(|scenario| scenario.name.clone())).unwrap_or_default()
}
