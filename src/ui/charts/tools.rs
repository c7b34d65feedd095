//! What stands around a chart: which series and how, saving, and the legend whose entries toggle.

use super::super::download;
use super::super::model::App;
use super::super::scenarios::Swatch;
use super::super::view::{SERIES, View};
use super::super::words::words;
use super::data::{can_be_log, look};
use super::paper::{as_picture, as_svg, with_formats};
use super::plot::Drawn;
use crate::chart::{Chart, Look};
use crate::scenario::Place;
use leptos::prelude::*;
use std::sync::Arc;

/// The choices that the open chart has, and the ways to save it.
#[component]
pub fn Tools(chart: Signal<Arc<dyn Chart>>, drawn: RwSignal<Drawn>) -> impl IntoView {
    let app = expect_context::<App>();
    let view = expect_context::<View>();
    let series = move || {
        let option = |at: usize| {
            view! { <option value=at.to_string() prop:selected=move || view.series.get() == at>{words().series(SERIES[at].name())}</option> }
        };
        let choose = move |event| view.series.set(event_target_value(&event).parse().unwrap_or(0));
        view.tab.get().has_series().then(|| {
            view! {
                <label class="tool">
                    <span class="visually-hidden">{words().tools_series()}</span>
                    <select on:change=choose>{(0..SERIES.len()).map(option).collect_view()}</select>
                </label>
            }
            .into_any()
        })
    };
    let log = move || {
        let has_log = view.tab.get() == super::Tab::Fan && can_be_log(view.shown_series());
        has_log.then(|| switch(words().tools_log(), view.is_log))
    };
    let samples =
        move || (view.tab.get() == super::Tab::Fan).then(|| switch(words().tools_samples(), view.has_samples));
    let save = move |kind: &'static str| {
        let chart = chart.get_untracked();
        let size = drawn.get_untracked().size;
        let study = app.checked.get_untracked();
        let (currency, title) = (&study.source().currency, study.source().title.clone());
        let name = download::file_name(&title, view.tab.get_untracked().name(), kind);
        let size = (size.width, size.height);
        match kind {
            "csv" => {
                let table = with_formats(currency, |formats| chart.table(formats));
                download::text(&name, "text/csv;charset=utf-8", &("\u{feff}".to_string() + &table.csv()));
            }
            "svg" => {
                if let Some(svg) = as_svg(&*chart, size, currency) {
                    download::text(&name, "image/svg+xml", &svg);
                }
            }
            _ => {
                if let Some(canvas) = as_picture(&*chart, size, currency) {
                    download::canvas(name, &canvas);
                }
            }
        }
    };
    let button = move |kind: &'static str, label: String| {
        view! { <button type="button" class="quiet" on:click=move |_| save(kind)>{label}</button> }
    };
    view! {
        <div class="tools">
            {move || series()}
            {move || log()}
            {move || samples()}
            <div class="save" role="group" aria-label=words().tools_save()>
                <span class="nav-label" aria-hidden="true">{words().tools_save()}</span>
                {button("svg", words().tools_svg())}
                {button("png", words().tools_png())}
                {button("csv", words().tools_csv())}
            </div>
        </div>
    }
}

/// A box to tick.
pub fn switch(label: String, signal: RwSignal<bool>) -> AnyView {
    view! {
        <label class="tool">
            <input type="checkbox" prop:checked=move || signal.get() on:change=move |_| signal.update(|on| *on = !*on)/>
            {label}
        </label>
    }
    .into_any()
}

/// A button for each scenario, which takes it out of the charts and puts it back.
#[component]
pub fn Legend() -> impl IntoView {
    let app = expect_context::<App>();
    let entries = move || {
        let scenarios = app
            .study
            .with(|study| study.scenarios.iter().map(|s| (s.name.clone(), look(s), s.hidden)).collect::<Vec<_>>());
        let entry = |(index, (name, look, hidden)): (usize, (String, Look, bool))| {
            let toggle = move |_| {
                app.edit_scenario(index, &Place::of_scenario(index, "hidden"), |scenario| scenario.hidden = !hidden);
                app.seal();
            };
            view! {
                <li>
                    <button type="button" class="legend-entry" aria-pressed=(!hidden).to_string() on:click=toggle>
                        <Swatch look/>{name}
                    </button>
                </li>
            }
        };
        scenarios.into_iter().enumerate().map(entry).collect_view()
    };
    view! { <ul class="legend" aria-label=words().tools_legend()>{move || entries()}</ul> }
}
