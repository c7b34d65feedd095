//! The numbers that matter most: MRR and ARR at the horizon, and what the gap between scenarios comes to.

use super::model::{App, Futures};
use super::words::words;
use crate::summary::{Series, Stats, Track};
use crate::text::args;
use leptos::prelude::*;
use std::sync::Arc;

/// One scenario's numbers.
#[component]
fn Card(futures: Arc<Futures>, index: usize) -> impl IntoView {
    let source = futures.study.source();
    let (name, color) = (source.scenarios[index].name.clone(), source.scenarios[index].color);
    let money = |value: f64| words().locale().short_money(value, &source.currency);
    let range = |stats: &Stats, times: f64| {
        words()
            .headline_range(args::HeadlineRange { low: &money(times * stats.p05()), high: &money(times * stats.p95()) })
    };
    let last = |track| futures.summary.months(track).and_then(<[Stats]>::last).copied();
    let mrr = last(Track::own(index, Series::Mrr)).unwrap_or_default();
    let gap = (index > 0).then(|| last(Track::gap(index, 0, Series::Mrr))).flatten().map(|gap| {
        let sign = if gap.median() > 0.0 { "+" } else { "" };
        let median = format!("{sign}{}", money(12.0 * gap.median()));
        let first = source.scenarios[0].name.as_str();
        view! {
            <p class="gap">
                <strong>{median}</strong> " "
                {words().headline_gap(args::HeadlineGap { first, range: &range(&gap, 12.0) })}
            </p>
        }
    });
    view! {
        <article class="card" data-scenario=index>
            <h3><span class=format!("swatch series-{}", color % 8) aria-hidden="true"></span>{name}</h3>
            <dl>
                <div>
                    <dt>{words().headline_arr()}</dt>
                    <dd><strong>{money(12.0 * mrr.median())}</strong><span class="range">{range(&mrr, 12.0)}</span></dd>
                </div>
                <div>
                    <dt>{words().headline_mrr()}</dt>
                    <dd><strong>{money(mrr.median())}</strong><span class="range">{range(&mrr, 1.0)}</span></dd>
                </div>
            </dl>
            {gap}
        </article>
    }
}

/// A card for each scenario, of the last simulation.
#[component]
pub fn Headline() -> impl IntoView {
    let app = expect_context::<App>();
    let title = move || {
        let study = app.checked.get();
        let (title, months) = (study.source().title.trim(), &study.horizon_months().to_string());
        if title.is_empty() {
            words().headline_title(months)
        } else {
            words().headline_title_of(args::HeadlineTitleOf { title, months })
        }
    };
    let cards = move || {
        let futures = app.futures.get()?;
        let count = futures.study.scenarios().len();
        Some((0..count).map(|index| view! { <Card futures=futures.clone() index/> }).collect_view())
    };
    view! {
        <section class="headline" aria-labelledby="headline-title">
            <h2 id="headline-title">{title}</h2>
            <div class="cards">{cards}</div>
        </section>
    }
}
