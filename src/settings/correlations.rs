//! How ranged inputs go together: a matrix of rank correlations, of which the lower half says everything.

use super::super::context::context;
use super::super::el::{el, unseen};
use super::super::field::{Field, problems_below};
use super::super::live::{derived, memo};
use super::super::model::App;
use super::super::words::words;
use holdfast_scenario::{Correlation, Estimate, FieldPath, Key, Study, Unit, ValidationError};
use holdfast_text::args::CorrelationsOf;
use holdfast_text::{format_number, parse_number};
use leptos::prelude::*;

/// The inputs that can be correlated: those that are a range somewhere, and those that already are.
fn keys_of(study: &Study) -> Vec<Key> {
    let is_range = |estimate: &Estimate| matches!(estimate, Estimate::Range { .. });
    let has_range = |key: Key| {
        let own = Key::PER_PLAN.iter().position(|&known| known == key);
        study.scenarios.iter().any(|scenario| {
            let mut plans = scenario.plans.iter().filter_map(|plan| plan.own[own?]);
            is_range(&scenario.inputs[key]) || plans.any(|estimate| is_range(&estimate))
        })
    };
    let is_named = |key: Key| study.correlations.iter().any(|pair| pair.inputs.contains(&key));
    Key::ALL.iter().copied().filter(|&key| has_range(key) || is_named(key)).collect()
}

/// Where the study keeps a pair.
fn position(study: &Study, pair: [Key; 2]) -> Option<usize> {
    let [a, b] = pair;
    study.correlations.iter().position(|known| known.inputs == [a, b] || known.inputs == [b, a])
}

/// The matrix, or why there is none.
pub fn correlations() -> AnyView {
    let app = context().app;
    let names = memo(move |_| {
        app.study.with(|study| keys_of(study).iter().map(|key| key.input().name.to_string()).collect::<Vec<String>>())
    });
    let content = move || {
        let keys: Vec<Key> = names.with(|names| names.iter().filter_map(|name| Key::from_name(name)).collect());
        Some(if keys.len() < 2 { el("p.help").text(words().correlations_none()).view() } else { matrix(app, &keys) })
    };
    el("fieldset.correlations").el(el("legend").text(words().correlations_title())).shows(content).view()
}

fn matrix(app: App, keys: &[Key]) -> AnyView {
    let name = |at: usize| words().input_label(keys[at].input());
    let number = |at: usize| (at + 1).to_string();
    // Numbers at the top, which the names at the side begin with: names would not fit.
    let head = |at: usize| {
        el("th").attr("scope", "col").attr("title", name(at)).text(number(at)).child(unseen(name(at))).view()
    };
    let side = |at: usize| el("th").attr("scope", "row").text([&number(at), " ", &name(at)].concat());
    let row =
        |at: usize| el("tr").el(side(at)).children((0..at).map(|other| cell(app, [keys[other], keys[at]]))).view();
    let heads = el("tr").el(side(0)).children((0..keys.len() - 1).map(head));
    let rows = el("tbody").children((1..keys.len()).map(row));
    let problems = problems_below(app, FieldPath::study("correlations"));
    let table = el("div.scroll").el(el("table").el(el("thead").el(heads)).el(rows));
    el("div")
        .el(table)
        .lists(move || problems.get().into_iter().map(|line| el("p.problem").text(line).view()).collect())
        .el(el("p.help").text(words().correlations_help()))
        .view()
}

/// The field of a pair. Its place goes by the inputs, since a pair comes and goes while it is typed.
fn cell(app: App, pair: [Key; 2]) -> AnyView {
    let [a, b] = pair.map(|key| key.input());
    let place = FieldPath::study("correlations").child(a.name).child(b.name);
    let label = words().correlations_of(CorrelationsOf { a: &words().input_label(a), b: &words().input_label(b) });
    let shown = derived(move || {
        app.study.with(|study| {
            let found = position(study, pair).map(|at| study.correlations[at].rank_correlation);
            found.map(|number| format_number(number, Unit::Ratio)).unwrap_or_default()
        })
    });
    let at = place.clone();
    let commit = move |typed: String| {
        let number = match typed.trim() {
            "" => 0.0,
            typed => parse_number(typed, Unit::Ratio)?,
        };
        app.edit(&at, |study| match (position(study, pair), number == 0.0) {
            (Some(at), true) => drop(study.correlations.remove(at)),
            (Some(at), false) => study.correlations[at].rank_correlation = number,
            (None, true) => {}
            (None, false) => study.correlations.push(Correlation { inputs: pair, rank_correlation: number }),
        });
        Ok(())
    };
    // A problem of the study names the pair by its number; one of the text, by the inputs.
    let own = place.clone();
    let problem = memo(move |_| {
        let entry = app.study.with(|study| position(study, pair)).map(|at| FieldPath::study("correlations").entry(at));
        let is_here = |problem: &&ValidationError| {
            problem.path == own || entry.as_ref().is_some_and(|entry| problem.path.is_in(entry))
        };
        let find = |problems: &Vec<ValidationError>| {
            problems.iter().find(is_here).map(|problem| words().error_message(problem))
        };
        app.problems.with(find)
    });
    let field = Field::new(place, label, shown, commit);
    el("td").child(Field { hides_label: true, problem: Some(problem), input_mode: "decimal", ..field }.view()).view()
}
