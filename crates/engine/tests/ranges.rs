//! Tests how ranged inputs are drawn. The ends of a range are the 5th and 95th percentile of its distribution, which is
//! normal after a transformation (none, logarithm or logit) that depends on the input. All scenarios share the draw of
//! an input. Different inputs have different draws. Two correlated inputs have the requested rank correlation.
//!
//! Statistical levels: about 200 binomial counts and correlations are tested at |z| < 6.5, which a correct engine
//! exceeds with probability 10⁻¹⁰. Twelve rank correlations are tested at |t| < 7.5 with 99 degrees of freedom, which a
//! correct engine exceeds with probability 10⁻¹¹.

use Estimate::{Exact, Range};
use holdfast_engine::{LANES, Month, PreparedStudy, Quantity};
use holdfast_scenario::{CheckedStudy, Correlation, Estimate, Key, Study};
use holdfast_test_support::{scenario, study};

/// Φ⁻¹(0.95), from a published table.
const Z_95: f64 = 1.644_853_626_951_472_7;
const Z: f64 = 6.5;
const RUNS: u64 = 100_000;

/// A function that computes the value of an input in one run. Its arguments are the results of month 0, the results of
/// month 1, and the lane of the run. If the function uses random counts, the business must be [`huge`].
type Reading = fn(&Month<LANES>, &Month<LANES>, usize) -> f64;

/// The value of an input in scenario `at` for every run, computed by `reading`.
fn read(study: &CheckedStudy, at: usize, reading: Reading) -> Vec<f64> {
    let prepared = PreparedStudy::new(study);
    let mut values = Vec::new();
    for block in 0..prepared.blocks() {
        let mut opening = None;
        prepared.run_block(block, |_, states| match &opening {
            None => opening = Some(states[at].clone()),
            Some(opening) => values.extend((0..prepared.runs_in(block)).map(|i| reading(opening, states[at], i))),
        });
    }
    values
}

/// A business with a billion customers and trials. Random counts are then close to their means, so the values of the
/// inputs can be computed from the results.
fn huge(ranges: &[(Key, Estimate)]) -> CheckedStudy {
    let mut inputs = vec![
        (Key::TrialsStart, Exact(1e9)),
        (Key::OpeningCustomers, Exact(1e9)),
        (Key::Conversion, Exact(0.5)),
        (Key::Churn, Exact(0.0)),
    ];
    inputs.extend_from_slice(ranges);
    study(vec![scenario(&inputs)], 1, RUNS, 40)
}

/// The function that transforms a value so that a range is normally distributed, and the inverse of this function.
type Scale = (fn(f64) -> f64, fn(f64) -> f64);
const LINEAR: Scale = (|x| x, |x| x);
const LOG: Scale = (f64::ln, f64::exp);
const LOGIT: Scale = (|p| (p / (1.0 - p)).ln(), |x| 1.0 / (1.0 + (-x).exp()));

const PRICE: Reading = |opening, _, i| opening[Quantity::Mrr][i] / opening[Quantity::Customers][i];
const OPENING: Reading = |opening, _, i| opening[Quantity::Customers][i];
const JOINED: Reading = |_, first, i| first[Quantity::NewMrr][i] / 50.0 / 1e9;
const LEFT: Reading = |opening, first, i| first[Quantity::VoluntaryChurnedMrr][i] / opening[Quantity::Mrr][i];
const EXPANDED: Reading = |opening, first, i| first[Quantity::ExpansionMrr][i] / opening[Quantity::Mrr][i];
const CONTRACTED: Reading = |opening, first, i| first[Quantity::ContractionMrr][i] / opening[Quantity::Mrr][i];
const TRIALS: Reading = |_, first, i| first[Quantity::NewMrr][i] / 25.0;

/// Input, low end, high end, transformation, function that computes the value, and the relative error of that value.
const ROWS: [(Key, f64, f64, Scale, Reading, f64); 12] = [
    (Key::Price, 40.0, 62.5, LOG, PRICE, 0.0),
    (Key::Price, 0.0, 60.0, LINEAR, PRICE, 0.0),
    (Key::OpeningCustomers, 1e8, 3e8, LOG, OPENING, 1e-8),
    (Key::TrialsStart, 4e8, 9e8, LOG, TRIALS, 1e-4),
    (Key::TrialsStart, 0.0, 5e8, LINEAR, TRIALS, 1e-4),
    (Key::Conversion, 0.039, 0.1225, LOGIT, JOINED, 2e-4),
    (Key::Conversion, 0.0, 0.2, LINEAR, JOINED, 2e-4),
    (Key::Conversion, 0.7, 1.0, LINEAR, JOINED, 2e-4),
    (Key::Churn, 0.03, 0.05, LOGIT, LEFT, 2e-4),
    (Key::Churn, 0.0, 0.5, LINEAR, LEFT, 2e-4),
    (Key::Expansion, 0.01, 0.2, LOGIT, EXPANDED, 0.0),
    (Key::Contraction, 0.02, 0.03, LOGIT, CONTRACTED, 0.0),
];

