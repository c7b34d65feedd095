//! What moves MRR, month by month: what comes in stands above zero and what goes below it, with the net change as a line.

use super::axes::{Axes, Marks, Upwards, draw_axes, draw_end_labels};
use super::fan::{extent, last};
use super::figures::{Chart, Look, Reading, ReadingRow, Spot, Table, numbers};
use super::scale::{Across, Frame};
use super::sheet::{Formats, Point, Sheet};
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::Color;

/// One way in which MRR moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    pub label: String,
    pub look: Look,
    /// Months 0..=H: above 0 what comes in, below 0 what goes.
    pub values: Vec<f64>,
}

/// What the chart shows. Month 0, in which nothing moves, is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Movements {
    /// The nearest to zero first.
    pub parts: Vec<Movement>,
    /// Months 0..=H: the change in MRR.
    pub net: Vec<f64>,
    pub net_label: String,
    /// Which series, and whose.
    pub series: String,
    pub month: String,
}

/// Of bars this narrow, and narrower, none stands apart from the next.
const APART_MIN_CSS_PX: f64 = 5.0;

impl Movements {
    fn last_month(&self) -> usize {
        self.net.len().saturating_sub(1)
    }

    /// From where to where each part reaches, month by month from 1 on.
    fn stacked(&self) -> Vec<Vec<(f64, f64)>> {
        let mut ends = vec![[0.0; 2]; self.net.len()];
        let mut reach = |part: &Movement| {
            let one = |(end, &value): (&mut [f64; 2], &f64)| {
                let end = &mut end[usize::from(value < 0.0)];
                let from = *end;
                *end += if value.is_finite() { value } else { 0.0 };
                (from, *end)
            };
            ends.iter_mut().zip(&part.values).skip(1).map(one).collect()
        };
        self.parts.iter().map(&mut reach).collect()
    }
}

impl Chart for Movements {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let stacked = self.stacked();
        let labels: Vec<String> = self.parts.iter().map(|part| part.label.clone()).collect();
        let mut values: Vec<f64> = self.net.iter().skip(1).copied().collect();
        stacked.iter().for_each(|reach| values.extend(reach.iter().map(|(_, to)| to)));
        let axes = Axes {
            up_name: &self.series,
            up: Upwards::Values { unit: Unit::Money, extent: extent(&values), is_log: false },
            across_name: &self.month,
            across: Across::Cells(self.last_month()),
            marks: Marks::MonthsFromOne,
            end_labels: &[&labels[..], std::slice::from_ref(&self.net_label)].concat(),
            ..Axes::default()
        };
        let frame = draw_axes(sheet, &axes);
        let width = frame.x(1) - frame.x(0);
        let is_apart = width >= sheet.theme.px(APART_MIN_CSS_PX);
        let half = if is_apart { 0.4 * width } else { 0.5 * width };
        for (part, reach) in self.parts.iter().zip(&stacked) {
            let color = sheet.theme.series(part.look.color).to_rgba();
            let edge = |of: fn(&(f64, f64)) -> f64| -> Vec<Point> {
                let steps = reach.iter().enumerate().flat_map(|(column, ends)| {
                    let (x, y) = (frame.x(column), frame.y(of(ends)));
                    [(x - half, y), (x + half, y)]
                });
                steps.collect()
            };
            let (from, to) = (edge(|ends| ends.0), edge(|ends| ends.1));
            // One area where bars touch: side by side, their soft edges would show as stripes.
            let each = if is_apart { 2 } else { from.len().max(1) };
            for (from, to) in from.chunks(each).zip(to.chunks(each)).filter(|(from, to)| from != to) {
                sheet.band(to, from, color);
            }
        }
        let zero = frame.y(0.0);
        sheet.line((frame.left, zero), (frame.right, zero), sheet.theme.muted, 1.0);
        let net = self.net.iter().skip(1).enumerate().map(|(column, &net)| (frame.x(column), frame.y(net)));
        let net: Vec<Point> = net.collect();
        // On a wider one in the background's colour it stands out from any bar.
        for (color, width) in [(sheet.theme.background, 4.5), (sheet.theme.text, 2.0)] {
            sheet.path(&net, color.to_rgba(), width, LineStyle::Solid);
        }
        let end = |(part, reach): (&Movement, &Vec<(f64, f64)>)| {
            let middle = reach.last().map_or(0.0, |(from, to)| 0.5 * (from + to));
            (part.label.clone(), frame.y(middle), sheet.theme.pure(part.look.color))
        };
        let mut ends: Vec<_> = self.parts.iter().zip(&stacked).map(end).collect();
        let net = frame.y(last(&self.net).unwrap_or(0.0));
        ends.push((self.net_label.clone(), net, sheet.theme.text));
        draw_end_labels(sheet, &frame, &ends);
        frame
    }

    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading {
        let month = spot.column.saturating_add(1).min(self.last_month());
        let row = |look, label: &String, values: &[f64]| ReadingRow {
            look,
            name: label.clone(),
            value: (formats.value)(values.get(month).copied().unwrap_or(f64::NAN), Unit::Money),
            range: String::new(),
        };
        let parts = self.parts.iter().map(|part| row(Some(part.look), &part.label, &part.values));
        let net = row(None, &self.net_label, &self.net);
        Reading { title: (formats.month)(month), rows: parts.chain([net]).collect() }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let column = |label: &String, values: &[f64]| {
            (label.clone(), Unit::Money, values.iter().skip(1).copied().collect::<Vec<f64>>())
        };
        let parts = self.parts.iter().map(|part| column(&part.label, &part.values));
        let columns = parts.chain([column(&self.net_label, &self.net)]).collect();
        Table::of_columns(&self.month, Vec::new(), columns, numbers(1, self.last_month()))
    }
}
