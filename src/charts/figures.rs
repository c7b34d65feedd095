//! The figures of a chart as a table, for those who cannot see it or want to read values off.

use super::super::el::{El, el};
use super::super::html::{Html, Part::Text};
use super::super::live::{Derived, Live};
use super::super::model::App;
use super::super::words::words;
use super::paper::Figuring;
use holdfast_chart::{Chart, Formats, Table};
use leptos::prelude::*;
use std::sync::Arc;

/// More cells than this slow the page down while a slider moves: then every second row is left out, or more.
const CELLS_MAX: usize = 1900;

/// The table, made while it is open.
pub fn figures(app: App, chart: Derived<Arc<dyn Chart>>) -> AnyView {
    let is_open = Live::new(false);
    let table = move || {
        let rendered = || Figuring::of(app).with(|formats| rendered(&chart.get().table(formats), formats));
        if is_open.get() { rendered() } else { Html::default() }
    };
    folded(words().figures_title(), is_open, el("div").attr("tabindex", "0").attr("role", "region").markup(table))
}

/// A fold with a table in it, which knows whether it is open.
pub fn folded(title: String, is_open: Live<bool>, inside: El) -> AnyView {
    let inside = inside.attr("class", "scroll").attr("aria-label", title.as_str());
    fold(title, is_open, inside)
}

/// A fold, which knows whether it is open.
pub fn fold(title: String, is_open: Live<bool>, inside: El) -> AnyView {
    let on_toggle = move |event: web_sys::Event| {
        is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    el("details.figures").on("toggle", on_toggle).el(el("summary").text(title)).el(inside).view()
}

fn rendered(table: &Table, formats: &Formats<'_>) -> Html {
    let Table { corner, groups, columns, rows } = table;
    // Where a row ends early, as those of cohorts do, so does its row here.
    let told = |values: &[f64]| values.iter().rposition(|value| value.is_finite()).map_or(0, |last| last + 1);
    let cells: usize = rows.iter().map(|(_, values)| told(values)).sum();
    let step = cells.div_ceil(CELLS_MAX).max(1);
    let last = rows.len().saturating_sub(1);
    let mut out = Html::default();
    if step > 1 {
        out.add("<p>{}</p>", &[Text(&words().figures_step(&step.to_string()))]);
    }
    out.add("<table><thead>", &[]);
    if !groups.is_empty() {
        out.add("<tr><td></td>", &[]);
        for (name, count) in groups {
            out.add("<th scope=colgroup colspan={}><span>{}</span></th>", &[Text(&count.to_string()), Text(name)]);
        }
        out.add("</tr>", &[]);
    }
    out.add("<tr><th scope=col>{}</th>", &[Text(corner)]);
    for (name, _) in columns {
        out.add("<th scope=col>{}</th>", &[Text(name)]);
    }
    out.add("</tr></thead><tbody>", &[]);
    for (_, (name, values)) in rows.iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last) {
        out.add("<tr><th scope=row>{}</th>", &[Text(name)]);
        for (value, (_, unit)) in values[..told(values)].iter().zip(columns) {
            out.add("<td>{}</td>", &[Text(&(formats.value)(*value, *unit))]);
        }
        out.add("</tr>", &[]);
    }
    out.add("</tbody></table>", &[]);
    out
}
