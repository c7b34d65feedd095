//! Tests of the effects of cards, of the comparison of acquiring and retaining, and of grids, against independent
//! computations.

use holdfast_advice::{
    AcquireOrRetain, Answer, Comparison, Grid, Outcome, Question, RetentionSpending, Statistic, answer, combined_effect,
};
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

/// A study of the first scenario of the runway preset, which plays some cards from month 4 on. Ranges of the cards are
/// replaced by their midpoints.
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

/// The numbers in the answer to a question about statistics.
fn statistics(study: &CheckedStudy, question: &Question) -> Vec<f64> {
    answer(study, question).statistics().to_vec()
}

/// The result of a comparison, computed as the answer to a question.
fn ask(study: &CheckedStudy, comparison: AcquireOrRetain) -> Option<Comparison> {
    match answer(study, &Question::AcquireOrRetain(comparison)) {
        Answer::AcquireOrRetain(comparison) => comparison,
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_cards_there_is_no_combined_effect() {
    assert_eq!(combined_effect(&with_cards(&[])), None);
    assert_eq!(answer(&with_cards(&[]), &Question::CombinedEffect), Answer::CombinedEffect(None));
}

#[test]
fn the_cost_is_that_of_the_cards() {
    let found = combined_effect(&with_cards(&["fix_product", "surveys"])).unwrap();
    // The cards cost $20,000 once, and $100 in each of 57 months.
    assert!(found.cost.iter().all(|cost| (cost - 25_700.0).abs() < 1e-5), "{found:?}");
    for at in 0..3 {
        assert!((found.return_on_investment[at] - found.cash[at] / 25_700.0).abs() < 1e-9, "{found:?}");
    }
    let free = combined_effect(&with_cards(&["price_change"])).unwrap();
    assert_eq!(free.cost, [0.0; 3]);
    assert!(free.return_on_investment.iter().all(|share| share.is_nan()));
}

/// An event that belongs to no card draws the same random number with the cards and without them. This is tested for
/// one such event before the events of the cards and for one after them.
#[test]
fn other_events_keep_their_random_numbers() {
    let mut study = with_cards(&["surveys"]).source().clone();
    let wild = Event {
        value: Estimate::Range { low: 0.8, high: 1.25 },
        ..Event::neutral(Key::Price, Action::Multiply, 2, Exact(50.0))
    };
    let events = &mut study.scenarios[0].events;
    events.push(wild.clone());
    events.insert(0, Event { input: Key::Conversion, ..wild });
    let found = combined_effect(&study.check().unwrap()).unwrap();
    // The card costs $100 in each of 57 months. The cost is the same in every run.
    assert!(found.cost.iter().all(|cost| (cost - 5_700.0).abs() < 1e-4), "{found:?}");
    assert!(found.gain_probability > 0.99, "{found:?}");
}

/// If no input is a range, the simulated gain of the cards differs from the gain on the expected path only by
/// simulation error. The gains of the runs are nearly symmetric, so their median estimates their mean. The median of
/// 10,000 runs must lie within six of its standard errors of the gain on the expected path.
#[test]
fn gains_agree_with_the_expected_path() {
    let study = with_cards(&["show_care", "calm_dunning", "loyalty"]).at_medians();
    let found = combined_effect(&study).unwrap();
    let path = |study: &CheckedStudy| expected(&study.scenarios()[0], 60);
    let with = path(&study);
    let mut bare = study.source().clone();
    bare.scenarios[0].events.clear();
    let without = path(&bare.check().unwrap());
    for (quantity, range) in [(Quantity::Mrr, found.mrr), (Quantity::Cash, found.cash)] {
        let gain = with[quantity][60] - without[quantity][60];
        let deviation = (range[2] - range[0]) / (2.0 * 1.645);
        // The standard error of a median is about 1.25 times the standard error of a mean.
        assert!((range[1] - gain).abs() < 6.0 * 1.25 * deviation / 100.0, "{quantity:?}: {gain} {range:?}");
    }
    let behind = |month: &usize| with[Quantity::Cash][*month] < without[Quantity::Cash][*month];
    let payback = (0..=60).rev().find(behind).map_or(0, |month| month + 1);
    let [soon, _, late] = found.payback_month;
    assert!(soon <= payback as f64 && payback as f64 <= late, "{payback} {found:?}");
}

#[test]
fn cards_without_effect_never_pay() {
    // No payment fails in this study, so this card has nothing to recover.
    let found = combined_effect(&with_cards(&["calm_dunning"])).unwrap();
    assert_eq!((found.mrr, found.gain_probability), ([0.0; 3], 0.0));
    assert!(found.payback_month.iter().all(|month| *month == f64::INFINITY));
    assert!(found.return_on_investment.iter().all(|share| (share + 1.0).abs() < 1e-12), "all of the cost is lost");
}

fn comparison() -> AcquireOrRetain {
    AcquireOrRetain { budget: 3000.0, from_month: 7, retention: RetentionSpending::CostRatio(5.0, 25.0) }
}

/// The expected paths of the three scenarios of a comparison: without the budget, acquiring, and retaining.
fn paths(comparison: AcquireOrRetain, study: &Study) -> Vec<Expected> {
    let study = study.check().unwrap_or_else(|problems| panic!("{problems:?}"));
    let all = comparison.study(&study).unwrap();
    all.scenarios().iter().map(|scenario| expected(scenario, study.horizon_months())).collect()
}

/// The acquiring and the retaining scenario both spend the budget in every interval of two months. Acquiring spends it
/// on new customers at their cost, and retaining spends it on retained customers at their cost. This is tested with
/// several survival curves, growth, seasons, longer trials, higher acquisition costs and other events.
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
            // With a cost ratio of 0.5, the budget pays for fewer customers than can be retained, so all of it is
            // spent.
            let paths =
                paths(AcquireOrRetain { retention: RetentionSpending::CostRatio(0.5, 0.5), ..comparison() }, &study);
            let [now, acquire, retain] = paths.as_slice() else { panic!() };
            let paid = 3000.0 / (cost / 0.5);
            for first in (7..=60).step_by(2) {
                let joined = |path: &Expected| path[Quantity::NewCustomers][first..=first + 1].iter().sum::<f64>();
                let spent = (joined(acquire) - joined(now)) * cost;
                assert!((spent / 6000.0 - 1.0).abs() < 0.01, "{name}, {cost}, month {first}: {spent} spent");
                // The retained customers are the customers of the retaining scenario who would leave or pause without
                // the spending, minus those who leave or pause in spite of it.
                let going = |path: &Expected| {
                    let gone =
                        path[Quantity::VoluntaryChurnedCustomers][first] + path[Quantity::NewlyPausedCustomers][first];
                    gone / path[Quantity::Customers][first - 1]
                };
                let kept = (going(now) - going(retain)) * retain[Quantity::Customers][first - 1];
                // Spending starts in month 7. After that month the scenarios have customers of different ages, so their
                // leaving rates are comparable only if the hazard does not depend on age.
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
fn a_comparison_is_simulated() {
    let study = alone(presets::runway()).check().unwrap().with_runs(1000);
    let answered = ask(&study, comparison()).unwrap();
    assert!(answered.schedule.is_empty());
    assert_eq!(answered.runs(), 1000);
    let lead = answered.lead().unwrap();
    assert!(lead[..7].iter().all(|stats| stats.at_zero == 1.0), "the same until the money is spent");
    assert!(lead[60].above_zero > 0.9);
    let free = AcquireOrRetain { budget: 0.0, ..comparison() };
    assert!(free.study(&study).is_none() && ask(&study, free).is_none());
    let without_cost = alone(presets::leaky_bucket()).check().unwrap();
    assert!(comparison().study(&without_cost).is_none(), "without an acquisition cost there is nothing to compare");
}

/// The three paths and the lead of a comparison all have the months of its summary. The last month is the horizon of
/// the simulated study.
#[test]
fn the_months_of_a_comparison_are_those_of_its_summary() {
    for horizon_months in [1, 12, 60] {
        let study = Study { horizon_months, ..alone(presets::runway()) }.check().unwrap().with_runs(64);
        let comparison = AcquireOrRetain { from_month: 1, ..comparison() };
        let answered = comparison.comparison(&study).unwrap();
        let last_month = answered.last_month().unwrap();
        assert_eq!(last_month as u64, horizon_months);
        assert!(answered.mrr().unwrap().iter().all(|path| path.len() == last_month + 1));
        assert_eq!(answered.lead().unwrap().len(), last_month + 1);
    }
}

/// All scheduled cards retain customers and start with the budget or later. They never cost more than the budget that
/// has been paid so far.
#[test]
fn cards_retain_within_the_budget() {
    let study = alone(presets::runway()).check().unwrap().with_runs(200);
    let by_cards = AcquireOrRetain { retention: RetentionSpending::Cards, ..comparison() };
    let schedule = ask(&study, by_cards).unwrap().schedule;
    assert!(schedule.len() > 2 && schedule.iter().all(|start| start.from_month >= 7 && CARDS[start.card].retains()));
    let paths: Vec<_> =
        by_cards.study(&study).unwrap().scenarios().iter().map(|scenario| expected(scenario, 60)).collect();
    // The cost of the cards is the difference in cash between the same cards without their costs and the cards with
    // their costs.
    let mut free = by_cards.study(&study).unwrap().source().clone();
    free.scenarios[2].events.retain(|event| !matches!(event.input, Key::FixedCosts | Key::RetentionCost));
    let free = expected(&free.check().unwrap().scenarios()[2], 60);
    for month in 1..=60_usize {
        let spent = free[Quantity::Cash][month] - paths[2][Quantity::Cash][month];
        let paid_in = 3000.0 * (month as f64 - 6.0).max(0.0);
        assert!(spent <= paid_in + 1e-6 * paid_in, "month {month}: {spent} of {paid_in}");
    }
    assert!(paths[2][Quantity::Mrr][60] > paths[0][Quantity::Mrr][60]);
}

/// If retaining a customer costs more, the same budget retains less MRR. A higher cost ratio means a lower cost of
/// retaining a customer.
#[test]
fn mrr_falls_with_the_cost_of_retaining() {
    let study = alone(presets::runway()).check().unwrap();
    let mrr = |ratio: f64| {
        let study = AcquireOrRetain { retention: RetentionSpending::CostRatio(ratio, ratio), ..comparison() }
            .study(&study)
            .unwrap();
        expected(&study.scenarios()[2], 60)[Quantity::Mrr][60]
    };
    let all = [0.5, 1.0, 2.0, 5.0, 10.0].map(mrr);
    assert!(all.is_sorted() && all[0] < all[4], "{all:?}");
}

#[test]
fn a_grid_has_every_point_once_in_an_order_from_coarse_to_fine() {
    let statistic = Statistic::Probability(Target { measure: Measure::Arr, value: 2e6 }, 48);
    let grid = Grid {
        keys: [Key::Churn, Key::Conversion],
        columns: Grid::values((0.01, 0.05), 21),
        rows: Grid::values((0.05, 0.15), 21),
        statistic,
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
    // The statistic at a point must equal the statistic of the study with these two values.
    let study = alone(presets::runway()).check().unwrap();
    let (places, question) = &questions[3];
    let found = statistics(&study, question);
    let mut one = study.source().clone();
    let (row, column) = places[2];
    one.scenarios[0].inputs[Key::Churn] = Exact(grid.columns[column]);
    one.scenarios[0].inputs[Key::Conversion] = Exact(grid.rows[row]);
    let one = one.check().unwrap();
    let plain = Question::Statistics { keys: vec![], points: vec![vec![]], statistic, runs: 100 };
    assert_eq!(found[2], statistics(&one, &plain)[0]);
    assert_eq!(found.len(), 8);
}

#[test]
fn a_point_that_fails_the_checks_is_nan() {
    let study = alone(presets::runway()).check().unwrap();
    let median = Statistic::Median(Outcome { measure: Measure::Mrr, month: 60 });
    let points = vec![vec![0.04], vec![2.0], vec![0.02]];
    let found =
        statistics(&study, &Question::Statistics { keys: vec![Key::Churn], points, statistic: median, runs: 50 });
    assert!(found[1].is_nan() && found[2] > found[0] && found[0] > 0.0, "{found:?}");
}
