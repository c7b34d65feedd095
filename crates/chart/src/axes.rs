//! The axes of a chart, few lines and round numbers, and the labels at the ends of lines.

use super::bins::Bins;
use super::fan::extent;
use super::labels::spread;
use super::scale::{Across, Frame, Up, inner_ticks, log_ticks, month_ticks, place_among, value_ticks};
use super::sheet::{Align, Sheet};
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::{Color, RGBColor};

/// Below this width there are no labels at the line ends; the legend must do.
const LABELS_MIN_CSS_PX: f64 = 560.0;

/// What the axes of a chart say.
#[derive(Clone, Default)]
pub struct Axes<'a> {
    /// The name of the vertical axis, above it.
    pub up_name: &'a str,
    pub up: Upwards<'a>,
    /// The name of the horizontal axis, below it.
    pub across_name: &'a str,
    pub across: Across,
    pub marks: Marks<'a>,
    /// Labels that will stand to the right of the plot.
    pub end_labels: &'a [String],
    /// Labels besides the axis's own that must have a place to the left of the plot.
    pub side_labels: &'a [String],
    /// Space to leave to the right of the vertical axis's name.
    pub beside: f64,
    /// Space to leave to the right of the plot.
    pub right: f64,
    /// Space to leave above the plot.
    pub above: f64,
    /// Space to leave below the plot, above the marks.
    pub below: f64,
}

/// What lies above each other.
#[derive(Clone, Copy)]
pub enum Upwards<'a> {
    Values {
        unit: Unit,
        /// The least and the greatest value that must have a place; NaN where there is none.
        extent: (f64, f64),
        /// Ignored where no value lies above 0.
        is_log: bool,
    },
    /// Rows with a label each, as many of which are shown as there is room for.
    Rows(&'a [String]),
    /// Rows of these ascending values, the least at the bottom, with round values between them marked.
    Among(&'a [f64], Unit),
}

impl Default for Upwards<'_> {
    fn default() -> Self {
        Self::Values { unit: Unit::Plain, extent: (0.0, 1.0), is_log: false }
    }
}

/// The marks of the horizontal axis.
#[derive(Clone, Copy, Default)]
pub enum Marks<'a> {
    /// Round numbers of months; the first column is month 0.
    #[default]
    Months,
    /// Round numbers of months; the first column is month 1.
    MonthsFromOne,
    /// Round values; the columns are bins of them.
    Values(Bins, Unit),
    /// Round values; the columns are those of these ascending ones.
    Among(&'a [f64], Unit),
}

impl Axes<'_> {
    /// The upper and the lower edge of the plot.
    pub fn edges(&self, sheet: &Sheet<'_>) -> (f64, f64) {
        let top = 2.0 * sheet.line_height() + self.above;
        (top, (sheet.height - 2.3 * sheet.line_height() - self.below).max(top))
    }
}

/// Draws the axes and says where the plot lies.
pub fn draw_axes(sheet: &mut Sheet<'_>, axes: &Axes<'_>) -> Frame {
    let (margin, line_height, muted) = (sheet.margin(), sheet.line_height(), sheet.theme.muted);
    let (top, bottom) = axes.edges(sheet);
    let room = (bottom - top) / line_height;
    let written = |ticks: &[f64], unit| ticks.iter().map(|&tick| (sheet.formats.tick)(tick, unit)).collect();
    let (up, ticks, labels, rows) = match axes.up {
        Upwards::Values { unit, extent, is_log } => {
            let (up, ticks) = value_axis(extent, is_log, room);
            let labels: Vec<String> = written(&ticks, unit);
            (up, ticks, labels, 1)
        }
        Upwards::Rows(labels) => (Up::default(), Vec::new(), labels.to_vec(), labels.len()),
        Upwards::Among(values, unit) => {
            let (up, ticks) = row_axis(values, room);
            let labels = written(&ticks, unit);
            (up, ticks, labels, values.len())
        }
    };
    let right = if has_end_labels(sheet) {
        (sheet.widest(axes.end_labels) + LEADER * margin).min(END_LABELS_MAX_SHARE * sheet.width) + margin
    } else {
        2.0 * margin
    };
    let left = sheet.widest(&labels).max(sheet.widest(axes.side_labels)) + 2.0 * margin;
    let frame =
        Frame { left, top, right: (sheet.width - right - axes.right).max(left), bottom, across: axes.across, rows, up };
    let name_room = sheet.width - 2.0 * margin - axes.beside;
    sheet.text_within(axes.up_name, (margin, 0.6 * line_height), Align::Left, muted, name_room);
    let heights: Vec<f64> = match axes.up {
        Upwards::Values { .. } => ticks.iter().map(|&tick| frame.y(tick)).collect(),
        Upwards::Rows(labels) => (0..labels.len()).map(|row| frame.y_of_row(row)).collect(),
        Upwards::Among(values, _) => ticks.iter().map(|&tick| frame.y(place_among(values, tick))).collect(),
    };
    // Cells fill the plot: what marks their rows stands beside it.
    let is_among = matches!(axes.up, Upwards::Among(..));
    let (from, to) = if is_among { (frame.left - margin / 2.0, frame.left) } else { (frame.left, frame.right) };
    // Rows are named at round distances. Values are few enough, but on the lowest of plots.
    let apart = |step: &usize| heights.get(*step).is_none_or(|y| (y - heights[0]).abs() >= 0.95 * line_height);
    let step = [1, 3, 6, 12, 24, 60].into_iter().find(apart).unwrap_or(240);
    for (at, (&y, label)) in heights.iter().zip(&labels).enumerate() {
        if let Some(&tick) = ticks.get(at) {
            let color = if tick == 0.0 || is_among { muted } else { sheet.theme.grid };
            sheet.line((from, y), (to, y), color, 1.0);
        }
        if at.is_multiple_of(step) && !label.is_empty() {
            sheet.text(label, (frame.left - margin, y), Align::Right, muted);
        }
    }
    draw_marks(sheet, axes, &frame, frame.bottom + axes.below);
    frame
}

