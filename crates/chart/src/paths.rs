//! Paths over the months, as all charts of months draw them: lines of values, and bands between quantiles.

use super::chart::{Column, SeriesStyle};
use super::drawing::Drawing;
use super::plot_area::PlotArea;
use super::shape::Point;
use holdfast_scenario::{LineStyle, Unit};
use holdfast_summary::Stats;
use plotters::style::Color;

/// From this number of paths on, only the selected one has a dark band: where three bands overlap, their colours cannot
/// be told apart.
const MANY: usize = 3;

/// The opacities of the light band, of the dark band, and of the edges of the light band.
#[derive(Clone, Copy)]
pub struct BandOpacity {
    light: f64,
    dark: f64,
    edge: f64,
}

impl BandOpacity {
    /// The opacities of a chart with few paths.
    pub const FULL: Self = Self { light: 0.1, dark: 0.2, edge: 0.55 };

    /// The opacities for one of `count` paths.
    pub fn of(count: usize, is_selected: bool) -> Self {
        match (count < MANY, is_selected) {
            (true, _) => Self::FULL,
            (_, true) => Self { light: 0.08, dark: 0.28, edge: 0.9 },
            _ => Self { light: 0.05, dark: 0.0, edge: 0.7 },
        }
    }
}

/// The labels of a chart of paths, for its axis, its lines and the columns of its table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathLabels {
    pub month: String,
    pub expected: String,
    /// The names of the quantiles 5%, 25%, 50%, 75% and 95%.
    pub levels: [String; 5],
}

/// One of the five quantiles of [`Stats`], by its index, for each month.
pub fn level(stats: &[Stats], at: usize) -> Vec<f64> {
    stats.iter().map(|stats| stats.quantiles[at]).collect()
}

/// The index of the median among the quantiles.
pub const MEDIAN: usize = 2;

/// The points of the values of months 0, 1, 2 …
pub fn points(plot: &PlotArea, values: &[f64]) -> Vec<Point> {
    (0..).zip(values).map(|(month, &value)| (plot.x(month), plot.y(value))).collect()
}

/// Draws the light band (5% to 95%), the dark band (25% to 75%), and the edges of the light band.
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
    // Colours mix where bands overlap; the edges show which band belongs to which scenario.
    for at in [0, 3] {
        drawing.path(&edges[at], color.mix(opacity.edge), 1.0, LineStyle::Solid);
    }
}

/// Draws a line through the values of months 0, 1, 2 …
pub fn draw_line(drawing: &mut Drawing<'_>, plot: &PlotArea, values: &[f64], style: SeriesStyle) {
    drawing.path(&points(plot, values), drawing.theme.series(style.color).to_rgba(), 2.5, style.line);
}

/// The last value. Returns `None` if there is none or it is not finite.
pub fn last(values: &[f64]) -> Option<f64> {
    values.last().copied().filter(|value| value.is_finite())
}

impl PathLabels {
    /// The columns of a table for an expected path and its quantiles.
    pub fn columns(&self, expected: &[f64], stats: &[Stats], unit: Unit) -> Vec<Column> {
        let mut columns = vec![(self.expected.clone(), unit, expected.to_vec())];
        // Without statistics there is only the expected path, as for the probability of an event.
        for (at, name) in self.levels.iter().enumerate().filter(|_| !stats.is_empty()) {
            columns.push((name.clone(), unit, level(stats, at)));
        }
        columns
    }
}
