//! The tornado chart: the effect of each input on an outcome. A bar starts at the outcome with all inputs at their
//! medians. It extends to the outcome with one input at its low end, and to the outcome with this input at its high
//! end.

use super::axes::{Axes, HorizontalTicks, VerticalAxis, draw_axes};
use super::chart::{Chart, Column, PlotPosition, Reading, ReadingRow, SeriesStyle, Table};
use super::drawing::Drawing;
use super::formats::Formats;
use super::plot_area::{HorizontalScale, PlotArea};
use super::shape::Align;
use super::tornado::{TornadoBar, TornadoChart};
use holdfast_scenario::Unit;

/// The largest share of the picture's width for names beside the bars. If a name is longer, all names stand above their
/// bars, provided that rows are high enough.
const NAMES_MAX_SHARE: f64 = 0.38;
/// The smallest height of a row, in lines of text, in which the name stands above the bar.
const ABOVE_MIN_LINES: f64 = 1.9;
/// The largest height that a name and the bar below it take together, in lines of text.
const ABOVE_MAX_LINES: f64 = 3.2;

/// The text of an input's share of the variance, as a whole percentage. Empty if the share is unknown.
fn told(formats: &Formats<'_>, bar: &TornadoBar) -> String {
    // The estimate of a very small share may be negative and be rounded to -0. Adding 0 turns -0 into 0, so that the
    // text is not "-0%".
    bar.share.map(|(share, _)| (formats.tick)((100.0 * share).round() / 100.0 + 0.0, Unit::Share)).unwrap_or_default()
}

impl Chart for TornadoChart {
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea {
        let (margin, line_height) = (drawing.margin(), drawing.line_height());
        let (text, muted) = (drawing.theme.text, drawing.theme.muted);
        if self.bars.is_empty() || !self.base.is_finite() {
            let (right, bottom) = (drawing.width - margin, drawing.height);
            let plot = PlotArea { left: margin, right, bottom, rows: 1, ..PlotArea::default() };
            drawing.note(&self.none, &plot);
            return plot;
        }
        let shares: Vec<String> = self.bars.iter().map(|bar| told(drawing.formats, bar)).collect();
        let wide = drawing.widest(&shares);
        let mut axes = Axes {
            horizontal_title: &self.title,
            horizontal: HorizontalScale::Cells(1),
            right: wide,
            ..Axes::default()
        };
        let (top, bottom) = axes.edges(drawing);
        let count = ((bottom - top) / line_height) as usize;
        let bars = &self.bars[..count.clamp(1, self.bars.len())];
        let high = (bottom - top) / bars.len().max(1) as f64;
        let room = NAMES_MAX_SHARE * drawing.width;
        let names: Vec<String> = bars.iter().map(|bar| bar.name.clone()).collect();
        let is_above = drawing.widest(&names) > room && high >= ABOVE_MIN_LINES * line_height;
        let beside = |name: &String| if is_above { String::new() } else { drawing.shortened(name, room) };
        let labels: Vec<String> = names.iter().map(beside).collect();
        let width = drawing.width - drawing.widest(&labels) - axes.right - 4.0 * margin;
        let axis = self.axis(drawing, bars, width);
        axes.vertical = VerticalAxis::Rows(&labels);
        axes.ticks = HorizontalTicks::Values(axis, self.unit);
        let plot = draw_axes(drawing, &axes);
        let (name_high, x) = (if is_above { line_height } else { 0.0 }, plot.x_of(axis.column(self.base)));
        // `own` is the height that a name and its bar take in a row. It is limited, so that the name stays near its
        // bar.
        let own = if is_above { high.min(ABOVE_MAX_LINES * line_height) } else { high };
        for (row, (bar, share)) in bars.iter().zip(&shares).enumerate() {
            let (upper, lower) = (plot.y_of_row(row) - 0.5 * own + name_high, plot.y_of_row(row) + 0.5 * own);
            let y = 0.5 * (upper + lower);
            if is_above {
                let at = (margin, upper - 0.5 * line_height);
                drawing.text_within(&bar.name, at, Align::Left, muted, drawing.width - 2.0 * margin - axes.right);
            }
            self.draw_bar(drawing, bar, (&plot, &axis), (y, lower - upper));
            drawing.line((x, upper), (x, lower), text, 1.5);
            drawing.text(share, (drawing.width - margin, y), Align::Right, text);
        }
        let legend = self.draw_legend(drawing);
        if wide > 0.0 {
            let (at, room) = ((drawing.width - margin, 0.6 * line_height), drawing.width - margin - legend);
            drawing.text_within(&self.share, at, Align::Right, muted, room);
        }
        let base = (drawing.formats.value)(self.base, self.unit);
        let half = 0.5 * (drawing.measure)(&base);
        let center = x.min(drawing.width - margin - half).max(margin + half);
        drawing.text_within(
            &base,
            (center, plot.top - 0.5 * line_height),
            Align::Center,
            text,
            drawing.width - 2.0 * margin,
        );
        plot
    }

    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading {
        let Some(bar) = self.bars.get(spot.row.min(self.bars.len().saturating_sub(1))) else {
            return Reading::default();
        };
        let outcome = |end: usize| ReadingRow {
            style: Some(SeriesStyle { color: self.colors[end], ..SeriesStyle::default() }),
            name: [&*self.at[end], ": ", &*bar.ends[end]].concat(),
            value: (formats.value)(bar.outcome[end], self.unit),
            range: String::new(),
        };
        let mut rows = vec![outcome(0), outcome(1)];
        rows.extend(bar.share.map(|(share, error)| ReadingRow {
            style: None,
            name: self.share.clone(),
            value: (formats.value)(share, Unit::Share),
            range: ["± ", &(formats.value)(error, Unit::Share)].concat(),
        }));
        Reading { title: bar.name.clone(), rows }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let of = |value: &dyn Fn(&TornadoBar) -> f64| self.bars.iter().map(value).collect::<Vec<f64>>();
        let outcome = |end: usize| (self.at[end].clone(), self.unit, of(&|bar| bar.outcome[end]));
        let mut columns: Vec<Column> = vec![outcome(0), outcome(1)];
        let mut groups = vec![(self.title.clone(), 2)];
        if self.bars.iter().any(|bar| bar.share.is_some()) {
            let none = (f64::NAN, f64::NAN);
            let error = [&*self.share, " (±)"].concat();
            columns.push((self.share.clone(), Unit::Share, of(&|bar| bar.share.unwrap_or(none).0)));
            columns.push((error, Unit::Share, of(&|bar| bar.share.unwrap_or(none).1)));
            groups.extend([(String::new(), 1), (String::new(), 1)]);
        }
        let name = |bar: &TornadoBar| [&*bar.name, ": ", &*bar.ends[0], " … ", &*bar.ends[1]].concat();
        Table::of_columns(&self.input, groups, columns, self.bars.iter().map(name).collect())
    }
}