#[test]
fn ranges_have_the_stated_percentiles() {
    for (key, low, high, (to, from), reading, blur) in ROWS {
        let values = read(&huge(&[(key, Range { low, high })]), 0, reading);
        let (centre, deviation) = (0.5 * (to(low) + to(high)), 0.5 * (to(high) - to(low)) / Z_95);
        for z in [-3.0, -2.0, -Z_95, -1.0, 0.0, 1.0, Z_95, 2.0, 3.0] {
            let point = from(centre + deviation * z);
            let (min, max) = key.input().bounds;
            if point <= min || max <= point {
                continue; // Values beyond a bound are set to the bound, so there is no normal tail to test.
            }
            let count = values.iter().filter(|&&value| value <= point).count() as f64;
            // The computed values have an error, so values near `point` may be counted on the wrong side of `point`.
            // `smear` is this error as a multiple of `deviation`.
            let smear = (to(point * (1.0 + blur)) - to(point)).abs() / deviation;
            let density = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
            let (n, share) = (RUNS as f64, 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2));
            let allowed = Z * (n * share * (1.0 - share)).sqrt() + n * smear * density + 1.0;
            let excess = count - n * share;
            assert!(excess.abs() < allowed, "{key:?} {low}..{high}, z {z}: {count} of {n} are below {point}");
        }
        let (min, max) = key.input().bounds;
        assert!(values.iter().all(|value| (min * (1.0 - 1e-3)..=max * (1.0 + 1e-3)).contains(value)), "{key:?}");
    }
}

/// Each input has its own random numbers, so the values of different inputs are uncorrelated.
#[test]
fn ranges_of_different_inputs_are_uncorrelated() {
    let ranges = [
        (Key::Price, Range { low: 40.0, high: 60.0 }),
        (Key::OpeningCustomers, Range { low: 1e8, high: 2e8 }),
        (Key::Conversion, Range { low: 0.3, high: 0.4 }),
        (Key::Churn, Range { low: 0.03, high: 0.05 }),
        (Key::Expansion, Range { low: 0.01, high: 0.02 }),
    ];
    let readings: [Reading; 5] =
        [PRICE, OPENING, |opening, first, i| first[Quantity::NewMrr][i] / PRICE(opening, first, i), LEFT, EXPANDED];
    let study = huge(&ranges);
    let columns = readings.map(|reading| normed(&read(&study, 0, reading)));
    for (at, a) in columns.iter().enumerate() {
        for (other, b) in columns.iter().enumerate().skip(at + 1) {
            let z = a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / (RUNS as f64).sqrt();
            assert!(z.abs() < Z, "{:?} and {:?}: {z}", ranges[at].0, ranges[other].0);
        }
    }
}

fn normed(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let deviation = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
    values.iter().map(|value| (value - mean) / deviation).collect()
}

/// Spearman's rank correlation of two lists of values. The formula is exact if no value occurs twice.
fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let ranks = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
        let mut ranks = vec![0.0; values.len()];
        order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank as f64);
        ranks
    };
    let n = a.len() as f64;
    let squares: f64 = ranks(a).iter().zip(ranks(b)).map(|(a, b)| (a - b) * (a - b)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

/// Tests the rank correlations of three inputs in a hundred samples of a thousand runs each. For samples of n runs and
/// a requested rank correlation r, the expected sample correlation is 6/(π(n + 1))·(asin ρ + (n − 2)·asin(ρ/2)), where
/// ρ = 2·sin(πr/6) is the correlation of the underlying normals (Moran, 1948). The test also checks that the
/// distribution of each single input is unchanged.
#[test]
fn correlated_ranges_have_the_rank_correlation_asked_for() {
    let ranges = [
        (Key::Price, Range { low: 40.0, high: 62.5 }),
        (Key::Churn, Range { low: 0.03, high: 0.05 }),
        (Key::Expansion, Range { low: 0.01, high: 0.2 }),
    ];
    let readings = [PRICE, LEFT, EXPANDED];
    for [r, s, t] in [[0.6, -0.3, 0.2], [-0.8, 0.0, 0.5], [0.95, 0.9, 0.9], [0.1, 0.1, -0.9]] {
        let pairs = [(0, 1, r), (0, 2, s), (1, 2, t)];
        let correlations = pairs
            .map(|(a, b, rank_correlation)| Correlation { inputs: [ranges[a].0, ranges[b].0], rank_correlation })
            .to_vec();
        let study = Study { correlations, ..huge(&ranges).source().clone() }.check().unwrap();
        let columns = readings.map(|reading| read(&study, 0, reading));
        for (a, b, r) in pairs {
            const N: usize = 1000;
            let found: Vec<f64> = columns[a].chunks(N).zip(columns[b].chunks(N)).map(|(a, b)| spearman(a, b)).collect();
            let rho: f64 = 2.0 * (std::f64::consts::PI * r / 6.0).sin();
            let n = N as f64;
            let wanted = 6.0 / (std::f64::consts::PI * (n + 1.0)) * (rho.asin() + (n - 2.0) * (rho / 2.0).asin());
            let samples = found.len() as f64;
            let mean = found.iter().sum::<f64>() / samples;
            let variance = found.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / (samples - 1.0);
            let t = (mean - wanted) / (variance / samples).sqrt();
            assert!(t.abs() < 7.5, "{:?} and {:?}: {mean} instead of {wanted}, t {t}", ranges[a].0, ranges[b].0);
        }
        for ((key, range), (values, (to, from))) in ranges.into_iter().zip(columns.iter().zip([LOG, LOGIT, LOGIT])) {
            let Range { low, high } = range else { unreachable!() };
            let (centre, deviation) = (0.5 * (to(low) + to(high)), 0.5 * (to(high) - to(low)) / Z_95);
            for z in [-2.0, -Z_95, -0.5, 0.0, 1.0, Z_95, 2.5] {
                let point = from(centre + deviation * z);
                let count = values.iter().filter(|&&value| value <= point).count() as f64;
                let (n, share) = (RUNS as f64, 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2));
                // Churn is computed from a count of leavers among a billion customers. Its error is at most about
                // 2·10⁻⁴ on the scale of the transformation.
                let allowed = Z * (n * share * (1.0 - share)).sqrt() + 2e-4 / deviation * n + 1.0;
                assert!((count - n * share).abs() < allowed, "{key:?}, z {z}: {count} of {n} are below {point}");
            }
        }
    }
}

