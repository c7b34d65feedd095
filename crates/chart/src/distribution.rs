//! The distribution of a series over the futures at one month. The chart is a histogram, or it has a row of fifty dots
//! for each scenario, where each dot stands for a fiftieth of the futures. A reader can count dots, and so read
//! probabilities without an axis (Kay et al., "When (ish) is my bus?", CHI 2016).

use super::axes::{Axes, HorizontalTicks, VerticalAxis, draw_axes};
use super::bins::Bins;
use super::chart::{Chart, PlotPosition, Reading, ReadingRow, Table};
use super::dots::draw_dots;
use super::drawing::Drawing;
use super::formats::Formats;
use super::histogram::{draw_histogram, draw_steps, has_names, label_rows};
use super::plot_area::{HorizontalScale, PlotArea, VerticalScale};
use super::scenario_distribution::ScenarioDistribution;
use super::shape::Align;
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::Color;

/// A distribution chart, as data with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct DistributionChart {
    pub scenarios: Vec<ScenarioDistribution>,
    pub unit: Unit,
    /// Whether the chart shows dots instead of bars.
    pub has_dots: bool,
    /// The name of the series and of the month.
    pub series: String,
    pub labels: DistributionLabels,
}

/// The labels of a distribution chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DistributionLabels {
    /// What a bar shows in a histogram (`share`), and what one dot stands for (`dot`).
    pub share: String,
    pub dot: String,
    /// What bars show if each scenario has its own row (`rows`), and what the lines show that replace dots too small to
    /// count (`strip`).
    pub rows: String,
    pub strip: String,
    /// The words after a share of futures that are at or below a value.
    pub at_most: String,
    pub upper_edge: String,
    /// The text that is shown if there is no value.
    pub none: String,
}

/// The smallest number of scenarios with which each scenario has its own row instead of a common histogram.
const ROWS_MIN: usize = 5;
/// The largest share of the picture's width for the names of rows, including the medians beside the names.
const NAMES_MAX_SHARE: f64 = 0.3;

impl DistributionChart {
    /// The bins of the chart. They cover the values of all scenarios.
    pub fn bins(&self) -> Bins {
        let lists: Vec<&[f64]> = self.scenarios.iter().map(|spread| &*spread.values).collect();
        Bins::of(&lists, self.unit == Unit::Customers)
    }

    /// For each scenario, the share of futures in each bin.
    pub fn shares(&self, bins: &Bins) -> Vec<Vec<f64>> {
        let of = |spread: &ScenarioDistribution| {
            let all = spread.values.len().max(1) as f64;
            bins.counts(&spread.values).into_iter().map(|count| count as f64 / all).collect()
        };
        self.scenarios.iter().map(of).collect()
    }

    /// The ends of a bin as texts show them. For numbers of customers, they are the least and the greatest whole number
    /// in the bin.
    fn ends(&self, bins: &Bins, bin: usize) -> (f64, f64) {
        let inside = if self.unit == Unit::Customers { 0.5 } else { 0.0 };
        (bins.upper(bin) - bins.width + inside, bins.upper(bin) - inside)
    }

    /// Draws a row for each scenario, with its name on the left and its bars or dots above a baseline.
    fn draw_rows(
        &self,
        drawing: &mut Drawing<'_>,
        plot: &PlotArea,
        names: &[String],
        (bins, shares): (&Bins, &[Vec<f64>]),
    ) {
        let high = (plot.bottom - plot.top) / self.scenarios.len().max(1) as f64;
        let floor = |row: usize| plot.top + (row + 1) as f64 * high;
        let row_of = |row: usize, most: f64| {
            let vertical = VerticalScale { high: if most > 0.0 { most } else { 1.0 }, ..VerticalScale::default() };
            PlotArea { top: floor(row) - 0.9 * high, bottom: floor(row), rows: 1, vertical, ..*plot }
        };
        for (row, (spread, name)) in self.scenarios.iter().zip(names).enumerate() {
            let (color, floor, margin) = (drawing.theme.series(spread.style.color), floor(row), drawing.margin());
            drawing.line((plot.left, floor), (plot.right, floor), drawing.theme.grid, 1.0);
            if high >= 0.9 * drawing.line_height() {
                drawing.text(name, (plot.left - margin, floor - 0.5 * high), Align::Right, color);
            }
        }
        let title = if self.has_dots {
            let rows: Vec<PlotArea> = (0..self.scenarios.len()).map(|row| row_of(row, 1.0)).collect();
            if draw_dots(drawing, &self.scenarios, &rows, bins) { &self.labels.dot } else { &self.labels.strip }
        } else {
            for (row, (spread, shares)) in self.scenarios.iter().zip(shares).enumerate() {
                let own = row_of(row, shares.iter().copied().fold(0.0, f64::max));
                draw_steps(drawing, &own, shares, spread.style);
                let x = own.x_of(bins.column(spread.median));
                let color = drawing.theme.series(spread.style.color).to_rgba();
                drawing.path(&[(x, own.bottom), (x, own.top)], color, 1.25, LineStyle::Solid);
            }
            &self.labels.rows
        };
        let (margin, muted) = (drawing.margin(), drawing.theme.muted);
        let (at, room) = ((margin, 0.6 * drawing.line_height()), drawing.width - 2.0 * margin);
        drawing.text_within(title, at, Align::Left, muted, room);
    }
}

