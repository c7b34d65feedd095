//! Unit economics and rates of each scenario, side by side: what a customer is worth, and where things settle.

use super::model::App;
use super::view::View;
use super::words::words;
use crate::engine::expected;
use crate::scenario::{CheckedScenario, CheckedStudy, Unit};
use crate::summary::{Metrics, Plateau, Series, Track};
use leptos::prelude::*;
use std::sync::Arc;

/// A figure of a table cell, or a dash.
fn figure(value: Option<f64>, unit: Unit, currency: &str) -> String {
    value
        .filter(|value| value.is_finite())
        .map_or_else(|| words().headline_none(), |value| words().locale().short(value, unit, currency))
}

/// The metrics of the last month, with the unit of each. They may take some milliseconds: see [`Economics`].
fn values(scenario: &CheckedScenario, study: &CheckedStudy) -> Vec<String> {
    let (months, currency) = (study.horizon_months(), study.source().currency.as_str());
    let path = expected(scenario, months);
    let Metrics { ltv, ltv_to_cac, payback_months, plateau } = Metrics::new(scenario, &path, months);
    let rate = |series: Series| {
        let value = series.expected(&path).and_then(|months| months.last().copied());
        figure(value, series.unit(), currency)
    };
    vec![
        figure(Some(ltv), Unit::Money, currency),
        figure(ltv_to_cac, Unit::Ratio, currency),
        match payback_months {
            Some(months) => words().time_months(f64::from(months)),
            None => words().economics_never(),
        },
        match plateau {
            Plateau::At(mrr) => figure(Some(mrr), Unit::Money, currency),
            Plateau::GrowsForEver => words().economics_for_ever(),
        },
        rate(Series::NetRevenueRetention),
        rate(Series::GrossRevenueRetention),
        rate(Series::QuickRatio),
    ]
}

/// What is simulated for the table: whether something happens by the last month.
pub const EVENTS: [Series; 2] = [Series::CashRanOut, Series::TargetReached];

/// The table, made while it is open.
#[component]
pub fn Economics() -> impl IntoView {
    let (app, view) = (expect_context::<App>(), expect_context::<View>());
    let on_toggle = move |event: web_sys::Event| {
        view.has_economics.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    view! {
        <details class="figures" on:toggle=on_toggle>
            <summary>{words().economics_title()}</summary>
            {move || view.has_economics.get().then(|| table(app))}
        </details>
    }
}

fn table(app: App) -> AnyView {
    let count = Memo::new(move |_| app.checked.with(|study| study.scenarios().len()));
    let names = [
        words().economics_ltv(),
        words().economics_ltv_to_cac(),
        words().economics_payback(),
        words().economics_plateau(),
        words().series(Series::NetRevenueRetention.name()),
        words().series(Series::GrossRevenueRetention.name()),
        words().series(Series::QuickRatio.name()),
    ];
    let body = move || {
        // A column for each scenario, computed anew only when that scenario changes.
        let column = |index: usize| {
            let part = move |study: &Arc<CheckedStudy>| study.scenarios().get(index).cloned();
            let own = Memo::new(move |_| app.checked.with(part));
            Memo::new(move |_| {
                let study = app.checked.get_untracked();
                own.get().map(|scenario| values(&scenario, &study)).unwrap_or_default()
            })
        };
        let columns: Vec<Memo<Vec<String>>> = (0..count.get()).map(column).collect();
        let row = |(at, name): (usize, String)| {
            let cell = |column: &Memo<Vec<String>>| {
                let column = *column;
                view! { <td>{move || column.with(|values| values.get(at).cloned().unwrap_or_default())}</td> }
            };
            view! { <tr><th scope="row">{name}</th>{columns.iter().map(cell).collect_view()}</tr> }
        };
        names.iter().cloned().enumerate().map(row).collect_view().into_any()
    };
    let heads = move || {
        let name = |index: usize| {
            view! { <th scope="col">{move || app.checked.with(|study| name_of(study, index))}</th> }
        };
        (0..count.get()).map(name).collect_view()
    };
    let chance = move |series: Series| {
        let cell = move |index: usize| {
            let share = move || {
                let futures = app.futures.get()?;
                let months = futures.summary.months(Track::own(index, series))?;
                months.last().map(|stats| stats.mean)
            };
            view! { <td>{move || figure(share(), Unit::Share, "")}</td> }
        };
        view! {
            <tr>
                <th scope="row">{words().series(series.name())}</th>
                {move || (0..count.get()).map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=words().economics_title()>
            <table>
                <thead><tr><td></td>{move || heads()}</tr></thead>
                <tbody>{move || body()}</tbody>
                <tbody>{EVENTS.map(chance).collect_view()}</tbody>
            </table>
        </div>
        <p class="help">{words().economics_about()}</p>
    }
    .into_any()
}

fn name_of(study: &Arc<CheckedStudy>, index: usize) -> String {
    study.source().scenarios.get(index).map(|scenario| scenario.name.clone()).unwrap_or_default()
}
