//! The rows of a dot plot: fifty dots for each scenario, stacked where values are close. If the dots would be too small
//! to count, each scenario has a line from the 5th to the 95th percentile instead, with a bar from the 25th to the 75th
//! percentile.

use super::bins::Bins;
use super::drawing::Drawing;
use super::plot_area::PlotArea;
use super::scenario_distribution::ScenarioDistribution;
use holdfast_scenario::LineStyle;
use plotters::style::Color;

/// The number of dots for each scenario.
const DOTS: usize = 50;
/// The smallest diameter of dots that a reader can count.
const DOT_MIN_CSS_PX: f64 = 3.0;

/// The values at which a scenario's dots stand: its quantiles at the probabilities (i + ½)/50.
fn dots(spread: &ScenarioDistribution) -> impl Iterator<Item = f64> {
    (0..DOTS).filter_map(|i| spread.at((i as f64 + 0.5) / DOTS as f64))
}

/// Draws each scenario into its row, with a line at its median. Returns false if the dots would be too small, so that
/// lines and bars are drawn instead; otherwise true.
pub fn draw_dots(
    drawing: &mut Drawing<'_>,
    scenarios: &[ScenarioDistribution],
    rows: &[PlotArea],
    bins: &Bins,
) -> bool {
    let Some(plot) = rows.first() else { return true };
    let room = plot.bottom - plot.top;
    let x_of = |value: f64| plot.x_of(bins.column(value));
    let column = |value: f64, size: f64| ((x_of(value) - plot.left) / size).max(0.0) as usize;
    // The number of dots in the highest stack, if dots have this diameter. Values are ascending, so the dots of one
    // stack are neighbours in the list.
    let most = |size: f64| {
        let of = |spread: &ScenarioDistribution| {
            let columns: Vec<usize> = dots(spread).map(|value| column(value, size)).collect();
            columns.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0)
        };
        scenarios.iter().map(of).max().unwrap_or(0)
    };
    let sizes = std::iter::successors(Some(room.min(0.05 * (plot.right - plot.left))), |size| Some(0.94 * size));
    let mut sizes = sizes.take(80).take_while(|&size| size >= drawing.theme.px(DOT_MIN_CSS_PX));
    let size = sizes.find(|&size| most(size) as f64 * size <= room);
    for (spread, row) in scenarios.iter().zip(rows) {
        let color = drawing.theme.series(spread.style.color);
        let median = x_of(spread.median);
        let Some(size) = size else {
            let [low, from, to, high] = [0.05, 0.25, 0.75, 0.95].map(|share| spread.at(share).map_or(f64::NAN, x_of));
            let (middle, half) = (0.5 * (row.top + row.bottom), 0.25 * room);
            drawing.path(&[(low, middle), (high, middle)], color.to_rgba(), 1.5, LineStyle::Solid);
            if from.is_finite() {
                drawing.rectangle((from, middle - half), (to, middle + half), color.mix(0.5));
            }
            drawing.path(&[(median, row.top), (median, row.bottom)], color.to_rgba(), 2.0, LineStyle::Solid);
            continue;
        };
        drawing.path(&[(median, row.bottom), (median, row.top)], color.mix(0.6), 1.0, LineStyle::Solid);
        let (mut last, mut above) = (usize::MAX, 0);
        for value in dots(spread) {
            let column = column(value, size);
            above = if column == last { above + 1 } else { 0 };
            last = column;
            let at = (plot.left + (column as f64 + 0.5) * size, row.bottom - (above as f64 + 0.5) * size);
            drawing.dot(at, 0.47 * size / drawing.theme.scale, color.to_rgba());
        }
    }
    size.is_some()
}
