//! The rows of a dot plot: for each scenario fifty dots, piled up where values are close; where dots would be too small to
//! be counted, a line for nine futures in ten with a bar on it for half of them.

use super::bins::Bins;
use super::distribution::Spread;
use super::scale::Frame;
use super::sheet::Sheet;
use holdfast_scenario::LineStyle;
use plotters::style::Color;

/// How many dots a scenario has.
const DOTS: usize = 50;
/// Smaller ones nobody can count.
const DOT_MIN_CSS_PX: f64 = 3.0;

/// The values that the dots stand for: at (i + ½)/50 of the futures.
fn dots(spread: &Spread) -> impl Iterator<Item = f64> {
    (0..DOTS).filter_map(|i| spread.at((i as f64 + 0.5) / DOTS as f64))
}

/// Draws a scenario in each row, and its median. Says whether it is dots.
pub fn draw_dots(sheet: &mut Sheet<'_>, spreads: &[Spread], rows: &[Frame], bins: &Bins) -> bool {
    let Some(frame) = rows.first() else { return true };
    let room = frame.bottom - frame.top;
    let x_of = |value: f64| frame.x_of(bins.column(value));
    let column = |value: f64, size: f64| ((x_of(value) - frame.left) / size).max(0.0) as usize;
    // How many dots stand in the same place: as they come in ascending order, those of a column follow each other.
    let most = |size: f64| {
        let of = |spread: &Spread| {
            let columns: Vec<usize> = dots(spread).map(|value| column(value, size)).collect();
            columns.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0)
        };
        spreads.iter().map(of).max().unwrap_or(0)
    };
    let sizes = std::iter::successors(Some(room.min(0.05 * (frame.right - frame.left))), |size| Some(0.94 * size));
    let mut sizes = sizes.take(80).take_while(|&size| size >= sheet.theme.px(DOT_MIN_CSS_PX));
    let size = sizes.find(|&size| most(size) as f64 * size <= room);
    for (spread, row) in spreads.iter().zip(rows) {
        let color = sheet.theme.series(spread.look.color);
        let median = x_of(spread.median);
        let Some(size) = size else {
            let [low, from, to, high] = [0.05, 0.25, 0.75, 0.95].map(|share| spread.at(share).map_or(f64::NAN, x_of));
            let (middle, half) = (0.5 * (row.top + row.bottom), 0.25 * room);
            sheet.path(&[(low, middle), (high, middle)], color.to_rgba(), 1.5, LineStyle::Solid);
            if from.is_finite() {
                sheet.rectangle((from, middle - half), (to, middle + half), color.mix(0.5));
            }
            sheet.path(&[(median, row.top), (median, row.bottom)], color.to_rgba(), 2.0, LineStyle::Solid);
            continue;
        };
        sheet.path(&[(median, row.bottom), (median, row.top)], color.mix(0.6), 1.0, LineStyle::Solid);
        let (mut last, mut above) = (usize::MAX, 0);
        for value in dots(spread) {
            let column = column(value, size);
            above = if column == last { above + 1 } else { 0 };
            last = column;
            let at = (frame.left + (column as f64 + 0.5) * size, row.bottom - (above as f64 + 0.5) * size);
            sheet.dot(at, 0.47 * size / sheet.theme.scale, color.to_rgba());
        }
    }
    size.is_some()
}
