//! How a scenario is drawn: a colour of the palette and a line style, behind a button that shows both.

use super::super::context::context;
use super::super::el::{button, el, unseen};
use super::super::live::{Derived, Live};
use super::super::model::App;
use super::super::words::words;
use super::{PALETTE, look_at, shown, swatch_view};
use holdfast_chart::SeriesStyle;
use holdfast_scenario::{FieldPath, LineStyle};
use leptos::prelude::*;

/// The button, and what it opens.
pub fn look(index: usize) -> [AnyView; 2] {
    let app = context().app;
    let is_open = Live::new(false);
    let own = look_at(app, index);
    let open = button("button.look-switch", "", move |_| is_open.update(|open| *open = !*open))
        .attr("title", words().look_title())
        .state("aria-expanded", move || is_open.get())
        .shows(move || Some(swatch_view(shown(own.get()))))
        .child(unseen(words().look_title()));
    [open.view(), el("div.look").shows(move || is_open.get().then(|| choices(app, index, own))).view()]
}

fn choices(app: App, index: usize, own: Derived<usize>) -> AnyView {
    let choice = move |group: &'static str, label: String, change: fn(&mut SeriesStyle, u64), to: u64| {
        let changed = move |own: usize| {
            let mut look = shown(own);
            change(&mut look, to);
            look
        };
        let set = move |_: web_sys::Event| {
            let SeriesStyle { color, line } = changed(own.get_untracked());
            app.edit_scenario(index, &FieldPath::scenario_field(index, group), |scenario| {
                (scenario.color, scenario.line) = (color, line);
            });
            app.seal();
        };
        let radio = el("input.visually-hidden")
            .attr("type", "radio")
            .attr("name", group)
            .on("change", set)
            .prop("checked", move || changed(own.get()) == shown(own.get()));
        let swatch = move || Some(swatch_view(changed(own.get())));
        el("label").attr("title", label.as_str()).el(radio).shows(swatch).child(unseen(label)).view()
    };
    let color = |to: u64| choice("color", words().color(to), |look, to| look.color = to, to);
    let line = |to: u64| {
        choice("line", words().line_style(LineStyle::of_color(to)), |look, to| look.line = LineStyle::of_color(to), to)
    };
    let group = |title: String| el("fieldset").el(el("legend.visually-hidden").text(title));
    el("div")
        .el(group(words().look_color()).children((0..PALETTE).map(color)))
        .el(group(words().look_line()).children((0..LineStyle::ALL.len() as u64).map(line)))
        .view()
}
