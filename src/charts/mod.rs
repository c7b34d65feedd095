//! The charts: one at a time, chosen by tabs, with its tools above and its figures below.

mod canvas;
mod data;
mod figures;
mod legend;
mod markers;
mod months;
mod paper;
mod plot;
mod save;
mod status;
mod tools;

use super::advice::{contest_caption, matters_caption};
use super::context::{Context, context};
use super::el::{button, el};
use super::live::{Derived, Live, derived, renewed};
use super::model::App;
use super::runs::Runs;
use super::view::{Tab, View};
use super::words::words;
pub use data::look;
use data::shown;
use figures::figures;
pub use figures::{fold, folded};
use holdfast_chart::Chart;
use holdfast_text::args;
use legend::legend;
use leptos::prelude::*;
pub use months::Rows;
pub use paper::{Figuring, as_svg};
use plot::{Drawn, plot};
use status::{stale, status};
use std::sync::Arc;
use tools::tools;
pub use tools::{keys, measures, measures_and_chance, month, whose, wish};

/// The chart of the open tab, in the context of every view.
#[derive(Clone, Copy)]
pub struct Shown(pub Derived<Arc<dyn Chart>>);

impl Shown {
    /// Follows the study, its futures and what is to be shown of them.
    pub fn start(app: App, view: View) -> Self {
        view.cohorts.follow(app, view);
        view.advice.follow(app, view);
        // Made once for all who read it; whether two charts are equal nobody needs to know.
        Self(renewed(move || data::chart(app, view)))
    }
}

/// The tabs and the open chart.
pub fn charts(runs: Runs) -> AnyView {
    let Context { app, view, shown: Shown(chart), .. } = context();
    let drawn = Live::new(Drawn::default());
    let title = derived(move || words().chart_label(&words().tab(view.tab.get().name())));
    let tab = |tab: Tab| {
        let is_open = move || view.tab.get() == tab;
        // Arrow keys go from tab to tab, as in any list of tabs.
        let on_key = move |event: web_sys::KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowLeft" => Tab::ALL.len() - 1,
                "ArrowRight" => 1,
                // A presenter's remote control.
                "PageUp" if view.is_presenting.get_untracked() => Tab::ALL.len() - 1,
                "PageDown" if view.is_presenting.get_untracked() => 1,
                _ => return,
            };
            event.prevent_default();
            let next = tab.turned(step);
            view.tab.set(next);
            focus(&tab_id(next));
        };
        button("button", words().tab(tab.name()), move |_| view.tab.set(tab))
            .attr("role", "tab")
            .attr("id", tab_id(tab))
            .attr("aria-controls", "chart")
            .state("aria-selected", is_open)
            .live("tabindex", move || Some(if is_open() { "0" } else { "-1" }.into()))
            .on("keydown", on_key)
            .view()
    };
    let tabs = el("div.tablist").attr("role", "tablist").attr("aria-label", words().charts_title());
    let head = el("div.charts-head").el(tabs.children(Tab::ALL.map(tab))).child(status(app, runs));
    let panel = el("div.chart").attr("id", "chart").attr("role", "tabpanel");
    let panel = panel
        .state("aria-busy", move || view.advice.is_busy(view.tab.get()))
        .live("aria-labelledby", move || Some(tab_id(view.tab.get())))
        .child(stale(app))
        .child(plot(app, view, chart, drawn, title))
        .child(legend(app, view))
        .el(el("p.caption").says(move || caption(app, view)));
    let section = el("section.charts").attr("aria-label", words().charts_title());
    section.el(head).child(tools(app, view, chart, drawn)).el(panel).child(figures(app, chart)).view()
}

/// Id of the button of a tab.
pub fn tab_id(tab: Tab) -> String {
    "tab-".to_string() + tab.name()
}

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// What is to be seen.
pub fn caption(app: App, view: View) -> String {
    let words = words();
    match view.tab.get() {
        Tab::Fan if view.shown_series().is_indicator() => words.chart_caption_event(),
        Tab::Fan => {
            let study = app.checked.get();
            let mut said = if study.has_ranges() { words.chart_caption_ranges() } else { words.chart_caption() };
            if shown(&study).count() > 2 {
                said += &words.chart_caption_crowd();
            }
            if view.has_samples.get() {
                said += &words.chart_caption_samples();
            }
            said
        }
        Tab::Gap => app.checked.with(|study| {
            let scenarios = &study.source().scenarios;
            let (of, from) = view.shown_gap(app);
            match scenarios.len() {
                // Said in the place of the picture.
                1 => String::new(),
                _ => words
                    .chart_caption_gap(args::ChartCaptionGap { of: &scenarios[of].name, from: &scenarios[from].name }),
            }
        }),
        Tab::Distribution if view.has_dots.get() => words.chart_caption_dots(),
        Tab::Distribution => words.chart_caption_histogram(),
        Tab::Movements => words.chart_caption_movements(),
        Tab::Cohorts => words.chart_caption_cohorts(),
        Tab::Survival => words.chart_caption_survival(),
        Tab::Matters => matters_caption(view.advice),
        Tab::Map => words.map_caption(),
        Tab::Contest => contest_caption(app, view.advice),
    }
}
