//! One figure of each scenario of a study from simulated runs.

use super::outcome::Outcome;
use holdfast_engine::PreparedStudy;
use holdfast_scenario::{CheckedStudy, Target};
use holdfast_summary::{Follower, Series, Track, quantile};

/// What is asked of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// The median of an outcome.
    Median(Outcome),
    /// The probability that the target has been reached by the end of a month: first passage.
    Chance(Target, u32),
}

impl Figure {
    /// The month that it is of, after which nothing matters.
    pub fn month(self) -> u32 {
        match self {
            Self::Median(outcome) => outcome.month,
            Self::Chance(_, month) => month,
        }
    }
}

/// The figure of each scenario, over the study's runs, in a study whose horizon is the figure's month. Scenarios share
/// their luck.
pub fn figures(study: &CheckedStudy, figure: Figure) -> Vec<f64> {
    let (plan, runs, horizon) = (PreparedStudy::new(study), study.runs() as usize, study.horizon_months());
    let (series, target) = match figure {
        Figure::Median(outcome) => (outcome.measure.into(), None),
        Figure::Chance(target, _) => (Series::TargetReached, Some(target)),
    };
    let scenarios = 0..study.scenarios().len();
    let mut values = vec![Vec::with_capacity(runs); scenarios.len()];
    for block in 0..plan.blocks() {
        let count = plan.runs_in(block);
        let mut followers: Vec<Follower> = scenarios.clone().map(|at| Follower::new(Track::own(at, series))).collect();
        plan.run_block(block, |month, states| {
            for (values, follower) in values.iter_mut().zip(&mut followers) {
                let lane = follower.next(states, target);
                if month == horizon {
                    values.extend_from_slice(&lane[..count]);
                }
            }
        });
    }
    let figure = |mut values: Vec<f64>| match figure {
        Figure::Chance(..) => values.iter().sum::<f64>() / runs as f64,
        Figure::Median(_) => quantile::of(&mut values, [0.5])[0],
    };
    values.into_iter().map(figure).collect()
}
