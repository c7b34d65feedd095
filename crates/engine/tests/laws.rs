//! Each law of counts compared with its exact distribution: 10⁶ seeded draws of every law over the whole range of
//! parameters (chi-squared test, Kolmogorov's distance and both tails, each at a level of 10⁻¹⁰ or less). Also the
//! definition of a quantile, min{k: F(k) ≥ u}, at uniforms just beside the steps of F, where a wrong result would show.
//!
//! The oracle sums ratios of masses outwards from the mode and shares no code with the engine. With some 200 laws × 4
//! tests at 10⁻¹⁰, a correct engine with another seed fails once in ten million times.

use holdfast_engine::law::{GuideTable, binomial, poisson};
use holdfast_engine::{CommonRandomNumbers, LANES, Lanes};
use holdfast_test_support::TestRng;
use holdfast_test_support::oracle::{Oracle, random_blocks};

/// Probabilities from nearly 0 to nearly 1.
const CHANCES: [f64; 13] = [1e-9, 1e-6, 1e-3, 0.04, 0.3, 0.499, 0.5, 0.501, 0.7, 0.96, 0.999, 1.0 - 1e-6, 1.0 - 1e-9];
/// Variances on both sides of 3, where the quantile expansion begins, and of 4·10⁸, above which it is no longer
/// checked.
const VARIANCES: [f64; 13] = [1e-9, 1e-3, 0.2, 1.0, 2.9, 3.01, 3.6, 9.0, 100.0, 1e4, 3.9e8, 4.1e8, 1e9];
/// The largest count that a study may expect.
const TRIALS_MAX: f64 = 1e12;

fn first_lane(law: impl Fn(&CommonRandomNumbers) -> Lanes, u: f64) -> f64 {
    law(&CommonRandomNumbers::new([u; LANES]))[0]
}

/// Tests the counts that `draw` returns against the oracle. Draws outside the support are errors.
fn fit(name: &str, seed: u64, oracle: &Oracle, draw: impl Fn(&CommonRandomNumbers) -> Lanes) {
    let values = random_blocks(seed).flat_map(|numbers| draw(&numbers));
    oracle.fit_values(values).unwrap_or_else(|fault| panic!("{name}: {fault}"));
}

#[test]
fn binomial_draws_follow_the_law() {
    let mut laws = 0;
    for (row, chance) in CHANCES.into_iter().enumerate() {
        for (column, variance) in VARIANCES.into_iter().enumerate() {
            let trials = (variance / (chance * (1.0 - chance))).round().max(1.0);
            // A single trial is tested once for each probability.
            if trials > TRIALS_MAX || trials == 1.0 && column > 0 {
                continue;
            }
            let (n, p) = ([trials; LANES], [chance; LANES]);
            let oracle = Oracle::binomial(trials, chance);
            fit(&format!("binomial {trials} {chance}"), (row * 100 + column) as u64, &oracle, |numbers| {
                binomial(&n, &p, numbers)
            });
            laws += 1;
        }
    }
    assert!(laws > 100, "{laws} laws");
}

#[test]
fn poisson_draws_follow_the_law() {
    let means = [1e-9, 1e-6, 1e-3, 0.1, 0.7, 1.0, 2.0, 2.99, 3.0, 3.01, 4.5, 10.0, 33.3, 1e3, 2e3, 2001.0];
    for (at, mean) in means.into_iter().chain([1e5, 1e7, 3.99e8, 4.01e8, 1e9]).enumerate() {
        let lambda = [mean; LANES];
        let oracle = Oracle::poisson(mean);
        fit(&format!("poisson {mean}"), 5000 + at as u64, &oracle, |numbers| poisson(&lambda, numbers));
        if mean <= GuideTable::MEAN_MAX {
            let table = GuideTable::poisson(mean);
            fit(&format!("table {mean}"), 6000 + at as u64, &oracle, |numbers| {
                numbers.uniforms().map(|u| table.quantile(u))
            });
        }
    }
}

/// Tests the quantile at uniforms close to steps of F: their distance from the step is 10⁻⁹ … ½ of a mass, over the
/// whole support.
///
/// A uniform counts only if its distance from the nearest step is larger than the oracle's error (10⁻¹⁰ of the tail)
/// and larger than `slack`, as a share of the mass. `slack` is the rounding error of the expansion for laws that are
/// too wide to be checked. Sequential searches, which serve variances below 3, know the upper tail only to the rounding
/// error of 1, down to a tail of a millionth.
fn test_definition(
    name: &str,
    rng: &mut TestRng,
    oracle: &Oracle,
    slack: f64,
    times: u32,
    draw: impl Fn(&CommonRandomNumbers) -> Lanes,
) {
    let deviation = oracle.mass.len() as f64 / 20.0;
    let mode = oracle.mass.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at);
    let mut tested = 0;
    for _ in 0..times {
        // Some steps are near the mode, some anywhere in the support.
        let reach = if rng.chance(0.7) { 3.0 } else { 10.0 };
        let at = mode as f64 + rng.between(-reach, reach) * deviation;
        let at = (at.max(0.0) as usize).min(oracle.mass.len() - 1);
        let share = rng.log_uniform(1e-9, 0.5) * if rng.chance(0.5) { 1.0 } else { -1.0 };
        let shift = share * oracle.mass[at];
        let lower = oracle.below[at] < 0.5;
        let u = if lower { oracle.below[at] + shift } else { 1.0 - (oracle.above[at] - shift) };
        if !(u > f64::EPSILON / 2.0 && u < 1.0) {
            continue;
        }
        let (expected, of_tail, of_mass) = oracle.quantile(u);
        if of_tail > 1e-10 + 4.0 * f64::EPSILON / u.min(1.0 - u) && of_mass > slack {
            assert_eq!(first_lane(&draw, u), expected, "{name} u {u:e}");
            tested += 1;
        }
    }
    assert!(tested >= times / 4, "{name}: only {tested} of {times} uniforms were usable");
}

