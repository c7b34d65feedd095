//! The movements of MRR in each month: gains are stacked above zero, losses are stacked below zero, and a line shows
//! the net change.

use super::axes::{Axes, HorizontalTicks, VerticalAxis, draw_axes, draw_end_labels};
use super::chart::{Chart, PlotPosition, Reading, ReadingRow, SeriesStyle, Table, numbers};
use super::drawing::Drawing;
use super::extent::extent;
use super::formats::Formats;
use super::paths::last;
use super::plot_area::{HorizontalScale, PlotArea};
use super::shape::Point;
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::Color;

/// One kind of movement, such as expansion.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    pub label: String,
    pub style: SeriesStyle,
    /// The amounts of money in months 0..=H, where H is the last month. Gains are above 0, losses below 0.
    pub values: Vec<f64>,
}

/// A chart of movements. Month 0 has no movements and is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct MovementsChart {
    /// The kinds of movement. In the stacked bar of a month, the first kind is nearest to zero.
    pub parts: Vec<Movement>,
    /// The net change of MRR in months 0..=H, where H is the last month.
    pub net: Vec<f64>,
    pub net_label: String,
    /// The title: the name of the series and of the scenario.
    pub series: String,
    pub month: String,
}

/// The smallest distance between the middles of two bars at which there is a gap between the bars.
const APART_MIN_CSS_PX: f64 = 5.0;

impl MovementsChart {
    fn last_month(&self) -> usize {
        self.net.len().saturating_sub(1)
    }

    /// For each kind of movement, the lower and upper value between which its bar lies in the stack, for each month
    /// from 1 on.
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

impl Chart for MovementsChart {
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea {
        let stacked = self.stacked();
        let labels: Vec<String> = self.parts.iter().map(|part| part.label.clone()).collect();
        let mut values: Vec<f64> = self.net.iter().skip(1).copied().collect();
        stacked.iter().for_each(|reach| values.extend(reach.iter().map(|(_, to)| to)));
        let axes = Axes {
            vertical_title: &self.series,
            vertical: VerticalAxis::Values { unit: Unit::Money, extent: extent(&values), is_log: false },
            horizontal_title: &self.month,
            horizontal: HorizontalScale::Cells(self.last_month()),
            ticks: HorizontalTicks::MonthsFromOne,
            end_labels: &[&labels[..], std::slice::from_ref(&self.net_label)].concat(),
            ..Axes::default()
        };
        let plot = draw_axes(drawing, &axes);
        let width = plot.x(1) - plot.x(0);
        let is_apart = width >= drawing.theme.px(APART_MIN_CSS_PX);
        let half = if is_apart { 0.4 * width } else { 0.5 * width };
        for (part, reach) in self.parts.iter().zip(&stacked) {
            let color = drawing.theme.series(part.style.color).to_rgba();
            let edge = |of: fn(&(f64, f64)) -> f64| -> Vec<Point> {
                let steps = reach.iter().enumerate().flat_map(|(column, ends)| {
                    let (x, y) = (plot.x(column), plot.y(of(ends)));
                    [(x - half, y), (x + half, y)]
                });
                steps.collect()
            };
            let (from, to) = (edge(|ends| ends.0), edge(|ends| ends.1));
            // If bars touch, they are drawn as one area. Separate bars would show stripes at their antialiased edges.
            let each = if is_apart { 2 } else { from.len().max(1) };
            for (from, to) in from.chunks(each).zip(to.chunks(each)).filter(|(from, to)| from != to) {
                drawing.band(to, from, color);
            }
        }
        let zero = plot.y(0.0);
        drawing.line((plot.left, zero), (plot.right, zero), drawing.theme.muted, 1.0);
        let net = self.net.iter().skip(1).enumerate().map(|(column, &net)| (plot.x(column), plot.y(net)));
        let net: Vec<Point> = net.collect();
        // The line of the net change is drawn twice. The wider line below has the background's colour and separates the
        // narrower line from the bars.
        for (color, width) in [(drawing.theme.background, 4.5), (drawing.theme.text, 2.0)] {
            drawing.path(&net, color.to_rgba(), width, LineStyle::Solid);
        }
        let end = |(part, reach): (&Movement, &Vec<(f64, f64)>)| {
            let middle = reach.last().map_or(0.0, |(from, to)| 0.5 * (from + to));
            (part.label.clone(), plot.y(middle), drawing.theme.pure(part.style.color))
        };
        let mut ends: Vec<_> = self.parts.iter().zip(&stacked).map(end).collect();
        let net = plot.y(last(&self.net).unwrap_or(0.0));
        ends.push((self.net_label.clone(), net, drawing.theme.text));
        draw_end_labels(drawing, &plot, &ends);
        plot
    }

    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading {
        let month = spot.column.saturating_add(1).min(self.last_month());
        let row = |style, label: &String, values: &[f64]| ReadingRow {
            style,
            name: label.clone(),
            value: (formats.value)(values.get(month).copied().unwrap_or(f64::NAN), Unit::Money),
            range: String::new(),
        };
        let parts = self.parts.iter().map(|part| row(Some(part.style), &part.label, &part.values));
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
