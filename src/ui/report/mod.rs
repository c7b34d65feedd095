//! The study on paper: made when the browser is about to print, below the headline, and gone when it has printed.

mod inventory;

use super::charts::{as_svg, chart, with_formats};
use super::html::Html;
use super::listen::{by_id, listen};
use super::model::App;
use super::theme::Scheme;
use super::view::View;
use super::words::words;
use crate::chart::Table;
use crate::text::args;
use inventory::inventory;
use leptos::prelude::*;

/// Id of the section that holds it.
pub const REPORT: &str = "report";
/// The chart's size in CSS pixels: as wide as A4 and Letter leave it.
const CHART: (f64, f64) = (680.0, 340.0);
/// More rows than this are thinned: a quarter or a year apart they say as much.
const ROWS_MAX: usize = 13;
/// More columns than this do not fit on a page.
const COLUMNS_MAX: usize = 12;

/// Follows the printer.
pub fn follow(app: App, view: View, scheme: Scheme) {
    listen("beforeprint", move |_| {
        // First, so that the chart is drawn in the colours of paper.
        scheme.show_paper();
        if let Some(section) = by_id(REPORT) {
            section.set_inner_html(&untrack(|| report(app, view)).into_string());
        }
    });
    listen("afterprint", move |_| {
        if let Some(section) = by_id(REPORT) {
            section.set_inner_html("");
        }
        scheme.apply();
    });
}

fn report(app: App, view: View) -> Html {
    let study = app.shown_study();
    let source = study.source();
    let currency = source.currency.as_str();
    let chart = chart(app, view);
    let table = with_formats(currency, |formats| chart.table(formats));
    let futures = app.futures.get().map_or(0.0, |futures| f64::from(futures.summary.runs()));
    let first = source.first_month;
    let about = words().print_about(args::PrintAbout {
        date: &today(),
        futures: &words().status_futures(futures),
        seed: &source.seed.to_string(),
        month: &words().locale().month(first.year, first.month),
        currency,
    });
    let picture = Html::own(as_svg(&*chart, CHART, currency).unwrap_or_default());
    Html::list(vec![
        Html::of_text("p", &[], &about),
        Html::of_text("h3", &[], &words().tab(view.tab.get().name())),
        picture,
        Html::tag("div", &[("class", "report-tables")], &tables(&table, currency)),
        Html::of_text("h3", &[], &words().print_inputs()),
        inventory(source),
    ])
}

/// "22 November 2026".
fn today() -> String {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"dateStyle".into(), &"long".into());
    let language = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    js_sys::Date::new_0().to_locale_date_string(&language, &options).into()
}

/// Whether an entry of so many stays, of which there is room for `most`: every n-th does, and the last one.
fn stays(at: usize, count: usize, most: usize) -> bool {
    let last = count.saturating_sub(1);
    at == last || at.is_multiple_of(last.div_ceil(most - 1).max(1))
}

/// A table for each group of columns, so that any number of them fits. Columns of no group are thinned.
fn tables(table: &Table, currency: &str) -> Vec<Html> {
    let count = table.columns.len();
    let whole = [(String::new(), count)];
    let groups = if table.groups.is_empty() { &whole[..] } else { &table.groups[..] };
    let (mut from, mut out) = (0, Vec::new());
    for (name, width) in groups {
        let kept: Vec<usize> = (from..(from + width).min(count))
            .filter(|at| !table.groups.is_empty() || stays(*at, count, COLUMNS_MAX))
            .collect();
        from += width;
        let mut head = vec![Html::of_text("th", &[("scope", "col")], &table.corner)];
        head.extend(kept.iter().map(|&at| Html::of_text("th", &[("scope", "col")], &table.columns[at].0)));
        let mut rows = vec![Html::of_text("caption", &[], name), Html::tag("tr", &[], &head)];
        for (at, (name, values)) in table.rows.iter().enumerate() {
            if stays(at, table.rows.len(), ROWS_MAX) {
                let mut row = vec![Html::of_text("th", &[("scope", "row")], name)];
                row.extend(kept.iter().map(|&at| {
                    let value = values.get(at).copied().unwrap_or(f64::NAN);
                    Html::of_text("td", &[], &words().locale().short(value, table.columns[at].1, currency))
                }));
                rows.push(Html::tag("tr", &[], &row));
            }
        }
        out.push(Html::tag("table", &[], &rows));
    }
    out
}
