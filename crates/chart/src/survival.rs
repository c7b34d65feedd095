//! Survival curves: the share of new customers who are still active, by age.

use super::axes::{Axes, Upwards, draw_axes, draw_end_labels};
use super::fan::{draw_line, last};
use super::figures::{Chart, Look, Reading, ReadingRow, Spot, Table, numbers};
use super::scale::{Across, Frame};
use super::sheet::{Formats, Sheet};
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::Color;

/// One scenario's curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Lasting {
    pub label: String,
    pub look: Look,
    /// The share that is left at ages 0, 1, … months.
    pub left: Vec<f64>,
    /// When half are left, in words.
    pub half_life: String,
}

/// What the chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    pub curves: Vec<Lasting>,
    /// The last age.
    pub last_age: usize,
    /// What the share is of.
    pub share: String,
    /// What an age is.
    pub age: String,
}

/// The first age at which half or fewer are left.
pub fn half_life(left: &[f64]) -> Option<usize> {
    left.iter().position(|&left| left <= 0.5)
}

impl Chart for Survival {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let labels: Vec<String> = self.curves.iter().map(|curve| curve.label.clone()).collect();
        let axes = Axes {
            up_name: &self.share,
            up: Upwards::Values { unit: Unit::Share, extent: (0.0, 1.0), is_log: false },
            across_name: &self.age,
            across: Across::Months(self.last_age),
            end_labels: &labels,
            ..Axes::default()
        };
        let frame = draw_axes(sheet, &axes);
        let half = frame.y(0.5);
        sheet.path(&[(frame.left, half), (frame.right, half)], sheet.theme.muted.to_rgba(), 1.0, LineStyle::Dashed);
        for curve in &self.curves {
            draw_line(sheet, &frame, &curve.left, curve.look);
            if let Some(age) = half_life(&curve.left) {
                let at = (frame.x(age), frame.y(curve.left[age]));
                sheet.dot(at, 4.0, sheet.theme.series(curve.look.color).to_rgba());
            }
        }
        let end = |curve: &Lasting| {
            let y = frame.y(last(&curve.left).unwrap_or(0.0));
            (curve.label.clone(), y, sheet.theme.series(curve.look.color))
        };
        let ends: Vec<_> = self.curves.iter().map(end).collect();
        draw_end_labels(sheet, &frame, &ends);
        frame
    }

    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading {
        let age = spot.column.min(self.last_age);
        let row = |curve: &Lasting| ReadingRow {
            look: Some(curve.look),
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
