//! Saving the open chart as a file.

use super::super::download;
use super::super::el::{button, el};
use super::super::live::{Derived, Live};
use super::super::model::App;
use super::super::view::View;
use super::super::words::words;
use super::paper::{Figuring, as_picture, as_svg};
use super::plot::Drawn;
use holdfast_chart::Chart;
use leptos::prelude::*;
use std::sync::Arc;

/// A button for each kind of file.
pub fn save(app: App, view: View, chart: Derived<Arc<dyn Chart>>, drawn: Live<Drawn>) -> AnyView {
    let save = move |kind: &'static str| {
        let (chart, figuring) = (chart.get_untracked(), untrack(|| Figuring::of(app)));
        let size = drawn.get_untracked().size;
        let size = (size.width, size.height);
        let plain = app.checked.with_untracked(|study| study.source().title.clone());
        let tab = words().tab(view.tab.get_untracked().name());
        let name = download::file_name(&plain, &tab, kind);
        let title = [&*plain, " · ", &*tab].concat();
        match kind {
            "csv" => {
                let table = figuring.with(|formats| chart.table(formats));
                download::table(&plain, &tab, &table);
            }
            "svg" => {
                if let Some(svg) = as_svg(&*chart, size, &figuring, &title) {
                    download::text(&name, "image/svg+xml", &svg);
                }
            }
            _ => {
                if let Some(canvas) = as_picture(&*chart, size, &figuring, &title) {
                    download::canvas(name, &canvas);
                }
            }
        }
    };
    let kind = move |(kind, label)| button("button.quiet", label, move |_| save(kind)).view();
    let kinds = [("svg", words().tools_svg()), ("png", words().tools_png()), ("csv", words().tools_csv())];
    let name = el("span.nav-label").attr("aria-hidden", "true").text(words().tools_save());
    let group = el("div.save").attr("role", "group").attr("aria-label", words().tools_save());
    group.el(name).children(kinds.map(kind)).view()
}
