//! The figures of a chart as a table, for those who cannot see it or want to read values off.

use super::super::html::{Html, Part::Text};
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
    let table = move || {
        let rendered = || Figuring::of(app).with(|formats| rendered(&chart.get().table(formats), formats));
        if is_open.get() { rendered().into_string() } else { String::new() }
    };
    let on_toggle =
        move |event: web_sys::Event| is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    view! {
        <details class="figures" on:toggle=on_toggle>
            <summary>{words().figures_title()}</summary>
            <div
                class="scroll" tabindex="0" role="region" aria-label=words().figures_title() inner_html=move || table()
            ></div>
        </details>
    }
}

fn rendered(table: &Table, formats: &Formats<'_>) -> Html {
    let Table { corner, groups, columns, rows } = table;
    let step = (rows.len() * columns.len()).div_ceil(CELLS_MAX).max(1);
    let last = rows.len().saturating_sub(1);
    let mut out = Html::fill("<table><thead>", &[]);
    if !groups.is_empty() {
        out.add("<tr><td></td>", &[]);
        for (name, count) in groups {
            out.add("<th scope=colgroup colspan={}>{}</th>", &[Text(&count.to_string()), Text(name)]);
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
        for (value, (_, unit)) in values.iter().zip(columns) {
            out.add("<td>{}</td>", &[Text(&(formats.value)(*value, *unit))]);
        }
        out.add("</tr>", &[]);
    }
    out.add("</tbody></table>", &[]);
    out
}
