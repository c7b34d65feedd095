//! What stands around every part of a scenario: its name, whether it differs from the first scenario's, and behind a
//! button what it means and what can be done with it as a whole.

use super::super::context::context;
use super::super::el::{button, el, unseen};
use super::super::field::{forget, id_of};
use super::super::live::{Derived, Live, memo};
use super::super::model::App;
use super::super::words::words;
use holdfast_scenario::{FieldPath, Scenario, Section, Study};
use holdfast_text::Words;
use leptos::prelude::*;

/// What can be done with a part of the scenario at an index: its name, and how.
type Action = (fn(&Words) -> String, fn(&mut Study, usize, Section));

const ACTIONS: [Action; 3] = [
    (Words::part_copy, |study, index, part| {
        if let Some(own) = study.scenarios.get(index).cloned() {
            study.scenarios.iter_mut().for_each(|scenario| part.copy(scenario, &own));
        }
    }),
    (Words::part_first, |study, index, part| {
        if let [first, others @ ..] = &mut study.scenarios[..]
            && let Some(own) = others.get_mut(index.wrapping_sub(1))
        {
            part.copy(own, first);
        }
    }),
    (Words::part_reset, |study, index, part| {
        if let Some(own) = study.scenarios.get_mut(index) {
            part.copy(own, &Scenario::default());
        }
    }),
];

/// The id of the text that explains a part.
pub fn help_id(index: usize, part: Section) -> String {
    id_of(&FieldPath::scenario_field(index, part.name())) + "-help"
}

/// The line above a part, with a note behind its name and a switch at the end, and the help that opens below the part.
pub fn about(
    index: usize,
    part: Section,
    name: String,
    help: Derived<String>,
    note: Derived<String>,
    switch: Option<AnyView>,
) -> [AnyView; 2] {
    let app = context().app;
    let is_open = Live::new(false);
    let differs = memo(move |_| {
        app.study.with(|study| match (study.scenarios.first(), study.scenarios.get(index)) {
            (Some(first), Some(own)) if !part.is_same(own, first) => Some(first_of(first, part)),
            _ => None,
        })
    });
    let id = help_id(index, part);
    let title = el("p.input-title")
        .el(el("span.input-name").text(name.as_str()))
        .el(el("span.note").says(move || note.get()))
        .el(el("span.note.differs").says(move || differs.get().unwrap_or_default()));
    let open = button("button.about-switch", "", move |_| is_open.update(|open| *open = !*open))
        .state("aria-expanded", move || is_open.get())
        .attr("aria-controls", id.as_str())
        .el(el("span").attr("aria-hidden", "true").text("?"))
        .child(unseen(words().part_about(&name)));
    let head = el("div.input-head").el(title).children(switch).el(open);
    // Hidden it still explains the field.
    let text = el("p.help").attr("id", id).when("hidden", move || !is_open.get()).says(move || help.get());
    let help = el("div").el(text).shows(move || is_open.get().then(|| actions(app, index, part)));
    [head.view(), help.view()]
}

/// "first: 4%", or of a list that it is another.
fn first_of(first: &Scenario, part: Section) -> String {
    match part {
        Section::Input(key) => words().part_first_is(&words().estimate_amount(first.inputs[key], key.input().unit)),
        _ => words().part_differs(),
    }
}

fn actions(app: App, index: usize, part: Section) -> AnyView {
    let action = |(name, change): Action| {
        let is_useless = memo(move |_| {
            app.study.with(|study| {
                let mut changed = study.clone();
                change(&mut changed, index, part);
                changed == *study
            })
        });
        let act = move |_| {
            let count = app.study.with_untracked(|study| study.scenarios.len());
            (0..count).for_each(|at| forget(app, &FieldPath::scenario_field(at, part.name())));
            app.edit(&FieldPath::scenario_field(index, part.name()), |study| change(study, index, part));
            app.seal();
        };
        button("button", name(words()), act).when("disabled", move || is_useless.get()).view()
    };
    el("div.about-actions").children(ACTIONS.map(action)).view()
}