impl Chart for DistributionChart {
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea {
        let bins = self.bins();
        let shares = self.shares(&bins);
        let has_rows = self.has_dots || self.scenarios.len() >= ROWS_MIN;
        let name_rows = if has_rows { 0 } else { label_rows(drawing, self.scenarios.len()) };
        let name = |spread: &ScenarioDistribution| {
            let median =
                if has_names(drawing) { spread.told_median(drawing.formats, self.unit) } else { String::new() };
            let room = NAMES_MAX_SHARE * drawing.width - (drawing.measure)(&median);
            drawing.shortened(&spread.label, room) + &median
        };
        let names: Vec<String> = self.scenarios.iter().filter(|_| has_rows).map(name).collect();
        let rows = vec![String::new(); self.scenarios.len()];
        let most = shares.iter().flatten().copied().fold(0.0, f64::max);
        let axes = Axes {
            vertical_title: if has_rows { "" } else { &self.labels.share },
            vertical: match has_rows {
                true => VerticalAxis::Rows(&rows),
                false => VerticalAxis::Values { unit: Unit::Share, extent: (0.0, most), is_log: false },
            },
            horizontal_title: &self.series,
            horizontal: HorizontalScale::Cells(bins.count),
            ticks: HorizontalTicks::Values(bins, self.unit),
            side_labels: &names,
            // Room for the labels of the medians, and for 0.4 lines of text more, so that no label touches the top
            // label of the axis.
            above: (name_rows as f64 + if name_rows > 0 { 0.4 } else { 0.0 }) * drawing.line_height(),
            ..Axes::default()
        };
        let plot = PlotArea { rows: 1, ..draw_axes(drawing, &axes) };
        if self.scenarios.iter().all(|spread| spread.values.is_empty()) {
            drawing.note(&self.labels.none, &plot);
        } else if has_rows {
            self.draw_rows(drawing, &plot, &names, (&bins, &shares));
        } else {
            draw_histogram(drawing, &plot, &self.scenarios, self.unit, (&bins, &shares), name_rows);
        }
        plot
    }

    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading {
        let bins = self.bins();
        let bin = spot.column.min(bins.count.saturating_sub(1));
        let share = |share: f64| (formats.value)(share, Unit::Share);
        let row = |(spread, shares): (&ScenarioDistribution, Vec<f64>)| {
            let upto: f64 = shares[..=bin].iter().sum();
            ReadingRow {
                style: Some(spread.style),
                name: spread.label.clone(),
                value: share(shares[bin]),
                range: [&*share(upto), " ", &*self.labels.at_most].concat(),
            }
        };
        let (low, high) = self.ends(&bins, bin);
        Reading {
            title: (formats.range)(low, high, self.unit),
            rows: self.scenarios.iter().zip(self.shares(&bins)).map(row).collect(),
        }
    }

    fn table(&self, formats: &Formats<'_>) -> Table {
        let bins = self.bins();
        let ends: Vec<(f64, f64)> = (0..bins.count).map(|bin| self.ends(&bins, bin)).collect();
        let mut groups = vec![(String::new(), 1)];
        let mut columns = vec![(self.labels.upper_edge.clone(), self.unit, ends.iter().map(|ends| ends.1).collect())];
        for (spread, shares) in self.scenarios.iter().zip(self.shares(&bins)) {
            let mut upto = shares.clone();
            (1..upto.len()).for_each(|bin| upto[bin] += upto[bin - 1]);
            groups.push((spread.label.clone(), 2));
            columns.push((self.labels.share.clone(), Unit::Share, shares));
            columns.push((self.labels.at_most.clone(), Unit::Share, upto));
        }
        let names = ends.iter().map(|&(low, high)| (formats.range)(low, high, self.unit)).collect();
        Table::of_columns(&self.series, groups, columns, names)
    }
}
