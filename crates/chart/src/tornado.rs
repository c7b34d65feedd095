//! A tornado: how far each input moves an outcome. A bar for each input leads from the outcome as it is to what it
//! would be with the input at its low end, and at its high end.

use super::axes::{Axes, Marks, Upwards, draw_axes};
use super::figures::{Chart, Column, Look, Reading, ReadingRow, Spot, Table};
use super::scale::{Across, Frame};
use super::sheet::{Align, Formats, Sheet};
use holdfast_scenario::Unit;

/// What an input does.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoBar {
    pub name: String,
    /// The input's low and high value in words.
    pub ends: [String; 2],
    /// The outcome with the input at its low and at its high end; NaN where that is not possible.
    pub outcome: [f64; 2],
    /// Whether the input is a range. Else it is exact and was moved only to see: its bar is thinner and lighter.
    pub is_range: bool,
    /// The share of the outcome's variance that it explains, and the standard error of that.
    pub share: Option<(f64, f64)>,
}

/// What the chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tornado {
    /// The widest first. Those that there is no room for, each a line of text high, are only in the table.
    pub bars: Vec<TornadoBar>,
    /// The outcome with every input as it is.
    pub base: f64,
    /// Of the outcome.
    pub unit: Unit,
    /// Indices into the palette: of the side of the inputs' low ends, which is filled, and of their high ends, which is
    /// an outline.
    pub colors: [u64; 2],
    /// Which outcome.
    pub title: String,
    /// What an input is called.
    pub input: String,
    /// What is said of the low and of the high end.
    pub at: [String; 2],
    /// What the share of the variance is called.
    pub share: String,
    /// Stands where there is no bar.
    pub none: String,
}

/// The largest part of the width that names may take beside the bars: where one is longer, names stand above their bars
/// if rows are so many lines of text high, of which the two take this many at most.
const NAMES_MAX_SHARE: f64 = 0.38;
const ABOVE_MIN_LINES: f64 = 1.9;
const ABOVE_MAX_LINES: f64 = 3.2;

/// A share of the variance, to a whole percentage.
fn told(formats: &Formats<'_>, bar: &TornadoBar) -> String {
    // Not "-0%": the estimate of next to nothing may be negative.
    bar.share.map(|(share, _)| (formats.tick)((100.0 * share).round() / 100.0 + 0.0, Unit::Share)).unwrap_or_default()
}

impl Chart for Tornado {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let (margin, line_height) = (sheet.margin(), sheet.line_height());
        let (text, muted) = (sheet.theme.text, sheet.theme.muted);
        if self.bars.is_empty() || !self.base.is_finite() {
            let (right, bottom) = (sheet.width - margin, sheet.height);
            let frame = Frame { left: margin, right, bottom, rows: 1, ..Frame::default() };
            sheet.note(&self.none, &frame);
            return frame;
        }
        let shares: Vec<String> = self.bars.iter().map(|bar| told(sheet.formats, bar)).collect();
        let wide = sheet.widest(&shares);
        let mut axes = Axes { across_name: &self.title, across: Across::Cells(1), right: wide, ..Axes::default() };
        let (top, bottom) = axes.edges(sheet);
        let count = ((bottom - top) / line_height) as usize;
        let bars = &self.bars[..count.clamp(1, self.bars.len())];
        let high = (bottom - top) / bars.len().max(1) as f64;
        let room = NAMES_MAX_SHARE * sheet.width;
        let names: Vec<String> = bars.iter().map(|bar| bar.name.clone()).collect();
        let is_above = sheet.widest(&names) > room && high >= ABOVE_MIN_LINES * line_height;
        let beside = |name: &String| if is_above { String::new() } else { sheet.shortened(name, room) };
        let labels: Vec<String> = names.iter().map(beside).collect();
        let width = sheet.width - sheet.widest(&labels) - axes.right - 4.0 * margin;
        let axis = self.axis(sheet, bars, width);
        axes.up = Upwards::Rows(&labels);
        axes.marks = Marks::Values(axis, self.unit);
        let frame = draw_axes(sheet, &axes);
        let (name_high, x) = (if is_above { line_height } else { 0.0 }, frame.x_of(axis.column(self.base)));
        // A name stays near its bar.
        let own = if is_above { high.min(ABOVE_MAX_LINES * line_height) } else { high };
        for (row, (bar, share)) in bars.iter().zip(&shares).enumerate() {
            let (upper, lower) = (frame.y_of_row(row) - 0.5 * own + name_high, frame.y_of_row(row) + 0.5 * own);
            let y = 0.5 * (upper + lower);
            if is_above {
                let at = (margin, upper - 0.5 * line_height);
                sheet.text_within(&bar.name, at, Align::Left, muted, sheet.width - 2.0 * margin - axes.right);
            }
            self.draw_bar(sheet, bar, (&frame, &axis), (y, lower - upper));
            sheet.line((x, upper), (x, lower), text, 1.5);
            sheet.text(share, (sheet.width - margin, y), Align::Right, text);
        }
        let legend = self.draw_legend(sheet);
        if wide > 0.0 {
            let (at, room) = ((sheet.width - margin, 0.6 * line_height), sheet.width - margin - legend);
            sheet.text_within(&self.share, at, Align::Right, muted, room);
        }
        let base = (sheet.formats.value)(self.base, self.unit);
        let half = 0.5 * (sheet.measure)(&base);
        let center = x.min(sheet.width - margin - half).max(margin + half);
        sheet.text_within(
            &base,
            (center, frame.top - 0.5 * line_height),
            Align::Center,
            text,
            sheet.width - 2.0 * margin,
        );
        frame
    }

    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading {
        let Some(bar) = self.bars.get(spot.row.min(self.bars.len().saturating_sub(1))) else {
            return Reading::default();
        };
        let outcome = |end: usize| ReadingRow {
            look: Some(Look { color: self.colors[end], ..Look::default() }),
            name: [&*self.at[end], ": ", &*bar.ends[end]].concat(),
            value: (formats.value)(bar.outcome[end], self.unit),
            range: String::new(),
        };
        let mut rows = vec![outcome(0), outcome(1)];
        rows.extend(bar.share.map(|(share, error)| ReadingRow {
            look: None,
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
