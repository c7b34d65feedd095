//! Each law of counts against its exact distribution: 10⁶ seeded draws of every law over the whole range of parameters
//! (chi-squared, Kolmogorov's distance and both tails, each at the level 10⁻¹⁰ or less), and the definition of a
//! quantile itself, min{k: F(k) ≥ u}, at uniforms set just beside the steps of F, where a wrong answer would show.
//!
//! The oracle sums ratios outwards from the mode and shares nothing with the engine. Some 200 laws × 4 tests at 10⁻¹⁰:
//! an honest engine with another seed fails once in ten million times.

use holdfast_engine::law::{GuideTable, binomial, poisson};
use holdfast_engine::{CommonRandomNumbers, LANES, Lanes};
use holdfast_test_support::TestRng;
use holdfast_test_support::oracle::{Oracle, random_blocks};

/// From almost never to almost surely.
const CHANCES: [f64; 13] = [1e-9, 1e-6, 1e-3, 0.04, 0.3, 0.499, 0.5, 0.501, 0.7, 0.96, 0.999, 1.0 - 1e-6, 1.0 - 1e-9];
/// Both sides of 3, where the expansion takes over, and of 4·10⁸, beyond which it is no longer checked.
const VARIANCES: [f64; 13] = [1e-9, 1e-3, 0.2, 1.0, 2.9, 3.01, 3.6, 9.0, 100.0, 1e4, 3.9e8, 4.1e8, 1e9];
/// Every count that the engine meets is expected to be at most this.
const TRIALS_MAX: f64 = 1e12;

fn one(law: impl Fn(&CommonRandomNumbers) -> Lanes, u: f64) -> f64 {
    law(&CommonRandomNumbers::new([u; LANES]))[0]
}

/// The lanes' counts of `draw` against the oracle. Draws beyond the support must not occur.
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
            // One trial is worth testing once for each chance.
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

/// At uniforms beside steps: relative distances from the step that span 10⁻⁹ … ½ of a mass, over the whole support.
/// The oracle's word counts where the uniform lies clear of a step by more than the oracle's error (10⁻¹⁰ of the tail)
/// and, for a law so wide that the expansion stands unchecked, by more than its rounding (`slack` of a mass). Searches
/// from 0, which serve variances below 3, know the tail to the rounding of 1 only, up to where it is a millionth.
fn define(
    name: &str,
    rng: &mut TestRng,
    oracle: &Oracle,
    slack: f64,
    times: u32,
    draw: impl Fn(&CommonRandomNumbers) -> Lanes,
) {
    let deviation = oracle.mass.len() as f64 / 20.0;
    let mode = oracle.mass.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at);
    let mut told = 0;
    for _ in 0..times {
        // Some steps are common ones, some lie anywhere in the support.
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
            assert_eq!(one(&draw, u), expected, "{name} u {u:e}");
            told += 1;
        }
    }
    assert!(told >= times / 4, "{name}: only {told} of {times} uniforms told anything");
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
        // The engine rounds n·p, which tells where n·p is huge beside the deviation.
        define(&format!("binomial {trials} {chance}"), &mut rng, &oracle, 1e-9, 40, draw);
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
        define(&format!("poisson {mean}"), &mut rng, &oracle, 1e-9, 40, draw);
        if mean <= GuideTable::MEAN_MAX {
            let table = GuideTable::poisson(mean);
            // Its steps are running sums from below: known to 10⁻¹³, whatever the tail.
            let draw = |numbers: &CommonRandomNumbers| numbers.uniforms().map(|u| table.quantile(u));
            let common = |u: f64| u > 1e-6 && u < 1.0 - 1e-6;
            for _ in 0..40 {
                let u = rng.unit();
                let (expected, _, of_mass) = oracle.quantile(u);
                assert!(!common(u) || of_mass < 1e-6 || one(draw, u) == expected, "table {mean} {u}");
            }
        }
    }
}

/// Beyond a deviation of 2·10⁴ the expansion is not checked any more: it may be wrong by one step where it comes within
/// its own rounding, some 4ε·mean, of a step. So much of a mass is left out, and nothing more is wrong.
#[test]
fn wide_laws_are_wrong_only_within_rounding_of_a_step() {
    let mut rng = TestRng(3);
    for mean in [3.9e8, 4.1e8, 1e9] {
        let slack = 8.0 * f64::EPSILON * mean + 1e-9;
        let oracle = Oracle::poisson(mean);
        define(&format!("poisson {mean}"), &mut rng, &oracle, slack, 200, |numbers| poisson(&[mean; LANES], numbers));
        for chance in [1e-3, 0.3, 0.5, 0.97] {
            let trials = (mean / (chance * (1.0 - chance))).round();
            let slack = 8.0 * f64::EPSILON * trials * chance + 1e-9;
            let oracle = Oracle::binomial(trials, chance);
            let draw = |numbers: &CommonRandomNumbers| binomial(&[trials; LANES], &[chance; LANES], numbers);
            define(&format!("binomial {trials} {chance}"), &mut rng, &oracle, slack, 200, draw);
        }
    }
}

/// A lane's answer is its own: what stands in the other lanes changes nothing. In odd rounds most variances are small,
/// so that lanes are searched side by side; some uniforms are so near to 0 or 1 that they are decided apart.
#[test]
fn lanes_do_not_touch_each_other() {
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
