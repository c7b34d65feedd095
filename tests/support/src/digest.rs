//! Digests (hashes) of the summaries of two studies. Every platform and transport must give the same digests.

use holdfast_engine::Quantity;
use holdfast_scenario::{CheckedStudy, Scenario, Study, Survival, file, presets};
use holdfast_summary::{Series, Summary, Track};

/// The digest of [`leaky_bucket`] with 1,000 runs of seed 1, for [`all_tracks`]. It may change only if somebody changes
/// on purpose which random numbers a seed gives, or what the model does in a month.
pub const LEAKY_BUCKET_DIGEST: u64 = 0x8c7b_3c47_de19_186f;

/// The digest of [`everything`], for [`all_tracks`].
pub const EVERYTHING_DIGEST: u64 = 0xfaf2_6d34_a1bd_8fa0;

/// The first preset, "Leaky bucket", with this number of runs.
pub fn leaky_bucket(runs: u64) -> Study {
    Study { runs, ..presets::leaky_bucket() }
}

/// A study of 200 runs and two scenarios with every mechanism on, three plans, ranges, a correlation and events. The
/// scenarios differ only in their survival curves; that of the second is shifted beta-geometric.
pub fn everything() -> Study {
    let (mut study, problems) = file::read(include_str!("../../../benches/studies/everything-on.json"))
        .unwrap_or_else(|problem| panic!("{problem:?}"));
    assert!(problems.is_empty(), "{problems:?}");
    study.runs = 200;
    let other = Scenario { survival: Survival::ShiftedBetaGeometric, ..study.scenarios[0].clone() };
    study.scenarios.push(other);
    study
}

/// Every series of every scenario, and the gap in MRR between every other scenario and the first.
pub fn all_tracks(study: &CheckedStudy) -> Vec<Track> {
    let count = study.scenarios().len();
    let own = (0..count).flat_map(|at| Series::ALL.map(|series| Track::own(at, series)));
    own.chain((1..count).map(|at| Track::gap(at, 0, Quantity::Mrr))).collect()
}

/// The FNV-1a hash of the bits of every number of a summary: the number of runs, the details of one month if the
/// summary has them, and the figures of all months. The details must include all `tracks`.
pub fn digest(summary: &Summary, tracks: &[Track]) -> u64 {
    let mut numbers = vec![f64::from(summary.runs())];
    if let Some(month) = summary.spread_month() {
        numbers.push(f64::from(month));
        for &track in tracks {
            let spread = summary.spread(track).unwrap_or_default();
            let samples: Vec<f64> = summary.samples(track).expect("detail").flatten().copied().collect();
            for list in [spread, &samples] {
                numbers.push(list.len() as f64);
                numbers.extend_from_slice(list);
            }
        }
    }
    for &track in tracks {
        for stats in summary.months(track).expect("figures") {
            numbers.extend([f64::from(stats.runs), stats.mean, stats.variance]);
            numbers.extend(stats.quantiles);
            numbers.extend([stats.above_zero, stats.at_zero]);
        }
    }
    let bytes = numbers.iter().flat_map(|number| number.to_bits().to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