#[test]
fn binomial_quantiles_meet_their_definition() {
    let mut rng = TestRng(1);
    for round in 0..3000 {
        let variance = match round % 5 {
            0 => rng.between(2.5, 3.5),
            1 => rng.log_uniform(3.0, 30.0),
            2 => rng.log_uniform(1e-3, 3.0),
            _ => rng.log_uniform(3.0, 1e5),
        };
        let odds = rng.log_uniform(1e-9, 1.0);
        let chance = if rng.chance(0.5) { odds / (1.0 + odds) } else { 1.0 / (1.0 + odds) };
        let trials = (variance / (chance * (1.0 - chance))).ceil().min(TRIALS_MAX);
        let oracle = Oracle::binomial(trials, chance);
        let draw = |numbers: &CommonRandomNumbers| binomial(&[trials; LANES], &[chance; LANES], numbers);
        // The engine rounds n·p. This shows if n·p is very large compared with the standard deviation.
        test_definition(&format!("binomial {trials} {chance}"), &mut rng, &oracle, 1e-9, 40, draw);
    }
}

#[test]
fn poisson_quantiles_meet_their_definition() {
    let mut rng = TestRng(2);
    for round in 0..2000 {
        let mean = match round % 4 {
            0 => rng.between(2.5, 3.5),
            1 => rng.log_uniform(3.0, 30.0),
            2 => rng.log_uniform(1e-3, 3.0),
            _ => rng.log_uniform(3.0, 1e5),
        };
        let oracle = Oracle::poisson(mean);
        let draw = |numbers: &CommonRandomNumbers| poisson(&[mean; LANES], numbers);
        test_definition(&format!("poisson {mean}"), &mut rng, &oracle, 1e-9, 40, draw);
        if mean <= GuideTable::MEAN_MAX {
            let table = GuideTable::poisson(mean);
            // The steps of a table are running sums from below, exact to 10⁻¹³ at any place.
            let draw = |numbers: &CommonRandomNumbers| numbers.uniforms().map(|u| table.quantile(u));
            let common = |u: f64| u > 1e-6 && u < 1.0 - 1e-6;
            for _ in 0..40 {
                let u = rng.unit();
                let (expected, _, of_mass) = oracle.quantile(u);
                assert!(!common(u) || of_mass < 1e-6 || first_lane(draw, u) == expected, "table {mean} {u}");
            }
        }
    }
}

/// Above a standard deviation of 2·10⁴ the expansion is not checked: it may be wrong by one step if it lies within its
/// own rounding error (about 4ε·mean) of a step. The test leaves out this share of a mass; everything else must be
/// right.
#[test]
fn wide_laws_err_only_within_rounding_of_a_step() {
    let mut rng = TestRng(3);
    for mean in [3.9e8, 4.1e8, 1e9] {
        let slack = 8.0 * f64::EPSILON * mean + 1e-9;
        let oracle = Oracle::poisson(mean);
        test_definition(&format!("poisson {mean}"), &mut rng, &oracle, slack, 200, |numbers| {
            poisson(&[mean; LANES], numbers)
        });
        for chance in [1e-3, 0.3, 0.5, 0.97] {
            let trials = (mean / (chance * (1.0 - chance))).round();
            let slack = 8.0 * f64::EPSILON * trials * chance + 1e-9;
            let oracle = Oracle::binomial(trials, chance);
            let draw = |numbers: &CommonRandomNumbers| binomial(&[trials; LANES], &[chance; LANES], numbers);
            test_definition(&format!("binomial {trials} {chance}"), &mut rng, &oracle, slack, 200, draw);
        }
    }
}

/// The result of a lane does not depend on the other lanes. In odd rounds most variances are small, so that lanes are
/// searched side by side. Some uniforms are so close to 0 or 1 that they get the exact quantile.
#[test]
fn lanes_are_independent() {
    let mut rng = TestRng(4);
    for (round, numbers) in random_blocks(77).take(60).enumerate() {
        let mut uniform = *numbers.uniforms();
        if round % 3 == 0 {
            uniform[5] = 1.0 - f64::EPSILON / 2.0;
            uniform[6] = f64::EPSILON / 2.0;
        }
        let numbers = CommonRandomNumbers::new(uniform);
        let most = if round % 2 == 0 { 1e9 } else { 300.0 };
        let chance: Lanes = std::array::from_fn(|_| rng.log_uniform(1e-6, 1.0));
        let trials: Lanes = std::array::from_fn(|_| rng.log_uniform(1.0, most).round());
        let together = binomial(&trials, &chance, &numbers);
        let shared = binomial(&trials, &[chance[0]; LANES], &numbers);
        let means: Lanes = std::array::from_fn(|_| rng.log_uniform(1e-6, most / 100.0));
        let arrivals = poisson(&means, &numbers);
        for i in 0..LANES {
            let (n, alone) = ([trials[i]; LANES], CommonRandomNumbers::new([uniform[i]; LANES]));
            assert_eq!(together[i], binomial(&n, &[chance[i]; LANES], &numbers)[i]);
            assert_eq!(together[i], binomial(&n, &[chance[i]; LANES], &alone)[i]);
            assert_eq!(shared[i], binomial(&n, &[chance[0]; LANES], &alone)[i]);
            assert_eq!(arrivals[i], poisson(&[means[i]; LANES], &alone)[i]);
        }
    }
}
