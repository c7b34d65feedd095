//! The legend: what is drawn and what could be, each a button that takes it out of the chart and puts it back.

use super::super::model::App;
use super::super::scenarios::Swatch;
use super::super::view::{Tab, View};
use super::super::words::words;
use super::data::look;
use super::months::all_movements;
use crate::chart::Look;
use crate::scenario::Place;
use leptos::prelude::*;

/// An entry: what it is called, how it looks, and whether it is hidden.
type Entry = (String, Look, bool);

/// The legend of the open chart; none where there is nothing to hide.
#[component]
pub fn Legend() -> impl IntoView {
    let app = expect_context::<App>();
    let view = expect_context::<View>();
    let entries = move || -> Vec<Entry> {
        match view.tab.get() {
            Tab::Gap | Tab::Cohorts => Vec::new(),
            Tab::Movements => {
                let hidden = view.hidden_movements.get();
                let entry = |(name, movement): (&'static str, crate::chart::Movement)| {
                    (movement.label, movement.look, hidden.contains(&name))
                };
                all_movements(app).0.into_iter().map(entry).collect()
            }
            _ => app.study.with(|study| {
                study
                    .scenarios
                    .iter()
                    .map(|scenario| (scenario.name.clone(), look(scenario), scenario.hidden))
                    .collect()
            }),
        }
    };
    // Made anew when something of it changes, not whenever a slider moves.
    let entries = Memo::new(move |_| entries());
    let toggle = move |at: usize, hidden: bool| {
        if view.tab.get_untracked() == Tab::Movements {
            let name = untrack(|| all_movements(app)).0.get(at).map(|(name, _)| *name);
            view.hidden_movements.update(|all| {
                all.retain(|known| Some(*known) != name);
                all.extend(name.filter(|_| !hidden));
            });
        } else {
            app.edit_scenario(at, &Place::of_scenario(at, "hidden"), |scenario| scenario.hidden = !hidden);
            app.seal();
        }
    };
    let entry = move |(at, (name, look, hidden)): (usize, Entry)| {
        view! {
            <li>
                <button
                    type="button" class="legend-entry" aria-pressed=(!hidden).to_string()
                    on:click=move |_| toggle(at, hidden)
                >
                    <Swatch look/>{name}
                </button>
            </li>
        }
    };
    let label = move || match view.tab.get() {
        Tab::Movements => words().tools_legend_movements(),
        _ => words().tools_legend(),
    };
    view! {
        <ul class="legend" aria-label=label>
            {move || entries.get().into_iter().enumerate().map(entry).collect_view()}
        </ul>
    }
}
