//! To acquire or to retain: the same money a month, spent on new customers or on keeping those there are.

use super::super::charts::{whose, wish};
use super::super::el::el;
use super::super::live::memo;
use super::super::model::App;
use super::super::view::{Tab, View};
use super::super::words::words;
use super::wish::Want;
use super::wish_field::wish_field;
use super::{Advice, alone};
use holdfast_advice::{AcquireOrRetain, Answer, Comparison, Question, RetentionSpending, ScheduledCard};
use holdfast_chart::{Curve, FanChart, PathLabels, SeriesStyle};
use holdfast_engine::Quantity;
use holdfast_scenario::playbook::CARDS;
use holdfast_scenario::{CheckedStudy, Key, LineStyle, Unit};
use holdfast_summary::{Series, Stats};
use holdfast_text::args;
use leptos::prelude::*;
use std::sync::Arc;

/// As it is, acquiring, retaining.
const LOOKS: [SeriesStyle; AcquireOrRetain::COUNT] = [
    SeriesStyle { color: 7, line: LineStyle::Dotted },
    SeriesStyle { color: 1, line: LineStyle::Solid },
    SeriesStyle { color: 0, line: LineStyle::Dashed },
];

fn names() -> [String; AcquireOrRetain::COUNT] {
    [words().contest_as_is(), words().contest_acquire(), words().contest_retain()]
}

fn has_cards(view: View) -> bool {
    view.wishes.get(Want::RetainBy) == 1.0
}

fn wished(view: View) -> AcquireOrRetain {
    let wish = |want| view.wishes.get(want);
    let (low, high) = (wish(Want::RatioLow), wish(Want::RatioHigh));
    AcquireOrRetain {
        budget: wish(Want::Budget),
        from_month: wish(Want::BudgetFrom) as u32,
        retention: if has_cards(view) {
            RetentionSpending::Cards
        } else {
            RetentionSpending::CostRatio(low.min(high), low.max(high))
        },
    }
}

pub fn questions(app: App, view: View) -> Option<(Arc<CheckedStudy>, Vec<Question>)> {
    (view.tab.get() == Tab::Contest).then(|| (alone(app), vec![Question::AcquireOrRetain(wished(view))]))
}

/// The comparison that was asked for, and its answer if there is one.
fn found(advice: Advice) -> Option<(AcquireOrRetain, Option<Comparison>)> {
    let answers = advice.contest.answers.get()?;
    let Some(Question::AcquireOrRetain(contest)) = answers.questions.first() else { return None };
    let Answer::AcquireOrRetain(comparison) = answers.first()? else { return None };
    Some((*contest, comparison.clone()))
}

/// What a new customer costs in the selected scenario.
fn cost(app: App) -> f64 {
    alone(app).scenarios()[0][Key::AcquisitionCost].median()
}

/// The chart.
pub fn contest(app: App, advice: Advice, columns: PathLabels) -> FanChart {
    let found = found(advice).and_then(|(_, comparison)| comparison);
    let curve = |(at, (label, stats)): (usize, (String, &[Stats]))| {
        let stats = stats.to_vec();
        Curve {
            label,
            style: LOOKS[at],
            // Of simulated futures with ranges the mean is what is to be expected.
            expected: stats.iter().map(|stats| stats.mean).collect(),
            stats: if at == 0 { Vec::new() } else { stats },
            samples: Vec::new(),
            events: Vec::new(),
            is_selected: false,
        }
    };
    let is_free = cost(app) <= 0.0;
    let paths = found.as_ref().filter(|_| !is_free).and_then(Comparison::mrr);
    let curves = paths.into_iter().flat_map(|paths| names().into_iter().zip(paths).enumerate().map(curve));
    let none = match (is_free, found.is_none() && advice.contest.is_busy.get()) {
        (true, _) => words().contest_free(),
        (false, true) => words().advice_pending(),
        (false, false) => words().contest_none(),
    };
    // The months of the answer, also while the study has other ones and the next answer is computed.
    let answered = found.as_ref().and_then(Comparison::last_month);
    let last_month = answered.unwrap_or_else(|| alone(app).horizon_months());
    let series = Series::Of(Quantity::Mrr);
    FanChart {
        curves: curves.collect(),
        last_month,
        unit: series.unit(),
        is_log: false,
        series: words().series(series.name()),
        target: None,
        labels: columns,
        none,
    }
}

