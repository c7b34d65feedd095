//! The expected path: the mean of every quantity in every month, computed without simulation. An input that is a range
//! is replaced by its median. The computation is so fast that the page repeats it each time the user moves a slider.
//!
//! The expected path uses the same code for a month as the simulation, but every count is replaced by its mean. Each
//! step is linear in the counts, so the means of one month determine the means of the next month. This is also true if
//! customers refer new customers. So the means are exact if all inputs are exact.
//!
//! If some inputs are ranges, the path is only an approximation of the mean over all draws of the inputs. The reason is
//! that most steps are not linear in the inputs.

use super::count_model::Expectation;
use super::month_inputs::MonthInputs;
use super::quantity::Quantity;
use super::scenario_state::ScenarioState;
use holdfast_scenario::CheckedScenario;
use std::ops::Index;

/// The mean of every quantity in every month. There is one vector for each quantity. Its index is the month, from 0
/// (the opening) to the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected([Vec<f64>; Quantity::ALL.len()]);

impl Index<Quantity> for Expected {
    type Output = Vec<f64>;

    fn index(&self, quantity: Quantity) -> &Vec<f64> {
        &self.0[quantity as usize]
    }
}

/// The expected path from month 0 (the opening) to month `horizon_months`.
pub fn expected(scenario: &CheckedScenario, horizon_months: usize) -> Expected {
    let mut path = Expected(std::array::from_fn(|_| Vec::with_capacity(horizon_months + 1)));
    let mut state: ScenarioState<1> =
        ScenarioState::at_opening(scenario, MonthInputs::at_medians(scenario), horizon_months as u32);
    for month in 0..=horizon_months as u32 {
        if month > 0 {
            state.advance(scenario, month, &Expectation);
        }
        for quantity in Quantity::ALL {
            path.0[quantity as usize].push(state.month[quantity][0]);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::presets;

    #[test]
    fn the_presets_reach_the_published_figures() {
        // Each text is the published annual recurring revenue (12·MRR) of one scenario after 60 months, in millions.
        // The source is section 19 of the model page (`assets/model.html`).
        for (study, millions) in [
            (presets::leaky_bucket(), &["13.66", "14.62", "23.67"][..]),
            (presets::retention_is_the_new_acquisition(), &["15.69", "26.02", "39.73", "57.34"][..]),
        ] {
            let study = study.check().unwrap();
            for (scenario, expected_millions) in study.scenarios().iter().zip(millions) {
                let path = expected(scenario, 60);
                assert_eq!(format!("{:.2}", 12.0 * path[Quantity::Mrr][60] / 1e6), *expected_millions);
                assert!((path[Quantity::NewMrr][60] - 1225.0 * 59.0).abs() < 1e-9);
            }
        }
    }
}
