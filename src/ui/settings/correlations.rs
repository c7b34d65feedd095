//! How ranged inputs go together: a matrix of rank correlations, of which the lower half says everything.

use super::super::field::Field;
use super::super::model::App;
use super::super::words::words;
use crate::scenario::{Correlation, Estimate, Fault, Key, Place, Problem, Study, Unit};
use crate::text::args::CorrelationsOf;
use crate::text::{read_number, show_number};
use leptos::prelude::*;

/// The inputs that can be correlated: those that are a range somewhere, and those that already are.
fn keys_of(study: &Study) -> Vec<Key> {
    let is_range = |estimate: &Estimate| matches!(estimate, Estimate::Range { .. });
    let has_range = |key: Key| {
        let own = Key::OF_PLANS.iter().position(|&known| known == key);
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
    let app = expect_context::<App>();
    let keys = Memo::new(move |_| app.study.with(keys_of));
    let content = move || match keys.get() {
        keys if keys.len() < 2 => view! { <p class="help">{words().correlations_none()}</p> }.into_any(),
        keys => matrix(app, &keys),
    };
    view! {
        <fieldset class="correlations">
            <legend>{words().correlations_title()}</legend>
            {move || content()}
        </fieldset>
    }
    .into_any()
}

fn matrix(app: App, keys: &[Key]) -> AnyView {
    let name = |key: Key| words().input_label(key.input());
    // Numbers at the top, which the names at the side begin with: names would not fit.
    let head = |(at, &key): (usize, &Key)| {
        view! { <th scope="col" title=name(key)>{at + 1}<span class="visually-hidden">{name(key)}</span></th> }
            .into_any()
    };
    let heads: Vec<AnyView> = keys[..keys.len() - 1].iter().enumerate().map(head).collect();
    let row = |at: usize| {
        let cells: Vec<AnyView> = keys[..at].iter().map(|&other| cell(app, [other, keys[at]])).collect();
        let number = (at + 1).to_string();
        view! { <tr><th scope="row">{number}" "{name(keys[at])}</th>{cells}</tr> }.into_any()
    };
    let rows: Vec<AnyView> = (1..keys.len()).map(row).collect();
    let first = ["1 ", &name(keys[0])].concat();
    let said = move || {
        app.problems.with(|problems| {
            let mut here = problems.iter().filter(|problem| problem.place.is_in(&Place::study("correlations")));
            here.next().map(|problem| words().described_problem("", problem))
        })
    };
    view! {
        <div class="scroll">
            <table>
                <thead><tr><th scope="col">{first}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="problem">{said}</p>
        <p class="help">{words().correlations_help()}</p>
    }
    .into_any()
}

/// The field of a pair. Its place goes by the inputs, since a pair comes and goes while it is typed.
fn cell(app: App, pair: [Key; 2]) -> AnyView {
    let [a, b] = pair.map(|key| key.input());
    let place = Place::study("correlations").then(a.name).then(b.name);
    let label = words().correlations_of(CorrelationsOf { a: &words().input_label(a), b: &words().input_label(b) });
    let shown = Signal::derive(move || {
        app.study.with(|study| {
            let found = position(study, pair).map(|at| study.correlations[at].rank_correlation);
            found.map(|number| show_number(number, Unit::Ratio)).unwrap_or_default()
        })
    });
    let at = place.clone();
    let commit = Callback::new(move |typed: String| {
        let number = match typed.trim() {
            "" => 0.0,
            typed => read_number(typed, Unit::Ratio).ok_or(Fault::NotFinite)?,
        };
        app.edit(&at, |study| match (position(study, pair), number == 0.0) {
            (Some(at), true) => drop(study.correlations.remove(at)),
            (Some(at), false) => study.correlations[at].rank_correlation = number,
            (None, true) => {}
            (None, false) => study.correlations.push(Correlation { inputs: pair, rank_correlation: number }),
        });
        Ok(())
    });
    // A problem of the study names the pair by its number; one of the text, by the inputs.
    let own = place.clone();
    let problem = Memo::new(move |_| {
        let entry = app.study.with(|study| position(study, pair)).map(|at| Place::study("correlations").entry(at));
        let is_here =
            |problem: &&Problem| problem.place == own || entry.as_ref().is_some_and(|entry| problem.place.is_in(entry));
        let find = |problems: &Vec<Problem>| problems.iter().find(is_here).map(|problem| words().problem(problem));
        app.problems.with(find)
    });
    view! {
        <td><Field place label shown commit hides_label=true problem=Some(problem) input_mode="decimal"/></td>
    }
    .into_any()
}
