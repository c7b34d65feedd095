//! A tornado: how far each input moves an outcome. A bar for each input leads from the outcome as it is to what it would be
//! with the input at its low end, and at its high end.

use super::axes::{Axes, Marks, Upwards, draw_axes};
use super::bins::Bins;
use super::fan::extent;
use super::figures::{Chart, Column, Look, Reading, ReadingRow, Spot, Table};
use super::scale::{Across, Frame};
use super::sheet::{Align, Formats, Point, Sheet};
use super::theme::mixed;
use crate::scenario::{LineStyle, Unit};
use plotters::style::Color;

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
/// if rows are so many lines of text high.
const NAMES_MAX_SHARE: f64 = 0.38;
const ABOVE_MIN_LINES: f64 = 1.9;
/// The thickest bar, in lines of text, and how much of its row it takes; that of an exact input.
const BAR_MAX_LINES: f64 = 1.7;
const BAR_SHARE: [f64; 2] = [0.4, 0.7];
const OUTLINE_CSS_PX: f64 = 1.5;

/// A share of the variance, to a whole percentage.
fn told(formats: &Formats<'_>, bar: &TornadoBar) -> String {
    // Not "-0%": the estimate of next to nothing may be negative.
    bar.share.map(|(share, _)| (formats.tick)((100.0 * share).round() / 100.0 + 0.0, Unit::Share)).unwrap_or_default()
}

impl Tornado {
    /// On which sides of the outcome as it is the two ends of an input lie: -1, 0 or 1 each, NaN where not possible.
    fn sides(&self, bar: &TornadoBar) -> [f64; 2] {
        bar.outcome.map(|outcome| if outcome == self.base { 0.0 } else { (outcome - self.base).signum() })
    }

    /// The ends of an input whose values are told beside its bar, and whether to the left of it. Of two ends on one side
    /// the further one; an end that moves nothing stands where the other does not.
    fn told_ends(&self, bar: &TornadoBar) -> impl Iterator<Item = (usize, bool)> {
        let (sides, far) = (self.sides(bar), bar.outcome.map(|outcome| (outcome - self.base).abs()));
        let further = usize::from(far[1] > far[0]);
        let is_told = move |end: &usize| !sides[*end].is_nan() && (sides[0] * sides[1] <= 0.0 || *end == further);
        let is_left = move |end: usize| match (sides[end], sides[1 - end]) {
            (0.0, other) if other != 0.0 && !other.is_nan() => other > 0.0,
            (0.0, _) => end == 0,
            (side, _) => side < 0.0,
        };
        (0..2).filter(is_told).map(move |end| (end, is_left(end)))
    }

    /// The axis over so much width, as a single bin: all outcomes, and room beside them for the values of inputs.
    fn axis(&self, sheet: &Sheet<'_>, bars: &[TornadoBar], width: f64) -> Bins {
        let mut outcomes: Vec<f64> = bars.iter().flat_map(|bar| bar.outcome).collect();
        outcomes.push(self.base);
        let (low, high) = extent(&outcomes);
        // Narrower than this there would be nothing to tell apart on it.
        if high - low <= 1e-9 * low.abs().max(high.abs()) || !(high - low).is_finite() {
            let bins = Bins::over((self.base, self.base), false);
            return Bins { width: bins.width * bins.count as f64, count: 1, ..bins };
        }
        let mut texts: Vec<(f64, bool, f64)> = Vec::new();
        for bar in bars {
            let text = |(end, is_left): (usize, bool)| {
                (bar.outcome[end], is_left, (sheet.measure)(&bar.ends[end]) + sheet.margin())
            };
            texts.extend(self.told_ends(bar).map(text));
        }
        // As if every text stood at the very end, the least that a length of the axis can come to; then what each lacks.
        let widest = texts.iter().fold(0.0, |widest, text| f64::max(widest, text.2)).min(0.3 * width);
        let scale = (width - 2.0 * widest).max(1.0) / (high - low);
        let mut lacking = [0.0; 2];
        for (outcome, is_left, wide) in texts {
            let own = if is_left { outcome - low } else { high - outcome };
            let lacks = &mut lacking[usize::from(!is_left)];
            *lacks = f64::max(*lacks, wide.min(widest) - own * scale);
        }
        let [left, right] = lacking.map(|lacks| lacks * (high - low) / (width - lacking[0] - lacking[1]).max(1.0));
        Bins { low: low - left, width: high - low + left + right, count: 1 }
    }

