//! The legend: what is drawn and what could be, each a button that takes it out of the chart and puts it back.

use super::super::advice::contest_legend;
use super::super::el::{button, el};
use super::super::live::memo;
use super::super::model::App;
use super::super::scenarios::{swatch_of, swatch_view};
use super::super::view::{Tab, View};
use super::super::words::words;
use super::data::look;
use super::months::all_movements;
use holdfast_chart::SeriesStyle;
use holdfast_scenario::FieldPath;
use leptos::prelude::*;

/// An entry: the name of a movement, or nothing of a scenario; what it is called, and how it looks.
type Entry = (Option<&'static str>, String, SeriesStyle);

fn entries(app: App, view: View) -> Vec<Entry> {
    match view.tab.get() {
        Tab::Gap | Tab::Cohorts | Tab::Matters | Tab::Map | Tab::Contest => Vec::new(),
        Tab::Movements => {
            let movements = all_movements(app).0.into_iter();
            movements.map(|(name, movement)| (Some(name), movement.label, movement.style)).collect()
        }
        _ => app.study.with(|study| {
            study.scenarios.iter().map(|scenario| (None, scenario.name.clone(), look(scenario))).collect()
        }),
    }
}

/// The legend of the open chart; none where there is nothing to hide.
pub fn legend(app: App, view: View) -> AnyView {
    // Made anew when entries come or go, not whenever a slider moves or one is hidden, which would lose the focus.
    let entries = memo(move |_| entries(app, view));
    let entry = move |(at, (movement, name, look)): (usize, Entry)| {
        let is_hidden = move || match movement {
            Some(name) => view.hidden_movements.with(|hidden| hidden.contains(&name)),
            None => app.study.with(|study| study.scenarios.get(at).is_some_and(|scenario| scenario.hidden)),
        };
        let toggle = move |_| match movement {
            Some(name) => view.hidden_movements.update(|hidden| match hidden.iter().position(|known| *known == name) {
                Some(at) => drop(hidden.remove(at)),
                None => hidden.push(name),
            }),
            None => {
                app.edit_scenario(at, &FieldPath::scenario_field(at, "hidden"), |scenario| {
                    scenario.hidden = !scenario.hidden
                });
                app.seal();
            }
        };
        let toggle = button("button.legend-entry", "", toggle).state("aria-pressed", move || !is_hidden());
        el("li").el(toggle.child(swatch_view(look)).text(name)).view()
    };
    let label = move || match view.tab.get() {
        Tab::Movements => words().tools_legend_movements(),
        _ => words().tools_legend(),
    };
    // What the others come to is always there.
    let fixed = move || match view.tab.get() {
        Tab::Movements => {
            vec![el("li.legend-entry").el(el("span").markup(|| swatch_of(""))).text(words().chart_net()).view()]
        }
        Tab::Contest => {
            let line = |(name, look)| el("li.legend-entry").child(swatch_view(look)).text(name as String).view();
            contest_legend().into_iter().map(line).collect()
        }
        _ => Vec::new(),
    };
    let entries = move || entries.get().into_iter().enumerate().map(entry).chain(fixed()).collect();
    el("ul.legend").live("aria-label", move || Some(label())).lists(entries).view()
}
