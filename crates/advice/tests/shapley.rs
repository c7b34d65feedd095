//! Tests of Shapley effects, with functions whose effects are known in closed form. Seeds are fixed. Each estimated
//! effect comes with its standard error. The effect may differ from the exact effect by at most 4.9 times this standard
//! error. A correct estimate fails this test with a probability of one in a million.

use holdfast_advice::shapley::{Drivers, Effects, effects};
use holdfast_advice::{Outcome, VarianceShares, variance_shares};
use holdfast_engine::stream::DrawKey;
use holdfast_engine::{LANES, Lanes, RandomInput};
use holdfast_scenario::{
    Action, Correlation, Estimate, Inputs, Key, Measure, Plan, Scenario, Study, Survival, Z_95, file, presets,
};

const Z: f64 = 4.9;

fn named(names: &[&str], correlation: &[&[f64]]) -> Drivers {
    let draw_keys = names.iter().map(|name| (DrawKey::named(name), 0)).collect();
    Drivers { draw_keys, correlation: correlation.iter().map(|row| row.to_vec()).collect() }
}

fn sampled(seed: u64, blocks: u32, drivers: &Drivers, f: impl Fn(&[f64]) -> f64) -> Effects {
    let mut sum = Effects::zero(drivers.draw_keys.len());
    for block in 0..blocks {
        sum.add(&effects(seed, drivers, block, |normals| each_lane(normals, &f)));
    }
    sum
}

/// Applies `f` to each sample. `f` takes one number for each driver.
fn each_lane(normals: &[Lanes], f: impl Fn(&[f64]) -> f64) -> Lanes {
    std::array::from_fn(|i| f(&normals.iter().map(|lane| lane[i]).collect::<Vec<f64>>()))
}

/// Checks the estimated variance, and the estimated effect of every driver as a share of the variance.
fn assert_effects(found: &Effects, wanted: &[f64]) {
    let variance: f64 = wanted.iter().sum();
    let (value, error) = found.variance();
    assert!((value - variance).abs() < Z * error && error < 0.05 * variance, "{value} ± {error}, not {variance}");
    let mut sum = 0.0;
    for (at, wanted) in wanted.iter().enumerate() {
        let (share, error) = found.share(at, (0.0, 0.0));
        let wanted = wanted / variance;
        assert!((share - wanted).abs() <= Z * error + 1e-12, "driver {at}: {share} ± {error}, not {wanted}");
        assert!(error < 0.015, "driver {at}: ± {error} is too wide to test anything");
        sum += share;
    }
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
}

/// The Shapley values of a cooperative game, computed from all coalitions. A coalition is a bit set: bit i is set if
/// player i belongs to it. `worth` returns the value of a coalition.
fn of_game(players: usize, worth: impl Fn(usize) -> f64) -> Vec<f64> {
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    let value = |player: usize| {
        let sets = (0..1 << players).filter(|set| set >> player & 1 == 0);
        let gain = |set: usize| {
            let size = set.count_ones() as usize;
            let weight = factorial(size) * factorial(players - 1 - size) / factorial(players);
            weight * (worth(set | 1 << player) - worth(set))
        };
        sets.map(gain).sum()
    };
    (0..players).map(value).collect()
}

/// The Shapley effects of X and Y on a·X + b·Y, where X and Y are standard normal with the correlation `rho` (Owen and
/// Prieur, SIAM/ASA J. Uncertainty Quantification 5, 2017).
fn of_pair(a: f64, b: f64, rho: f64) -> [f64; 2] {
    let own = |a: f64, b: f64| a * a * (1.0 - rho * rho / 2.0) + a * b * rho + b * b * rho * rho / 2.0;
    [own(a, b), own(b, a)]
}

