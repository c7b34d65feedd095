//! What cards bring, what a budget buys, and what a map shows: against sums worked out in another way.

use holdfast_advice::{Bundle, Contest, Figure, Grid, Means, Outcome, Question, answer, bundle};
use holdfast_engine::{Expected, Quantity, expected};
use holdfast_scenario::playbook::{CARDS, events};
use holdfast_scenario::{
    Action, CheckedStudy, Estimate, Estimate::Exact, Event, Key, Measure, Scenario, Study, Survival, Target, presets,
};

fn card(name: &str) -> usize {
    CARDS.iter().position(|card| card.name == name).unwrap()
}

fn alone(study: Study) -> Study {
    Study { scenarios: study.scenarios[..1].to_vec(), ..study }
}

/// The runway's business with some cards, each with exact amounts in the middle of its range.
fn with_cards(names: &[&str]) -> CheckedStudy {
    let mut study = alone(presets::runway());
    for name in names {
        let mut more = events(card(name), Survival::Constant, 4);
        for event in &mut more {
            if let Estimate::Range { low, high } = event.value {
                event.value = Exact(0.5 * (low + high));
            }
        }
        study.scenarios[0].events.extend(more);
    }
    study.check().unwrap()
}

#[test]
fn without_cards_there_is_nothing_to_say() {
    assert_eq!(bundle(&with_cards(&[])), None);
    assert_eq!(Bundle::decode(&answer(&with_cards(&[]), &Question::Bundle)), None);
}

#[test]
fn what_is_spent_is_what_the_cards_cost() {
    let found = bundle(&with_cards(&["fix_product", "surveys"])).unwrap();
    // $20,000 once, and $100 in each of 57 months.
    assert!(found.spent.iter().all(|spent| (spent - 25_700.0).abs() < 1e-5), "{found:?}");
    for at in 0..3 {
        assert!((found.returned[at] - found.cash[at] / 25_700.0).abs() < 1e-9, "{found:?}");
    }
    assert_eq!(Bundle::decode(&found.encode()), Some(found));
    let free = bundle(&with_cards(&["price_change"])).unwrap();
    assert_eq!(free.spent, [0.0; 3]);
    assert!(free.returned.iter().all(|share| share.is_nan()));
}

/// Another event of the business that is a range, before the cards' or behind them, has the same luck with them and without.
#[test]
fn other_events_keep_their_luck() {
    let mut study = with_cards(&["surveys"]).source().clone();
    let wild = Event {
        value: Estimate::Range { low: 0.8, high: 1.25 },
        ..Event::neutral(Key::Price, Action::Multiply, 2, Exact(50.0))
    };
    let events = &mut study.scenarios[0].events;
    events.push(wild.clone());
    events.insert(0, Event { input: Key::Conversion, ..wild });
    let found = bundle(&study.check().unwrap()).unwrap();
    // $100 in each of 57 months, in every future.
    assert!(found.spent.iter().all(|spent| (spent - 5_700.0).abs() < 1e-4), "{found:?}");
    assert!(found.pays > 0.99, "{found:?}");
}

/// With no input a range, the gain of cards is the difference of the expected paths but for luck: its median lies within
/// what 10,000 runs leave open, at six standard errors.
#[test]
fn gains_agree_with_the_expected_path() {
    let study = with_cards(&["show_care", "calm_dunning", "loyalty"]).at_medians();
    let found = bundle(&study).unwrap();
    let path = |study: &CheckedStudy| expected(&study.scenarios()[0], 60);
    let with = path(&study);
    let mut bare = study.source().clone();
    bare.scenarios[0].events.clear();
    let without = path(&bare.check().unwrap());
    for (quantity, range) in [(Quantity::Mrr, found.mrr), (Quantity::Cash, found.cash)] {
        let gain = with[quantity][60] - without[quantity][60];
        let deviation = (range[2] - range[0]) / (2.0 * 1.645);
        // A median's standard error is some 1.25 of a mean's.
        assert!((range[1] - gain).abs() < 6.0 * 1.25 * deviation / 100.0, "{quantity:?}: {gain} {range:?}");
    }
    let behind = |month: &usize| with[Quantity::Cash][*month] < without[Quantity::Cash][*month];
    let payback = (0..=60).rev().find(behind).map_or(0, |month| month + 1);
    let [soon, _, late] = found.payback_month;
    assert!(soon <= payback as f64 && payback as f64 <= late, "{payback} {found:?}");
}

