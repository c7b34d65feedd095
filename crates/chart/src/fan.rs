//! The fan chart: for each scenario, the expected path as a line, and two bands that contain one half and nine tenths
//! of the simulated futures.

use super::axes::{Axes, VerticalAxis, draw_axes, draw_end_labels};
use super::chart::{Chart, PlotPosition, Reading, ReadingRow, SeriesStyle, Table, numbers};
use super::drawing::Drawing;
use super::extent::extent;
use super::formats::Formats;
use super::labels::stagger;
use super::paths::{BandOpacity, MEDIAN, PathLabels, draw_bands, draw_line, last, level, points};
use super::plot_area::{HorizontalScale, PlotArea};
use super::shape::Align;
use holdfast_scenario::{LineStyle, Unit};
use holdfast_summary::Stats;
use plotters::style::Color;

/// The data of one scenario in a fan chart. H is the last month.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The name of the scenario. It stands at the end of the line if there is room.
    pub label: String,
    pub style: SeriesStyle,
    /// The expected path in months 0..=H. NaN in months in which it is undefined. Empty if the series has no expected
    /// path.
    pub expected: Vec<f64>,
    /// The statistics of the futures in months 0..=H. Empty until there is a simulation.
    pub stats: Vec<Stats>,
    /// Some simulated futures, each with its values in months 0..=H.
    pub samples: Vec<Vec<f64>>,
    /// The month of each event, and the name of the input that the event changes.
    pub events: Vec<(usize, String)>,
    /// Whether the scenario is selected. In a chart of many scenarios, only the selected scenario has a dark band.
    pub is_selected: bool,
}

/// A fan chart, as data with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct FanChart {
    pub curves: Vec<Curve>,
    /// The last month that the chart shows.
    pub last_month: usize,
    pub unit: Unit,
    pub is_log: bool,
    /// The name of the series.
    pub series: String,
    /// The name and the value of the target, if the series has a target.
    pub target: Option<(String, f64)>,
    pub labels: PathLabels,
    /// The text that is shown if there is no curve.
    pub none: String,
}

impl FanChart {
    /// The least and the greatest of all values to draw. On a logarithmic axis, only values above 0 are considered.
    fn extent(&self) -> (f64, f64) {
        let mut values: Vec<f64> = self.target.iter().map(|(_, value)| *value).collect();
        for curve in &self.curves {
            values.extend_from_slice(&curve.expected);
            values.extend(level(&curve.stats, 0));
            values.extend(level(&curve.stats, 4));
            curve.samples.iter().for_each(|sample| values.extend_from_slice(sample));
        }
        values.retain(|value| !self.is_log || *value > 0.0);
        extent(&values)
    }

    /// Writes the name of each event at the top of the event's vertical line. A name that would overlap another name is
    /// left out.
    fn name_events(&self, drawing: &mut Drawing<'_>, plot: &PlotArea) {
        let events = self.curves.iter().flat_map(|curve| curve.events.iter().map(move |event| (curve.style, event)));
        let events: Vec<_> = events.collect();
        let wide = |name: &str| (drawing.measure)(name);
        let wanted: Vec<(f64, f64)> = events.iter().map(|(_, (month, name))| (plot.x(*month), wide(name))).collect();
        // The name of the target may stand at the same height, so the names of events start to the right of it.
        let beside = self.target.as_ref().map_or(0.0, |(name, _)| wide(name) + 2.0 * drawing.margin());
        let room = (plot.left + beside, drawing.width - drawing.margin());
        let places = stagger(&wanted, room, 2.0 * drawing.margin(), 1);
        let y = plot.top - 0.6 * drawing.line_height();
        for ((style, (_, name)), place) in events.into_iter().zip(places) {
            if let Some((center, _)) = place {
                drawing.text(name, (center, y), Align::Center, drawing.theme.series(style.color));
            }
        }
    }
}

impl Chart for FanChart {
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea {
        let labels: Vec<String> = self.curves.iter().map(|curve| curve.label.clone()).collect();
        let axes = Axes {
            vertical_title: &self.series,
            vertical: VerticalAxis::Values { unit: self.unit, extent: self.extent(), is_log: self.is_log },
            horizontal_title: &self.labels.month,
            horizontal: HorizontalScale::Months(self.last_month),
            end_labels: &labels,
            ..Axes::default()
        };
        let plot = draw_axes(drawing, &axes);
        if self.curves.is_empty() {
            drawing.note(&self.none, &plot);
        }
        // The bands of the selected scenario are drawn last, so that they lie on top.
        for is_selected in [false, true] {
            for curve in self.curves.iter().filter(|curve| curve.is_selected == is_selected) {
                draw_bands(
                    drawing,
                    &plot,
                    &curve.stats,
                    curve.style,
                    BandOpacity::of(self.curves.len(), curve.is_selected),
                );
            }
        }
        for curve in &self.curves {
            for sample in &curve.samples {
                drawing.path(
                    &points(&plot, sample),
                    drawing.theme.series(curve.style.color).mix(0.45),
                    1.0,
                    LineStyle::Solid,
                );
            }
        }
        if let Some((name, value)) = &self.target {
            let y = plot.y(*value);
            let muted = drawing.theme.muted;
            drawing.path(&[(plot.left, y), (plot.right, y)], muted.to_rgba(), 1.5, LineStyle::Dashed);
            let above = y - 0.6 * drawing.line_height();
            drawing.text(name, (plot.left + drawing.margin(), above), Align::Left, muted);
        }
        for curve in &self.curves {
            let color = drawing.theme.series(curve.style.color).to_rgba();
            for (month, _) in &curve.events {
                let x = plot.x(*month);
                drawing.path(&[(x, plot.top), (x, plot.bottom)], color, 1.0, LineStyle::Dotted);
                drawing.dot((x, plot.bottom), 4.0, color);
            }
            draw_line(drawing, &plot, &curve.expected, curve.style);
        }
        self.name_events(drawing, &plot);
        let end = |curve: &Curve| {
            let value = last(&curve.expected).or_else(|| last(&level(&curve.stats, MEDIAN)));
            let y = plot.y(value.unwrap_or(plot.vertical.low));
            (curve.label.clone(), y, drawing.theme.series(curve.style.color))
        };
        let ends: Vec<_> = self.curves.iter().map(end).collect();
        draw_end_labels(drawing, &plot, &ends);
        plot
    }

    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading {
        let month = spot.column.min(self.last_month);
        let row = |curve: &Curve| {
            let expected = curve.expected.get(month).copied().unwrap_or(f64::NAN);
            let stats = curve.stats.get(month);
            ReadingRow {
                style: Some(curve.style),
                name: curve.label.clone(),
                value: (formats.value)(stats.map_or(expected, Stats::median), self.unit),
                range: stats.map(|stats| (formats.range)(stats.p05(), stats.p95(), self.unit)).unwrap_or_default(),
            }
        };
        Reading { title: (formats.month)(month), rows: self.curves.iter().map(row).collect() }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let (mut groups, mut columns) = (Vec::new(), Vec::new());
        for curve in &self.curves {
            let own = self.labels.columns(&curve.expected, &curve.stats, self.unit);
            groups.push((curve.label.clone(), own.len()));
            columns.extend(own);
        }
        Table::of_columns(&self.labels.month, groups, columns, numbers(0, self.last_month))
    }
}
