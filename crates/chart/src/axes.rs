//! The axes of a chart, with few grid lines and round numbers, and the labels at the right ends of lines.

use super::bins::Bins;
use super::drawing::Drawing;
use super::extent::extent;
use super::labels::spread;
use super::plot_area::{HorizontalScale, PlotArea, VerticalScale, place_among};
use super::shape::Align;
use super::ticks::{inner_ticks, log_ticks, month_ticks, value_ticks};
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::{Color, RGBColor};

/// The smallest width of a picture in which lines have labels at their right ends. In a narrower picture, only the
/// page's legend names the lines.
const LABELS_MIN_CSS_PX: f64 = 560.0;

/// The contents of the axes, and the space to keep free around the plot. Lengths are in the backend's units.
#[derive(Clone, Default)]
pub struct Axes<'a> {
    /// The name of the vertical axis, written above the axis.
    pub vertical_title: &'a str,
    pub vertical: VerticalAxis<'a>,
    /// The name of the horizontal axis, written below the axis.
    pub horizontal_title: &'a str,
    pub horizontal: HorizontalScale,
    pub ticks: HorizontalTicks<'a>,
    /// The labels at the right ends of lines. The plot leaves space for the widest label.
    pub end_labels: &'a [String],
    /// Labels that the chart itself writes to the left of the plot. The plot leaves space for the widest label.
    pub side_labels: &'a [String],
    /// The width to keep free to the right of the vertical axis's name.
    pub beside: f64,
    /// The width to keep free to the right of the plot.
    pub right: f64,
    /// The height to keep free above the plot.
    pub above: f64,
    /// The height to keep free below the plot, above the ticks of the horizontal axis.
    pub below: f64,
}

/// The contents of the vertical axis.
#[derive(Clone, Copy)]
pub enum VerticalAxis<'a> {
    Values {
        unit: Unit,
        /// The least and the greatest value that the axis must include. Both are NaN if there are no values.
        extent: (f64, f64),
        /// Whether the axis is logarithmic. Ignored unless both values of `extent` are above 0.
        is_log: bool,
    },
    /// One row for each of these labels. If there is no room for all labels, only every 3rd row shows its label, or
    /// only every 6th row, and so on.
    Rows(&'a [String]),
    /// One row for each of these ascending values, the least at the bottom. Ticks stand at round values, which may lie
    /// between two rows.
    Among(&'a [f64], Unit),
}

impl Default for VerticalAxis<'_> {
    fn default() -> Self {
        Self::Values { unit: Unit::Plain, extent: (0.0, 1.0), is_log: false }
    }
}

/// The ticks of the horizontal axis.
#[derive(Clone, Copy, Default)]
pub enum HorizontalTicks<'a> {
    /// Ticks at round numbers of months. The first column is month 0.
    #[default]
    Months,
    /// Ticks at round numbers of months. The first column is month 1.
    MonthsFromOne,
    /// Ticks at round values. The columns are bins.
    Values(Bins, Unit),
    /// Ticks at round values. There is one column for each of these ascending values.
    Among(&'a [f64], Unit),
}

impl Axes<'_> {
    /// The vertical coordinates of the plot's upper and lower edge.
    pub fn edges(&self, drawing: &Drawing<'_>) -> (f64, f64) {
        let top = 2.0 * drawing.line_height() + self.above;
        (top, (drawing.height - 2.3 * drawing.line_height() - self.below).max(top))
    }
}