/// Correlations of 1 and −1 make one input a function of the other. An input without correlations has the same draws,
/// to the bit, as in a study without correlations.
#[test]
fn perfect_correlations_make_inputs_functions_of_each_other() {
    let ranges = [
        (Key::Price, Range { low: 40.0, high: 62.5 }),
        (Key::Expansion, Range { low: 0.01, high: 0.05 }),
        (Key::OpeningCustomers, Range { low: 1e8, high: 3e8 }),
        (Key::Contraction, Range { low: 0.02, high: 0.03 }),
    ];
    let plain = huge(&ranges);
    let pair = |a, b, rank_correlation| Correlation { inputs: [a, b], rank_correlation };
    let correlations = vec![
        pair(Key::Price, Key::Expansion, 1.0),
        pair(Key::Contraction, Key::Price, -1.0),
        pair(Key::Contraction, Key::Expansion, -1.0),
    ];
    let together = Study { correlations, ..plain.source().clone() }.check().unwrap();
    let [price, expansion, contraction] = [PRICE, EXPANDED, CONTRACTED].map(|reading| read(&together, 0, reading));
    // Computes from each value the normal quantile from which it was drawn.
    let z = |values: &[f64], (to, _): Scale, low: f64, high: f64| -> Vec<f64> {
        values
            .iter()
            .map(|&value| (to(value) - 0.5 * (to(low) + to(high))) / (0.5 * (to(high) - to(low)) / Z_95))
            .collect()
    };
    let (a, b, c) = (z(&price, LOG, 40.0, 62.5), z(&expansion, LOGIT, 0.01, 0.05), z(&contraction, LOGIT, 0.02, 0.03));
    for i in 0..a.len() {
        assert!((a[i] - b[i]).abs() < 1e-6 && (a[i] + c[i]).abs() < 1e-6, "run {i}: {} {} {}", a[i], b[i], c[i]);
    }
    assert_eq!(read(&together, 0, OPENING), read(&plain, 0, OPENING));
    assert_eq!(price, read(&plain, 0, PRICE), "the first input in the table keeps its own draws");
}

/// If two scenarios have the same range for an input, they have the same value in every run. If the ranges differ, the
/// values are the same quantile of both ranges.
#[test]
fn scenarios_share_their_draws() {
    let price = |low, high| scenario(&[(Key::Price, Range { low, high }), (Key::OpeningCustomers, Exact(100.0))]);
    let study = study(vec![price(40.0, 60.0), price(40.0, 60.0), price(4.0, 6.0)], 1, 5000, 3);
    let [a, b, c] = [0, 1, 2].map(|at| read(&study, at, PRICE));
    assert_eq!(a, b);
    assert!(a.iter().zip(&c).all(|(a, c)| (a / c - 10.0).abs() < 1e-12), "the same quantile of both");
}

/// The number of opening customers is the draw, rounded to the nearest whole number. So the number is k or less if the
/// draw is below k + ½. The range here is 2 to 8, and the draw is log-normal.
#[test]
fn opening_customers_are_rounded_to_the_nearest() {
    let inputs = [(Key::OpeningCustomers, Range { low: 2.0, high: 8.0 }), (Key::TrialsStep, Exact(0.0))];
    let values = read(&study(vec![scenario(&inputs)], 1, RUNS, 41), 0, OPENING);
    let (centre, deviation) = (16.0_f64.ln() / 2.0, 4.0_f64.ln() / 2.0 / Z_95);
    for k in 1..=9 {
        let z = ((f64::from(k) + 0.5).ln() - centre) / deviation;
        let (n, share) = (RUNS as f64, 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2));
        let count = values.iter().filter(|&&value| value <= f64::from(k)).count() as f64;
        let error = (count - n * share) / (n * share * (1.0 - share)).sqrt();
        assert!(error.abs() < Z, "{k} or fewer: {count} of {n}, z {error}");
    }
}
