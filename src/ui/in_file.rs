//! What a study file holds that the form cannot change yet: it is in force, so it is told, with its problems.

use super::model::App;
use super::words::words;
use crate::scenario::{Place, Problem};
use leptos::prelude::*;

/// One line; nothing where there is nothing to tell.
#[component]
pub fn InFile(index: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let told = Memo::new(move |_| {
        app.study.with(|study| {
            let scenario = study.scenarios.get(index)?;
            let count = |list: usize, name: fn(f64) -> String| (list > 0).then(|| name(list as f64));
            let parts = [
                count(scenario.plans.len(), |count| words().in_file_plans(count)),
                count(scenario.events.len(), |count| words().in_file_events(count)),
                count(study.correlations.len(), |count| words().in_file_correlations(count)),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| words().in_file_told(&parts.join(", ")))
        })
    });
    let problems = move || {
        let lists = [
            Place::of_scenario(index, "plans").to_string(),
            Place::of_scenario(index, "events").to_string(),
            Place::study("correlations").to_string(),
        ];
        let is_here = |problem: &&Problem| {
            let place = problem.place.to_string();
            lists.iter().any(|list| place.starts_with(list))
        };
        let say = |problem: &Problem| words().described_problem("", problem);
        let said: Vec<String> = app.problems.with(|problems| problems.iter().filter(is_here).map(say).collect());
        said.into_iter().map(|said| view! { <p class="problem">{said}</p> }).collect_view()
    };
    view! {
        {move || told.get().map(|told| view! { <p class="in-file">{told}</p> })}
        {problems}
    }
}
