//! The gap chart: the difference between two scenarios that use the same random numbers. A fan shows the values of the
//! first scenario minus those of the second. A strip below it shows the probability that this difference is above 0.

use super::axes::{Axes, VerticalAxis, draw_axes, draw_end_labels};
use super::chart::{Chart, PlotPosition, Reading, ReadingRow, SeriesStyle, Table, numbers};
use super::drawing::Drawing;
use super::extent::extent;
use super::formats::Formats;
use super::paths::{BandOpacity, MEDIAN, PathLabels, draw_bands, draw_line, last, level, points};
use super::plot_area::{HorizontalScale, PlotArea, VerticalScale};
use super::shape::{Align, Point};
use holdfast_scenario::{LineStyle, Unit};
use holdfast_summary::Stats;
use plotters::style::Color;

/// A gap chart, as data with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct GapChart {
    /// The style of the line of the expected path: the colour of the first scenario, and a solid line.
    pub style: SeriesStyle,
    /// The difference between the two expected paths in months 0..=H, where H is the last month. Empty if the series
    /// has no expected path.
    pub expected: Vec<f64>,
    /// The statistics of the difference in months 0..=H. Empty until there is a simulation.
    pub stats: Vec<Stats>,
    /// The last month that the chart shows.
    pub last_month: usize,
    pub unit: Unit,
    /// The title: the name of the series and of the two scenarios.
    pub series: String,
    /// The labels of two probabilities: that the first scenario is ahead of the second, and that both are equal.
    pub ahead: String,
    pub tied: String,
    pub labels: PathLabels,
    /// A text that is shown instead of the chart. If it is empty, the chart is drawn.
    pub none: String,
}

impl GapChart {
    /// The height of the strip alone, and its height with the space around it, both in lines of text. Returns `None` if
    /// the drawing is too low for a strip.
    fn strip(drawing: &Drawing<'_>) -> Option<(f64, f64)> {
        let lines = drawing.height / drawing.line_height();
        let strip = (0.14 * lines).max(1.3);
        (lines >= 10.5).then_some((strip, strip + 1.7))
    }

    /// For each month, the probability that the first scenario is ahead of the second.
    fn ahead(&self) -> Vec<f64> {
        self.stats.iter().map(|stats| stats.above_zero).collect()
    }

    /// Draws the strip: the probability in each month that the first scenario is ahead, and a dashed line at one half.
    fn draw_strip(&self, drawing: &mut Drawing<'_>, plot: &PlotArea) {
        let (line_height, muted, color) =
            (drawing.line_height(), drawing.theme.muted, drawing.theme.series(self.style.color));
        drawing.text_within(
            &self.ahead,
            (plot.left, plot.top - 0.8 * line_height),
            Align::Left,
            muted,
            drawing.width - plot.left - drawing.margin(),
        );
        for share in [0.0, 0.5, 1.0] {
            let y = plot.y(share);
            let line = if share == 0.5 { LineStyle::Dashed } else { LineStyle::Solid };
            let shade = if share == 0.0 { muted } else { drawing.theme.grid };
            drawing.path(&[(plot.left, y), (plot.right, y)], shade.to_rgba(), 1.0, line);
            // In a low strip, the label of 50% would overlap those of 0% and 100%, so it is left out.
            if share != 0.5 || plot.bottom - plot.top >= 1.9 * line_height {
                let label = (drawing.formats.tick)(share, Unit::Share);
                drawing.text(&label, (plot.left - drawing.margin(), y), Align::Right, muted);
            }
        }
        let line = points(plot, &self.ahead());
        let floor: Vec<Point> = line.iter().map(|&(x, _)| (x, plot.bottom)).collect();
        drawing.band(&line, &floor, color.mix(0.2));
        drawing.path(&line, color.to_rgba(), 1.5, LineStyle::Solid);
    }
}

impl Chart for GapChart {
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea {
        if !self.none.is_empty() {
            let (right, bottom) = (drawing.width - drawing.margin(), drawing.height);
            let plot = PlotArea { left: drawing.margin(), right, bottom, rows: 1, ..PlotArea::default() };
            drawing.note(&self.none, &plot);
            return plot;
        }
        let strip = Self::strip(drawing);
        let below = strip.map_or(0.0, |(_, all)| all * drawing.line_height());
        let labels = [self.labels.expected.clone(), self.labels.levels[2].clone()];
        let (median, bands) = (level(&self.stats, MEDIAN), [level(&self.stats, 0), level(&self.stats, 4)]);
        let axes = Axes {
            vertical_title: &self.series,
            vertical: VerticalAxis::Values {
                unit: self.unit,
                extent: extent(&[&*self.expected, &bands[0], &bands[1]].concat()),
                is_log: false,
            },
            horizontal_title: &self.labels.month,
            horizontal: HorizontalScale::Months(self.last_month),
            end_labels: &labels,
            side_labels: &[(drawing.formats.tick)(1.0, Unit::Share)],
            below,
            ..Axes::default()
        };
        let plot = draw_axes(drawing, &axes);
        draw_bands(drawing, &plot, &self.stats, self.style, BandOpacity::FULL);
        let zero = plot.y(0.0);
        drawing.line((plot.left, zero), (plot.right, zero), drawing.theme.muted, 1.0);
        // The expected path and the median are often the same line. The median is drawn on top in thin dashes, so that
        // the expected path remains visible.
        draw_line(drawing, &plot, &self.expected, self.style);
        drawing.path(&points(&plot, &median), drawing.theme.text.to_rgba(), 1.5, LineStyle::Dashed);
        let ends = [last(&self.expected), last(&median)];
        let colors = [drawing.theme.series(self.style.color), drawing.theme.text];
        let ends = labels.into_iter().zip(ends).zip(colors);
        let ends: Vec<_> = ends.filter_map(|((label, end), color)| Some((label, plot.y(end?), color))).collect();
        draw_end_labels(drawing, &plot, &ends);
        if let Some((height, _)) = strip {
            let bottom = plot.bottom + below;
            let top = bottom - height * drawing.line_height();
            self.draw_strip(drawing, &PlotArea { top, bottom, vertical: VerticalScale::default(), ..plot });
        }
        plot
    }

    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading {
        let month = spot.column.min(self.last_month);
        let row = |style, name: &String, value, unit, range| ReadingRow {
            style,
            name: name.clone(),
            value: (formats.value)(value, unit),
            range,
        };
        let mut rows = Vec::new();
        if let Some(stats) = self.stats.get(month) {
            let range = (formats.range)(stats.p05(), stats.p95(), self.unit);
            rows.push(row(None, &self.labels.levels[2], stats.median(), self.unit, range));
        }
        if let Some(&expected) = self.expected.get(month) {
            rows.push(row(Some(self.style), &self.labels.expected, expected, self.unit, String::new()));
        }
        if let Some(stats) = self.stats.get(month) {
            rows.push(row(None, &self.ahead, stats.above_zero, Unit::Share, String::new()));
            if stats.at_zero > 0.0 {
                rows.push(row(None, &self.tied, stats.at_zero, Unit::Share, String::new()));
            }
        }
        Reading { title: (formats.month)(month), rows }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let mut columns = self.labels.columns(&self.expected, &self.stats, self.unit);
        columns.push((self.ahead.clone(), Unit::Share, self.ahead()));
        columns.push((self.tied.clone(), Unit::Share, self.stats.iter().map(|stats| stats.at_zero).collect()));
        let groups = vec![(self.series.clone(), columns.len())];
        Table::of_columns(&self.labels.month, groups, columns, numbers(0, self.last_month))
    }
}
