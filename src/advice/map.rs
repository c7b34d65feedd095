//! The two-way map: an outcome over a grid of two inputs.

use super::super::charts::{keys, measures_and_chance, month, whose};
use super::super::el::el;
use super::super::live::memo;
use super::super::model::App;
use super::super::view::{Tab, View};
use super::super::words::words;
use super::wish::Want;
use super::wish_field::wish_field;
use super::{Advice, alone};
use holdfast_advice::{Answer, Grid, Outcome, Question, Statistic};
use holdfast_chart::HeatMap;
use holdfast_scenario::input::Support;
use holdfast_scenario::{CheckedStudy, Input, Key, Measure, Target, Unit, round_to_digits};
use holdfast_summary::Series;
use holdfast_text::args;
use leptos::prelude::*;
use std::sync::Arc;

/// Points of either input.
const POINTS: usize = 21;
/// Futures of each point.
const RUNS: u32 = 4000;

/// The input across and the one upwards, with what is wished of each.
const AXES: [(Want, [Want; 2]); 2] =
    [(Want::Across, [Want::AcrossLow, Want::AcrossHigh]), (Want::Upwards, [Want::UpwardsLow, Want::UpwardsHigh])];

fn key(view: View, axis: usize) -> Key {
    Key::ALL[(view.wishes.get(AXES[axis].0) as usize).min(Key::ALL.len() - 1)]
}

/// Where an axis begins and ends: as wished, else from a half to double what the input is, or where that is nothing as far
/// as its slider goes. In three digits, which a field has room for.
fn span(app: App, view: View, axis: usize) -> (f64, f64) {
    let key = key(view, axis);
    let input = key.input();
    let now = alone(app).scenarios()[0][key].median();
    let (low, high) = match now {
        0.0 => input.slider,
        _ if input.support == Support::Whole => (now - 6.0, now + 6.0),
        _ if now > 0.0 => (0.5 * now, 2.0 * now),
        _ => (2.0 * now, 0.0),
    };
    let (min, max) = input.bounds;
    let [low_wish, high_wish] = AXES[axis].1;
    let low = view.wishes.get_or(low_wish, || round_to_digits(low, 3).clamp(min, max));
    let high = view.wishes.get_or(high_wish, || round_to_digits(high, 3).clamp(min, max));
    (low, high)
}

/// Equal steps from end to end; of what is counted, whole numbers.
fn values(input: &Input, (low, high): (f64, f64)) -> Vec<f64> {
    let mut values = Grid::values((low, high), POINTS);
    if input.support == Support::Whole || input.unit == Unit::Customers {
        values.iter_mut().for_each(|value| *value = value.round());
        values.dedup();
    }
    values
}

fn figure(view: View, study: &CheckedStudy, month: u32) -> Statistic {
    let shows = view.wishes.get(Want::MapShows) as usize;
    match (Measure::ALL.get(shows), study.target()) {
        (None, Some(target)) => Statistic::Probability(target, month),
        (measure, _) => Statistic::Median(Outcome { measure: measure.copied().unwrap_or(Measure::Mrr), month }),
    }
}

fn grid(app: App, view: View, study: &CheckedStudy) -> Option<Grid> {
    let month = (view.shown_month(study.horizon_months()) as u32).max(1);
    let keys = [key(view, 0), key(view, 1)];
    let spans = [span(app, view, 0), span(app, view, 1)];
    let is_possible = keys[0] != keys[1] && spans.iter().all(|(low, high)| low < high);
    let [columns, rows] = [0, 1].map(|axis| values(keys[axis].input(), spans[axis]));
    is_possible.then(|| Grid { keys, columns, rows, statistic: figure(view, study, month), runs: RUNS })
}

pub fn questions(app: App, view: View) -> Option<(Arc<CheckedStudy>, Vec<Question>)> {
    if view.tab.get() != Tab::Map {
        return None;
    }
    let study = alone(app);
    let grid = grid(app, view, &study)?;
    Some((study, grid.questions().into_iter().map(|(_, question)| question).collect()))
}

/// The chart.
pub fn map(app: App, view: View, advice: Advice, month_name: impl Fn(usize) -> String) -> HeatMap {
    let study = alone(app);
    let grid = grid(app, view, &study);
    let answers = advice.map.answers.get();
    let keys = [key(view, 0), key(view, 1)];
    let mut values = Vec::new();
    if let (Some(grid), Some(answers)) = (&grid, &answers) {
        values = vec![vec![f64::NAN; grid.columns.len()]; grid.rows.len()];
        let questions = grid.questions();
        // While others are on their way, those of another grid are none of this.
        let is_same = answers.questions.len() == questions.len()
            && answers.questions.iter().zip(&questions).all(|(known, (_, question))| known == question);
        for ((places, _), answer) in questions.iter().zip(&answers.answers).filter(|_| is_same) {
            for (&(row, column), value) in places.iter().zip(answer.iter().flat_map(Answer::statistics)) {
                values[row][column] = *value;
            }
        }
    }
    let (columns, rows) = grid.as_ref().map(|grid| (grid.columns.clone(), grid.rows.clone())).unwrap_or_default();
    let figure = grid.as_ref().map(|grid| grid.statistic);
    let (name, unit) = match figure {
        Some(Statistic::Probability(target, _)) => (chance_name(app, target), Unit::Share),
        Some(Statistic::Median(Outcome { measure, .. })) => {
            let series = Series::from(measure);
            (words().map_median(&words().series(series.name())), series.unit())
        }
        None => (String::new(), Unit::Plain),
    };
    let month = figure.map_or(0, Statistic::month) as usize;
    let checked = &study.scenarios()[0];
    HeatMap {
        columns,
        rows,
        column_unit: keys[0].input().unit,
        row_unit: keys[1].input().unit,
        column_name: words().input_label(keys[0].input()),
        row_name: words().input_label(keys[1].input()),
        values,
        unit,
        title: words().chart_at_month(args::ChartAtMonth { series: &name, month: &month_name(month) }),
        here: Some((checked[keys[0]].median(), checked[keys[1]].median())),
        color: 1,
        pending: if advice.map.is_busy.get() { words().advice_pending() } else { String::new() },
        none: if grid.is_none() { words().map_same() } else { words().map_none() },
    }
}

/// "Chance of ARR of $2M".
fn chance_name(app: App, target: Target) -> String {
    let series = Series::from(target.measure);
    let currency = app.checked.with(|study| study.source().currency.clone());
    let value = words().locale().short(target.value, series.unit(), &currency);
    words().map_chance(args::MapChance { measure: &words().series(series.name()), value: &value })
}

/// What can be chosen.
pub fn tools(app: App, view: View) -> Vec<AnyView> {
    let axis = move |axis: usize| {
        let (want, ends) = AXES[axis];
        // Made anew for another input, whose unit and bounds are its own, and for no other reason.
        let chosen = memo(move |_| key(view, axis) as usize);
        let ends = move || {
            let input = Key::ALL[chosen.get()].input();
            let field = |at: usize| {
                let now = move || {
                    let (low, high) = span(app, view, axis);
                    [low, high][at]
                };
                wish_field(app, view, ends[at], input.unit, input.bounds, now).view()
            };
            vec![field(0), field(1)]
        };
        el("span.tool.axis").child(keys(view, want, ends_of(axis))).el(el("span.ends").lists(ends)).view()
    };
    vec![whose(app), axis(0), axis(1), measures_and_chance(app, view, Want::MapShows), month(app, view)]
}

/// What is forgotten when another input is chosen.
fn ends_of(axis: usize) -> &'static [Want] {
    &AXES[axis].1
}