#[test]
fn effects_of_independent_terms_are_their_variances() {
    let independent: [&[f64]; 4] =
        [&[1.0, 0.0, 0.0, 0.0], &[0.0, 1.0, 0.0, 0.0], &[0.0, 0.0, 1.0, 0.0], &[0.0, 0.0, 0.0, 1.0]];
    let drivers = named(&["a", "b", "c", "d"], &independent);
    let found = sampled(1, 100, &drivers, |z| 7.0 + 3.0 * z[0] - 2.0 * z[1] + z[2]);
    assert_effects(&found, &[9.0, 4.0, 1.0, 0.0]);
}

#[test]
fn effects_of_two_correlated_terms_match_the_formula() {
    for (seed, a, b, rho) in [(1, 1.0, 2.0, 0.5), (2, 1.0, 1.0, -0.8), (3, 2.0, 0.0, 0.7), (4, 1.0, 3.0, 1.0)] {
        let drivers = named(&["a", "b"], &[&[1.0, rho], &[rho, 1.0]]);
        let found = sampled(seed, 200, &drivers, |z| a * z[0] + b * z[1]);
        assert_effects(&found, &of_pair(a, b, rho));
    }
}

/// In a sum, a driver that is independent of the others has its own variance as its effect, and does not change the
/// effects of the others. Drivers that are interchangeable have equal effects.
#[test]
fn correlated_groups_share_their_variance_within_the_group() {
    let drivers = named(&["a", "b", "c"], &[&[1.0, 0.0, -0.6], &[0.0, 1.0, 0.0], &[-0.6, 0.0, 1.0]]);
    let [first, third] = of_pair(1.5, 2.0, -0.6);
    assert_effects(&sampled(5, 200, &drivers, |z| 1.5 * z[0] + z[1] + 2.0 * z[2]), &[first, 1.0, third]);

    let row = |at: usize| std::array::from_fn(|other| if at == other { 1.0 } else { 0.4 });
    let rows: [[f64; 4]; 4] = std::array::from_fn(row);
    let rows = rows.each_ref().map(|row| row.as_slice());
    let alike = named(&["a", "b", "c", "d"], &rows);
    assert_effects(&sampled(6, 200, &alike, |z| z.iter().sum()), &[2.2; 4]);
}

/// A coalition u is a set of drivers that are known. Its value v(u) is the variance that they explain. For a product of
/// independent factors e^(s·z), v(u) is proportional to (Π e^(s²)) − 1, with the product over the drivers in u. For
/// correlated factors, E(Y | z_u) is log-normal as well. Then v(u) is proportional to e^V − 1, where V is the variance
/// of ln E(Y | z_u).
#[test]
fn effects_on_a_product_match_its_conditional_variances() {
    let spreads = [0.5, 0.3, 0.2];
    let independent = named(&["a", "b", "c"], &[&[1.0, 0.0, 0.0], &[0.0, 1.0, 0.0], &[0.0, 0.0, 1.0]]);
    let product = |z: &[f64]| f64::exp(spreads.iter().zip(z).map(|(s, z)| s * z - 0.5 * s * s).sum());
    let logs = |set: usize| (0..3).filter(|at| set >> at & 1 == 1).map(|at| spreads[at] * spreads[at]).sum::<f64>();
    assert_effects(&sampled(7, 400, &independent, product), &of_game(3, |set| f64::exp_m1(logs(set))));

    let (a, b, rho) = (0.4, 0.3, 0.6);
    let whole = a * a + 2.0 * rho * a * b + b * b;
    let drivers = named(&["a", "b"], &[&[1.0, rho], &[rho, 1.0]]);
    let known = [0.0, (a + rho * b) * (a + rho * b), (b + rho * a) * (b + rho * a), whole];
    let found = sampled(8, 400, &drivers, |z| f64::exp(a * z[0] + b * z[1] - 0.5 * whole));
    assert_effects(&found, &of_game(2, |set| f64::exp_m1(known[set])));
}

