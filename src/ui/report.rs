//! The study on paper: made when the browser is about to print, below the headline, and gone when it has printed.

use super::bench::Bench;
use super::charts::{Figuring, as_svg, chart};
use super::inventory::inventory;
use super::listen::listen;
use super::words::words;
use crate::chart::Table;
use crate::text::args;
use leptos::prelude::*;

/// The chart's size in CSS pixels: as wide as A4 and Letter leave it.
const CHART: (f64, f64) = (680.0, 340.0);
/// More rows than this are thinned: a quarter or a year apart they say as much.
const ROWS_MAX: usize = 13;
/// More columns than this do not fit on a page.
const COLUMNS_MAX: usize = 12;

/// Follows the printer.
#[component]
pub fn Report(bench: Bench) -> impl IntoView {
    let is_printing = RwSignal::new(false);
    listen("beforeprint", move |_| {
        // First, so that the chart is drawn in the colours of paper.
        bench.scheme.show_paper();
        is_printing.set(true);
    });
    listen("afterprint", move |_| {
        is_printing.set(false);
        bench.scheme.apply();
    });
    move || is_printing.get().then(|| report(bench))
}

fn report(bench: Bench) -> AnyView {
    let (app, view) = (bench.app, bench.view);
    let study = app.shown_study();
    let source = study.source();
    let currency = source.currency.as_str();
    let chart = untrack(|| chart(app, view));
    let figuring = untrack(|| Figuring::of(app));
    let table = figuring.with(|formats| chart.table(formats));
    let futures = app.futures.get_untracked().map_or(0.0, |futures| f64::from(futures.summary.runs()));
    let first = source.first_month;
    let about = words().print_about(args::PrintAbout {
        date: &today(),
        futures: &words().status_futures(futures),
        seed: &source.seed.to_string(),
        month: &words().locale().month(first.year, first.month),
        currency,
    });
    view! {
        <section class="report">
            <p>{about}</p>
            <h3>{words().tab(view.tab.get_untracked().name())}</h3>
            <div inner_html=as_svg(&*chart, CHART, &figuring).unwrap_or_default()></div>
            <div class="report-tables">{tables(thinned(table), currency)}</div>
            <h3>{words().print_inputs()}</h3>
            {inventory(source)}
        </section>
    }
    .into_any()
}

/// "22 November 2026".
fn today() -> String {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"dateStyle".into(), &"long".into());
    let language = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    js_sys::Date::new_0().to_locale_date_string(&language, &options).into()
}

/// Every n-th entry, and the last one.
fn every<T>(list: Vec<T>, most: usize) -> Vec<T> {
    let (step, last) = (list.len().saturating_sub(1).div_ceil(most - 1).max(1), list.len().saturating_sub(1));
    list.into_iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last).map(|(_, entry)| entry).collect()
}

/// As much of a table as a page takes. Columns of several groups stay: each group becomes a table.
fn thinned(table: Table) -> Table {
    let Table { corner, groups, columns, rows } = table;
    let kept: Vec<usize> = (0..columns.len()).collect();
    let kept = if groups.len() < 2 { every(kept, COLUMNS_MAX) } else { kept };
    let groups: Vec<_> = match groups.len() {
        1 => groups.into_iter().map(|(name, _)| (name, kept.len())).collect(),
        _ => groups,
    };
    let cells = |values: Vec<f64>| kept.iter().filter_map(|&at| values.get(at).copied()).collect();
    Table {
        corner,
        groups,
        columns: kept.iter().map(|&at| columns[at].clone()).collect(),
        rows: every(rows, ROWS_MAX).into_iter().map(|(name, values)| (name, cells(values))).collect(),
    }
}

/// A table for each group of columns, so that any number of them fits.
fn tables(table: Table, currency: &str) -> Vec<AnyView> {
    let Table { corner, groups, columns, rows } = table;
    let groups = if groups.is_empty() { vec![(String::new(), columns.len())] } else { groups };
    let mut from = 0;
    let mut out = Vec::new();
    for (name, count) in groups {
        let range = from..(from + count).min(columns.len());
        from = range.end;
        let heads = columns[range.clone()].iter().map(|(name, _)| view! { <th scope="col">{name.clone()}</th> });
        let row = |(name, values): &(String, Vec<f64>)| {
            let cell = |at: usize| {
                let value = values.get(at).copied().unwrap_or(f64::NAN);
                view! { <td>{words().locale().short(value, columns[at].1, currency)}</td> }
            };
            view! { <tr><th scope="row">{name.clone()}</th>{range.clone().map(cell).collect_view()}</tr> }
        };
        out.push(
            view! {
                <table>
                    <caption>{name}</caption>
                    <thead><tr><th scope="col">{corner.clone()}</th>{heads.collect_view()}</tr></thead>
                    <tbody>{rows.iter().map(row).collect_view()}</tbody>
                </table>
            }
            .into_any(),
        );
    }
    out
}
