//! A two-way map: an outcome over a grid of two inputs, as shades with contour lines, and where the business is now.

use super::axes::{Axes, Marks, Upwards, draw_axes};
use super::contours::contours;
use super::fan::extent;
use super::figures::{Chart, Reading, ReadingRow, Spot, Table};
use super::labels::{along, nearest_to_middle};
use super::scale::{Across, Frame, inner_ticks, place_among};
use super::shades::Shades;
use super::sheet::{Align, Formats, Point, Sheet};
use super::theme::legible_on;
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::Color;

/// What a map shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// The values of the two inputs, ascending: from left to right, and from the bottom up.
    pub columns: Vec<f64>,
    pub rows: Vec<f64>,
    pub column_unit: Unit,
    pub row_unit: Unit,
    pub column_name: String,
    pub row_name: String,
    /// The outcomes, `[row][column]`; NaN where there is none yet, or none at all.
    pub values: Vec<Vec<f64>>,
    /// Of the outcome.
    pub unit: Unit,
    /// The name of the outcome.
    pub title: String,
    /// The values of the two inputs as they are, columns' first; not drawn where they lie beyond the grid.
    pub here: Option<(f64, f64)>,
    /// Index into the palette.
    pub color: u64,
    /// Said while there is no outcome yet; empty once the last is computed.
    pub pending: String,
    /// Said where no outcome is possible.
    pub none: String,
}

/// Of a contour line, of the ring that says where the business is, and from the one to a label's plate to its text.
const LINE_CSS_PX: f64 = 1.25;
const RING_CSS_PX: f64 = 6.5;
const PLATE_CSS_PX: f64 = 3.0;
/// How far points of a line are apart that labels may stand at, and that no label of another line may cover.
const STEP_CSS_PX: f64 = 4.0;

/// Four to eight round values between the least and the greatest, where steps of 1, 2 or 5 allow.
fn levels(low: f64, high: f64) -> Vec<f64> {
    let of = |count| inner_ticks(low, high, count);
    [6, 7, 8].into_iter().map(of).find(|levels| levels.len() >= 4).unwrap_or_else(|| of(6))
}

impl Heat {
    fn value(&self, row: usize, column: usize) -> f64 {
        self.values.get(row).and_then(|values| values.get(column)).copied().unwrap_or(f64::NAN)
    }

    fn shades(&self) -> Shades {
        let each = (0..self.rows.len()).flat_map(|row| (0..self.columns.len()).map(move |column| (row, column)));
        let (low, high) = extent(&each.map(|(row, column)| self.value(row, column)).collect::<Vec<_>>());
        Shades { color: self.color, low, high }
    }

    /// Where two values of the inputs lie on the picture.
    fn place(&self, frame: &Frame, (column, row): (f64, f64)) -> Point {
        (frame.x_of(place_among(&self.columns, column)), frame.y(place_among(&self.rows, row)))
    }

    /// Where the business is on the picture, if it is on it.
    fn here(&self, frame: &Frame) -> Option<Point> {
        let at = self.place(frame, self.here?);
        let is_inside = frame.left <= at.0 && at.0 <= frame.right && frame.top <= at.1 && at.1 <= frame.bottom;
        is_inside.then_some(at)
    }

