//! The figures of a chart as a table, for those who cannot see it or want to read values off.

use super::super::model::App;
use super::super::words::words;
use super::paper::Figuring;
use crate::chart::{Chart, Formats, Table};
use leptos::prelude::*;
use std::sync::Arc;

/// More cells than this slow the page down while a slider moves: then every second row is left out, or more.
const CELLS_MAX: usize = 1500;

/// The table, made while it is open.
#[component]
pub fn Figures(chart: Signal<Arc<dyn Chart>>) -> impl IntoView {
    let app = expect_context::<App>();
    let is_open = RwSignal::new(false);
    let table =
        move || is_open.get().then(|| Figuring::of(app).with(|formats| rendered(chart.get().table(formats), formats)));
    let on_toggle =
        move |event: web_sys::Event| is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    view! {
        <details class="figures" on:toggle=on_toggle>
            <summary>{words().figures_title()}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=words().figures_title()>{move || table()}</div>
        </details>
    }
}

fn rendered(table: Table, formats: &Formats<'_>) -> AnyView {
    let Table { corner, groups, columns, rows } = table;
    let step = (rows.len() * columns.len()).div_ceil(CELLS_MAX).max(1);
    let last = rows.len().saturating_sub(1);
    let group = |(name, count): (String, usize)| view! { <th scope="colgroup" colspan=count.to_string()>{name}</th> };
    let has_groups = !groups.is_empty();
    let groups = has_groups.then(|| {
        view! { <tr><td></td>{groups.into_iter().map(group).collect_view()}</tr> }
    });
    let heads = columns.iter().map(|(name, _)| view! { <th scope="col">{name.clone()}</th> }).collect_view();
    let row = |(name, values): (String, Vec<f64>)| {
        let cell = |(value, (_, unit)): (f64, &(String, _))| {
            view! { <td>{(formats.value)(value, *unit)}</td> }
        };
        let cells = values.into_iter().zip(&columns).map(cell).collect_view();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    };
    let chosen = rows.into_iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last);
    view! {
        <table>
            <thead>{groups}<tr><th scope="col">{corner}</th>{heads}</tr></thead>
            <tbody>{chosen.map(|(_, values)| row(values)).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
