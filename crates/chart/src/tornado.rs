//! The data of a tornado chart.

use holdfast_scenario::Unit;

/// The bar of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoBar {
    pub name: String,
    /// The input's low and high value as text.
    pub ends: [String; 2],
    /// The outcome at the input's low and high end; NaN if the study with it does not pass the checks.
    pub outcome: [f64; 2],
    /// Whether the input is a range. An exact input is moved for comparison only; its bar is thinner and lighter.
    pub is_range: bool,
    /// The share of the outcome's variance that the input explains, and its standard error.
    pub share: Option<(f64, f64)>,
}

/// A tornado chart.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoChart {
    /// The bars, the widest first. Bars for which there is no room, at one line of text each, are only in the table.
    pub bars: Vec<TornadoBar>,
    /// The outcome with every input at its median.
    pub base: f64,
    /// The unit of the outcome.
    pub unit: Unit,
    /// Indices into the palette: for the low ends, which are filled, and for the high ends, which are outlines.
    pub colors: [u64; 2],
    /// The name of the outcome.
    pub title: String,
    /// The label of the column of inputs.
    pub input: String,
    /// The labels of the low and of the high end.
    pub at: [String; 2],
    /// The label of the share of the variance.
    pub share: String,
    /// The text that is shown if there is no bar.
    pub none: String,
}
