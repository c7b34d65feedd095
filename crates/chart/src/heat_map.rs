//! The two-way map: an outcome for each pair of values of two inputs. The outcome is shown by shades of one colour and
//! by contour lines. A ring marks the current values of the inputs.

use super::axes::{Axes, HorizontalTicks, VerticalAxis, draw_axes};
use super::chart::{Chart, PlotPosition, Reading, ReadingRow, Table};
use super::color_scale::ColorScale;
use super::contours::contours;
use super::drawing::Drawing;
use super::extent::extent;
use super::formats::Formats;
use super::labels::{along, nearest_to_middle};
use super::plot_area::{HorizontalScale, PlotArea, place_among};
use super::shape::{Align, Point};
use super::theme::legible_on;
use super::ticks::inner_ticks;
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::Color;

/// A heat map of two inputs, as data with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// The values of the two inputs in ascending order. Columns run from left to right, and rows from the bottom to the
    /// top.
    pub columns: Vec<f64>,
    pub rows: Vec<f64>,
    pub column_unit: Unit,
    pub row_unit: Unit,
    pub column_name: String,
    pub row_name: String,
    /// The outcomes, `[row][column]`. NaN where an outcome has not been computed yet or does not exist.
    pub values: Vec<Vec<f64>>,
    /// The unit of the outcome.
    pub unit: Unit,
    /// The name of the outcome.
    pub title: String,
    /// The current values of the two inputs (column, row). They are not marked if they are outside the grid.
    pub here: Option<(f64, f64)>,
    /// The colour, as an index into the palette of the theme.
    pub color: u64,
    /// The text that is shown while no outcome has been computed. The caller sets it to empty when the computation has
    /// ended.
    pub pending: String,
    /// The text that is shown if `pending` is empty and no outcome exists.
    pub none: String,
}

/// The width of a contour line.
const LINE_CSS_PX: f64 = 1.25;
/// The radius of the ring at the current values.
const RING_CSS_PX: f64 = 6.5;
/// The margin around the text of a label.
const PLATE_CSS_PX: f64 = 3.0;
/// To place labels, each contour line is replaced by points along the line. This is the distance from one point to the
/// next. A label stands at one of the points of its own line, and it must not cover points of lines at other levels.
const STEP_CSS_PX: f64 = 4.0;

/// The levels of contour lines: four to eight round values between the least and the greatest outcome. There may be
/// fewer than four if no step of 1, 2 or 5 times a power of ten gives that many.
fn levels(low: f64, high: f64) -> Vec<f64> {
    let of = |count| inner_ticks(low, high, count);
    [6, 7, 8].into_iter().map(of).find(|levels| levels.len() >= 4).unwrap_or_else(|| of(6))
}

impl HeatMap {
    fn value(&self, row: usize, column: usize) -> f64 {
        self.values.get(row).and_then(|values| values.get(column)).copied().unwrap_or(f64::NAN)
    }

    fn shades(&self) -> ColorScale {
        let each = (0..self.rows.len()).flat_map(|row| (0..self.columns.len()).map(move |column| (row, column)));
        let (low, high) = extent(&each.map(|(row, column)| self.value(row, column)).collect::<Vec<_>>());
        ColorScale { color: self.color, low, high }
    }

    /// The point of the picture at which the column's input and the row's input have these values.
    fn place(&self, plot: &PlotArea, (column, row): (f64, f64)) -> Point {
        (plot.x_of(place_among(&self.columns, column)), plot.y(place_among(&self.rows, row)))
    }

    /// The point of the picture for the current values of the inputs. Returns `None` if there are no such values or if
    /// the point is outside the plot.
    fn here(&self, plot: &PlotArea) -> Option<Point> {
        let at = self.place(plot, self.here?);
        let is_inside = plot.left <= at.0 && at.0 <= plot.right && plot.top <= at.1 && at.1 <= plot.bottom;
        is_inside.then_some(at)
    }