    /// A part of a bar: of the low end filled, of the high end an outline.
    fn draw_part(&self, sheet: &mut Sheet<'_>, (from, to): (Point, Point), end: usize, is_range: bool) {
        let (background, full) = (sheet.theme.background, sheet.theme.series(self.colors[end]));
        let color = if is_range { full } else { mixed(background, full, 0.75) };
        let fill = if end == 0 { color } else { mixed(background, color, 0.2) };
        sheet.rectangle(from, to, fill.to_rgba());
        let corners = [from, (to.0, from.1), to, (from.0, to.1), from];
        sheet.path(&corners, color.to_rgba(), OUTLINE_CSS_PX, LineStyle::Solid);
    }

    /// How the ends are told apart, in the head line. Returns where it ends.
    fn draw_legend(&self, sheet: &mut Sheet<'_>) -> f64 {
        let (margin, line_height, muted) = (sheet.margin(), sheet.line_height(), sheet.theme.muted);
        let (y, wide, high) = (0.6 * line_height, 0.7 * line_height, 0.28 * line_height);
        let room = 0.5 * (sheet.width - 2.0 * margin) - wide - 2.25 * margin;
        let mut x = margin;
        for end in 0..2 {
            self.draw_part(sheet, ((x, y - high), (x + wide, y + high)), end, true);
            let text = sheet.shortened(&self.at[end], room);
            x += wide + 0.75 * margin;
            sheet.text(&text, (x, y), Align::Left, muted);
            x += (sheet.measure)(&text) + 1.5 * margin;
        }
        x
    }

    /// A bar around a height, and the values of the input at its ends where there is room.
    fn draw_bar(&self, sheet: &mut Sheet<'_>, bar: &TornadoBar, (frame, axis): (&Frame, &Bins), (y, high): (f64, f64)) {
        let line_height = sheet.line_height();
        let half = 0.5 * BAR_SHARE[usize::from(bar.is_range)] * high.min(BAR_MAX_LINES / BAR_SHARE[1] * line_height);
        let x_of = |value: f64| frame.x_of(axis.column(value));
        let sides = self.sides(bar);
        // Both ends on one side share the height of the bar.
        let is_shared = sides[0] * sides[1] > 0.0;
        for end in (0..2).filter(|&end| sides[end].abs() == 1.0) {
            let top = if is_shared && end == 1 { y } else { y - half };
            let bottom = if is_shared && end == 0 { y } else { y + half };
            let (from, to) = (x_of(self.base), x_of(bar.outcome[end]));
            self.draw_part(sheet, ((from, top), (to, bottom)), end, bar.is_range);
        }
        for (end, is_left) in self.told_ends(bar) {
            let (x, wide, off) = (x_of(bar.outcome[end]), (sheet.measure)(&bar.ends[end]), 0.75 * sheet.margin());
            let (anchor, at, room) = match is_left {
                true => (Align::Right, x - off, x - off - frame.left),
                false => (Align::Left, x + off, frame.right - x - off),
            };
            if wide <= room {
                sheet.text(&bar.ends[end], (at, y), anchor, sheet.theme.muted);
            }
        }
    }
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
        let mut axes = Axes {
            across_name: &self.title,
            across: Across::Cells(1),
            right: if wide > 0.0 { wide } else { 0.0 },
            ..Axes::default()
        };
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
        for (row, (bar, share)) in bars.iter().zip(&shares).enumerate() {
            let (upper, lower) = (frame.y_of_row(row) - 0.5 * high + name_high, frame.y_of_row(row) + 0.5 * high);
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
