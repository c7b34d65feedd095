//! One figure of each scenario of a study from simulated runs.

use super::outcome::Outcome;
use crate::engine::{LANES, Month, Plan};
use crate::scenario::{CheckedStudy, Target};
use crate::summary::quantile;

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
    let (plan, runs, horizon) = (Plan::new(study), study.runs() as usize, study.horizon_months());
    let mut values = vec![Vec::with_capacity(runs); study.scenarios().len()];
    for block in 0..plan.blocks() {
        let count = plan.runs_in(block);
        let mut reached = vec![[0.0; LANES]; values.len()];
        plan.run_block(block, |month, states| {
            for ((values, reached), state) in values.iter_mut().zip(&mut reached).zip(states) {
                match figure {
                    Figure::Chance(target, _) => {
                        pass(target, state, reached);
                        if month == horizon {
                            values.extend_from_slice(&reached[..count]);
                        }
                    }
                    Figure::Median(outcome) if month == horizon => {
                        values.extend_from_slice(&outcome.in_month(state)[..count]);
                    }
                    Figure::Median(_) => {}
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

/// Notes which runs have the target in a month.
fn pass(target: Target, state: &Month<LANES>, reached: &mut [f64; LANES]) {
    let values = Outcome { measure: target.measure, month: 0 }.in_month(state);
    for i in 0..LANES {
        if values[i] >= target.value {
            reached[i] = 1.0;
        }
    }
}
