//! The distribution of a series over the futures of one scenario, at one month.

use super::chart::SeriesStyle;
use super::formats::Formats;
use holdfast_scenario::Unit;

/// The distribution of the series in one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioDistribution {
    pub label: String,
    pub style: SeriesStyle,
    /// Equally likely values in ascending order. Empty if the series has no value.
    pub values: Vec<f64>,
    /// The median from the summary. The page shows this median everywhere. It may differ from the median of `values` in
    /// the last digits.
    pub median: f64,
}

impl ScenarioDistribution {
    /// The median as a text that is appended to the scenario's name.
    pub fn told_median(&self, formats: &Formats<'_>, unit: Unit) -> String {
        [" · ", &(formats.value)(self.median, unit)].concat()
    }

    /// The quantile of `values` at the probability `share`, which must be at least 0 and below 1. Returns `None` if
    /// there are no values.
    pub fn at(&self, share: f64) -> Option<f64> {
        self.values.get((share * self.values.len() as f64) as usize).copied()
    }
}