#[test]
fn cards_that_do_nothing_never_pay() {
    // No payment fails: there is nothing to recover.
    let found = bundle(&with_cards(&["calm_dunning"])).unwrap();
    assert_eq!((found.mrr, found.pays), ([0.0; 3], 0.0));
    assert!(found.payback_month.iter().all(|month| *month == f64::INFINITY));
    assert!(found.returned.iter().all(|share| (share + 1.0).abs() < 1e-12), "all of it is lost");
}

fn contest() -> Contest {
    Contest { budget: 3000.0, from_month: 7, by: Means::Ratio(5.0, 25.0) }
}

/// The expected paths of the business as it is, acquiring, and retaining.
fn paths(contest: Contest, study: &Study) -> Vec<Expected> {
    let study = study.check().unwrap_or_else(|problems| panic!("{problems:?}"));
    let all = contest.study(&study).unwrap();
    all.scenarios().iter().map(|scenario| expected(scenario, study.horizon_months())).collect()
}

/// Both spend what they are given in every stretch of two months, whatever the curve, with growth, seasons, longer trials,
/// dearer customers and other events: one on customers at what they cost, the other on those whom as much keeps.
#[test]
fn the_same_budget_is_spent_on_both() {
    let event = |input, action, value| Event { value: Exact(value), ..Event::neutral(input, action, 1, Exact(0.0)) };
    let others = [event(Key::Churn, Action::Reduce, 0.4), event(Key::AcquisitionCost, Action::Multiply, 1.5)];
    type Change = fn(&mut Scenario);
    let cases: [(&str, Change); 8] = [
        ("as it is", |_| {}),
        ("growth", |scenario| scenario.inputs[Key::TrialsGrowth] = Exact(0.03)),
        ("fewer and fewer", |scenario| scenario.inputs[Key::TrialsStep] = Exact(-12.0)),
        ("seasons", |scenario| scenario.seasonality = (0..12).map(|month| 0.5 + 0.1 * f64::from(month)).collect()),
        ("long trials", |scenario| scenario.inputs[Key::TrialMonths] = Exact(3.0)),
        ("onboarding", |scenario| {
            scenario.survival = Survival::Onboarding;
            scenario.inputs[Key::EarlyChurn] = Exact(0.2);
        }),
        ("saves and pauses", |scenario| {
            for (key, value) in [(Key::SaveRate, 0.2), (Key::PauseShare, 0.3), (Key::FailedPaymentRate, 0.02)] {
                scenario.inputs[key] = Exact(value);
            }
        }),
        ("a fickle mix", |scenario| scenario.survival = Survival::ShiftedBetaGeometric),
    ];
    for (name, change) in cases {
        for (more, cost) in [(&others[..0], 600.0), (&others, 900.0)] {
            let mut study = alone(presets::runway());
            change(&mut study.scenarios[0]);
            study.scenarios[0].events = more.to_vec();
            // A ratio at which the budget, not the ceiling, decides.
            let paths = paths(Contest { by: Means::Ratio(0.5, 0.5), ..contest() }, &study);
            let [now, acquire, retain] = paths.as_slice() else { panic!() };
            let paid = 3000.0 / (cost / 0.5);
            for first in (7..=60).step_by(2) {
                let joined = |path: &Expected| path[Quantity::NewCustomers][first..=first + 1].iter().sum::<f64>();
                let spent = (joined(acquire) - joined(now)) * cost;
                assert!((spent / 6000.0 - 1.0).abs() < 0.01, "{name}, {cost}, month {first}: {spent} spent");
                // Of the customers that retaining has, those who would leave or pause, and those who do.
                let going = |path: &Expected| {
                    let gone =
                        path[Quantity::VoluntaryChurnedCustomers][first] + path[Quantity::NewlyPausedCustomers][first];
                    gone / path[Quantity::Customers][first - 1]
                };
                let kept = (going(now) - going(retain)) * retain[Quantity::Customers][first - 1];
                // Where ages differ their mix does too, but in the first month.
                if study.scenarios[0].survival == Survival::Constant || first == 7 {
                    let close = if first == 7 { 1e-9 } else { 0.01 };
                    assert!((kept / paid - 1.0).abs() < close, "{name}, {cost}, month {first}: {kept} kept of {paid}");
                }
            }
            assert!((now[Quantity::Cash][6] - retain[Quantity::Cash][6]).abs() < 1e-9);
        }
    }
}

