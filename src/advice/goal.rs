//! To reach a goal: what an input must be so that it is reached by a month with some probability.

use super::super::charts::{focus, fold};
use super::super::el::{button, el};
use super::super::field::{Choice, forget};
use super::super::live::{derived, memo};
use super::super::model::App;
use super::super::settings::{first_value, unit_of};
use super::super::view::View;
use super::super::words::words;
use super::alone;
use super::search::{Search, Searching};
use super::wish::Want;
use super::wish_field::{has_slip, place_of, wish_field};
use holdfast_advice::{Bound, Goal, GoalSeekResult};
use holdfast_scenario::input::Support;
use holdfast_scenario::{Estimate, Key, Measure, Survival, Target, Unit, round_to_digits};
use holdfast_text::args;
use leptos::prelude::*;

/// The month to begin with, where the study goes that far.
const MONTH: usize = 36;
const WANTS: [Want; 3] = [Want::GoalValue, Want::GoalMonth, Want::Probability];
/// Id of the button.
const FIND: &str = "goal-find";

/// The fold, filled while it is open.
pub fn goal(app: App, view: View) -> AnyView {
    let searching = Searching::new(app, view);
    let inside = move || if view.has_goal.get() { shown(app, view, searching) } else { Vec::new() };
    fold(words().goal_title(), view.has_goal, el("div.advice").lists(inside))
}

/// Inputs that can be sought: one scenario's survival curve uses them, and any value between two is one.
fn levers(survival: Survival) -> Vec<Key> {
    let is_lever = |&key: &Key| {
        let input = key.input();
        let is_whole = input.support == Support::Whole || input.unit == Unit::Customers;
        survival.uses(key) && !is_whole && key != Key::DiscountRate
    };
    Key::ALL.iter().copied().filter(is_lever).collect()
}

fn survival(app: App) -> Survival {
    alone(app).source().scenarios[0].survival
}

/// The wished lever, or one that every scenario has.
fn lever(app: App, view: View) -> Key {
    let wished = Key::ALL.get(view.wishes.get(Want::Lever) as usize).copied();
    wished.filter(|key| levers(survival(app)).contains(key)).unwrap_or(Key::Conversion)
}

fn horizon(app: App) -> usize {
    app.checked.with(|study| study.horizon_months())
}

/// What is asked for; where nothing is wished, the study's target.
pub fn asked(app: App, view: View) -> Goal {
    let wishes = view.wishes;
    let target = app.checked.with(|study| study.target());
    let wished =
        Measure::ALL.get(wishes.get(Want::GoalMeasure) as usize).filter(|_| !wishes.get(Want::GoalMeasure).is_nan());
    let measure = wished.copied().or(target.map(|target| target.measure)).unwrap_or(Measure::Arr);
    let target = target.filter(|target| target.measure == measure).map(|target| target.value);
    let value = wishes.get_or(Want::GoalValue, || target.unwrap_or_else(|| first_value(measure)));
    let month = wishes.get_or(Want::GoalMonth, || MONTH as f64).min(horizon(app) as f64);
    Goal {
        lever: lever(app, view),
        target: Target { measure, value },
        month: month as u32,
        probability: wishes.get(Want::Probability),
    }
}

fn shown(app: App, view: View, searching: Searching) -> Vec<AnyView> {
    let Searching { topic, search, .. } = searching;
    let name = move || app.study.with(|study| study.scenarios.get(app.selected_index()).map(|s| s.name.clone()));
    let about = el("p.help").says(move || words().goal_about(&name().unwrap_or_default()));
    let find = button("button.main-action", words().goal_find(), move |_| searching.find());
    // Nothing is sought of what cannot be read.
    let find = find.attr("id", FIND).when("disabled", move || has_slip(app, &WANTS));
    // Both go away as they are pressed; the focus does not.
    let stop = move |_| {
        searching.stop();
        focus(FIND);
    };
    let is_busy = memo(move |_| topic.is_busy.get() && searching.is_current());
    let stop = move || is_busy.get().then(|| button("button", words().goal_stop(), stop).view());
    let put = move |_| {
        searching.put();
        focus(FIND);
    };
    let put = move || searching.usable().map(|_| button("button", words().goal_use(), put).view());
    let said = move || search.get().filter(|_| searching.is_current()).map(|search| told(app, &search, is_busy.get()));
    vec![
        about.view(),
        fields(app, view),
        el("div.wish-actions").el(find).shows(stop).shows(put).view(),
        el("p.said").attr("role", "status").says(move || said().unwrap_or_default()).view(),
    ]
}

