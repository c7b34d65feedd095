//! Goal seek keeps its word: what it answers, simulated anew with other luck, reaches the goal as often as it said.

use holdfast_advice::{Found, Goal, Outcome, Seek, Side, answer};
use holdfast_engine::expected;
use holdfast_scenario::{CheckedStudy, Estimate, Key, Measure, Scenario, Study, Target, presets};
use holdfast_test_support::TestRng;

/// Asks until something is found.
fn seek(study: &CheckedStudy, goal: Goal) -> (Found, usize) {
    let (mut seek, mut tried) = (Seek::new(study, goal), 0);
    loop {
        if let Some(found) = seek.found() {
            return (found, tried);
        }
        let questions = seek.questions(2);
        tried += questions.iter().map(|(values, _)| values.len()).sum::<usize>();
        let answers: Vec<(f64, f64)> = questions
            .into_iter()
            .flat_map(|(values, question)| values.into_iter().zip(answer(study, &question)).collect::<Vec<_>>())
            .collect();
        seek.take(answers);
    }
}

fn alone(study: &Study) -> CheckedStudy {
    Study { scenarios: study.scenarios[..1].to_vec(), ..study.clone() }.check().unwrap()
}

/// The probability with another seed, over so many runs.
fn again(study: &CheckedStudy, goal: Goal, value: f64, runs: u32) -> f64 {
    let other = Study { seed: study.seed() + 1_000_003, ..study.source().clone() }.check().unwrap();
    let figure = holdfast_advice::Figure::Chance(goal.target, goal.month);
    let question =
        holdfast_advice::Question::Figures { keys: vec![goal.lever], points: vec![vec![value]], figure, runs };
    answer(&other, &question)[0]
}

const LEVERS: [Key; 8] = [
    Key::Churn,
    Key::Conversion,
    Key::Price,
    Key::TrialsStep,
    Key::TrialsStart,
    Key::SaveRate,
    Key::Expansion,
    Key::ReferralRate,
];

/// A small business with some ranges, and a goal that lies near what it does.
fn random(rng: &mut TestRng) -> (CheckedStudy, Goal) {
    loop {
        let mut scenario = Scenario { name: "A".into(), ..Scenario::default() };
        let inputs = &mut scenario.inputs;
        inputs[Key::TrialsStart] = Estimate::Exact(rng.between(20.0, 300.0).round());
        inputs[Key::TrialsStep] = Estimate::Exact(rng.between(0.0, 20.0).round());
        inputs[Key::Conversion] = Estimate::Range { low: rng.between(0.04, 0.07), high: rng.between(0.08, 0.12) };
        inputs[Key::Price] = Estimate::Exact(rng.between(20.0, 200.0).round());
        inputs[Key::Churn] = Estimate::Range { low: rng.between(0.01, 0.03), high: rng.between(0.035, 0.06) };
        inputs[Key::OpeningCustomers] = Estimate::Exact(rng.between(0.0, 200.0).round());
        if rng.chance(0.3) {
            inputs[Key::ChurnVariation] = Estimate::Exact(0.002);
        }
        if rng.chance(0.3) {
            inputs[Key::TrialsVariation] = Estimate::Exact(0.3);
        }
        let horizon_months = 12 + rng.next_u64() % 25;
        let study =
            Study { scenarios: vec![scenario], horizon_months, seed: rng.next_u64() % 1000, ..Study::default() };
        let Ok(checked) = study.check() else { continue };
        let lever = LEVERS[rng.next_u64() as usize % LEVERS.len()];
        let measure =
            [Measure::Arr, Measure::Mrr, Measure::Customers, Measure::CumulativeRevenue][rng.next_u64() as usize % 4];
        let outcome = Outcome { measure, month: horizon_months as u32 };
        let path = expected(&checked.scenarios()[0], horizon_months as usize);
        let target = Target { measure, value: rng.between(0.8, 1.3) * outcome.on_path(&path) };
        let goal = Goal { lever, target, month: horizon_months as u32, probability: rng.between(0.2, 0.95) };
        return (checked, goal);
    }
}

/// Both simulations have an error: at 95%, 95 of 100 are to be expected; fewer than 88 come by chance once in 680 times. What
/// the interval is of, the value, is sought again with other luck in every third study: both differ by √2 of one's error, so
/// that the root mean square of (difference ÷ half the interval) is √2/1.96 = 0.72; of 33 it lies between 0.5 and 0.95 but
/// once in some hundred times.
#[test]
fn answers_hold_with_other_luck() {
    const RUNS: u32 = 10_000;
    let mut rng = TestRng(20_261_122);
    let (mut held, mut asked, mut out, mut anyway) = (0, 0, 0, 0);
    let mut apart: Vec<f64> = Vec::new();
    while asked < 100 {
        let (study, goal) = random(&mut rng);
        let (found, _) = seek(&study, goal);
        match found {
            Found::Reached { value, side, interval, .. } => {
                asked += 1;
                assert!(interval.0 <= value && value <= interval.1, "{goal:?} {found:?}");
                let chance = again(&study, goal, value, RUNS);
                let p = goal.probability;
                let error = (2.0 * p * (1.0 - p) / f64::from(RUNS)).sqrt();
                held += usize::from((chance - p).abs() <= 1.96 * error);
                if asked % 3 == 0 {
                    let other = Study { seed: study.seed() + 7_000_001, ..study.source().clone() }.check().unwrap();
                    let (found, _) = seek(&other, goal);
                    let Found::Reached { value: again, .. } = found else { panic!("{goal:?} {found:?}") };
                    apart.push((again - value) / (0.5 * (interval.1 - interval.0)));
                }
                // Well beyond the interval the goal is met on the side that is named, and not on the other.
                let wide = 3.0 * (interval.1 - interval.0).max(1e-3 * value.abs());
                let bounds = goal.lever.input().bounds;
                let (better, worse) =
                    if side == Side::AtLeast { (value + wide, value - wide) } else { (value - wide, value + wide) };
                for (value, is_met) in [(better, true), (worse, false)] {
                    if (bounds.0..=bounds.1).contains(&value) {
                        let chance = again(&study, goal, value, RUNS);
                        assert!(chance.is_nan() || (chance >= p) == is_met, "{goal:?} {found:?} {value} {chance}");
                    }
                }
            }
            Found::OutOfReach { value, chance } => {
                out += 1;
                assert!(chance < goal.probability && again(&study, goal, value, RUNS) < goal.probability + 0.03);
            }
            Found::Anyway { .. } => anyway += 1,
        }
    }
    println!("{held} of {asked} held; {out} out of reach, {anyway} met anyway");
    assert!(held >= 88, "{held} of {asked}");
    let spread = (apart.iter().map(|apart| apart * apart).sum::<f64>() / apart.len() as f64).sqrt();
    println!("the value's distance to that with other luck, in half intervals: {spread:.2} of {}", apart.len());
    assert!((0.5..0.95).contains(&spread), "{spread}");
}

