//! Tests of the figures of a summary. They are recomputed run by run from the engine: quantiles of type 7 to the bit,
//! the mean, the variance with the divisor n − 1, distributions and sample runs. With more than 10,000 runs, quantiles
//! must agree within 0.5%.

use Estimate::{Exact, Range};
use holdfast_engine::Quantity;
use holdfast_pool::{Job, Scheduler, inline::Inline};
use holdfast_scenario::{CheckedStudy, Estimate, Key};
use holdfast_summary::{DetailRequest, LEVELS, SPREAD_POINTS, Summary, Track};
use holdfast_test_support::{each_run, scenario, study};

const SERIES: [Quantity; Quantity::ALL.len()] = Quantity::ALL;

fn small(runs: u64) -> CheckedStudy {
    let business = |churn| {
        scenario(&[
            (Key::Churn, Exact(churn)),
            (Key::Price, Range { low: 40.0, high: 60.0 }),
            (Key::Expansion, Exact(0.02)),
            (Key::Contraction, Exact(0.01)),
            (Key::OpeningCustomers, Exact(30.0)),
        ])
    };
    study(vec![business(0.04), business(0.3)], 12, runs, 77)
}

/// The values of all runs in ascending order, indexed by scenario, month and series.
fn sorted(study: &CheckedStudy) -> Vec<Vec<Vec<Vec<f64>>>> {
    let mut values = vec![vec![vec![Vec::new(); SERIES.len()]; study.horizon_months() + 1]; study.scenarios().len()];
    each_run(study, |_, month, states, lane| {
        for (at, state) in states.iter().enumerate() {
            let quantities = holdfast_test_support::quantities(state, lane);
            quantities.into_iter().enumerate().for_each(|(kind, value)| values[at][month][kind].push(value));
        }
    });
    values.iter_mut().flatten().flatten().for_each(|list| list.sort_by(f64::total_cmp));
    values
}

/// The quantile of type 7: linear interpolation at position (n − 1)·level between the two neighbouring values.
fn type_7(sorted: &[f64], level: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * level;
    let low = position.floor();
    let next = (low as usize + 1).min(sorted.len() - 1);
    sorted[low as usize] + (position - low) * (sorted[next] - sorted[low as usize])
}

fn tracks() -> Vec<Track> {
    (0..2).flat_map(|at| SERIES.map(|series| Track::own(at, series))).collect()
}

fn each_figure(study: &CheckedStudy, mut check: impl FnMut(&[f64], &holdfast_summary::Stats, &str)) {
    let summary = Scheduler::new(Inline::default()).run(Job::new(study.clone(), tracks())).unwrap();
    let values = sorted(study);
    for (at, months) in values.iter().enumerate() {
        for (kind, series) in SERIES.into_iter().enumerate() {
            let stats = summary.months(Track::own(at, series)).unwrap();
            for (month, stats) in stats.iter().enumerate() {
                check(&months[month][kind], stats, &format!("scenario {at}, {}, month {month}", series.name()));
            }
        }
    }
}

#[test]
fn quantiles_are_of_type_7_to_the_bit() {
    for runs in [2, 3, 21, 128, 129, 1000, 10_000] {
        each_figure(&small(runs), |sorted, stats, place| {
            let expected = LEVELS.map(|level| type_7(sorted, level));
            assert_eq!(stats.quantiles, expected, "{runs} runs, {place}");
        });
    }
}

#[test]
fn means_and_variances_agree_with_their_definitions() {
    for runs in [2, 129, 1000, 20_000] {
        each_figure(&small(runs), |sorted, stats, place| {
            let n = sorted.len() as f64;
            let mean = sorted.iter().sum::<f64>() / n;
            let variance = sorted.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
            assert!((stats.mean - mean).abs() <= 1e-12 * mean.abs(), "{runs} runs, {place}: {} {mean}", stats.mean);
            let error = (stats.variance - variance).abs();
            assert!(error <= 1e-10 * variance + 1e-24 * mean * mean, "{place}: {} {variance}", stats.variance);
        });
    }
}

#[test]
fn binned_quantiles_are_within_half_a_percent() {
    each_figure(&small(20_000), |sorted, stats, place| {
        for (level, found) in LEVELS.into_iter().zip(stats.quantiles) {
            let exact = type_7(sorted, level);
            assert!((found - exact).abs() <= 0.005 * exact.abs() + 1e-9, "{place}: {found} instead of {exact}");
        }
    });
}

/// Simulates a study and returns a summary with the detail of every track.
fn detailed(study: &CheckedStudy, spread_month: u32, samples: u32) -> Summary {
    let detail = DetailRequest { tracks: tracks(), spread_month, samples };
    Scheduler::new(Inline::default()).run(Job::new(study.clone(), tracks()).with_detail(detail)).unwrap()
}

/// Calls `check` for every point of every distribution, with the computed value, the exact value, and a description of
/// the point.
fn each_point(study: &CheckedStudy, spread_month: u32, mut check: impl FnMut(f64, f64, &str)) {
    let (summary, values) = (detailed(study, spread_month, 0), sorted(study));
    let month = summary.spread_month().unwrap();
    for (at, months) in values.iter().enumerate() {
        for (kind, series) in SERIES.into_iter().enumerate() {
            let spread = summary.spread(Track::own(at, series)).unwrap();
            assert!(spread.len() == SPREAD_POINTS && spread.is_sorted());
            for (point, &found) in spread.iter().enumerate() {
                let exact = type_7(&months[month as usize][kind], (point as f64 + 0.5) / SPREAD_POINTS as f64);
                check(found, exact, &format!("scenario {at}, {}, point {point}", series.name()));
            }
        }
    }
}

#[test]
fn a_spread_is_the_sorted_values() {
    for (runs, month) in [(2, 0), (129, 7), (1000, 11), (10_000, 12)] {
        each_point(&small(runs), month, |found, exact, place| {
            assert_eq!(found.to_bits(), exact.to_bits(), "{runs} runs, {place}: {found} instead of {exact}");
        });
    }
    // Month 99 is beyond the horizon, so the horizon of 12 months is used.
    assert_eq!(detailed(&small(2), 99, 0), detailed(&small(2), 12, 0));
}

#[test]
fn a_binned_spread_is_within_half_a_percent() {
    each_point(&small(20_000), 12, |found, exact, place| {
        assert!((found - exact).abs() <= 0.005 * exact.abs() + 1e-9, "{place}: {found} instead of {exact}");
    });
}

#[test]
fn samples_are_the_first_runs() {
    let bits = holdfast_test_support::bits(&small(128));
    for (runs, asked, kept) in [(2, 20, 2), (3, 20, 3), (1000, 20, 20), (10_001, 1000, 128)] {
        let summary = detailed(&small(runs), 0, asked);
        for (at, runs) in bits.iter().enumerate() {
            for (kind, series) in SERIES.into_iter().enumerate() {
                let samples = summary.samples(Track::own(at, series)).unwrap();
                assert_eq!(samples.len(), kept);
                for (sample, run) in samples.zip(runs) {
                    let run = run.iter().skip(kind).step_by(SERIES.len());
                    assert!(sample.iter().map(|value| value.to_bits()).eq(run.copied()), "{}", series.name());
                }
            }
        }
    }
}
