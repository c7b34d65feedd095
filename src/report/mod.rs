//! The study on paper: made when the browser is about to print, below the headline, and gone when it has printed.

mod inventory;

use super::charts::{Figuring, Shown, as_svg, caption};
use super::html::{
    Html,
    Part::{Own, Text},
};
use super::listen::{by_id, listen};
use super::locale::day;
use super::model::App;
use super::theme::Scheme;
use super::view::View;
use super::words::words;
use holdfast_chart::Table;
use holdfast_text::args;
use inventory::inventory;
use leptos::prelude::*;

/// Id of the section that holds it.
pub const REPORT: &str = "report";
/// The chart's size in CSS pixels: as wide as A4 and Letter leave it.
const CHART: (f64, f64) = (680.0, 340.0);
/// More rows than this are thinned: a quarter or a year apart they say as much.
const ROWS_MAX: usize = 13;
/// What months are thinned by.
const STEPS: [usize; 6] = [1, 2, 3, 6, 12, 24];
/// More columns than this do not fit on a page.
const COLUMNS_MAX: usize = 12;

/// Follows the printer.
pub fn follow(app: App, view: View, scheme: Scheme, shown: Shown) {
    listen("beforeprint", move |_| {
        // First, so that the chart is drawn in the colours of paper.
        scheme.show_paper();
        if let Some(section) = by_id(REPORT) {
            section.set_inner_html(&untrack(|| report(app, view, shown)).into_string());
        }
    });
    listen("afterprint", move |_| {
        if let Some(section) = by_id(REPORT) {
            section.set_inner_html("");
        }
        scheme.apply();
    });
}

fn report(app: App, view: View, Shown(chart): Shown) -> Html {
    let study = app.shown_study();
    let source = study.source();
    let currency = source.currency.as_str();
    let (chart, figuring) = (chart.get(), Figuring::of(app));
    let table = figuring.with(|formats| chart.table(formats));
    let futures = app.futures.get().map_or(0.0, |futures| f64::from(futures.summary.runs()));
    let first = source.first_month;
    let about = words().print_about(args::PrintAbout {
        date: &day(js_sys::Date::now()),
        futures: &words().status_futures(futures),
        seed: &source.seed.to_string(),
        month: &words().locale().month(first.year, first.month),
        currency,
    });
    let picture = Html::own(as_svg(&*chart, CHART, &figuring, "").unwrap_or_default());
    Html::fill(
        "<p>{}</p><h3>{}</h3>{}<p class=help>{}</p><div class=report-tables>{}</div><h3>{}</h3>{}",
        &[
            Text(&about),
            Text(&words().tab(view.tab.get().name())),
            Own(picture),
            Text(&caption(app, view)),
            Own(tables(&table, currency)),
            Text(&words().print_inputs()),
            Own(inventory(source)),
        ],
    )
}

/// Whether an entry of so many stays, of which there is room for `most`: the last one does, and every n-th.
fn stays(at: usize, count: usize, most: usize) -> bool {
    let last = count.saturating_sub(1);
    let step = STEPS.into_iter().find(|step| last.div_ceil(*step) < most).unwrap_or(count.max(1));
    at == last || at.is_multiple_of(step)
}

/// A table for each group of columns, so that any number of them fits.
fn tables(table: &Table, currency: &str) -> Html {
    let count = table.columns.len();
    let whole = [(String::new(), count)];
    let groups = if table.groups.is_empty() { &whole[..] } else { &table.groups[..] };
    let (mut from, mut out) = (0, Html::default());
    for (name, width) in groups {
        let own = from..(from + width).min(count);
        let kept: Vec<usize> = own.clone().filter(|at| stays(at - own.start, own.len(), COLUMNS_MAX)).collect();
        from += width;
        // In the head, which is said again on every page.
        let (name_row, width) = ("<th scope=colgroup colspan={}>{}</th></tr><tr>", (kept.len() + 1).to_string());
        let name_row =
            if name.is_empty() { Html::default() } else { Html::fill(name_row, &[Text(&width), Text(name)]) };
        out.add("<table><thead><tr>{}<th scope=col>{}</th>", &[Own(name_row), Text(&table.corner)]);
        for &at in &kept {
            out.add("<th scope=col>{}</th>", &[Text(&table.columns[at].0)]);
        }
        out.add("</tr></thead><tbody>", &[]);
        let rows = table.rows.iter().enumerate().filter(|(at, _)| stays(*at, table.rows.len(), ROWS_MAX));
        for (_, (name, values)) in rows {
            out.add("<tr><th scope=row>{}</th>", &[Text(name)]);
            for &at in &kept {
                let value = values.get(at).copied().unwrap_or(f64::NAN);
                out.add("<td>{}</td>", &[Text(&words().locale().short(value, table.columns[at].1, currency))]);
            }
            out.add("</tr>", &[]);
        }
        out.add("</tbody></table>", &[]);
    }
    out
}
