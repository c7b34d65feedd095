//! The figures of the chart as a table, for those who cannot see it or want to read values off.

use super::model::App;
use super::words::{money_range, words};
use crate::chart::scale::month_ticks;
use crate::engine::Quantity;
use crate::summary::{Stats, Track};
use leptos::prelude::*;

/// A row for each year, a column for each scenario.
#[component]
pub fn Figures() -> impl IntoView {
    let app = expect_context::<App>();
    let table = move || {
        let futures = app.futures.get()?;
        let source = futures.study.source();
        let heads = source
            .scenarios
            .iter()
            .map(|scenario| view! { <th scope="col">{scenario.name.clone()}</th> })
            .collect_view();
        let cell = |index: usize, month: usize| {
            let stats: Stats = futures.summary.months(Track::own(index, Quantity::Mrr))?.get(month).copied()?;
            let median = words().locale().short_money(stats.median(), &source.currency);
            let range = money_range(&stats, 1.0, &source.currency);
            Some(view! { <td>{median}<span class="range">{range}</span></td> })
        };
        let mut months = month_ticks(futures.study.horizon_months(), 10);
        if months.last() != Some(&futures.study.horizon_months()) {
            months.push(futures.study.horizon_months());
        }
        let row = |month: usize| {
            let cells = (0..source.scenarios.len()).map(|index| cell(index, month)).collect_view();
            view! { <tr><th scope="row">{month.to_string()}</th>{cells}</tr> }
        };
        Some(view! {
            <table>
                <thead><tr><th scope="col">{words().chart_months()}</th>{heads}</tr></thead>
                <tbody>{months.into_iter().map(row).collect_view()}</tbody>
            </table>
        })
    };
    view! {
        <details class="figures">
            <summary>{words().figures_title()}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=words().figures_title()>{table}</div>
        </details>
    }
}