fn fields(app: App, view: View) -> AnyView {
    let goal = move || asked(app, view);
    // Lists and fields are made anew only where they are others: the curve, the measure, the horizon.
    let curve = memo(move |_| survival(app) as usize);
    let measured = memo(move |_| goal().target.measure as usize);
    let last = memo(move |_| horizon(app));
    let lever = move || {
        let keys = levers(Survival::ALL[curve.get()]);
        let names = keys.iter().map(|key| words().input_label(key.input())).collect();
        let (known, wish) = (keys.clone(), move |at: usize| view.wishes.set(Want::Lever, keys[at] as usize as f64));
        let chosen = move || known.iter().position(|&key| key == lever(app, view)).unwrap_or(0);
        Some(choice(Want::Lever, names, chosen, wish))
    };
    let names = Measure::ALL.map(|measure| words().series(measure.name()));
    let measure = choice(
        Want::GoalMeasure,
        names.into(),
        move || measured.get(),
        move |at| {
            // Another measure's value says nothing.
            forget(app, &place_of(Want::GoalValue));
            view.wishes.set(Want::GoalValue, f64::NAN);
            view.wishes.set(Want::GoalMeasure, at as f64);
        },
    );
    let field = move |want: Want, unit: Unit, bounds, now: fn(Goal) -> f64| {
        wish_field(app, view, want, unit, bounds, move || now(goal())).view()
    };
    let value = move || {
        let unit = unit_of(Measure::ALL[measured.get()]);
        Some(field(Want::GoalValue, unit, Want::GoalValue.row().bounds, |goal| goal.target.value))
    };
    let month = move || {
        let bounds = (1.0, last.get() as f64);
        Some(field(Want::GoalMonth, Unit::Plain, bounds, |goal| f64::from(goal.month)))
    };
    let row = Want::Probability.row();
    let probability = field(Want::Probability, row.unit, row.bounds, |goal| goal.probability);
    el("div.wishes").shows(lever).child(measure).shows(value).shows(month).child(probability).view()
}

/// A list to choose a wish from.
pub fn choice(
    want: Want,
    names: Vec<String>,
    chosen: impl Fn() -> usize + Send + Sync + 'static,
    choose: impl Fn(usize) + Send + Sync + 'static,
) -> AnyView {
    let (label, options) = (words().question_input(want.row().name), vec![(String::new(), names)]);
    let (chosen, choose) = (derived(chosen), Callback::new(choose));
    Choice { place: place_of(want), label, options, chosen, choose, hides_label: false, help: String::new() }.view()
}

/// What has been found, or how far the search is.
fn told(app: App, search: &Search, is_busy: bool) -> String {
    let Search { study, seek, is_used } = search;
    let Goal { lever, target, month, probability } = seek.goal;
    let Some(found) = seek.result() else {
        return if is_busy { words().goal_trying(seek.values_tried() as f64) } else { String::new() };
    };
    let (locale, currency) = (words().locale(), app.checked.with(|study| study.source().currency.clone()));
    let input = lever.input();
    let label = words().input_label(input);
    let amount = |value: f64| {
        let (amount, unit) =
            (words().estimate_amount(Estimate::Exact(value), input.unit), words().unit(input.unit, &currency));
        if input.unit.is_share() || unit.is_empty() { amount } else { amount + " " + &unit }
    };
    // Never more than it is.
    let percent = |chance: f64| locale.tick((chance * 1000.0 + 1e-9).floor() / 1000.0, Unit::Share, "");
    let goal = args::GoalOf {
        measure: &words().series(target.measure.name()),
        value: &locale.tick(target.value, unit_of(target.measure), &currency),
        month: &month.to_string(),
    };
    let goal = words().goal_of(goal);
    match found.rounded(input) {
        GoalSeekResult::Reached { value, bound, interval, is_unique } => {
            let value = match bound {
                Bound::AtLeast => words().goal_at_least(&amount(value)),
                Bound::AtMost => words().goal_at_most(&amount(value)),
            };
            let reached = args::GoalReached {
                lever: &label,
                value: &value,
                goal: &goal,
                probability: &percent(probability),
                low: &amount(interval.0),
                high: &amount(interval.1),
            };
            let mut said = words().goal_reached(reached);
            if !is_unique {
                said += &words().goal_others();
            }
            // Of a range its median alone was tried.
            let (now, median) = (study.source().scenarios[0].inputs[lever], study.scenarios()[0][lever].median());
            said + &match (seek.current_probability().map(percent), now) {
                _ if *is_used => words().goal_used(),
                (None, _) => String::new(),
                (Some(chance), Estimate::Exact(now)) => {
                    words().goal_now(args::GoalNow { now: &amount(now), chance: &chance })
                }
                (Some(chance), _) => {
                    let now = amount(round_to_digits(median, 3));
                    words().goal_median(args::GoalMedian { now: &now, chance: &chance })
                }
            }
        }
        GoalSeekResult::AlwaysMet { min_probability } => {
            words().goal_anyway(args::GoalAnyway { goal: &goal, lever: &label, chance: &percent(min_probability) })
        }
        GoalSeekResult::OutOfReach { probability: 0.0, .. } => {
            words().goal_never(args::GoalNever { goal: &goal, lever: &label })
        }
        GoalSeekResult::OutOfReach { best_value, probability } => words().goal_out(args::GoalOut {
            goal: &goal,
            lever: &label,
            chance: &percent(probability),
            value: &amount(best_value),
        }),
    }
}
