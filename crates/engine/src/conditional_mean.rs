//! The conditional mean of each quantity in one month, given the inputs. It is computed for [`LANES`] sets of inputs at
//! the same time.

use super::count_model::Expectation;
use super::month_inputs::{MonthInputs, RandomInput};
use super::quantity::Month;
use super::scenario_state::ScenarioState;
use super::stream::{LANES, Lanes};
use holdfast_scenario::{CheckedScenario, Prior};

/// The conditional mean E(Y | inputs) of every quantity Y in month `at_month`, for each of [`LANES`] sets of inputs.
/// `draw` returns the values of one input, or of one event's amount: one value for each set. For each set, the result
/// is month `at_month` of the [expected path](super::expected()) with the inputs of this set. So the means are exact.
pub fn conditional_mean(
    scenario: &CheckedScenario,
    at_month: u32,
    draw: impl FnMut(&Prior, RandomInput) -> Lanes,
) -> Month<LANES> {
    with_inputs(scenario, at_month, MonthInputs::new(scenario, draw))
}

fn with_inputs(scenario: &CheckedScenario, at_month: u32, inputs: MonthInputs<LANES>) -> Month<LANES> {
    let mut state = ScenarioState::at_opening(scenario, inputs, at_month);
    for month in 1..=at_month {
        state.advance(scenario, month, &Expectation);
    }
    state.month
}

#[cfg(test)]
mod tests {
    use super::super::expected::expected;
    use super::super::quantity::Quantity;
    use super::*;
    use holdfast_scenario::presets;

    #[test]
    fn at_the_medians_it_is_the_expected_path() {
        for preset in presets::ALL {
            let study = (preset.study)().check().unwrap();
            for scenario in study.scenarios() {
                let path = expected(scenario, study.horizon_months());
                for at in [0, 1, 17, study.horizon_months()] {
                    let month = conditional_mean(scenario, at as u32, |prior, _| [prior.median(); LANES]);
                    for quantity in Quantity::ALL {
                        let (value, wanted) = (month[quantity][LANES - 1], path[quantity][at]);
                        assert!((value - wanted).abs() <= 1e-12 * wanted.abs(), "{} {at} {quantity:?}", preset.name);
                    }
                }
            }
        }
    }
}
