//! The axes of a chart, few lines and round numbers, and the labels at the ends of lines.

use super::scale::{Across, Frame, Up, log_ticks, month_ticks, spread, value_ticks};
use super::sheet::{Align, Sheet};
use crate::scenario::Unit;
use plotters::style::RGBColor;

/// Below this width there are no labels at the line ends; the legend must do.
const LABELS_MIN_CSS_PX: f64 = 560.0;

/// What the axes of a chart say.
pub struct Axes<'a> {
    /// The name of the vertical axis, above it.
    pub up_name: &'a str,
    pub unit: Unit,
    /// The least and the greatest value that must have a place; NaN where there is none.
    pub extent: (f64, f64),
    /// Ignored where no value lies above 0.
    pub is_log: bool,
    /// The name of the horizontal axis, below it.
    pub across_name: &'a str,
    pub across: Across,
    /// Marks of the horizontal axis, by column; `None` means round numbers of months.
    pub marks: Option<Vec<(f64, String)>>,
    /// Labels that will stand to the right of the plot.
    pub end_labels: &'a [String],
    /// Space to leave below the plot, above the marks.
    pub below: f64,
}

/// Draws the axes and says where the plot lies.
pub fn draw_axes(sheet: &mut Sheet<'_>, axes: &Axes<'_>) -> Frame {
    let (margin, line_height) = (sheet.margin(), sheet.line_height());
    let (muted, grid) = (sheet.theme.muted, sheet.theme.grid);
    let room = (sheet.height / (3.2 * line_height)).clamp(2.0, 6.0) as usize;
    let (low, high) = axes.extent;
    let is_log = axes.is_log && low > 0.0 && high > 0.0;
    let ticks = if is_log { log_ticks(low, high, room) } else { value_ticks(low, high, room) };
    let labels: Vec<String> = ticks.iter().map(|&tick| (sheet.formats.tick)(tick, axes.unit)).collect();
    let right = if has_end_labels(sheet) {
        (sheet.widest(axes.end_labels) + margin).min(END_LABELS_MAX_SHARE * sheet.width) + margin
    } else {
        2.0 * margin
    };
    let frame = Frame {
        left: sheet.widest(&labels) + 2.0 * margin,
        top: 2.0 * line_height,
        right: sheet.width - right,
        bottom: sheet.height - 2.3 * line_height - axes.below,
        across: axes.across,
        rows: 1,
        up: Up { low: ticks.first().copied().unwrap_or(0.0), high: ticks.last().copied().unwrap_or(1.0), is_log },
    };
    sheet.text(axes.up_name, (margin, 0.6 * line_height), Align::Left, muted);
    for (&tick, label) in ticks.iter().zip(&labels) {
        let y = frame.y(tick);
        sheet.line((frame.left, y), (frame.right, y), if tick == 0.0 { sheet.theme.muted } else { grid }, 1.0);
        sheet.text(label, (frame.left - margin, y), Align::Right, muted);
    }
    draw_marks(sheet, axes, &frame, frame.bottom + axes.below);
    frame
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
    let marks = axes.marks.clone().unwrap_or_else(|| {
        let last = frame.columns().saturating_sub(1);
        let months = month_ticks(last, ((frame.right - frame.left) / (4.0 * line_height)) as usize);
        months.into_iter().map(|month| (month as f64, month.to_string())).collect()
    });
    for (column, label) in marks {
        let x = frame.x_of(column);
        sheet.line((x, y), (x, y + margin / 2.0), muted, 1.0);
        sheet.text(&label, (x, y + 0.75 * line_height), Align::Center, muted);
    }
    let middle = 0.5 * (frame.left + frame.right);
    sheet.text(axes.across_name, (middle, y + 1.75 * line_height), Align::Center, muted);
}

/// Names lines at their right ends: text, the height of the end, colour. Labels that would overlap move apart.
pub fn draw_end_labels(sheet: &mut Sheet<'_>, frame: &Frame, labels: &[(String, f64, RGBColor)]) {
    if !has_end_labels(sheet) {
        return;
    }
    let (margin, line_height) = (sheet.margin(), sheet.line_height());
    let ends: Vec<f64> = labels.iter().map(|(_, y, _)| y.clamp(frame.top, frame.bottom)).collect();
    let placed = spread(&ends, line_height, frame.top - line_height / 2.0, frame.bottom + line_height / 2.0);
    let room = sheet.width - frame.right - 1.5 * margin;
    for ((text, _, color), y) in labels.iter().zip(placed) {
        sheet.text_within(text, (frame.right + margin, y), Align::Left, *color, room);
    }
}