/// Draws both axes with their ticks and names. Returns the place of the plot.
pub fn draw_axes(drawing: &mut Drawing<'_>, axes: &Axes<'_>) -> PlotArea {
    let (margin, line_height, muted) = (drawing.margin(), drawing.line_height(), drawing.theme.muted);
    let (top, bottom) = axes.edges(drawing);
    let room = (bottom - top) / line_height;
    let written = |ticks: &[f64], unit| ticks.iter().map(|&tick| (drawing.formats.tick)(tick, unit)).collect();
    let (vertical, ticks, labels, rows) = match axes.vertical {
        VerticalAxis::Values { unit, extent, is_log } => {
            let (vertical, ticks) = value_axis(extent, is_log, room);
            let labels: Vec<String> = written(&ticks, unit);
            (vertical, ticks, labels, 1)
        }
        VerticalAxis::Rows(labels) => (VerticalScale::default(), Vec::new(), labels.to_vec(), labels.len()),
        VerticalAxis::Among(values, unit) => {
            let (vertical, ticks) = row_axis(values, room);
            let labels = written(&ticks, unit);
            (vertical, ticks, labels, values.len())
        }
    };
    let right = if has_end_labels(drawing) {
        (drawing.widest(axes.end_labels) + LEADER * margin).min(END_LABELS_MAX_SHARE * drawing.width) + margin
    } else {
        2.0 * margin
    };
    let left = drawing.widest(&labels).max(drawing.widest(axes.side_labels)) + 2.0 * margin;
    let plot = PlotArea {
        left,
        top,
        right: (drawing.width - right - axes.right).max(left),
        bottom,
        horizontal: axes.horizontal,
        rows,
        vertical,
    };
    let name_room = drawing.width - 2.0 * margin - axes.beside;
    drawing.text_within(axes.vertical_title, (margin, 0.6 * line_height), Align::Left, muted, name_room);
    let heights: Vec<f64> = match axes.vertical {
        VerticalAxis::Values { .. } => ticks.iter().map(|&tick| plot.y(tick)).collect(),
        VerticalAxis::Rows(labels) => (0..labels.len()).map(|row| plot.y_of_row(row)).collect(),
        VerticalAxis::Among(values, _) => ticks.iter().map(|&tick| plot.y(place_among(values, tick))).collect(),
    };
    // With `Among`, coloured cells cover the plot. A tick is therefore a short line to the left of the plot instead of
    // a line across it.
    let is_among = matches!(axes.vertical, VerticalAxis::Among(..));
    let (from, to) = if is_among { (plot.left - margin / 2.0, plot.left) } else { (plot.left, plot.right) };
    // If labels of rows would overlap, only every 3rd row shows its label, or only every 6th row, and so on. Ticks of
    // values are few, so all of them have labels except in a very low plot.
    let apart = |step: &usize| heights.get(*step).is_none_or(|y| (y - heights[0]).abs() >= 0.95 * line_height);
    let step = [1, 3, 6, 12, 24, 60].into_iter().find(apart).unwrap_or(240);
    for (at, (&y, label)) in heights.iter().zip(&labels).enumerate() {
        if let Some(&tick) = ticks.get(at) {
            let color = if tick == 0.0 || is_among { muted } else { drawing.theme.grid };
            drawing.line((from, y), (to, y), color, 1.0);
        }
        if at.is_multiple_of(step) && !label.is_empty() {
            drawing.text(label, (plot.left - margin, y), Align::Right, muted);
        }
    }
    draw_marks(drawing, axes, &plot, plot.bottom + axes.below);
    plot
}

/// The scale and the ticks of a vertical axis with one row for each of the ascending values. `room` is the height of
/// the plot in lines of text. On the scale, the first row is at 0, the second row at 1, and so on.
fn row_axis(values: &[f64], room: f64) -> (VerticalScale, Vec<f64>) {
    let (low, high) = extent(values);
    let vertical = VerticalScale { low: -0.5, high: values.len().max(1) as f64 - 0.5, is_log: false };
    (vertical, inner_ticks(low, high, (room / 1.6).clamp(1.0, 6.0) as usize))
}

/// The scale and the ticks of a vertical axis of values. `room` is the height of the plot in lines of text.
fn value_axis((low, high): (f64, f64), is_log: bool, room: f64) -> (VerticalScale, Vec<f64>) {
    let is_log = is_log && low > 0.0 && high > 0.0;
    let of = |count: usize| if is_log { log_ticks(low, high, count) } else { value_ticks(low, high, count) };
    let counts = (1..=(room / 2.2).clamp(1.0, 6.0) as usize).rev();
    let ticks = counts.map(of).find(|ticks| (ticks.len() as f64) < room + 1.0).unwrap_or_else(|| of(1));
    (
        VerticalScale {
            low: ticks.first().copied().unwrap_or(0.0),
            high: ticks.last().copied().unwrap_or(1.0),
            is_log,
        },
        ticks,
    )
}

/// The largest share of the picture's width that is kept free for labels at the ends of lines.
const END_LABELS_MAX_SHARE: f64 = 0.22;

/// Whether the picture is wide enough for labels at the ends of lines.
fn has_end_labels(drawing: &Drawing<'_>) -> bool {
    drawing.width >= drawing.theme.px(LABELS_MIN_CSS_PX)
}

