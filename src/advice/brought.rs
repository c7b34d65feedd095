//! What cards bring together, as a table and as a file.

use super::super::download;
use super::super::el::{button, el};
use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::live::memo;
use super::super::model::App;
use super::super::words::words;
use super::asking::Topic;
use holdfast_advice::{Answer, CombinedEffect};
use holdfast_chart::Table;
use holdfast_scenario::{CheckedStudy, Unit};
use holdfast_text::args;
use leptos::prelude::*;
use std::sync::Arc;

/// What was found, and of which study.
fn found(topic: Topic) -> Option<(Arc<CheckedStudy>, CombinedEffect)> {
    match topic.only()? {
        (study, Answer::CombinedEffect(effect)) => Some((study, effect?)),
        _ => None,
    }
}

/// The table by the name of its section, with a lead above it and a button to save it below; `says` makes the lead of how many futures pay.
pub fn table(app: App, topic: Topic, title: String, says: fn(f64, String) -> String) -> AnyView {
    let lead = move || match found(topic) {
        Some((study, bundle)) => says(bundle.gain_probability, lead(&study, &bundle)),
        None => words().advice_pending(),
    };
    let shown = move || found(topic).map(|(study, bundle)| markup(&study, &bundle)).unwrap_or_default();
    let save = move |_| {
        if let Some((study, bundle)) = untrack(|| found(topic)) {
            let title = app.checked.with_untracked(|study| study.source().title.clone());
            download::table(&title, &words().playbook_title(), &csv(&study, &bundle));
        }
    };
    let is_there = memo(move |_| found(topic).is_some());
    let region = el("div.scroll").attr("tabindex", "0").attr("role", "region").attr("aria-label", title).markup(shown);
    el("div")
        .el(el("p").attr("role", "status").says(lead))
        .el(region)
        .shows(move || is_there.get().then(|| button("button", words().bundle_save(), save).view()))
        .view()
}

/// In how many futures they pay.
fn lead(study: &CheckedStudy, bundle: &CombinedEffect) -> String {
    let share = words().locale().short(bundle.gain_probability, Unit::Share, "");
    words().bundle_lead(args::BundleLead { share: &share, month: &study.horizon_months().to_string() })
}

/// Names, units and quantiles of the figures; the month of payback is the last.
fn figures(study: &CheckedStudy, bundle: &CombinedEffect) -> [(String, Unit, [f64; 3]); 5] {
    let one = words().locale().tick(1.0, Unit::Money, &study.source().currency);
    [
        (words().bundle_mrr(&study.horizon_months().to_string()), Unit::MoneyPerMonth, bundle.mrr),
        (words().bundle_spent(), Unit::Money, bundle.cost),
        (words().bundle_cash(), Unit::Money, bundle.cash),
        (words().bundle_returned(&one), Unit::Money, bundle.return_on_investment),
        (words().bundle_payback(), Unit::Months, bundle.payback_month),
    ]
}

fn csv(study: &CheckedStudy, bundle: &CombinedEffect) -> Table {
    let mut columns: Vec<_> =
        figures(study, bundle).into_iter().map(|(name, unit, range)| (name, unit, range.to_vec())).collect();
    columns.push((words().bundle_pays(), Unit::Share, vec![f64::NAN, bundle.gain_probability]));
    let rows = vec![words().bundle_low(), words().bundle_median(), words().bundle_high()];
    Table::of_columns(&words().bundle_figure(), Vec::new(), columns, rows)
}

fn markup(study: &CheckedStudy, bundle: &CombinedEffect) -> Html {
    let currency = &study.source().currency;
    let say = |value: f64, unit: Unit| match unit {
        Unit::Months if value == 0.0 => words().bundle_at_start(),
        Unit::Months if value.is_finite() => words().bundle_in_month(&value.to_string()),
        Unit::Months => words().bundle_never(&study.horizon_months().to_string()),
        _ if value.is_nan() => words().bundle_costless(),
        _ => words().locale().short(value, unit, currency),
    };
    let mut rows = Html::default();
    for (name, unit, [low, median, high]) in figures(study, bundle) {
        let [low, median, high] = [low, median, high].map(|value| say(value, unit));
        let range = match low == high {
            true => low,
            false => words().headline_range(args::HeadlineRange { low: &low, high: &high }),
        };
        rows.add(
            "<tr><th scope=row>{}</th><td><strong>{}</strong></td><td>{}</td></tr>",
            &[Text(&name), Text(&median), Text(&range)],
        );
    }
    let zero = words().locale().tick(0.0, Unit::Money, currency);
    Html::fill(
        "<table><thead><tr><td></td><th scope=col>{}</th><th scope=col>{}</th></tr></thead><tbody>{}</tbody></table>\
        <p class=help>{}</p>",
        &[Text(&words().bundle_median()), Text(&words().bundle_range()), Own(rows), Text(&words().bundle_about(&zero))],
    )
}
