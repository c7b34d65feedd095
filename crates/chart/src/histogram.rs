//! The bars of a distribution: for each scenario a filled outline of steps, and its median, named above the plot.

use super::bins::Bins;
use super::distribution::{Distribution, Spread};
use super::figures::Look;
use super::labels::stagger;
use super::scale::Frame;
use super::sheet::{Align, Point, Sheet};
use plotters::style::Color;

/// Medians are named in at most so many lines of text above the plot, and in a name's full length from this width on.
const LABEL_ROWS_MAX: f64 = 3.0;
const NAMES_MIN_CSS_PX: f64 = 420.0;

impl Distribution {
    /// How many lines of text there are for the names of so many medians.
    pub(super) fn label_rows(sheet: &Sheet<'_>, count: usize) -> usize {
        let lines = sheet.height / sheet.line_height();
        ((lines - 7.0) / 3.0).clamp(0.0, LABEL_ROWS_MAX.min(count as f64)) as usize
    }
}

/// Whether names have room beside their medians.
pub fn has_names(sheet: &Sheet<'_>) -> bool {
    sheet.width >= sheet.theme.px(NAMES_MIN_CSS_PX)
}

/// The share of futures in each bin, as steps over bins in a row that hold something, from the floor and back to it.
pub fn draw_steps(sheet: &mut Sheet<'_>, frame: &Frame, shares: &[f64], look: Look) {
    let color = sheet.theme.series(look.color);
    let mut at = 0;
    for part in shares.chunk_by(|a, b| (*a > 0.0) == (*b > 0.0)) {
        let steps = part.iter().zip(at..).flat_map(|(&share, bin)| {
            [bin as f64 - 0.5, bin as f64 + 0.5].map(|edge| (frame.x_of(edge), frame.y(share)))
        });
        let steps: Vec<Point> = steps.collect();
        at += part.len();
        if part[0] > 0.0 {
            let floor: Vec<Point> = steps.iter().map(|&(x, _)| (x, frame.bottom)).collect();
            sheet.band(&steps, &floor, color.mix(0.22));
            let ends = [floor[0], floor[floor.len() - 1]];
            let outline = [&ends[..1], &steps, &ends[1..]].concat();
            sheet.path(&outline, color.to_rgba(), 1.75, look.line);
        }
    }
}

/// Draws bins and the share of futures in each, scenario by scenario.
pub fn draw_histogram(
    chart: &Distribution,
    sheet: &mut Sheet<'_>,
    frame: &Frame,
    (bins, shares): (&Bins, &[Vec<f64>]),
    label_rows: usize,
) {
    for (spread, shares) in chart.spreads.iter().zip(shares) {
        draw_steps(sheet, frame, shares, spread.look);
    }
    let median = |spread: &Spread| frame.x_of(bins.column(spread.median));
    let label = |spread: &Spread| {
        let text = match has_names(sheet) {
            true => spread.label.clone() + &spread.told_median(sheet.formats, chart.unit),
            false => (sheet.formats.value)(spread.median, chart.unit),
        };
        sheet.shortened(&text, 0.4 * sheet.width)
    };
    let drawn: Vec<&Spread> = chart.spreads.iter().filter(|spread| !spread.values.is_empty()).collect();
    let labels: Vec<String> = drawn.iter().map(|spread| label(spread)).collect();
    let wanted: Vec<(f64, f64)> =
        drawn.iter().zip(&labels).map(|(spread, label)| (median(spread), (sheet.measure)(label))).collect();
    let (line_height, margin) = (sheet.line_height(), sheet.margin());
    let places = stagger(&wanted, (margin, sheet.width - margin), 2.0 * margin, label_rows);
    for ((spread, label), place) in drawn.iter().zip(&labels).zip(places) {
        let color = sheet.theme.series(spread.look.color);
        let x = median(spread);
        sheet.path(&[(x, frame.bottom), (x, frame.top)], color.to_rgba(), 1.25, spread.look.line);
        if let Some((center, row)) = place {
            let y = frame.top - (row as f64 + 1.0) * line_height;
            sheet.text(label, (center, y), Align::Center, color);
        }
    }
}
