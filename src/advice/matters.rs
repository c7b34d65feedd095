//! What matters most: how far each input moves an outcome, and what of its variance the ranged ones explain.

use super::super::charts::{measures, month, whose};
use super::super::model::App;
use super::super::view::{Tab, View};
use super::super::words::words;
use super::asking::Topic;
use super::wish::Want;
use super::{Advice, alone};
use holdfast_advice::{Answer, Outcome, Question, Swing, VarianceShares};
use holdfast_chart::{TornadoBar, TornadoChart};
use holdfast_engine::RandomInput;
use holdfast_scenario::{CheckedStudy, Measure, Unit, round_to_digits};
use holdfast_summary::Series;
use holdfast_text::args;
use leptos::prelude::*;
use std::sync::Arc;

/// The question for the bars, and that for the shares of the variance.
pub const BARS: fn(Outcome) -> Question = Question::Tornado;
pub const SHARES: fn(Outcome) -> Question = Question::VarianceShares;

fn measure(view: View) -> Measure {
    Measure::ALL.get(view.wishes.get(Want::Measure) as usize).copied().unwrap_or(Measure::Mrr)
}

pub fn questions(app: App, view: View, of: fn(Outcome) -> Question) -> Option<(Arc<CheckedStudy>, Vec<Question>)> {
    if view.tab.get() != Tab::Matters {
        return None;
    }
    let study = alone(app);
    let month = view.shown_month(study.horizon_months()) as u32;
    Some((study, vec![of(Outcome { measure: measure(view), month })]))
}

/// The month that a question of a topic was about, for as long as a newer one is on its way.
fn month_of(topic: Topic) -> Option<Outcome> {
    match topic.answers.get()?.questions.first()? {
        Question::Tornado(outcome) | Question::VarianceShares(outcome) => Some(*outcome),
        _ => None,
    }
}

/// The shares of the variance, if they are answered.
fn shares(advice: Advice) -> Option<VarianceShares> {
    match advice.shares.only()? {
        (_, Answer::VarianceShares(shares)) => Some(shares),
        _ => None,
    }
}

/// The chart.
pub fn matters(view: View, advice: Advice, month_name: impl Fn(usize) -> String) -> TornadoChart {
    let bars = advice.tornado.only();
    let outcome = month_of(advice.tornado).unwrap_or(Outcome { measure: measure(view), month: 0 });
    let shares = shares(advice);
    // Of another outcome the shares would be somebody else's.
    let shares = shares.filter(|_| month_of(advice.shares) == Some(outcome));
    let found = bars.as_ref().and_then(|(_, answer)| match answer {
        Answer::Tornado(tornado) => Some(tornado),
        _ => None,
    });
    let series = Series::from(outcome.measure);
    let currency = bars.as_ref().map_or(String::new(), |(study, _)| study.source().currency.clone());
    let bar = |swing: &Swing| {
        let (name, unit) = driver(bars.as_ref().map(|(study, _)| &**study), swing.driver);
        let share = shares.as_ref().and_then(|shares| shares.drivers.iter().find(|share| share.driver == swing.driver));
        TornadoBar {
            name,
            ends: swing.ends.map(|end| amount(end, unit, &currency)),
            outcome: swing.outcomes.map(|outcome| outcome.unwrap_or(f64::NAN)),
            is_range: swing.is_range,
            share: share.map(|share| (share.share, share.error)),
        }
    };
    let has_shares = shares.as_ref().is_some_and(|shares| shares.variance > 0.0 && !shares.drivers.is_empty());
    TornadoChart {
        bars: found.iter().flat_map(|found| &found.swings).map(bar).collect(),
        base: found.map_or(f64::NAN, |found| found.base),
        unit: series.unit(),
        colors: [0, 1],
        title: words().chart_at_month(args::ChartAtMonth {
            series: &words().series(series.name()),
            month: &month_name(outcome.month as usize),
        }),
        input: words().matters_input(),
        at: [words().matters_low(), words().matters_high()],
        share: if has_shares { words().matters_share() } else { String::new() },
        none: if found.is_some() { words().matters_none() } else { words().advice_pending() },
    }
}

/// An input's value: money in the study's currency, anything else as a field shows it.
fn amount(value: f64, unit: Unit, currency: &str) -> String {
    match unit.is_money() {
        true => words().locale().tick(value, unit, currency),
        false => words().locale().amount(unit.round_for_display(value), unit),
    }
}

/// The same number in two digits, but of a share no more than hundredths of a percent.
fn two_digits(value: f64) -> f64 {
    round_to_digits((value * 1e4).round() / 1e4, 2)
}

/// What a driver is called, and the unit of its values.
fn driver(study: Option<&CheckedStudy>, driver: RandomInput) -> (String, Unit) {
    match driver {
        RandomInput::Input(key) => (words().input_label(key.input()), key.input().unit),
        RandomInput::EventAmount(luck) => {
            let checked =
                study.and_then(|study| study.scenarios()[0].events().iter().find(|event| event.draw_index == luck));
            let typed = checked.and_then(|checked| study?.source().scenarios[0].events.get(checked.index as usize));
            typed.map(|event| (words().event_label(event), event.unit())).unwrap_or((String::new(), Unit::Plain))
        }
    }
}

/// What luck has a share of, under the chart.
pub fn caption(advice: Advice) -> String {
    let Some(shares) = shares(advice).filter(|shares| shares.variance > 0.0) else { return words().matters_caption() };
    // In two digits: nobody means the ones beyond.
    let percent = |share: f64| words().locale().amount(two_digits(share), Unit::Share);
    let luck = args::MattersLuck { share: &percent(shares.luck.0.max(0.0)), error: &percent(shares.luck.1) };
    words().matters_caption() + &words().matters_luck(luck)
}

/// What can be chosen.
pub fn tools(app: App, view: View) -> Vec<AnyView> {
    vec![whose(app), measures(view, Want::Measure), month(app, view)]
}