/// The vertical axis of rows of ascending values and its ticks, for so many lines of text: places are numbers of rows.
fn row_axis(values: &[f64], room: f64) -> (Up, Vec<f64>) {
    let (low, high) = extent(values);
    let up = Up { low: -0.5, high: values.len().max(1) as f64 - 0.5, is_log: false };
    (up, inner_ticks(low, high, (room / 1.6).clamp(1.0, 6.0) as usize))
}

/// The vertical axis and its ticks, for so many lines of text above each other.
fn value_axis((low, high): (f64, f64), is_log: bool, room: f64) -> (Up, Vec<f64>) {
    let is_log = is_log && low > 0.0 && high > 0.0;
    let of = |count: usize| if is_log { log_ticks(low, high, count) } else { value_ticks(low, high, count) };
    let counts = (1..=(room / 2.2).clamp(1.0, 6.0) as usize).rev();
    let ticks = counts.map(of).find(|ticks| (ticks.len() as f64) < room + 1.0).unwrap_or_else(|| of(1));
    (Up { low: ticks.first().copied().unwrap_or(0.0), high: ticks.last().copied().unwrap_or(1.0), is_log }, ticks)
}

/// The largest part of the width that labels at line ends may take.
const END_LABELS_MAX_SHARE: f64 = 0.22;

/// Whether there is room for labels at line ends.
fn has_end_labels(sheet: &Sheet<'_>) -> bool {
    sheet.width >= sheet.theme.px(LABELS_MIN_CSS_PX)
}

/// The marks of the horizontal axis and its name.
fn draw_marks(sheet: &mut Sheet<'_>, axes: &Axes<'_>, frame: &Frame, y: f64) {
    let (margin, line_height, muted) = (sheet.margin(), sheet.line_height(), sheet.theme.muted);
    let wide = frame.right - frame.left;
    let months = |last: usize, first: usize| {
        let months = month_ticks(last, (wide / (4.0 * line_height)) as usize).into_iter();
        months.filter(|&month| month >= first).map(|month| ((month - first) as f64, month.to_string())).collect()
    };
    let fits = |marks: &Vec<(f64, String)>| {
        let labels: Vec<String> = marks.iter().map(|(_, label)| label.clone()).collect();
        let each = sheet.widest(&labels) + 2.0 * margin;
        let apart = marks.windows(2).all(|pair| frame.x_of(pair[1].0) - frame.x_of(pair[0].0) >= each);
        apart && each <= wide
    };
    let values = |low, high, unit, column: &dyn Fn(f64) -> f64| {
        let written = |tick| (column(tick), (sheet.formats.tick)(tick, unit));
        let of = |count| inner_ticks(low, high, count).into_iter().map(written).collect();
        (1..=8).rev().map(of).find(fits).unwrap_or_default()
    };
    let marks: Vec<(f64, String)> = match axes.marks {
        Marks::Months => months(frame.columns().saturating_sub(1), 0),
        Marks::MonthsFromOne => months(frame.columns(), 1),
        Marks::Values(bins, unit) => {
            let (low, high) = (bins.low, bins.upper(bins.count - 1));
            values(low, high, unit, &|tick| bins.column(tick))
        }
        Marks::Among(among, unit) => {
            let (low, high) = extent(among);
            values(low, high, unit, &|tick| place_among(among, tick))
        }
    };
    for (column, label) in marks {
        let x = frame.x_of(column);
        sheet.line((x, y), (x, y + margin / 2.0), muted, 1.0);
        let half = (sheet.measure)(&label) / 2.0;
        let center = x.min(sheet.width - half).max(half);
        sheet.text(&label, (center, y + 0.75 * line_height), Align::Center, muted);
    }
    let middle = 0.5 * (frame.left + frame.right);
    let room = 2.0 * middle.min(sheet.width - middle);
    sheet.text_within(axes.across_name, (middle, y + 1.75 * line_height), Align::Center, muted, room);
}

/// From the end of a line to its label, in margins: as wide as it takes to lead from one to the other.
const LEADER: f64 = 1.75;

/// Names lines at their right ends: text, the height of the end, colour. Labels that would overlap move apart, and a thin
/// line leads to each that has left its end; where there is no room for all of them the last ones have none.
pub fn draw_end_labels(sheet: &mut Sheet<'_>, frame: &Frame, labels: &[(String, f64, RGBColor)]) {
    let (margin, line_height) = (sheet.margin(), sheet.line_height());
    let (top, bottom) = (frame.top - line_height / 2.0, frame.bottom + line_height / 2.0);
    if !has_end_labels(sheet) {
        return;
    }
    let labels = &labels[..labels.len().min(((bottom - top) / (0.8 * line_height)).max(0.0) as usize)];
    let ends: Vec<f64> = labels.iter().map(|(_, y, _)| y.clamp(frame.top, frame.bottom)).collect();
    let placed = spread(&ends, line_height, top, bottom);
    let (left, right) = (frame.right + 0.25 * margin, frame.right + LEADER * margin);
    let room = sheet.width - right - 0.5 * margin;
    for (((text, _, color), y), end) in labels.iter().zip(placed).zip(ends) {
        if (y - end).abs() > line_height / 2.0 {
            let (from, to) = (left + 0.25 * margin, right - 0.25 * margin);
            sheet.path(&[(left, end), (from, end), (to, y)], color.mix(0.6), 1.0, LineStyle::Solid);
        }
        sheet.text_within(text, (right, y), Align::Left, *color, room);
    }
}