/// Where the two cross, in words.
pub fn caption(app: App, advice: Advice) -> String {
    let Some((asked, Some(comparison))) = found(advice) else { return words().contest_caption() };
    let Some((lead, last_month)) = comparison.lead().zip(comparison.last_month()).filter(|_| cost(app) > 0.0) else {
        return words().contest_caption();
    };
    let from = asked.from_month as usize;
    // From which month on retaining is ahead in at least so many futures.
    let since = |share: f64| {
        let behind = |stats: &Stats| stats.above_zero < share;
        let month = lead.iter().rposition(behind).map_or(0, |last| last + 1).max(from);
        (month < lead.len()).then(|| month.to_string())
    };
    let currency = alone(app).source().currency.clone();
    let money = |value: f64| words().locale().short(value, Unit::Money, &currency);
    // Ahead for a while, and then no longer.
    let leads = |at: &usize| lead[*at].above_zero >= 0.5;
    let (first, last) = ((from..lead.len()).find(leads), (from..lead.len()).rfind(leads));
    let crossing = match (since(0.5), since(0.9)) {
        (Some(half), Some(most)) => words().contest_crosses(args::ContestCrosses { half: &half, most: &most }),
        (Some(half), None) => words().contest_crosses_half(&half),
        _ => match first.zip(last) {
            Some((first, last)) => words()
                .contest_for_a_while(args::ContestForAWhile { first: &first.to_string(), last: &last.to_string() }),
            None => words().contest_never(),
        },
    };
    let Some(last) = lead.last() else { return crossing };
    let end = args::ContestEnd {
        month: &last_month.to_string(),
        share: &words().locale().short(last.above_zero, Unit::Share, ""),
        lead: &money(last.median()),
        low: &money(last.p05()),
        high: &money(last.p95()),
    };
    let crossing = crossing + &words().contest_end(end);
    if asked.retention != RetentionSpending::Cards {
        return crossing + &words().contest_caption();
    }
    let card = |entry: &ScheduledCard| {
        let (card, month) = (words().card(&CARDS[entry.card]), entry.from_month.to_string());
        words().contest_card(args::ContestCard { card: &card, month: &month })
    };
    let cards: Vec<String> = comparison.schedule.iter().map(card).collect();
    crossing + &words().contest_cards(&cards.join(", "))
}

/// The lines' names, which nothing hides.
pub fn legend() -> Vec<(String, SeriesStyle)> {
    names().into_iter().zip(LOOKS).collect()
}

/// What can be chosen.
pub fn tools(app: App, view: View) -> Vec<AnyView> {
    let field = move |want: Want| {
        let row = want.row();
        wish_field(app, view, want, row.unit, row.bounds, move || view.wishes.get(want)).view()
    };
    // Made anew for another means alone, so that what is being typed stays.
    let by_cards = memo(move |_| has_cards(view));
    let ratios = move || if by_cards.get() { vec![] } else { vec![field(Want::RatioLow), field(Want::RatioHigh)] };
    let ratios = el("span.tool.axis").lists(ratios).view();
    let means = vec![words().contest_by_ratio(), words().contest_by_cards()];
    let means = wish(view, Want::RetainBy, words().question_input(Want::RetainBy.row().name), means, &[]);
    let says = move || {
        let currency = app.checked.with(|study| study.source().currency.clone());
        words().contest_cost(&words().locale().short(cost(app), Unit::Money, &currency))
    };
    let cost = el("span.tool.tool-name").says(says).view();
    vec![whose(app), field(Want::Budget), field(Want::BudgetFrom), means, ratios, cost]
}
