//! Statistics of the scenarios of a study, from simulated runs.

use super::outcome::Outcome;
use holdfast_engine::PreparedStudy;
use holdfast_scenario::{CheckedStudy, Target};
use holdfast_summary::{Series, Track, TrackValues, quantile};

/// A statistic over the runs of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Statistic {
    /// The median of an outcome over the runs, in the unit of its measure.
    Median(Outcome),
    /// The probability that a target has been reached at least once by the end of a month (first passage).
    Probability(Target, u32),
}

impl Statistic {
    /// The last month that the statistic depends on.
    pub fn month(self) -> u32 {
        match self {
            Self::Median(outcome) => outcome.month,
            Self::Probability(_, month) => month,
        }
    }
}

/// Computes the statistic of each scenario over the runs of the study. The horizon of the study must be the month of
/// the statistic. All scenarios use the same random numbers.
pub fn statistics(study: &CheckedStudy, statistic: Statistic) -> Vec<f64> {
    let (prepared, runs, horizon) = (PreparedStudy::new(study), study.runs() as usize, study.horizon_months());
    let (series, target) = match statistic {
        Statistic::Median(outcome) => (outcome.measure.into(), None),
        Statistic::Probability(target, _) => (Series::TargetReached, Some(target)),
    };
    let scenarios = 0..study.scenarios().len();
    let mut values = vec![Vec::with_capacity(runs); scenarios.len()];
    for block in 0..prepared.blocks() {
        let count = prepared.runs_in(block);
        let mut tracks: Vec<TrackValues> =
            scenarios.clone().map(|at| TrackValues::new(Track::own(at, series))).collect();
        prepared.run_block(block, |month, states| {
            for (values, track) in values.iter_mut().zip(&mut tracks) {
                let of_block = track.next(states, target);
                if month == horizon {
                    values.extend_from_slice(&of_block[..count]);
                }
            }
        });
    }
    let of_scenario = |mut values: Vec<f64>| match statistic {
        Statistic::Probability(..) => values.iter().sum::<f64>() / runs as f64,
        Statistic::Median(_) => quantile::of(&mut values, [0.5])[0],
    };
    values.into_iter().map(of_scenario).collect()
}
