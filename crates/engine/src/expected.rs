//! The expected path: exact means for exact inputs; for ranged inputs, the path at their medians. It is fast enough to
//! compute on every slider move.
//!
//! It runs the same month as the simulation with every count at its mean. Each step is linear in the counts, so the
//! means of the next month follow from the means of this month, also where referrals make the process branch. With
//! ranged inputs the mean over all draws differs from this path, because most steps are not linear in the inputs; the
//! path is then an approximation of that mean.

use super::count_model::Expectation;
use super::month_inputs::MonthInputs;
use super::quantity::Quantity;
use super::scenario_state::ScenarioState;
use holdfast_scenario::CheckedScenario;
use std::ops::Index;

/// The mean of every quantity in the months 0..=H: one vector for each quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected([Vec<f64>; Quantity::ALL.len()]);

impl Index<Quantity> for Expected {
    type Output = Vec<f64>;

    fn index(&self, quantity: Quantity) -> &Vec<f64> {
        &self.0[quantity as usize]
    }
}

/// The expected path over `horizon_months` months after the opening month.
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
    fn the_presets_land_on_the_published_figures() {
        // ARR after 60 months in millions, to every digit that section 19 of the model page shows.
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