#[test]
fn a_goal_out_of_reach_says_how_near_one_comes() {
    let study = alone(&presets::runway());
    let target = Target { measure: Measure::Arr, value: 3e7 };
    let goal = Goal { lever: Key::Churn, target, month: 36, probability: 0.8 };
    let (found, tried) = seek(&study, goal);
    let Found::OutOfReach { value, chance } = found else { panic!("{found:?}") };
    assert!(chance < 0.8 && tried > 17, "{value} {chance} {tried}");
    let easy = Goal { target: Target { measure: Measure::Customers, value: 10.0 }, ..goal };
    let (found, _) = seek(&study, easy);
    assert!(matches!(found, Found::Anyway { least } if least > 0.99), "{found:?}");
}

/// New customers cost more than they bring in time, so that cash is greatest with neither fewer nor more of them: the
/// nearest way is found, and that it is not the only one is told.
#[test]
fn a_lever_that_is_not_monotone_is_scanned_first() {
    let mut study = presets::calm_dunning();
    study.horizon_months = 48;
    study.scenarios.truncate(1);
    let inputs = &mut study.scenarios[0].inputs;
    inputs[Key::AcquisitionCost] = Estimate::Exact(400.0);
    inputs[Key::OpeningCash] = Estimate::Exact(50_000.0);
    let target = Target { measure: Measure::Cash, value: 940_000.0 };
    let goal = Goal { lever: Key::TrialsGrowth, target, month: 48, probability: 0.5 };
    for (now, wanted) in [(-0.08, Side::AtLeast), (0.0, Side::AtMost), (0.06, Side::AtMost)] {
        study.scenarios[0].inputs[Key::TrialsGrowth] = Estimate::Exact(now);
        let (found, _) = seek(&study.check().unwrap(), goal);
        let Found::Reached { value, side, is_only, .. } = found else { panic!("{found:?}") };
        assert!(side == wanted && !is_only, "{now}: {found:?}");
        let near = if side == Side::AtLeast { -0.033 } else { 0.013 };
        assert!((value - near).abs() < 0.01, "{now}: {found:?}");
    }
}

/// Beyond the slider a lever that helped does harm, and one that was enough is not.
#[test]
fn what_lies_beyond_the_slider_is_found() {
    let mut study = presets::calm_dunning();
    study.horizon_months = 48;
    study.scenarios.truncate(1);
    let inputs = &mut study.scenarios[0].inputs;
    for (key, value) in [
        (Key::TrialsStart, 100.0),
        (Key::OpeningCustomers, 0.0),
        (Key::AcquisitionCost, 250.0),
        (Key::TrialsVariation, 0.0),
        (Key::FailedPaymentRate, 0.0),
    ] {
        inputs[key] = Estimate::Exact(value);
    }
    let target = Target { measure: Measure::Cash, value: 300_000.0 };
    let goal = Goal { lever: Key::TrialsGrowth, target, month: 48, probability: 0.8 };
    let (found, _) = seek(&study.check().unwrap(), goal);
    let Found::Reached { value, side: Side::AtLeast, is_only: false, .. } = found else { panic!("{found:?}") };
    assert!((0.06..0.08).contains(&value), "{found:?}");
    // 300 customers: with any churn on the slider, but not with any churn.
    let study = alone(&presets::runway());
    let target = Target { measure: Measure::Customers, value: 300.0 };
    let (found, _) = seek(&study, Goal { lever: Key::Churn, target, month: 60, probability: 0.8 });
    let Found::Reached { value, side: Side::AtMost, .. } = found else { panic!("{found:?}") };
    assert!(value > 0.15, "{found:?}");
}

/// What nothing depends on reaches a goal whatever it is, or never.
#[test]
fn a_lever_without_effect_is_told() {
    let study = alone(&presets::calm_dunning());
    // Nobody pauses: the rate of resuming changes nothing.
    for (value, is_met) in [(500.0, true), (1e6, false)] {
        let target = Target { measure: Measure::Customers, value };
        let (found, _) = seek(&study, Goal { lever: Key::ResumeRate, target, month: 24, probability: 0.5 });
        assert_eq!(matches!(found, Found::Anyway { .. }), is_met, "{found:?}");
        assert_eq!(matches!(found, Found::OutOfReach { .. }), !is_met, "{found:?}");
    }
}
