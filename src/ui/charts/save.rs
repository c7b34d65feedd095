//! Saving the open chart as a file.

use super::super::download;
use super::super::model::App;
use super::super::view::View;
use super::super::words::words;
use super::paper::{Figuring, as_picture, as_svg};
use super::plot::Drawn;
use crate::chart::Chart;
use leptos::prelude::*;
use std::sync::Arc;

/// A button for each kind of file.
#[component]
pub fn Save(chart: Signal<Arc<dyn Chart>>, drawn: RwSignal<Drawn>) -> impl IntoView {
    let app = expect_context::<App>();
    let view = expect_context::<View>();
    let save = move |kind: &'static str| {
        let (chart, figuring) = (chart.get_untracked(), untrack(|| Figuring::of(app)));
        let size = drawn.get_untracked().size;
        let size = (size.width, size.height);
        let title = app.checked.with_untracked(|study| study.source().title.clone());
        let name = download::file_name(&title, view.tab.get_untracked().name(), kind);
        match kind {
            "csv" => {
                let table = figuring.with(|formats| chart.table(formats));
                download::text(&name, "text/csv;charset=utf-8", &("\u{feff}".to_string() + &table.csv()));
            }
            "svg" => {
                if let Some(svg) = as_svg(&*chart, size, &figuring) {
                    download::text(&name, "image/svg+xml", &svg);
                }
            }
            _ => {
                if let Some(canvas) = as_picture(&*chart, size, &figuring) {
                    download::canvas(name, &canvas);
                }
            }
        }
    };
    let button = move |kind: &'static str, label: String| {
        view! { <button type="button" class="quiet" on:click=move |_| save(kind)>{label}</button> }
    };
    view! {
        <div class="save" role="group" aria-label=words().tools_save()>
            <span class="nav-label" aria-hidden="true">{words().tools_save()}</span>
            {button("svg", words().tools_svg())}
            {button("png", words().tools_png())}
            {button("csv", words().tools_csv())}
        </div>
    }
}