#[test]
fn a_contest_is_simulated_and_crosses() {
    let study = alone(presets::runway()).check().unwrap().with_runs(1000);
    let (starts, summary) = Contest::read(&answer(&study, &Question::Versus(contest()))).unwrap();
    assert!(starts.is_empty());
    assert_eq!(summary.runs(), 1000);
    let lead = summary.months(Contest::lead()).unwrap();
    assert!(lead[..7].iter().all(|stats| stats.at_zero == 1.0), "the same until the money is spent");
    assert!(lead[60].above_zero > 0.9);
    let free = Contest { budget: 0.0, ..contest() };
    assert!(free.study(&study).is_none() && answer(&study, &Question::Versus(free)).is_empty());
    let without_cost = alone(presets::leaky_bucket()).check().unwrap();
    assert!(contest().study(&without_cost).is_none(), "what costs nothing cannot be bought for money");
    assert_eq!(Contest::decode(&contest().encode()), Some(contest()));
}

/// Cards keep customers, and from the month on that the money comes in they never cost more than has come.
#[test]
fn cards_retain_within_the_budget() {
    let study = alone(presets::runway()).check().unwrap().with_runs(200);
    let by_cards = Contest { by: Means::Cards, ..contest() };
    let (starts, _) = Contest::read(&answer(&study, &Question::Versus(by_cards))).unwrap();
    assert!(starts.len() > 2 && starts.iter().all(|start| start.from_month >= 7 && CARDS[start.card].retains()));
    let paths: Vec<_> =
        by_cards.study(&study).unwrap().scenarios().iter().map(|scenario| expected(scenario, 60)).collect();
    // What the cards cost: as if they were free, less what is left.
    let mut free = by_cards.study(&study).unwrap().source().clone();
    free.scenarios[2].events.retain(|event| !matches!(event.input, Key::FixedCosts | Key::RetentionCost));
    let free = expected(&free.check().unwrap().scenarios()[2], 60);
    for month in 1..=60_usize {
        let spent = free[Quantity::Cash][month] - paths[2][Quantity::Cash][month];
        let come = 3000.0 * (month as f64 - 6.0).max(0.0);
        assert!(spent <= come + 1e-6 * come, "month {month}: {spent} of {come}");
    }
    assert!(paths[2][Quantity::Mrr][60] > paths[0][Quantity::Mrr][60]);
    assert_eq!(Contest::decode(&by_cards.encode()), Some(by_cards));
}

/// The dearer it is to keep a customer, the less the same budget keeps.
#[test]
fn the_more_keeping_costs_the_less_it_brings() {
    let study = alone(presets::runway()).check().unwrap();
    let mrr = |ratio: f64| {
        let study = Contest { by: Means::Ratio(ratio, ratio), ..contest() }.study(&study).unwrap();
        expected(&study.scenarios()[2], 60)[Quantity::Mrr][60]
    };
    let all = [0.5, 1.0, 2.0, 5.0, 10.0].map(mrr);
    assert!(all.is_sorted() && all[0] < all[4], "{all:?}");
}

#[test]
fn a_map_has_every_point_once_and_asks_for_coarse_ones_first() {
    let figure = Figure::Chance(Target { measure: Measure::Arr, value: 2e6 }, 48);
    let grid = Grid {
        keys: [Key::Churn, Key::Conversion],
        columns: Grid::values((0.01, 0.05), 21),
        rows: Grid::values((0.05, 0.15), 21),
        figure,
        runs: 100,
    };
    let order = grid.order();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((order.len(), sorted.len()), (441, 441));
    assert!(order[..36].iter().all(|(row, column)| row % 4 == 0 && column % 4 == 0));
    let questions = grid.questions();
    let asked: Vec<(usize, usize)> = questions.iter().flat_map(|(places, _)| places.clone()).collect();
    assert_eq!(asked, order);
    // A point says what the study with those values says.
    let study = alone(presets::runway()).check().unwrap();
    let (places, question) = &questions[3];
    let found = answer(&study, question);
    let mut one = study.source().clone();
    let (row, column) = places[2];
    one.scenarios[0].inputs[Key::Churn] = Exact(grid.columns[column]);
    one.scenarios[0].inputs[Key::Conversion] = Exact(grid.rows[row]);
    let one = one.check().unwrap();
    let plain = Question::Figures { keys: vec![], points: vec![vec![]], figure, runs: 100 };
    assert_eq!(found[2], answer(&one, &plain)[0]);
    assert_eq!(found.len(), 8);
}

#[test]
fn a_point_that_is_not_possible_is_none() {
    let study = alone(presets::runway()).check().unwrap();
    let median = Figure::Median(Outcome { measure: Measure::Mrr, month: 60 });
    let points = vec![vec![0.04], vec![2.0], vec![0.02]];
    let found = answer(&study, &Question::Figures { keys: vec![Key::Churn], points, figure: median, runs: 50 });
    assert!(found[1].is_nan() && found[2] > found[0] && found[0] > 0.0, "{found:?}");
}
