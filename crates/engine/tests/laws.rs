//! Compares each law of counts with its exact distribution. 10⁶ seeded draws are made of every law, with parameters
//! from their whole range. The tests are the chi-squared test, Kolmogorov's distance and the weights of both tails,
//! each at a level of 10⁻¹⁰ or less. Other tests check the definition of a quantile, min{k: F(k) ≥ u}, at uniforms u
//! close to a step of F, where an error would show.
//!
//! The oracle (the exact law) sums ratios of masses outwards from the mode and shares no code with the engine. With
//! about 200 laws and four tests of each at 10⁻¹⁰, a correct engine with another seed fails once in ten million times.

use holdfast_engine::law::{GuideTable, binomial, poisson};
use holdfast_engine::{CommonRandomNumbers, LANES, Lanes};
use holdfast_test_support::TestRng;
use holdfast_test_support::oracle::{Oracle, random_blocks};

/// Probabilities from nearly 0 to nearly 1.
const CHANCES: [f64; 13] = [1e-9, 1e-6, 1e-3, 0.04, 0.3, 0.499, 0.5, 0.501, 0.7, 0.96, 0.999, 1.0 - 1e-6, 1.0 - 1e-9];
/// The engine changes its algorithm at a variance of 3, and does not check its result above 4·10⁸. These variances lie
/// on both sides of the two limits.
const VARIANCES: [f64; 13] = [1e-9, 1e-3, 0.2, 1.0, 2.9, 3.01, 3.6, 9.0, 100.0, 1e4, 3.9e8, 4.1e8, 1e9];
/// The largest number of trials that is tested. It is also the largest count that a valid study may expect.
const TRIALS_MAX: f64 = 1e12;

fn first_lane(law: impl Fn(&CommonRandomNumbers) -> Lanes, u: f64) -> f64 {
    law(&CommonRandomNumbers::new([u; LANES]))[0]
}

/// Tests 10⁶ counts that `draw` returns against the exact law. A count outside the support is an error.
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
            // Several small variances give a single trial. This law is tested only once for each probability.
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

/// Tests that draws equal the exact quantile at uniforms close to a step of F. The distance of the uniform from the
/// step is the probability mass of that step times a factor between 10⁻⁹ and ½. The steps are chosen from the whole
/// support.
///
/// A uniform is left out if it is so close to a step that rounding decides the result. There are two limits for the
/// distance d of the uniform from the step. First, let `tail` be min(u, 1 − u). Then d must exceed 10⁻¹⁰·`tail` (the
/// error of the oracle) plus 4ε (the error of the engine's search from below), where ε is the machine precision.
/// Second, d must exceed `slack` times the mass of the step (the rounding error of the engine's other algorithms).
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
        // Most steps are near the mode; the others may lie anywhere in the support.
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
        // The engine's n·p has a rounding error, which matters if n·p is very large compared with the standard
        // deviation. So a uniform is left out if its distance from a step is at most 10⁻⁹ of the mass of the step.
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
            // A table holds running sums of masses from below, with an absolute error of about 10⁻¹³. So uniforms close
            // to 0, to 1 or to a step are left out.
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

/// Above a standard deviation of 2·10⁴ the engine does not check the expansion. The result may then be wrong by one if
/// the uniform is very close to a step: if the distance is below about 4ε·mean times the mass of the step. This is the
/// effect of the expansion's rounding error. The test leaves out all uniforms within twice this distance. All other
/// results must be right.
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

/// The result of a lane does not depend on the values of other lanes. In odd rounds most variances are small, so that
/// the engine uses the search that treats a group of lanes together. In every third round, two uniforms are so close to
/// 0 and 1 that the engine computes their exact quantile separately.
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
