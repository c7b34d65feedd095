//! The numbers that matter most: MRR and ARR at the horizon, and what the gap between scenarios comes to.

use super::charts::look;
use super::model::App;
use super::scenarios::Swatch;
use super::words::words;
use crate::engine::Quantity;
use crate::scenario::{Problem, Unit};
use crate::summary::{Stats, Track};
use crate::text::args;
use leptos::prelude::*;

/// "$7.00M to $25.5M": where nine futures in ten lie, each end taken `times` as often.
fn range_of(stats: &Stats, times: f64, currency: &str) -> String {
    let money = |value: f64| words().locale().short(times * value, Unit::Money, currency);
    words().headline_range(args::HeadlineRange { low: &money(stats.p05()), high: &money(stats.p95()) })
}

/// One scenario's numbers; dashes until there are futures, so that nothing moves when they come.
#[component]
fn Card(index: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let study = app.shown_study();
    let source = study.source();
    let (name, look) = (source.scenarios[index].name.clone(), look(&source.scenarios[index]));
    let last = |track| app.futures.get()?.summary.months(track)?.last().copied();
    let money = |value: f64| words().locale().short(value, Unit::Money, &source.currency);
    let median = |stats: Option<Stats>, times: f64| {
        stats.map_or_else(|| words().headline_none(), |stats| money(times * stats.median()))
    };
    let range = |stats: Option<Stats>, times: f64| {
        stats.map_or_else(|| words().headline_none(), |stats| range_of(&stats, times, &source.currency))
    };
    let mrr = last(Track::own(index, Quantity::Mrr));
    let gap = (index > 0).then(|| {
        let gap = last(Track::gap(index, 0, Quantity::Mrr));
        let sign = if gap.is_some_and(|gap| gap.median() > 0.0) { "+" } else { "" };
        let first = source.scenarios[0].name.as_str();
        view! {
            <p class="gap">
                <strong>{format!("{sign}{}", median(gap, 12.0))}</strong> " "
                {words().headline_gap(args::HeadlineGap { first, range: &range(gap, 12.0) })}
            </p>
        }
    });
    view! {
        <article class="card" data-scenario=index>
            <h3><Swatch look/>{name}</h3>
            <dl>
                <div>
                    <dt>{words().headline_arr()}</dt>
                    <dd><strong>{median(mrr, 12.0)}</strong><span class="range">{range(mrr, 12.0)}</span></dd>
                </div>
                <div>
                    <dt>{words().headline_mrr()}</dt>
                    <dd><strong>{median(mrr, 1.0)}</strong><span class="range">{range(mrr, 1.0)}</span></dd>
                </div>
            </dl>
            {gap}
        </article>
    }
}

/// A card for each scenario, of the last simulation; above them what keeps a newer one from being made.
#[component]
pub fn Headline() -> impl IntoView {
    let app = expect_context::<App>();
    let title = move || {
        let study = app.checked.get();
        let (title, months) = (study.source().title.trim(), study.horizon_months() as f64);
        if title.is_empty() { words().headline_title(months) } else { words().headline_title_of(months, title) }
    };
    let cards = move || (0..app.shown_study().scenarios().len()).map(|index| view! { <Card index/> }).collect_view();
    let stale = move || {
        let problems = app.problems.get();
        let first = problems.first()?;
        Some(view! { <p class="stale">{words().headline_stale(&described(app, first))}</p> })
    };
    view! {
        <section class="headline" aria-labelledby="headline-title">
            <h2 id="headline-title">{title}</h2>
            <p class="help">{words().headline_about()}</p>
            <div role="status">{stale}</div>
            <div class="cards">{cards}</div>
        </section>
    }
}

/// A problem with the names that the page has for its place.
fn described(app: App, problem: &Problem) -> String {
    let scenario = app.study.with(|study| {
        let mut scenarios = study.scenarios.iter().enumerate();
        let found = scenarios.find(|(index, _)| problem.place.is_in_scenario(*index));
        found.map(|(_, scenario)| scenario.name.clone()).unwrap_or_default()
    });
    words().described_problem(&scenario, problem)
}