/// Draws the ticks and the name of the horizontal axis. `y` is the vertical coordinate of the upper ends of the ticks.
fn draw_marks(drawing: &mut Drawing<'_>, axes: &Axes<'_>, plot: &PlotArea, y: f64) {
    let (margin, line_height, muted) = (drawing.margin(), drawing.line_height(), drawing.theme.muted);
    let wide = plot.right - plot.left;
    let months = |last: usize, first: usize| {
        let months = month_ticks(last, (wide / (4.0 * line_height)) as usize).into_iter();
        months.filter(|&month| month >= first).map(|month| ((month - first) as f64, month.to_string())).collect()
    };
    let fits = |ticks: &Vec<(f64, String)>| {
        let labels: Vec<String> = ticks.iter().map(|(_, label)| label.clone()).collect();
        let each = drawing.widest(&labels) + 2.0 * margin;
        let apart = ticks.windows(2).all(|pair| plot.x_of(pair[1].0) - plot.x_of(pair[0].0) >= each);
        apart && each <= wide
    };
    let values = |low, high, unit, column: &dyn Fn(f64) -> f64| {
        let written = |tick| (column(tick), (drawing.formats.tick)(tick, unit));
        let of = |count| inner_ticks(low, high, count).into_iter().map(written).collect();
        (1..=8).rev().map(of).find(fits).unwrap_or_default()
    };
    let ticks: Vec<(f64, String)> = match axes.ticks {
        HorizontalTicks::Months => months(plot.columns().saturating_sub(1), 0),
        HorizontalTicks::MonthsFromOne => months(plot.columns(), 1),
        HorizontalTicks::Values(bins, unit) => {
            let (low, high) = (bins.low, bins.upper(bins.count - 1));
            values(low, high, unit, &|tick| bins.column(tick))
        }
        HorizontalTicks::Among(among, unit) => {
            let (low, high) = extent(among);
            values(low, high, unit, &|tick| place_among(among, tick))
        }
    };
    for (column, label) in ticks {
        let x = plot.x_of(column);
        drawing.line((x, y), (x, y + margin / 2.0), muted, 1.0);
        let half = (drawing.measure)(&label) / 2.0;
        let center = x.min(drawing.width - half).max(half);
        drawing.text(&label, (center, y + 0.75 * line_height), Align::Center, muted);
    }
    let middle = 0.5 * (plot.left + plot.right);
    let room = 2.0 * middle.min(drawing.width - middle);
    drawing.text_within(axes.horizontal_title, (middle, y + 1.75 * line_height), Align::Center, muted, room);
}

/// The distance from the end of a line to its label, as a multiple of the margin. There is room in it for a leader,
/// which is a thin line that connects the label with the line.
const LEADER: f64 = 1.75;

/// Draws labels at the right ends of lines, if the picture is wide enough. Each label is a text, the vertical
/// coordinate of its line's end, and a colour. Overlapping labels are moved apart. If a label is more than half a line
/// of text away from its line's end, a leader (a thin line) connects both. If there is no room for all labels, the last
/// labels are left out.
pub fn draw_end_labels(drawing: &mut Drawing<'_>, plot: &PlotArea, labels: &[(String, f64, RGBColor)]) {
    let (margin, line_height) = (drawing.margin(), drawing.line_height());
    let (top, bottom) = (plot.top - line_height / 2.0, plot.bottom + line_height / 2.0);
    if !has_end_labels(drawing) {
        return;
    }
    let labels = &labels[..labels.len().min(((bottom - top) / (0.8 * line_height)).max(0.0) as usize)];
    let ends: Vec<f64> = labels.iter().map(|(_, y, _)| y.clamp(plot.top, plot.bottom)).collect();
    let placed = spread(&ends, line_height, top, bottom);
    let (left, right) = (plot.right + 0.25 * margin, plot.right + LEADER * margin);
    let room = drawing.width - right - 0.5 * margin;
    for (((text, _, color), y), end) in labels.iter().zip(placed).zip(ends) {
        if (y - end).abs() > line_height / 2.0 {
            let (from, to) = (left + 0.25 * margin, right - 0.25 * margin);
            drawing.path(&[(left, end), (from, end), (to, y)], color.mix(0.6), 1.0, LineStyle::Solid);
        }
        drawing.text_within(text, (right, y), Align::Left, *color, room);
    }
}
