//! How many futures are on the screen, how far the simulation is, and what keeps a newer one from being made.

use super::super::el::{button, el};
use super::super::live::memo;
use super::super::model::{App, Progress};
use super::super::runs::Runs;
use super::super::words::words;
use holdfast_scenario::ValidationError;
use holdfast_text::args;
use leptos::prelude::*;

/// Its place is always there: nothing moves.
pub fn status(app: App, runs: Runs) -> AnyView {
    let runs = StoredValue::new_local(runs);
    let futures = move || app.futures.get().map(|futures| words().status_futures(f64::from(futures.summary.runs())));
    let count =
        el("span.count").attr("role", "status").says(move || futures().unwrap_or_else(|| words().status_first()));
    // Made anew when it begins or ends: a button that went while it was pressed would not be pressed.
    let is_running = memo(move |_| app.progress.with(Option::is_some));
    let running = move || {
        let of = move |number: fn(&Progress) -> u32| {
            move || app.progress.with(|progress| progress.as_ref().map(|progress| number(progress).to_string()))
        };
        let bar = el("progress").attr("aria-label", words().status_progress());
        let bar = bar.live("max", of(|progress| progress.runs)).live("value", of(|progress| progress.done_runs));
        let told =
            el("span").says(move || app.progress.with(|progress| progress.as_ref().map(told).unwrap_or_default()));
        let cancel = move |_| runs.with_value(Runs::cancel);
        el("span.progress").el(bar).el(told).el(button("button.quiet", words().status_cancel(), cancel)).view()
    };
    let resume = move |_| runs.with_value(Runs::resume);
    let resume = move || button("button", words().status_resume(), resume).view();
    el("div.status")
        .el(count)
        .shows(move || is_running.get().then(running))
        .shows(move || app.stopped.get().then(resume))
        .view()
}

/// "3,000 of 10,000 futures, about 2 seconds left".
fn told(progress: &Progress) -> String {
    let number = |value: u32| words().locale().number(f64::from(value));
    let (done, all) = (number(progress.done_runs), number(progress.runs));
    let told = words().status_of(args::StatusOf { done: &done, all: &all });
    // Under a second it would be gone before it was read.
    let left = (progress.seconds_left >= 1.0).then(|| words().status_left(progress.seconds_left.ceil()));
    told + &left.unwrap_or_default()
}

/// What is wrong with the inputs: over the chart, where it moves nothing and is in sight of every input.
pub fn stale(app: App) -> AnyView {
    let told = move || {
        let problems = app.problems.get();
        let first = problems.first()?;
        let problem = described(app, first);
        let told = if app.is_unknown() { words().status_unknown(&problem) } else { words().status_stale(&problem) };
        Some(el("p.stale").text(told).view())
    };
    el("div.stale-place").attr("role", "status").shows(told).view()
}

/// A problem with the names that the page has for its place.
fn described(app: App, problem: &ValidationError) -> String {
    let scenario = app.study.with(|study| {
        let mut scenarios = study.scenarios.iter().enumerate();
        let found = scenarios.find(|(index, _)| problem.path.is_in_scenario(*index));
        found.map(|(_, scenario)| scenario.name.clone()).unwrap_or_default()
    });
    words().error_with_path(&scenario, problem)
}