    /// Lines through equal outcomes, named where there is room. Around a line shades are about that of its level, so
    /// that black or white is always legible on them.
    fn draw_contours(&self, sheet: &mut Sheet<'_>, frame: &Frame, shades: Shades) {
        let mut lines: Vec<(f64, Vec<Point>)> = Vec::new();
        for level in levels(shades.low, shades.high) {
            let own = contours(&self.columns, &self.rows, &self.values, level).into_iter();
            lines.extend(own.map(|line| (level, line.into_iter().map(|at| self.place(frame, at)).collect())));
        }
        for (level, line) in &lines {
            if let Some(shade) = shades.of(sheet.theme, *level) {
                sheet.path(line, legible_on(shade).to_rgba(), LINE_CSS_PX, LineStyle::Solid);
            }
        }
        let step = sheet.theme.px(STEP_CSS_PX);
        let lines: Vec<(f64, Vec<Point>)> = lines.iter().map(|(level, line)| (*level, along(line, step))).collect();
        let ring = sheet.theme.px(RING_CSS_PX + PLATE_CSS_PX);
        // The middles and the half extents of what no label may cover.
        let mut taken: Vec<(Point, Point)> = self.here(frame).into_iter().map(|at| (at, (ring, ring))).collect();
        for of_level in lines.chunk_by(|a, b| a.0 == b.0) {
            let Some((level, line)) = of_level.iter().max_by_key(|(_, line)| line.len()) else { continue };
            let Some(shade) = shades.of(sheet.theme, *level) else { continue };
            let label = (sheet.formats.tick)(*level, self.unit);
            let plate = sheet.theme.px(PLATE_CSS_PX);
            let half = (0.5 * (sheet.measure)(&label) + plate, 0.32 * sheet.line_height() + plate);
            // No more label than line.
            if (line.len() as f64) * step < 3.0 * half.0 {
                continue;
            }
            let is_free = |at: &Point| {
                let covers = |(x, y): &Point, more: Point| {
                    (x - at.0).abs() < half.0 + more.0 && (y - at.1).abs() < half.1 + more.1
                };
                let mut others = lines.iter().filter(|(other, _)| other != level).flat_map(|(_, line)| line);
                let is_inside = (frame.left + half.0..=frame.right - half.0).contains(&at.0)
                    && (frame.top + half.1..=frame.bottom - half.1).contains(&at.1);
                is_inside
                    && !taken.iter().any(|(middle, extent)| covers(middle, *extent))
                    && !others.any(|other| covers(other, (0.0, 0.0)))
            };
            if let Some(at) = nearest_to_middle(line, is_free) {
                taken.push((at, half));
                let corners = [(at.0 - half.0, at.1 - half.1), (at.0 + half.0, at.1 + half.1)];
                sheet.rectangle(corners[0], corners[1], shade.to_rgba());
                sheet.text(&label, at, Align::Center, legible_on(shade));
            }
        }
    }
}

impl Chart for Heat {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let shades = self.shades();
        let ends = [shades.low, shades.high].map(|value| (sheet.formats.value)(value, self.unit));
        let is_empty = shades.low.is_nan();
        let axes = Axes {
            up_name: &self.title,
            up: Upwards::Among(&self.rows, self.row_unit),
            across_name: &self.column_name,
            across: Across::Cells(self.columns.len()),
            marks: Marks::Among(&self.columns, self.column_unit),
            beside: if is_empty { 0.0 } else { Shades::scale_room(sheet, &ends) },
            above: 0.5 * sheet.line_height(),
            ..Axes::default()
        };
        let frame = draw_axes(sheet, &axes);
        let (margin, muted) = (sheet.margin(), sheet.theme.muted);
        let at = (margin, frame.top - 0.75 * sheet.line_height());
        sheet.text_within(&self.row_name, at, Align::Left, muted, sheet.width - 2.0 * margin);
        if is_empty {
            sheet.note(if self.pending.is_empty() { &self.none } else { &self.pending }, &frame);
        } else {
            for column in 0..self.columns.len() {
                let values: Vec<f64> = (0..self.rows.len()).rev().map(|row| self.value(row, column)).collect();
                shades.draw_column(sheet, &frame, column, &values, false);
            }
            self.draw_contours(sheet, &frame, shades);
            shades.draw_scale(sheet, &ends);
        }
        // Rings of both colours: one of them is told from any shade.
        let (text, background) = (sheet.theme.text.to_rgba(), sheet.theme.background.to_rgba());
        if let Some(at) = self.here(&frame) {
            for (inwards, color) in [(0.0, background), (1.5, text), (3.5, background), (5.0, text)] {
                sheet.dot(at, RING_CSS_PX - inwards, color);
            }
        }
        frame
    }

    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading {
        let row = self.rows.len().saturating_sub(1).saturating_sub(spot.row);
        let column = spot.column.min(self.columns.len().saturating_sub(1));
        let (Some(&up), Some(&across)) = (self.rows.get(row), self.columns.get(column)) else {
            return Reading::default();
        };
        let of = |name: &String, value: f64, unit| ReadingRow {
            look: None,
            name: name.clone(),
            value: (formats.value)(value, unit),
            range: String::new(),
        };
        Reading {
            title: [&*self.row_name, ": ", &(formats.value)(up, self.row_unit)].concat(),
            rows: vec![
                of(&self.column_name, across, self.column_unit),
                of(&self.title, self.value(row, column), self.unit),
            ],
        }
    }

    fn table(&self, formats: &Formats<'_>) -> Table {
        let column = |(at, &value): (usize, &f64)| {
            let outcomes = (0..self.rows.len()).map(|row| self.value(row, at)).collect();
            ((formats.value)(value, self.column_unit), self.unit, outcomes)
        };
        let columns = self.columns.iter().enumerate().map(column).collect();
        let names = self.rows.iter().map(|&row| (formats.value)(row, self.row_unit)).collect();
        let head = [&*self.title, ", ", &*self.column_name].concat();
        Table::of_columns(&self.row_name, vec![(head, self.columns.len())], columns, names)
    }
}
