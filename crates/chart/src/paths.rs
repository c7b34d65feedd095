//! Paths over the months: lines of values, and bands between quantiles. The charts whose horizontal axis is months or
//! ages use these functions.

use super::chart::{Column, SeriesStyle};
use super::drawing::Drawing;
use super::plot_area::PlotArea;
use super::shape::Point;
use holdfast_scenario::{LineStyle, Unit};
use holdfast_summary::Stats;
use plotters::style::Color;

/// The smallest number of paths with which only the selected path has a dark band. Where three bands overlap, a reader
/// cannot distinguish their colours.
const MANY: usize = 3;

/// The opacities of a path's light band, of its dark band, and of the edges of the light band.
#[derive(Clone, Copy)]
pub struct BandOpacity {
    light: f64,
    dark: f64,
    edge: f64,
}

impl BandOpacity {
    /// The opacities in a chart with few paths.
    pub const FULL: Self = Self { light: 0.1, dark: 0.2, edge: 0.55 };

    /// The opacities of one path in a chart with `count` paths.
    pub fn of(count: usize, is_selected: bool) -> Self {
        match (count < MANY, is_selected) {
            (true, _) => Self::FULL,
            (_, true) => Self { light: 0.08, dark: 0.28, edge: 0.9 },
            _ => Self { light: 0.05, dark: 0.0, edge: 0.7 },
        }
    }
}

/// The labels of a chart of paths, for the axis, for the lines and for the columns of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathLabels {
    pub month: String,
    pub expected: String,
    /// The labels of the quantiles 5%, 25%, 50%, 75% and 95%.
    pub levels: [String; 5],
}

/// For each month, one of the five quantiles of [`Stats`]. `at` is the index of the quantile.
pub fn level(stats: &[Stats], at: usize) -> Vec<f64> {
    stats.iter().map(|stats| stats.quantiles[at]).collect()
}

/// The index of the median among the five quantiles of [`Stats`].
pub const MEDIAN: usize = 2;

/// The points of the picture for the values in months 0, 1, 2 …
pub fn points(plot: &PlotArea, values: &[f64]) -> Vec<Point> {
    (0..).zip(values).map(|(month, &value)| (plot.x(month), plot.y(value))).collect()
}

/// Draws the light band (5% to 95%), the dark band (25% to 75%), and lines at the edges of the light band.
pub fn draw_bands(
    drawing: &mut Drawing<'_>,
    plot: &PlotArea,
    stats: &[Stats],
    style: SeriesStyle,
    opacity: BandOpacity,
) {
    let color = drawing.theme.series(style.color);
    let edges = [0, 1, 3, 4].map(|at| points(plot, &level(stats, at)));
    for (low, high, share) in [(0, 3, opacity.light), (1, 2, opacity.dark)].into_iter().filter(|band| band.2 > 0.0) {
        drawing.band(&edges[high], &edges[low], color.mix(share));
    }
    // Where bands overlap, their colours mix. The lines at the edges show which band belongs to which scenario.
    for at in [0, 3] {
        drawing.path(&edges[at], color.mix(opacity.edge), 1.0, LineStyle::Solid);
    }
}

/// Draws a line through the values of months 0, 1, 2 …
pub fn draw_line(drawing: &mut Drawing<'_>, plot: &PlotArea, values: &[f64], style: SeriesStyle) {
    drawing.path(&points(plot, values), drawing.theme.series(style.color).to_rgba(), 2.5, style.line);
}

/// The last value of a list. Returns `None` if the list is empty or its last value is not finite.
pub fn last(values: &[f64]) -> Option<f64> {
    values.last().copied().filter(|value| value.is_finite())
}

impl PathLabels {
    /// The columns of a table with an expected path and the quantiles of the futures.
    pub fn columns(&self, expected: &[f64], stats: &[Stats], unit: Unit) -> Vec<Column> {
        let mut columns = vec![(self.expected.clone(), unit, expected.to_vec())];
        // Without statistics, the table has only the column of the expected path. An example is the probability that
        // the target is reached, which has no quantiles.
        for (at, name) in self.levels.iter().enumerate().filter(|_| !stats.is_empty()) {
            columns.push((name.clone(), unit, level(stats, at)));
        }
        columns
    }
}
