//! What matters most, in words and numbers: MRR at the horizon, and what the gap between scenarios comes to.

use super::charts::look;
use super::el::el;
use super::html::Html;
use super::html::Part::{Own, Text};
use super::model::App;
use super::scenarios::swatch;
use super::words::words;
use holdfast_engine::Quantity;
use holdfast_scenario::Unit;
use holdfast_summary::{Stats, Track};
use holdfast_text::args;
use leptos::prelude::*;

/// "$7.00M to $25.5M": where nine futures in ten lie, each end taken `times` as often.
fn range_of(stats: &Stats, times: f64, currency: &str) -> String {
    let money = |value: f64| words().locale().short(times * value, Unit::Money, currency);
    words().headline_range(args::HeadlineRange { low: &money(stats.p05()), high: &money(stats.p95()) })
}

/// MRR of a track in the last month of the last simulation.
fn last(app: App, track: Track) -> Option<Stats> {
    app.futures.get()?.summary.months(track)?.last().copied()
}

/// "5 years", or "30 months".
fn time(months: usize) -> String {
    if months.is_multiple_of(12) {
        words().time_years(months as f64 / 12.0)
    } else {
        words().time_months(months as f64)
    }
}

/// Where MRR lies, and what the selected scenario brings against the first one.
fn sentences(app: App) -> Option<String> {
    let study = app.shown_study();
    let source = study.source();
    let count = source.scenarios.len();
    let name = |at: usize| source.scenarios[at].name.as_str();
    let money = |value: f64| words().locale().short(value, Unit::Money, &source.currency);
    let other = app.compared().min(count - 1);
    let own = last(app, Track::own(0, Quantity::Mrr))?;
    let lead = words().headline_lead(args::HeadlineLead {
        name: name(0),
        time: &time(study.horizon_months()),
        low: &money(own.p05()),
        high: &money(own.p95()),
    });
    if other == 0 {
        return Some(lead);
    }
    let gap = last(app, Track::gap(other, 0, Quantity::Mrr))?;
    if gap.at_zero >= 1.0 {
        let same = args::HeadlineSame { other: name(other), first: name(0) };
        return Some(lead + " " + &words().headline_same(same));
    }
    let (is_more, amount) = (gap.median() >= 0.0, money(gap.median().abs()));
    let share = if is_more { gap.above_zero } else { gap.below_zero() };
    let futures = in_hundred(share);
    let compared = if is_more {
        words().headline_more(args::HeadlineMore {
            other: name(other),
            first: name(0),
            amount: &amount,
            futures: &futures,
        })
    } else {
        words().headline_less(args::HeadlineLess {
            other: name(other),
            first: name(0),
            amount: &amount,
            futures: &futures,
        })
    };
    Some(lead + " " + &compared)
}

/// A probability as a number of futures of a hundred, never rounded to all or none of them.
fn in_hundred(share: f64) -> String {
    let number = |value: f64| words().locale().number(value);
    match 100.0 * share {
        all if all >= 100.0 => words().headline_all(),
        nearly if nearly > 99.0 => words().headline_over(&number(99.0)),
        none if none <= 0.0 => words().headline_none_of(),
        hardly if hardly < 1.0 => words().headline_under(&number(1.0)),
        some => words().headline_of_hundred(&number(some.round())),
    }
}

/// A card for each scenario; dashes until there are futures, so that nothing moves when they come.
fn cards(app: App) -> Html {
    let study = app.shown_study();
    let source = study.source();
    let none = words().headline_none();
    let money = |value: f64| words().locale().short(value, Unit::Money, &source.currency);
    let median = |stats: Option<Stats>, times: f64| stats.map_or(none.clone(), |stats| money(times * stats.median()));
    let range = |stats: Option<Stats>, times: f64| {
        stats.map_or(none.clone(), |stats| range_of(&stats, times, &source.currency))
    };
    let mut out = Html::default();
    let is_none_shown = source.scenarios.iter().all(|scenario| scenario.hidden);
    for (index, scenario) in source.scenarios.iter().enumerate() {
        if scenario.hidden && !is_none_shown {
            continue;
        }
        let head = "<article class=card data-scenario={}><h3 title=\"{}\">{}{}</h3><dl>";
        let (index_text, name, swatch) = (index.to_string(), scenario.name.as_str(), swatch(look(scenario)));
        out.add(head, &[Text(&index_text), Text(name), Own(swatch), Text(name)]);
        let mrr = last(app, Track::own(index, Quantity::Mrr));
        for (label, times) in [(words().headline_arr(), 12.0), (words().headline_mrr(), 1.0)] {
            let figure = "<div><dt>{}</dt><dd><strong>{}</strong><span class=range>{}</span></dd></div>";
            out.add(figure, &[Text(&label), Text(&median(mrr, times)), Text(&range(mrr, times))]);
        }
        out.add("</dl>", &[]);
        if index > 0 {
            let gap = last(app, Track::gap(index, 0, Quantity::Mrr));
            let sign = if gap.is_some_and(|gap| gap.median() > 0.0) { "+" } else { "" };
            let (first, range) = (source.scenarios[0].name.as_str(), range(gap, 12.0));
            let told = words().headline_gap(args::HeadlineGap { first, range: &range });
            out.add("<p class=gap><strong>{}{}</strong> {}</p>", &[Text(sign), Text(&median(gap, 12.0)), Text(&told)]);
        }
        out.add("</article>", &[]);
    }
    out
}

/// Sentences and a card for each scenario, of the last simulation.
pub fn headline(app: App) -> AnyView {
    let title = move || {
        let study = app.checked.get();
        let (title, time) = (study.source().title.trim(), time(study.horizon_months()));
        if title.is_empty() {
            words().headline_title(&time)
        } else {
            words().headline_title_of(args::HeadlineTitleOf { title, time: &time })
        }
    };
    el("section.headline")
        .attr("aria-labelledby", "headline-title")
        .el(el("h2").attr("id", "headline-title").says(title))
        .el(el("p.lead").says(move || sentences(app).unwrap_or_else(|| words().status_first())))
        .el(el("div.cards").markup(move || cards(app)))
        .el(el("p.help").text(words().headline_about()))
        .view()
}
