//! The cohort triangle as a heat map: how much is left of those who joined in a month, by age. The more, the darker on a
//! light background and the lighter on a dark one: one colour mixed into the background's, which needs no eye for hues.

use super::axes::{Axes, Upwards, draw_axes};
use super::fan::extent;
use super::figures::{Chart, Reading, ReadingRow, Spot, Table};
use super::scale::{Across, Frame, value_ticks};
use super::sheet::{Align, Formats, Sheet};
use super::theme::{legible_on, mixed};
use crate::scenario::Unit;
use plotters::style::{Color, RGBColor};

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

/// Shades that are told apart: small cells of one shade are drawn as one, down the column, since where no event changes
/// anything all cohorts fare alike.
const SHADES: f64 = 100.0;
/// Cells of this size stand apart, and say their value.
const APART_MIN_CSS_PX: f64 = 9.0;
const TEXT_MIN_CSS_PX: (f64, f64) = (34.0, 16.0);
/// Of the scale beside the title.
const SCALE_CSS_PX: (f64, f64) = (72.0, 8.0);

impl Cohorts {
    /// The share that is drawn in the full colour.
    fn most(&self) -> f64 {
        let most = self.cohorts.iter().fold(0.0, |most, cohort| f64::max(most, extent(&cohort.left).1));
        if most > 1.0 + 1e-6 { value_ticks(0.0, most, 4).last().copied().unwrap_or(1.0) } else { 1.0 }
    }

    /// The colour of so many shades. What is almost gone is still told from what is not there.
    fn shade(&self, sheet: &Sheet<'_>, shades: f64) -> RGBColor {
        mixed(sheet.theme.background, sheet.theme.series(self.color), 0.07 + 0.93 * shades / SHADES)
    }

    /// What the shades mean, at the right end of the title's line.
    fn draw_scale(&self, sheet: &mut Sheet<'_>, labels: &[String; 2]) {
        let (margin, y) = (sheet.margin(), 0.6 * sheet.line_height());
        let (wide, high) = (sheet.theme.px(SCALE_CSS_PX.0), sheet.theme.px(SCALE_CSS_PX.1));
        let right = sheet.width - margin - (sheet.measure)(&labels[1]);
        let left = right - margin - wide;
        for shade in (0..SHADES as usize).step_by(5) {
            let x = |shade: usize| left + wide * shade as f64 / SHADES;
            let color = self.shade(sheet, shade as f64 + 2.5);
            sheet.rectangle((x(shade), y - high / 2.0), (x(shade + 5), y + high / 2.0), color.to_rgba());
        }
        let muted = sheet.theme.muted;
        sheet.text(&labels[0], (left - margin / 2.0, y), Align::Right, muted);
        sheet.text(&labels[1], (right - margin / 2.0, y), Align::Left, muted);
    }

    /// The cells of an age.
    fn draw_column(&self, sheet: &mut Sheet<'_>, frame: &Frame, age: usize, most: f64) {
        let (half_wide, half_high) = (0.5 * (frame.x(1) - frame.x(0)), 0.5 * (frame.y_of_row(1) - frame.y_of_row(0)));
        let px = |length: f64| sheet.theme.px(length);
        let is_apart = 2.0 * half_wide.min(half_high) >= px(APART_MIN_CSS_PX);
        let has_text = 2.0 * half_wide >= px(TEXT_MIN_CSS_PX.0) && 2.0 * half_high >= px(TEXT_MIN_CSS_PX.1);
        // Cells that stand apart end short of the next one. Others reach into it, since two soft edges would show.
        let gap = px(if is_apart { -1.0 } else { 0.6 });
        let x = frame.x(age);
        let left = |row: usize| self.cohorts[row].left.get(age).copied().filter(|left| left.is_finite());
        let shades = |row: usize| left(row).map(|left| (SHADES * (left / most).clamp(0.0, 1.0)).round());
        let mut from = 0;
        while from < self.cohorts.len() {
            let mut to = from + 1;
            while !is_apart && to < self.cohorts.len() && shades(to) == shades(from) {
                to += 1;
            }
            if let Some((left, shades)) = left(from).zip(shades(from)) {
                let color = self.shade(sheet, shades);
                let (top, bottom) = (frame.y_of_row(from) - half_high, frame.y_of_row(to - 1) + half_high + gap);
                sheet.rectangle((x - half_wide, top), (x + half_wide + gap, bottom), color.to_rgba());
                if has_text {
                    let text = (sheet.formats.tick)((100.0 * left).round() / 100.0, Unit::Share);
                    if (sheet.measure)(&text) < 2.0 * half_wide {
                        sheet.text(&text, (x, frame.y_of_row(from)), Align::Center, legible_on(color));
                    }
                }
            }
            from = to;
        }
    }
}

impl Chart for Cohorts {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let most = self.most();
        let ends = [0.0, most].map(|share| (sheet.formats.tick)(share, Unit::Share));
        let rows: Vec<String> = self.cohorts.iter().map(|cohort| cohort.joined.to_string()).collect();
        let axes = Axes {
            up_name: &self.title,
            up: Upwards::Rows(&rows),
            across_name: &self.age,
            across: Across::Cells(self.last_age + 1),
            beside: sheet.widest(&ends) * 2.0 + sheet.theme.px(SCALE_CSS_PX.0) + 3.0 * sheet.margin(),
            ..Axes::default()
        };
        let frame = draw_axes(sheet, &axes);
        for age in 0..=self.last_age {
            self.draw_column(sheet, &frame, age, most);
        }
        if self.cohorts.is_empty() {
            sheet.note(&self.none, &frame);
        } else {
            self.draw_scale(sheet, &ends);
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
