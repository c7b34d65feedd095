//! The fan chart: for each scenario the expected path as a line, and around it where half and nine tenths of the
//! simulated futures lie.

use super::scale::{Frame, month_ticks, spread, value_ticks};
use super::theme::Theme;
use crate::summary::Stats;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// One scenario's part of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Stands at the line's end where there is room.
    pub label: String,
    /// Index into the palette.
    pub color: u64,
    /// Months 0..=H.
    pub expected: Vec<f64>,
    /// Months 0..=H; empty until there is a simulation.
    pub stats: Vec<Stats>,
}

/// What a fan chart shows.
pub struct Fan<'a> {
    pub curves: &'a [Curve],
    /// The name of the horizontal axis.
    pub month_axis: &'a str,
    /// The name of the vertical axis.
    pub value_axis: &'a str,
    /// Writes a value for a tick of the vertical axis.
    pub value_label: &'a dyn Fn(f64) -> String,
}

/// Below this width there are no labels at the line ends; the legend must do.
const LABELS_MIN_CSS_PX: f64 = 560.0;

/// Draws the chart over the whole of `area` and returns where the plot lies.
///
/// # Errors
/// Whatever the backend cannot draw.
pub fn draw_fan<DB: DrawingBackend>(
    area: &DrawingArea<DB, plotters::coord::Shift>,
    fan: &Fan<'_>,
    theme: &Theme,
) -> Result<Frame, DrawingAreaErrorKind<DB::ErrorType>> {
    area.fill(&theme.background)?;
    let (width, height) = area.dim_in_pixel();
    let (width, height) = (f64::from(width), f64::from(height));
    let pen = Pen { area, theme };
    let line_height = theme.px(theme.font_px * 1.35);

    let last_month = fan.curves.iter().map(|curve| curve.expected.len().saturating_sub(1)).max().unwrap_or(0);
    let greatest = fan
        .curves
        .iter()
        .flat_map(|curve| curve.expected.iter().copied().chain(curve.stats.iter().map(Stats::p95)))
        .fold(0.0, f64::max);
    let ticks = value_ticks(greatest, (height / (3.2 * line_height)).clamp(2.0, 6.0) as usize);
    let tick_labels: Vec<String> = ticks.iter().map(|&tick| (fan.value_label)(tick)).collect();

    let widest = |labels: &[String]| -> Result<f64, DrawingAreaErrorKind<DB::ErrorType>> {
        labels.iter().try_fold(0.0_f64, |widest, label| Ok(widest.max(pen.width(label)?)))
    };
    let with_labels = width >= theme.px(LABELS_MIN_CSS_PX);
    let end_labels: Vec<String> = fan.curves.iter().map(|curve| shortened(&curve.label)).collect();
    let margin = theme.px(8.0);
    let labels_width = if with_labels { widest(&end_labels)? + 2.0 * margin } else { 2.0 * margin };
    let frame = Frame {
        left: widest(&tick_labels)? + 2.0 * margin,
        top: 2.0 * line_height,
        right: width - labels_width,
        bottom: height - 2.3 * line_height,
        last_month,
        top_value: ticks.last().copied().unwrap_or(1.0),
    };

    pen.text(fan.value_axis, (margin, 0.6 * line_height), HPos::Left, theme.muted)?;
    for (&tick, label) in ticks.iter().zip(&tick_labels) {
        let y = frame.y(tick);
        pen.line(&[(frame.left, y), (frame.right, y)], &theme.grid, 1.0)?;
        pen.text(label, (frame.left - margin, y), HPos::Right, theme.muted)?;
    }
    for month in month_ticks(last_month, ((frame.right - frame.left) / (4.0 * line_height)) as usize) {
        let x = frame.x(month);
        pen.line(&[(x, frame.bottom), (x, frame.bottom + margin / 2.0)], &theme.muted, 1.0)?;
        pen.text(&month.to_string(), (x, frame.bottom + 0.75 * line_height), HPos::Center, theme.muted)?;
    }
    let middle = 0.5 * (frame.left + frame.right);
    pen.text(fan.month_axis, (middle, frame.bottom + 1.75 * line_height), HPos::Center, theme.muted)?;

    for curve in fan.curves {
        let color = theme.series(curve.color);
        for (low, high, opacity) in [(0, 4, 0.1), (1, 3, 0.2)] {
            pen.band(&frame, &curve.stats, low, high, &color.mix(opacity))?;
        }
        // Where bands overlap their colours mix: the edges tell whose is whose.
        for level in [0, 4] {
            let edge = (0..).zip(&curve.stats).map(|(month, stats)| (frame.x(month), frame.y(stats.quantiles[level])));
            pen.line(&edge.collect::<Vec<_>>(), &color.mix(0.55), 1.0)?;
        }
    }
    for curve in fan.curves {
        let points: Vec<_> =
            (0..).zip(&curve.expected).map(|(month, &value)| (frame.x(month), frame.y(value))).collect();
        pen.line(&points, &theme.series(curve.color), 2.5)?;
    }
    if with_labels {
        let ends: Vec<f64> =
            fan.curves.iter().map(|curve| frame.y(curve.expected.last().copied().unwrap_or(0.0))).collect();
        let placed = spread(&ends, line_height, frame.top - line_height / 2.0, frame.bottom + line_height / 2.0);
        for ((label, curve), y) in end_labels.iter().zip(fan.curves).zip(placed) {
            pen.text(label, (frame.right + margin, y), HPos::Left, theme.series(curve.color))?;
        }
    }
    Ok(frame)
}

/// A label that leaves room for the chart.
fn shortened(label: &str) -> String {
    const MAX_CHARS: usize = 24;
    if label.chars().count() <= MAX_CHARS {
        return label.into();
    }
    label.chars().take(MAX_CHARS - 1).chain(['…']).collect()
}

/// Draws with the theme's type and lengths.
struct Pen<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, plotters::coord::Shift>,
    theme: &'a Theme,
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    fn style(&self, at: HPos, color: RGBColor) -> TextStyle<'_> {
        let font = (self.theme.font.as_str(), self.theme.px(self.theme.font_px));
        font.into_font().color(&color).pos(Pos::new(at, VPos::Center))
    }

    fn width(&self, text: &str) -> Result<f64, DrawingAreaErrorKind<DB::ErrorType>> {
        Ok(f64::from(self.area.estimate_text_size(text, &self.style(HPos::Left, self.theme.text))?.0))
    }

    fn text(
        &self,
        text: &str,
        at: (f64, f64),
        anchor: HPos,
        color: RGBColor,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        self.area.draw(&Text::new(text, pixel(at), self.style(anchor, color)))
    }

    fn line(
        &self,
        points: &[(f64, f64)],
        color: &impl Color,
        css_px: f64,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let style = color.stroke_width(self.theme.px(css_px).round().max(1.0) as u32);
        self.area.draw(&PathElement::new(points.iter().copied().map(pixel).collect::<Vec<_>>(), style))
    }

    /// The area between two quantiles over the months.
    fn band(
        &self,
        frame: &Frame,
        stats: &[Stats],
        low: usize,
        high: usize,
        color: &RGBAColor,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let edge = |level: usize| {
            (0..).zip(stats).map(move |(month, stats)| pixel((frame.x(month), frame.y(stats.quantiles[level]))))
        };
        let outline: Vec<_> = edge(high).chain(edge(low).collect::<Vec<_>>().into_iter().rev()).collect();
        if outline.is_empty() { Ok(()) } else { self.area.draw(&Polygon::new(outline, color)) }
    }
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
