//! Unit economics and rates of each scenario, side by side: what a customer is worth, and where things settle.

use super::charts::folded;
use super::el::el;
use super::html::{Html, Part::Text};
use super::live::memo;
use super::model::App;
use super::view::View;
use super::words::words;
use holdfast_engine::expected;
use holdfast_scenario::{CheckedScenario, CheckedStudy, Unit};
use holdfast_summary::{Metrics, Plateau, Series, Track};
use leptos::prelude::*;

/// A figure of a table cell, or a dash.
fn figure(value: Option<f64>, unit: Unit, currency: &str) -> String {
    value
        .filter(|value| value.is_finite())
        .map_or_else(|| words().headline_none(), |value| words().locale().short(value, unit, currency))
}

/// The metrics of the last month, with the unit of each. They may take some milliseconds: see [`economics`].
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
            // Nothing to pay back.
            Some(0) => words().headline_none(),
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

/// A scenario, and its metrics in a study of so many months and this currency.
type Column = (CheckedScenario, usize, String, Vec<String>);

/// The table, made while it is open.
pub fn economics(app: App, view: View) -> AnyView {
    // Each scenario's are computed anew only when it changes.
    let columns = memo(move |before: Option<&Vec<Column>>| {
        if !view.has_economics.get() {
            return Vec::new();
        }
        let study = app.checked.get();
        let (months, currency) = (study.horizon_months(), &study.source().currency);
        let column = |(at, scenario): (usize, &CheckedScenario)| {
            let known = before.and_then(|before| before.get(at));
            let known = known.filter(|known| known.0 == *scenario && known.1 == months && known.2 == *currency);
            known.cloned().unwrap_or_else(|| (scenario.clone(), months, currency.clone(), values(scenario, &study)))
        };
        study.scenarios().iter().enumerate().map(column).collect()
    });
    let table = move || {
        let is_open = view.has_economics.get();
        if is_open { columns.with(|columns| table(app, columns)) } else { Html::default() }
    };
    folded(
        words().economics_title(),
        view.has_economics,
        el("div").attr("tabindex", "0").attr("role", "region").markup(table),
    )
}

fn table(app: App, columns: &[Column]) -> Html {
    let study = app.checked.get();
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
        for (_, _, _, values) in columns {
            out.add("<td>{}</td>", &[Text(values.get(at).map_or("", String::as_str))]);
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
    out.add("</tr></table><p class=help>{}</p>", &[Text(&words().economics_about())]);
    out
}
