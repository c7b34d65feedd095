//! An outcome: the number whose sensitivity to the inputs is analysed.

use holdfast_engine::{Expected, Month, Quantity};
use holdfast_scenario::Measure;

/// A measure of a scenario at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outcome {
    pub measure: Measure,
    /// Month 0 is the opening state. A month after the horizon is treated as the horizon.
    pub month: u32,
}

impl Outcome {
    /// The outcome's value on an expected path, in the measure's unit.
    pub fn on_path(self, path: &Expected) -> f64 {
        let (quantity, factor) = self.quantity_and_factor();
        let horizon = path[quantity].len() - 1;
        factor * path[quantity][(self.month as usize).min(horizon)]
    }

    /// The outcome's values in `N` runs, from the simulated month `month`. The caller must pass the month of the
    /// outcome.
    pub fn in_month<const N: usize>(self, month: &Month<N>) -> [f64; N] {
        let (quantity, factor) = self.quantity_and_factor();
        let mut values = month[quantity];
        values.iter_mut().for_each(|value| *value *= factor);
        values
    }

    /// The month of the outcome, or the horizon if the month is after the horizon.
    pub fn month_within(self, horizon_months: usize) -> u32 {
        self.month.min(horizon_months as u32)
    }

    /// The quantity of the engine and the factor whose product is the measure.
    fn quantity_and_factor(self) -> (Quantity, f64) {
        match self.measure {
            Measure::Customers => (Quantity::Customers, 1.0),
            Measure::Mrr => (Quantity::Mrr, 1.0),
            Measure::Arr => (Quantity::Mrr, 12.0),
            Measure::CumulativeRevenue => (Quantity::CumulativeRevenue, 1.0),
            Measure::Cash => (Quantity::Cash, 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::{LANES, conditional_mean, expected};
    use holdfast_scenario::presets;
    use holdfast_summary::Series;

    #[test]
    fn an_outcome_is_its_series_at_its_month() {
        let study = presets::runway().check().unwrap();
        let scenario = &study.scenarios()[1];
        let path = expected(scenario, 60);
        for measure in Measure::ALL {
            let series = Series::from(measure).expected(&path).unwrap();
            for (month, at) in [(0, 0), (36, 36), (60, 60), (240, 60)] {
                let outcome = Outcome { measure, month };
                assert_eq!(outcome.on_path(&path), series[at], "{measure:?} {month}");
                let lanes = conditional_mean(scenario, outcome.month_within(60), |prior, _| [prior.median(); LANES]);
                assert!((outcome.in_month(&lanes)[7] - series[at]).abs() <= 1e-12 * series[at].abs());
            }
        }
    }
}