/// The variance of f = z₁² is 2, and the variance of E(f | z₂) is 2ρ⁴. The function is far from linear, so the test
/// fails if the conditional draws are wrong.
#[test]
fn an_input_without_influence_shares_by_its_correlation() {
    let rho: f64 = 0.8;
    let drivers = named(&["a", "b"], &[&[1.0, rho], &[rho, 1.0]]);
    let explained = rho.powi(4);
    assert_effects(&sampled(9, 400, &drivers, |z| z[0] * z[0]), &[2.0 - explained, explained]);
}

/// On average, 95% of 400 estimates lie within 1.96 standard errors of the true value, which is 380 estimates. The
/// number differs from 380 by more than 21 with a probability of one in a million.
#[test]
fn standard_errors_have_the_right_coverage() {
    for rho in [0.0, 0.5] {
        let drivers = named(&["a", "b"], &[&[1.0, rho], &[rho, 1.0]]);
        let pair = of_pair(1.0, 1.5, rho);
        let (wanted, more) = (pair[0] / (pair[0] + pair[1] + 2.0), (2.0, 0.0));
        let is_within = |seed: &u64| {
            let (share, error) = sampled(*seed, 8, &drivers, |z| z[0] + 1.5 * z[1]).share(0, more);
            (share - wanted).abs() < 1.96 * error
        };
        let within = (0..400).filter(is_within).count();
        assert!((359..400).contains(&within), "{within} at {rho}");
    }
}

#[test]
fn the_position_of_a_driver_changes_no_bit() {
    for rho in [0.0, 0.5] {
        let rows: [&[f64]; 3] = [&[1.0, rho, 0.0], &[rho, 1.0, 0.0], &[0.0, 0.0, 1.0]];
        let turned: [&[f64]; 3] = [&[1.0, 0.0, 0.0], &[0.0, 1.0, rho], &[0.0, rho, 1.0]];
        let one = sampled(1, 3, &named(&["a", "b", "c"], &rows), |z| z[0] * z[1] + z[2]);
        let other = sampled(1, 3, &named(&["c", "b", "a"], &turned), |z| z[2] * z[1] + z[0]);
        assert_eq!(one.variance(), other.variance());
        (0..3).for_each(|at| assert_eq!(one.share(at, (1.0, 0.1)), other.share(2 - at, (1.0, 0.1))));
    }
}

/// A study with 3 trials in the first month. Each later month has 3 trials more than the month before. Conversion and
/// price are ranges. MRR is the price times a Poisson number of customers.
fn small_business() -> Study {
    let mut inputs = Inputs::default();
    inputs[Key::TrialsStart] = Estimate::Exact(3.0);
    inputs[Key::TrialsStep] = Estimate::Exact(3.0);
    inputs[Key::Price] = Estimate::Range { low: 40.0, high: 90.0 };
    inputs[Key::Conversion] = Estimate::Range { low: 0.05, high: 0.15 };
    let scenarios = vec![Scenario { name: "A".into(), inputs, ..Scenario::default() }];
    Study { horizon_months: 24, scenarios, ..Study::default() }
}

fn mean_of_range(key: Key, low: f64, high: f64, power: i32) -> f64 {
    // The mean of value^power, where the value is drawn from a range. It is computed by the trapezoidal rule over ±4
    // standard deviations, because draws outside that interval are clipped to its ends.
    let prior = Estimate::Range { low, high }.prior(key.input()).unwrap();
    let steps = 8000;
    let value = |z: f64| prior.at(z).powi(power);
    let density = |z: f64| f64::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
    let at = |i: i32| -4.0 + 8.0 * f64::from(i) / f64::from(steps);
    let weight = |i: i32| if i == 0 || i == steps { 0.5 } else { 1.0 };
    let inside: f64 = (0..=steps).map(|i| weight(i) * value(at(i)) * density(at(i))).sum();
    let tail = 0.5 * libm::erfc(4.0 / std::f64::consts::SQRT_2);
    inside * 8.0 / f64::from(steps) + tail * (value(-4.0) + value(4.0))
}

