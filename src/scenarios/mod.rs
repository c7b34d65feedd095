//! The scenarios side by side: choose, rename, show or hide, reorder, add, duplicate, remove, and how each is drawn.

mod look;
mod tab;

use super::context::context;
use super::el::{button, el, unseen};
use super::field::Field;
use super::form::form;
use super::html::{Html, Part::Text};
use super::live::{Derived, derived, memo};
use super::model::App;
use super::words::words;
use holdfast_chart::SeriesStyle;
use holdfast_scenario::input::SCENARIOS;
use holdfast_scenario::{FieldPath, LineStyle, Scenario};
use leptos::prelude::*;
use look::look;
use tab::{Tabs, tab};

/// Colours of the style sheet: one for each scenario that a study can have.
pub const PALETTE: u64 = *SCENARIOS.end() as u64;

/// The panel on the left: which scenario, and its inputs.
pub fn scenarios() -> AnyView {
    let app = context().app;
    let count = memo(move |_| app.study.with(|study| study.scenarios.len()));
    let selected = memo(move |_| app.selected_index());
    let tabs = Tabs::default();
    let add = button("button.tab.add", "", move |_| app.add(&words().scenario_new()))
        .when("disabled", move || !app.can_add())
        .el(el("span").attr("aria-hidden", "true").text("+ "))
        .text(words().scenario_add());
    let items = el("div.tabs")
        .attr("role", "group")
        .attr("aria-label", words().scenarios_title())
        .lists(move || (0..count.get()).map(|index| tab(index, selected, tabs)).collect())
        .el(add);
    // Everything in it goes by the index: other scenarios there need no other form.
    let panel = move || {
        let index = selected.get();
        let naming = el("div.naming").child(name_field(app, index)).children(look(index)).view();
        vec![naming, el("p.note").says(move || alike(app, index)).view(), form(index)]
    };
    el("section.panel")
        .attr("aria-label", words().scenarios_title())
        .el(items)
        .child(actions(app, selected, count))
        .lists(panel)
        .view()
}

/// What can be done with the selected scenario as a whole.
fn actions(app: App, selected: Derived<usize>, count: Derived<usize>) -> AnyView {
    let shift = move |by: isize| {
        let from = selected.get_untracked();
        app.reorder(from, from.wrapping_add_signed(by));
    };
    let arrow = |sign: &'static str, label: String, by: isize| {
        button("button", "", move |_| shift(by))
            .attr("title", label.as_str())
            .el(el("span").attr("aria-hidden", "true").text(sign))
            .child(unseen(label))
    };
    el("div.tab-actions")
        .el(button("button", words().scenario_duplicate(), move |_| app.duplicate())
            .when("disabled", move || !app.can_add()))
        .el(button("button", words().scenario_remove(), move |_| app.remove())
            .when("disabled", move || !app.can_remove()))
        .el(arrow("←", words().scenario_left(), -1).when("disabled", move || selected.get() == 0))
        .el(arrow("→", words().scenario_right(), 1).when("disabled", move || selected.get() + 1 >= count.get()))
        .view()
}

/// A scenario's line, beside its name.
pub fn swatch(look: SeriesStyle) -> Html {
    swatch_of(&swatch_class(look))
}

/// A line in the colours of some classes; of text, without any.
pub fn swatch_of(class: &str) -> Html {
    Html::fill(
        "<svg class=\"swatch {}\" viewBox=\"0 0 24 8\" aria-hidden=true><path d=M0,4H24 /></svg>",
        &[Text(class)],
    )
}

/// The style sheet has the colours and the dashes.
fn swatch_class(look: SeriesStyle) -> String {
    let lighter = if look.color < PALETTE { "" } else { " lighter" };
    ["series-", &(look.color % PALETTE).to_string(), " ", look.line.name(), lighter].concat()
}

/// The same as a view.
pub fn swatch_view(look: SeriesStyle) -> AnyView {
    el("span").markup(move || swatch(look)).view()
}

/// How the scenario at an index is drawn, as one number, which [`shown`] gives back.
fn look_at(app: App, index: usize) -> Derived<usize> {
    let number = |scenario: &Scenario| scenario.color as usize * LineStyle::ALL.len() + scenario.line as usize;
    memo(move |_| app.study.with(|study| study.scenarios.get(index).map_or(0, number)))
}

fn shown(look: usize) -> SeriesStyle {
    let lines = LineStyle::ALL.len();
    SeriesStyle { color: (look / lines) as u64, line: LineStyle::ALL[look % lines] }
}

fn name_field(app: App, index: usize) -> AnyView {
    let commit = move |typed: String| {
        rename(app, index, typed);
        Ok(())
    };
    let shown = derived(move || name_of(app, index));
    Field::new(FieldPath::scenario_field(index, "name"), words().scenario_name(), shown, commit).view()
}

/// What may be mistaken for another scenario: its name, or how it is drawn.
fn alike(app: App, index: usize) -> String {
    let is_alike = |same: fn(&Scenario, &Scenario) -> bool| {
        app.study.with(|study| {
            let Some(own) = study.scenarios.get(index) else { return false };
            study.scenarios.iter().enumerate().any(|(at, other)| at != index && same(own, other))
        })
    };
    match () {
        () if is_alike(|own, other| own.name.trim() == other.name.trim()) => words().scenario_same_name(),
        () if is_alike(|own, other| (own.color, own.line) == (other.color, other.line)) => words().scenario_same_look(),
        () => String::new(),
    }
}

fn rename(app: App, index: usize, name: String) {
    app.edit_scenario(index, &FieldPath::scenario_field(index, "name"), |scenario| scenario.name = name);
}

/// A scenario's name; nothing while it is going away.
fn name_of(app: App, index: usize) -> String {
    app.study.with(|study| study.scenarios.get(index).map(|scenario| scenario.name.clone())).unwrap_or_default()
}
