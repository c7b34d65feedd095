//! The bars of a distribution: for each scenario, a filled outline in steps and a line at its median. The labels of the
//! medians stand above the plot.

use super::bins::Bins;
use super::chart::SeriesStyle;
use super::drawing::Drawing;
use super::labels::stagger;
use super::plot_area::PlotArea;
use super::scenario_distribution::ScenarioDistribution;
use super::shape::{Align, Point};
use holdfast_scenario::Unit;
use plotters::style::Color;

/// The largest number of text lines above the plot for the labels of medians.
const LABEL_ROWS_MAX: f64 = 3.0;
/// The smallest width of a picture in which a label contains both the scenario's name and its median.
const NAMES_MIN_CSS_PX: f64 = 420.0;

/// The number of text lines above the plot for the labels of `count` medians. It depends on the height of the drawing
/// and may be 0.
pub fn label_rows(drawing: &Drawing<'_>, count: usize) -> usize {
    let lines = drawing.height / drawing.line_height();
    ((lines - 7.0) / 3.0).clamp(0.0, LABEL_ROWS_MAX.min(count as f64)) as usize
}

/// Whether the picture is wide enough for labels that contain both the scenario's name and its median.
pub fn has_names(drawing: &Drawing<'_>) -> bool {
    drawing.width >= drawing.theme.px(NAMES_MIN_CSS_PX)
}

/// Draws the share of futures in each bin as steps. Neighbouring bins that are not empty share one outline.
pub fn draw_steps(drawing: &mut Drawing<'_>, plot: &PlotArea, shares: &[f64], style: SeriesStyle) {
    let color = drawing.theme.series(style.color);
    let mut at = 0;
    for part in shares.chunk_by(|a, b| (*a > 0.0) == (*b > 0.0)) {
        let steps = part.iter().zip(at..).flat_map(|(&share, bin)| {
            [bin as f64 - 0.5, bin as f64 + 0.5].map(|edge| (plot.x_of(edge), plot.y(share)))
        });
        let steps: Vec<Point> = steps.collect();
        at += part.len();
        if part[0] > 0.0 {
            let floor: Vec<Point> = steps.iter().map(|&(x, _)| (x, plot.bottom)).collect();
            drawing.band(&steps, &floor, color.mix(0.22));
            let ends = [floor[0], floor[floor.len() - 1]];
            let outline = [&ends[..1], &steps, &ends[1..]].concat();
            drawing.path(&outline, color.to_rgba(), 1.75, style.line);
        }
    }
}

/// Draws the histogram and the median of each scenario. `shares` holds, for each scenario, the share of futures in each
/// bin. `label_rows` is the number of text lines for the labels of medians.
pub fn draw_histogram(
    drawing: &mut Drawing<'_>,
    plot: &PlotArea,
    scenarios: &[ScenarioDistribution],
    unit: Unit,
    (bins, shares): (&Bins, &[Vec<f64>]),
    label_rows: usize,
) {
    for (spread, shares) in scenarios.iter().zip(shares) {
        draw_steps(drawing, plot, shares, spread.style);
    }
    let median = |spread: &ScenarioDistribution| plot.x_of(bins.column(spread.median));
    let label = |spread: &ScenarioDistribution| {
        let text = match has_names(drawing) {
            true => spread.label.clone() + &spread.told_median(drawing.formats, unit),
            false => (drawing.formats.value)(spread.median, unit),
        };
        drawing.shortened(&text, 0.4 * drawing.width)
    };
    let drawn: Vec<&ScenarioDistribution> = scenarios.iter().filter(|spread| !spread.values.is_empty()).collect();
    let labels: Vec<String> = drawn.iter().map(|spread| label(spread)).collect();
    let wanted: Vec<(f64, f64)> =
        drawn.iter().zip(&labels).map(|(spread, label)| (median(spread), (drawing.measure)(label))).collect();
    let (line_height, margin) = (drawing.line_height(), drawing.margin());
    let places = stagger(&wanted, (margin, drawing.width - margin), 2.0 * margin, label_rows);
    for ((spread, label), place) in drawn.iter().zip(&labels).zip(places) {
        let color = drawing.theme.series(spread.style.color);
        let x = median(spread);
        drawing.path(&[(x, plot.bottom), (x, plot.top)], color.to_rgba(), 1.25, spread.style.line);
        if let Some((center, row)) = place {
            let y = plot.top - (row as f64 + 1.0) * line_height;
            drawing.text(label, (center, y), Align::Center, color);
        }
    }
}