/// MRR is price × N, where N is Poisson with the mean κ × conversion and κ = Σ trials·(1 − churn)^age. So the variance
/// of MRR is the sum of two parts: the variance of price × conversion × κ, and the variance due to luck, which is
/// E(price²) · κ · E(conversion).
#[test]
fn variance_shares_of_a_study_match_its_closed_form() {
    let study = small_business().check().unwrap();
    let kept = |month: i32| 0.96_f64.powi(24 - month) * 3.0 * f64::from(month);
    let kappa: f64 = (1..=24).map(kept).sum();
    let price = |power| mean_of_range(Key::Price, 40.0, 90.0, power);
    let conversion = |power| mean_of_range(Key::Conversion, 0.05, 0.15, power);
    // The closed form of the log-normal second moment checks the numerical integration. It ignores the clipping at ±4
    // standard deviations, whose effect is negligible.
    let (centre, spread) = (f64::ln(3600.0) / 2.0, f64::ln(2.25) / 2.0 / Z_95);
    assert!((price(2) / f64::exp(2.0 * centre + 2.0 * spread * spread) - 1.0).abs() < 1e-4);
    let squares = [conversion(2), price(2)];
    let means = [conversion(1), price(1)];
    let known = |set: usize| {
        let of = |at: usize| if set >> at & 1 == 1 { squares[at] } else { means[at] * means[at] };
        kappa * kappa * (of(0) * of(1) - means[0] * means[0] * means[1] * means[1])
    };
    let wanted = of_game(2, known);
    let luck = price(2) * kappa * conversion(1);
    let variance = wanted[0] + wanted[1] + luck;

    let VarianceShares { variance: found, drivers, luck: (share, error) } = variance_shares(&study, 0, mrr(24));
    assert!((found / variance - 1.0).abs() < 0.06, "{found}, not {variance}");
    assert!((share - luck / variance).abs() < Z * error && error < 0.01, "{share} ± {error}, not {}", luck / variance);
    assert!(share > 0.05, "luck matters here: {share}");
    assert_eq!(drivers.len(), 2);
    for (share, (key, wanted)) in drivers.iter().zip([(Key::Conversion, wanted[0]), (Key::Price, wanted[1])]) {
        let wanted = wanted / variance;
        assert_eq!(share.driver, RandomInput::Input(key));
        assert!((share.share - wanted).abs() < Z * share.error && share.error < 0.01, "{share:?}, not {wanted}");
    }
    let sum = share + drivers.iter().map(|share| share.share).sum::<f64>();
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
}

fn mrr(month: u32) -> Outcome {
    Outcome { measure: Measure::Mrr, month }
}

#[test]
fn the_order_of_scenarios_changes_no_bit() {
    let mut study = presets::leaky_bucket();
    study.correlations = vec![Correlation { inputs: [Key::Price, Key::Conversion], rank_correlation: -0.5 }];
    let (plain, last) = (study.check().unwrap(), study.scenarios.len() - 1);
    study.scenarios.reverse();
    let turned = study.check().unwrap();
    for at in [0, last] {
        let found = variance_shares(&plain, at, mrr(60));
        assert_eq!(found, variance_shares(&turned, last - at, mrr(60)));
        assert_eq!(found, variance_shares(&plain.only_scenario(at), 0, mrr(60)));
        assert_eq!(found.drivers.len(), 3);
    }
    assert_ne!(variance_shares(&plain, 0, mrr(60)), variance_shares(&plain, last, mrr(60)));
}

#[test]
fn standard_errors_of_the_first_preset_are_below_a_point() {
    let study = presets::leaky_bucket().check().unwrap();
    for at in 0..3 {
        let found = variance_shares(&study, at, mrr(60));
        assert!(found.drivers.iter().all(|share| share.error < 0.01), "{found:?}");
        assert!(found.luck.0 > 0.0 && found.luck.1 < 0.01 * found.luck.0.max(0.1), "{found:?}");
    }
}

