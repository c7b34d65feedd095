//! The survival chart: the share of new customers who are still active, by age.

use super::axes::{Axes, VerticalAxis, draw_axes, draw_end_labels};
use super::chart::{Chart, PlotPosition, Reading, ReadingRow, SeriesStyle, Table, numbers};
use super::drawing::Drawing;
use super::formats::Formats;
use super::paths::{draw_line, last};
use super::plot_area::{HorizontalScale, PlotArea};
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::Color;

/// The survival curve of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalCurve {
    pub label: String,
    pub style: SeriesStyle,
    /// The share of customers who are still active at ages 0, 1, … months.
    pub left: Vec<f64>,
    /// The half-life as a text.
    pub half_life: String,
}

/// A survival chart, as data with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalChart {
    pub curves: Vec<SurvivalCurve>,
    /// The greatest age that the chart shows, in months.
    pub last_age: usize,
    /// The label of the share.
    pub share: String,
    /// The label of the age.
    pub age: String,
}

/// The half-life: the first age in months at which at most half of the customers remain. `left` is the remaining share
/// at ages 0, 1, … months. Returns `None` if more than half remain at all these ages.
pub fn half_life(left: &[f64]) -> Option<usize> {
    left.iter().position(|&left| left <= 0.5)
}

impl Chart for SurvivalChart {
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea {
        let labels: Vec<String> = self.curves.iter().map(|curve| curve.label.clone()).collect();
        let axes = Axes {
            vertical_title: &self.share,
            vertical: VerticalAxis::Values { unit: Unit::Share, extent: (0.0, 1.0), is_log: false },
            horizontal_title: &self.age,
            horizontal: HorizontalScale::Months(self.last_age),
            end_labels: &labels,
            ..Axes::default()
        };
        let plot = draw_axes(drawing, &axes);
        let half = plot.y(0.5);
        drawing.path(&[(plot.left, half), (plot.right, half)], drawing.theme.muted.to_rgba(), 1.0, LineStyle::Dashed);
        for curve in &self.curves {
            draw_line(drawing, &plot, &curve.left, curve.style);
            if let Some(age) = half_life(&curve.left) {
                let at = (plot.x(age), plot.y(curve.left[age]));
                drawing.dot(at, 4.0, drawing.theme.series(curve.style.color).to_rgba());
            }
        }
        let end = |curve: &SurvivalCurve| {
            let y = plot.y(last(&curve.left).unwrap_or(0.0));
            (curve.label.clone(), y, drawing.theme.series(curve.style.color))
        };
        let ends: Vec<_> = self.curves.iter().map(end).collect();
        draw_end_labels(drawing, &plot, &ends);
        plot
    }

    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading {
        let age = spot.column.min(self.last_age);
        let row = |curve: &SurvivalCurve| ReadingRow {
            style: Some(curve.style),
            name: curve.label.clone(),
            value: (formats.value)(curve.left.get(age).copied().unwrap_or(f64::NAN), Unit::Share),
            range: curve.half_life.clone(),
        };
        Reading { title: [&*self.age, ": ", &age.to_string()].concat(), rows: self.curves.iter().map(row).collect() }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let columns = self.curves.iter().map(|curve| (curve.label.clone(), Unit::Share, curve.left.clone()));
        Table::of_columns(&self.age, Vec::new(), columns.collect(), numbers(0, self.last_age))
    }
}