    /// Draws contour lines, with labels where there is room. Each line is black or white, whichever is legible on the
    /// shade of its level. The cells next to the line have nearly the same shade.
    fn draw_contours(&self, drawing: &mut Drawing<'_>, plot: &PlotArea, shades: ColorScale) {
        let mut lines: Vec<(f64, Vec<Point>)> = Vec::new();
        for level in levels(shades.low, shades.high) {
            let own = contours(&self.columns, &self.rows, &self.values, level).into_iter();
            lines.extend(own.map(|line| (level, line.into_iter().map(|at| self.place(plot, at)).collect())));
        }
        for (level, line) in &lines {
            if let Some(shade) = shades.of(drawing.theme, *level) {
                drawing.path(line, legible_on(shade).to_rgba(), LINE_CSS_PX, LineStyle::Solid);
            }
        }
        let step = drawing.theme.px(STEP_CSS_PX);
        let lines: Vec<(f64, Vec<Point>)> = lines.iter().map(|(level, line)| (*level, along(line, step))).collect();
        let ring = drawing.theme.px(RING_CSS_PX + PLATE_CSS_PX);
        // The centre and half the size of each area that a label must not cover.
        let mut taken: Vec<(Point, Point)> = self.here(plot).into_iter().map(|at| (at, (ring, ring))).collect();
        for of_level in lines.chunk_by(|a, b| a.0 == b.0) {
            let Some((level, line)) = of_level.iter().max_by_key(|(_, line)| line.len()) else { continue };
            let Some(shade) = shades.of(drawing.theme, *level) else { continue };
            let label = (drawing.formats.tick)(*level, self.unit);
            let plate = drawing.theme.px(PLATE_CSS_PX);
            let half = (0.5 * (drawing.measure)(&label) + plate, 0.32 * drawing.line_height() + plate);
            // A line that is shorter than one and a half times the width of its label gets no label.
            if (line.len() as f64) * step < 3.0 * half.0 {
                continue;
            }
            let is_free = |at: &Point| {
                let covers = |(x, y): &Point, more: Point| {
                    (x - at.0).abs() < half.0 + more.0 && (y - at.1).abs() < half.1 + more.1
                };
                let mut others = lines.iter().filter(|(other, _)| other != level).flat_map(|(_, line)| line);
                let is_inside = (plot.left + half.0..=plot.right - half.0).contains(&at.0)
                    && (plot.top + half.1..=plot.bottom - half.1).contains(&at.1);
                is_inside
                    && !taken.iter().any(|(middle, extent)| covers(middle, *extent))
                    && !others.any(|other| covers(other, (0.0, 0.0)))
            };
            if let Some(at) = nearest_to_middle(line, is_free) {
                taken.push((at, half));
                let corners = [(at.0 - half.0, at.1 - half.1), (at.0 + half.0, at.1 + half.1)];
                drawing.rectangle(corners[0], corners[1], shade.to_rgba());
                drawing.text(&label, at, Align::Center, legible_on(shade));
            }
        }
    }
}

impl Chart for HeatMap {
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea {
        let shades = self.shades();
        let ends = [shades.low, shades.high].map(|value| (drawing.formats.value)(value, self.unit));
        let is_empty = shades.low.is_nan();
        let axes = Axes {
            vertical_title: &self.title,
            vertical: VerticalAxis::Among(&self.rows, self.row_unit),
            horizontal_title: &self.column_name,
            horizontal: HorizontalScale::Cells(self.columns.len()),
            ticks: HorizontalTicks::Among(&self.columns, self.column_unit),
            beside: if is_empty { 0.0 } else { ColorScale::scale_room(drawing, &ends) },
            above: 0.5 * drawing.line_height(),
            ..Axes::default()
        };
        let plot = draw_axes(drawing, &axes);
        let (margin, muted) = (drawing.margin(), drawing.theme.muted);
        let at = (margin, plot.top - 0.75 * drawing.line_height());
        drawing.text_within(&self.row_name, at, Align::Left, muted, drawing.width - 2.0 * margin);
        if is_empty {
            drawing.note(if self.pending.is_empty() { &self.none } else { &self.pending }, &plot);
        } else {
            for column in 0..self.columns.len() {
                let values: Vec<f64> = (0..self.rows.len()).rev().map(|row| self.value(row, column)).collect();
                shades.draw_column(drawing, &plot, column, &values, false);
            }
            self.draw_contours(drawing, &plot, shades);
            shades.draw_scale(drawing, &ends);
        }
        // The ring consists of four discs on top of each other. Their colours alternate between the background's and
        // the text's, so that one of the two colours contrasts with any shade.
        let (text, background) = (drawing.theme.text.to_rgba(), drawing.theme.background.to_rgba());
        if let Some(at) = self.here(&plot) {
            for (inwards, color) in [(0.0, background), (1.5, text), (3.5, background), (5.0, text)] {
                drawing.dot(at, RING_CSS_PX - inwards, color);
            }
        }
        plot
    }

    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading {
        let row = self.rows.len().saturating_sub(1).saturating_sub(spot.row);
        let column = spot.column.min(self.columns.len().saturating_sub(1));
        let (Some(&up), Some(&across)) = (self.rows.get(row), self.columns.get(column)) else {
            return Reading::default();
        };
        let of = |name: &String, value: f64, unit| ReadingRow {
            style: None,
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