#[test]
fn a_variance_of_zero_has_shares_of_zero() {
    // The scenario has no ranges, so luck explains all of the variance.
    let study = presets::retention_is_the_new_acquisition().check().unwrap();
    let found = variance_shares(&study, 1, mrr(60));
    assert_eq!((found.luck, found.drivers.len()), ((1.0, 0.0), 0));
    assert!(found.variance > 0.0);
    // In the opening month nothing varies between runs, whether inputs are ranges or not.
    for study in [&study, &presets::leaky_bucket().check().unwrap()] {
        let found = variance_shares(study, 0, mrr(0));
        assert_eq!((found.variance, found.luck), (0.0, (0.0, 0.0)));
        assert!(found.drivers.iter().all(|share| (share.share, share.error) == (0.0, 0.0)));
    }
}

/// The drivers are those ranges that have an effect: of inputs that the survival curve uses, of price plans, and of
/// event amounts. The input churn is a range here, but the curve does not use it.
#[test]
fn drivers_are_the_ranges_that_the_scenario_uses() {
    let mut typed = small_business();
    let scenario = &mut typed.scenarios[0];
    scenario.survival = Survival::ShiftedBetaGeometric;
    scenario.inputs[Key::Churn] = Estimate::Range { low: 0.01, high: 0.02 };
    scenario.inputs[Key::Price] = Estimate::Exact(50.0);
    let own = |price| std::array::from_fn(|at| if at == 0 { price } else { None });
    let plan = |name: &str, price| Plan { name: name.into(), share: 0.5, own: own(price) };
    scenario.plans = vec![plan("a", None), plan("b", Some(Estimate::Range { low: 90.0, high: 110.0 }))];
    let event = |key, value| holdfast_scenario::Event {
        value,
        ..holdfast_scenario::Event::neutral(key, Action::Multiply, 3, Estimate::Exact(0.0))
    };
    scenario.events = vec![
        event(Key::Price, Estimate::Range { low: 0.9, high: 1.2 }),
        event(Key::Churn, Estimate::Exact(0.5)),
        event(Key::Churn, Estimate::Range { low: 0.4, high: 0.8 }),
    ];
    let found = variance_shares(&typed.check().unwrap(), 0, mrr(24));
    let drivers: Vec<RandomInput> = found.drivers.iter().map(|share| share.driver).collect();
    let [conversion, price] = [Key::Conversion, Key::Price].map(RandomInput::Input);
    assert_eq!(drivers, [conversion, price, RandomInput::EventAmount(0), RandomInput::EventAmount(2)]);
    assert!(found.drivers.iter().all(|share| share.share > 2.0 * share.error), "{found:?}");
}

/// The conditional mean given the inputs is computed for the same runs as the simulation. The deviations of the
/// simulated values from it must have the mean 0 and be uncorrelated with it, both within 4.9 standard errors. The
/// study has every mechanism switched on.
#[test]
fn deviations_from_the_conditional_mean_are_luck() {
    let study = file::open(include_str!("../../../benches/studies/everything-on.json")).unwrap();
    let plan = holdfast_engine::PreparedStudy::new(&study);
    let month = study.horizon_months() as u32;
    for measure in [Measure::Customers, Measure::Mrr, Measure::CumulativeRevenue, Measure::Cash] {
        let outcome = Outcome { measure, month };
        let (mut deviations, mut products) = (Vec::new(), Vec::new());
        for block in 0..16 {
            let mean = outcome.in_month(&plan.conditional_mean_block(block, month)[0]);
            plan.run_block(block, |at, months| {
                if at == month as usize {
                    let value = outcome.in_month(months[0]);
                    let differences = (0..LANES).map(|i| value[i] - mean[i]);
                    products.extend(differences.clone().zip(mean).map(|(deviation, mean)| deviation * mean));
                    deviations.extend(differences);
                }
            });
        }
        for values in [deviations, products] {
            let count = values.len() as f64;
            let mean = values.iter().sum::<f64>() / count;
            let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
            assert!(variance > 0.0 && mean.abs() < Z * (variance / count).sqrt(), "{measure:?}: {mean} {variance}");
        }
    }
}
