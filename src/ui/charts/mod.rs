//! The charts: one at a time, chosen by tabs, with its tools above and its figures below.

mod canvas;
mod data;
mod figures;
mod markers;
mod paper;
mod plot;
mod tools;

use super::model::App;
use super::view::{Tab, View};
use super::words::words;
pub use data::{chart, look};
use figures::Figures;
use leptos::prelude::*;
pub use paper::{as_svg, with_formats};
use plot::{Drawn, Plot};
use tools::{Legend, Tools};

/// The tabs and the open chart.
#[component]
pub fn Charts() -> impl IntoView {
    let app = expect_context::<App>();
    let view = expect_context::<View>();
    let drawn = RwSignal::new(Drawn::default());
    let chart = Signal::derive(move || data::chart(app, view));
    let title = Signal::derive(move || words().chart_label(&words().tab(view.tab.get().name())));
    let tab = |tab: Tab| {
        let is_open = move || view.tab.get() == tab;
        // Arrow keys go from tab to tab, as in any list of tabs.
        let on_key = move |event: web_sys::KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowLeft" => Tab::ALL.len() - 1,
                "ArrowRight" => 1,
                _ => return,
            };
            event.prevent_default();
            let next = Tab::ALL[(tab as usize + step) % Tab::ALL.len()];
            view.tab.set(next);
            focus(&tab_id(next));
        };
        view! {
            <button
                type="button" role="tab" id=tab_id(tab) aria-controls="chart" aria-selected=move || is_open().to_string()
                tabindex=move || if is_open() { "0" } else { "-1" }
                on:click=move |_| view.tab.set(tab) on:keydown=on_key
            >
                {words().tab(tab.name())}
            </button>
        }
    };
    view! {
        <section class="charts" aria-label=words().charts_title()>
            <div class="tablist" role="tablist" aria-label=words().charts_title()>{Tab::ALL.map(tab).collect_view()}</div>
            <div class="chart" id="chart" role="tabpanel" aria-labelledby=move || tab_id(view.tab.get())>
                <Tools chart drawn/>
                <Plot chart drawn label=title/>
                <Legend/>
                <p class="caption">{move || caption(app, view)}</p>
            </div>
            <Figures chart/>
        </section>
    }
}

fn tab_id(tab: Tab) -> String {
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
fn caption(app: App, view: View) -> String {
    match view.tab.get() {
        Tab::Fan if view.shown_series().is_event() => words().chart_caption_event(),
        _ if app.checked.get().has_ranges() => words().chart_caption_ranges(),
        _ => words().chart_caption(),
    }
}
