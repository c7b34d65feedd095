//! The data of a tornado chart.

use holdfast_scenario::Unit;

/// The data of one input, which is shown as one bar.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoBar {
    pub name: String,
    /// The low and the high value of the input, as texts.
    pub ends: [String; 2],
    /// The outcome if the input has its low value, and if it has its high value. NaN if the study with this value does
    /// not pass the checks.
    pub outcome: [f64; 2],
    /// Whether the estimate of the input is a range. An exact input is changed only for comparison, and its bar is
    /// thinner and paler.
    pub is_range: bool,
    /// The share of the outcome's variance that the input explains, and the standard error of this share.
    pub share: Option<(f64, f64)>,
}

/// A tornado chart, as data with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoChart {
    /// The bars, the widest first. The picture shows as many bars as there is room for, with at least one line of text
    /// for each. The table contains all bars.
    pub bars: Vec<TornadoBar>,
    /// The outcome with every input at its median.
    pub base: f64,
    /// The unit of the outcome.
    pub unit: Unit,
    /// Two indices into the palette. The first is the colour of the low ends, which are filled. The second is the
    /// colour of the high ends, which are outlined.
    pub colors: [u64; 2],
    /// The name of the outcome.
    pub title: String,
    /// The label of the column of inputs.
    pub input: String,
    /// The labels for the low and for the high value of an input.
    pub at: [String; 2],
    /// The label of the column with the shares of the variance.
    pub share: String,
    /// The text that is shown if there is no bar.
    pub none: String,
}
