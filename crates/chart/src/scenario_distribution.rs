//! The distribution of a series over the futures of one scenario, at one month.

use super::chart::SeriesStyle;
use super::formats::Formats;
use holdfast_scenario::Unit;

/// The values of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioDistribution {
    pub label: String,
    pub style: SeriesStyle,
    /// Equally likely values in ascending order; empty if the series has no value.
    pub values: Vec<f64>,
    /// The median, as shown everywhere on the page. It may differ from that of `values` in the last digits.
    pub median: f64,
}

impl ScenarioDistribution {
    /// The text of the median that follows the scenario's name.
    pub fn told_median(&self, formats: &Formats<'_>, unit: Unit) -> String {
        [" · ", &(formats.value)(self.median, unit)].concat()
    }

    /// The quantile at a share of the futures. Returns `None` if there are no values.
    pub fn at(&self, share: f64) -> Option<f64> {
        self.values.get((share * self.values.len() as f64) as usize).copied()
    }
}
