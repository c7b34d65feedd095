//! The cohort triangle as a heat map: how much is left of those who joined in a month, by age.

use super::axes::{Axes, Upwards, draw_axes};
use super::fan::extent;
use super::figures::{Chart, Reading, ReadingRow, Spot, Table};
use super::scale::{Across, Frame, value_ticks};
use super::shades::{Shades, half_cell};
use super::sheet::{Align, Formats, Sheet};
use super::theme::legible_on;
use holdfast_scenario::Unit;

/// Those who joined in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// The month in which they joined.
    pub joined: usize,
    /// The share that is left at ages 0, 1, … months.
    pub left: Vec<f64>,
}

/// What the chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohorts {
    /// From top to bottom.
    pub cohorts: Vec<Cohort>,
    /// The last age.
    pub last_age: usize,
    /// Index into the palette.
    pub color: u64,
    /// Whose cohorts by what.
    pub title: String,
    /// What is left, what an age is, and what names a cohort.
    pub share: String,
    pub age: String,
    pub joined: String,
    /// Stands where there is no cohort.
    pub none: String,
}

/// Cells of this size stand apart, and say their value.
const APART_MIN_CSS_PX: f64 = 9.0;
const TEXT_MIN_CSS_PX: (f64, f64) = (34.0, 16.0);

impl Cohorts {
    /// The share that is drawn in the full colour.
    fn most(&self) -> f64 {
        let most = self.cohorts.iter().fold(0.0, |most, cohort| f64::max(most, extent(&cohort.left).1));
        if most > 1.0 + 1e-6 { value_ticks(0.0, most, 4).last().copied().unwrap_or(1.0) } else { 1.0 }
    }

    /// The cells of an age, which say their values where there is room.
    fn draw_column(&self, sheet: &mut Sheet<'_>, frame: &Frame, age: usize, shades: Shades) {
        let (half_wide, half_high) = half_cell(frame);
        let px = |length: f64| sheet.theme.px(length);
        let is_apart = 2.0 * half_wide.min(half_high) >= px(APART_MIN_CSS_PX);
        let has_text = 2.0 * half_wide >= px(TEXT_MIN_CSS_PX.0) && 2.0 * half_high >= px(TEXT_MIN_CSS_PX.1);
        let left = |cohort: &Cohort| cohort.left.get(age).copied().unwrap_or(f64::NAN);
        let values: Vec<f64> = self.cohorts.iter().map(left).collect();
        shades.draw_column(sheet, frame, age, &values, is_apart);
        for (row, &left) in values.iter().enumerate().filter(|_| has_text) {
            let Some(color) = shades.of(sheet.theme, left) else { continue };
            let text = (sheet.formats.tick)((100.0 * left).round() / 100.0, Unit::Share);
            if (sheet.measure)(&text) < 2.0 * half_wide {
                sheet.text(&text, (frame.x(age), frame.y_of_row(row)), Align::Center, legible_on(color));
            }
        }
    }
}

impl Chart for Cohorts {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let shades = Shades { color: self.color, low: 0.0, high: self.most() };
        let ends = [shades.low, shades.high].map(|share| (sheet.formats.tick)(share, Unit::Share));
        let rows: Vec<String> = self.cohorts.iter().map(|cohort| cohort.joined.to_string()).collect();
        let axes = Axes {
            up_name: &self.title,
            up: Upwards::Rows(&rows),
            across_name: &self.age,
            across: Across::Cells(self.last_age + 1),
            beside: Shades::scale_room(sheet, &ends),
            ..Axes::default()
        };
        let frame = draw_axes(sheet, &axes);
        for age in 0..=self.last_age {
            self.draw_column(sheet, &frame, age, shades);
        }
        if self.cohorts.is_empty() {
            sheet.note(&self.none, &frame);
        } else {
            shades.draw_scale(sheet, &ends);
        }
        frame
    }

    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading {
        let Some(cohort) = self.cohorts.get(spot.row.min(self.cohorts.len().saturating_sub(1))) else {
            return Reading::default();
        };
        let row = |name: &String, value| ReadingRow { look: None, name: name.clone(), value, range: String::new() };
        let left = cohort.left.get(spot.column).copied().unwrap_or(f64::NAN);
        Reading {
            title: [&*self.joined, ": ", &(formats.month)(cohort.joined)].concat(),
            rows: vec![
                row(&self.age, spot.column.min(self.last_age).to_string()),
                row(&self.share, (formats.value)(left, Unit::Share)),
            ],
        }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let row = |cohort: &Cohort| {
            let left = (0..=self.last_age).map(|age| cohort.left.get(age).copied().unwrap_or(f64::NAN));
            (cohort.joined.to_string(), left.collect())
        };
        Table {
            corner: self.joined.clone(),
            groups: vec![(self.age.clone(), self.last_age + 1)],
            columns: (0..=self.last_age).map(|age| (age.to_string(), Unit::Share)).collect(),
            rows: self.cohorts.iter().map(row).collect(),
        }
    }
}
