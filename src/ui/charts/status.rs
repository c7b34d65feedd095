//! How many futures are on the screen, and how far the simulation is.

use super::super::model::App;
use super::super::runs::Runs;
use super::super::words::words;
use crate::text::args;
use leptos::prelude::*;

/// Its place is always there: nothing moves.
#[component]
pub fn Status(runs: Runs) -> impl IntoView {
    let app = expect_context::<App>();
    let runs = StoredValue::new_local(runs);
    let number = |value: u32| words().locale().number(f64::from(value));
    let futures = move || app.futures.get().map(|futures| words().status_futures(f64::from(futures.summary.runs())));
    let resume = move || {
        let resume = move |_| runs.with_value(Runs::resume);
        let button = view! { <button type="button" on:click=resume>{words().status_resume()}</button> };
        app.stopped.get().then_some(button)
    };
    let progress = move || {
        let progress = app.progress.get()?;
        let (done, all) = (progress.done_runs.to_string(), progress.runs.to_string());
        let cancel = move |_| runs.with_value(Runs::cancel);
        let (done_runs, all_runs) = (number(progress.done_runs), number(progress.runs));
        let shown = words().status_of(args::StatusOf { done: &done_runs, all: &all_runs });
        // Under a second it would be gone before it was read.
        let left = (progress.seconds_left >= 1.0).then(|| words().status_left(progress.seconds_left.ceil()));
        Some(view! {
            <progress max=all value=done aria-label=words().status_progress()></progress>
            <span>{shown}{left}</span>
            <button type="button" class="quiet" on:click=cancel>{words().status_cancel()}</button>
        })
    };
    view! {
        <div class="status">
            <span class="count" role="status">
                {move || futures().unwrap_or_else(|| words().status_first())}
            </span>
            <span class="progress">{progress}{resume}</span>
        </div>
    }
}
