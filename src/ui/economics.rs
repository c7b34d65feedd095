//! Unit economics and rates of each scenario, side by side: what a customer is worth, and where things settle.

use super::html::{Html, Part::Text};
use super::model::App;
use super::view::View;
use super::words::words;
use crate::engine::expected;
use crate::scenario::{CheckedScenario, CheckedStudy, Unit};
use crate::summary::{Metrics, Plateau, Series, Track};
use leptos::prelude::*;

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
            {move || view.has_economics.get().then(|| body(app))}
        </details>
    }
}

fn body(app: App) -> AnyView {
    // Made anew when scenarios come or go.
    let count = Memo::new(move |_| app.checked.with(|study| study.scenarios().len()));
    let table = move || {
        count.get();
        let columns = columns(app);
        view! {
            <div
                class="scroll" tabindex="0" role="region" aria-label=words().economics_title()
                inner_html=move || table(app, columns).into_string()
            ></div>
        }
        .into_any()
    };
    view! { {move || table()} <p class="help">{words().economics_about()}</p> }.into_any()
}

/// Scenario by scenario, each computed anew only when it changes.
fn columns(app: App) -> Signal<Vec<Vec<String>>> {
    let count = app.checked.with_untracked(|study| study.scenarios().len());
    let column = |index: usize| {
        let own = Memo::new(move |_| app.checked.with(|study| study.scenarios().get(index).cloned()));
        Memo::new(move |_| {
            let study = app.checked.get_untracked();
            own.get().map(|scenario| values(&scenario, &study)).unwrap_or_default()
        })
    };
    let columns: Vec<Memo<Vec<String>>> = (0..count).map(column).collect();
    Signal::derive(move || columns.iter().map(Memo::get).collect())
}

fn table(app: App, columns: Signal<Vec<Vec<String>>>) -> Html {
    let study = app.checked.get();
    let columns = columns.get();
    let mut out = Html::fill("<table><thead><tr><td></td>", &[]);
    for scenario in &study.source().scenarios {
        out.add("<th scope=col>{}</th>", &[Text(&scenario.name)]);
    }
    let names = [
        words().economics_ltv(),
        words().economics_ltv_to_cac(),
        words().economics_payback(),
        words().economics_plateau(),
        words().series(Series::NetRevenueRetention.name()),
        words().series(Series::GrossRevenueRetention.name()),
        words().series(Series::QuickRatio.name()),
    ];
    for (at, name) in names.iter().enumerate() {
        out.add("</tr><tr><th scope=row>{}</th>", &[Text(name)]);
        for column in &columns {
            out.add("<td>{}</td>", &[Text(column.get(at).map_or("", String::as_str))]);
        }
    }
    let futures = app.futures.get();
    for series in EVENTS {
        out.add("</tr><tr><th scope=row>{}</th>", &[Text(&words().series(series.name()))]);
        for index in 0..columns.len() {
            let months = futures.as_ref().and_then(|futures| futures.summary.months(Track::own(index, series)));
            let share = months.and_then(<[_]>::last).map(|stats| stats.mean);
            out.add("<td>{}</td>", &[Text(&figure(share, Unit::Share, ""))]);
        }
    }
    out.add("</tr></table>", &[]);
    out
}
