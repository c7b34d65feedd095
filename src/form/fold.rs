//! Parts that are folded away until they are wanted, in use or wrong. Closed for ever they are never made.

use super::super::context::context;
use super::super::el::{el, wrong_mark};
use super::super::live::{Live, ever, memo};
use super::super::words::words;
use super::{of_scenario, view_of};
use holdfast_scenario::Section;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The parts under their title, with the number of them that are in use.
pub fn fold(index: usize, name: &'static str, title: String, parts: Vec<Section>) -> AnyView {
    let app = context().app;
    let parts = Live::new(parts);
    let in_use = memo(move |_| {
        of_scenario(app, index, |scenario| {
            parts.with_untracked(|parts| parts.iter().map(|part| part.size(scenario)).sum::<usize>())
        })
    });
    let is_wrong = memo(move |_| {
        let is_here = |part: &Section| {
            app.problems.with(|problems| problems.iter().any(|problem| part.contains(index, &problem.path)))
        };
        parts.with_untracked(|parts| parts.iter().any(is_here))
    });
    // Once open it is the reader's to close, and once made it stays.
    let opens = ever(move || in_use.get() > 0 || is_wrong.get());
    let is_made = Live::new(false);
    let on_toggle = move |event: web_sys::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDetailsElement>().ok());
        if details.is_some_and(|details| details.open()) {
            is_made.set(true);
        }
    };
    let is_wanted = memo(move |_| opens.get() || is_made.get());
    let content = move || {
        let make = |part: &Section| view_of(index, *part);
        if is_wanted.get() { parts.with_untracked(|parts| parts.iter().map(make).collect()) } else { Vec::new() }
    };
    let count = move || match in_use.get() {
        0 => String::new(),
        count => words().form_in_use(count as f64),
    };
    let title = el("summary")
        .text(title)
        .el(el("span.in-use").says(count))
        .shows(move || is_wrong.get().then(|| wrong_mark(words().form_more_wrong())));
    el("details.more")
        .attr("data-stage", name)
        .prop("open", move || opens.get())
        .on("toggle", on_toggle)
        .el(title)
        .lists(content)
        .view()
}
