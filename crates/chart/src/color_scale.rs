//! A colour scale: it shows values as shades of one colour, mixed into the background. A greater value is darker on a
//! light background and lighter on a dark background, so that a reader need not distinguish hues.

use super::drawing::Drawing;
use super::plot_area::PlotArea;
use super::shape::Align;
use super::theme::{Theme, mixed};
use plotters::style::{Color, RGBColor};

/// The colour scale of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColorScale {
    /// The colour, as an index into the palette of the theme.
    pub color: u64,
    /// `low` is the value of the faintest shade, and `high` is the value of the full colour. Values outside this range
    /// have the colour of the nearer end. If both are equal, every value has the middle shade.
    pub low: f64,
    pub high: f64,
}

/// The number of steps from the faintest shade to the full colour. Touching cells of one column that have the same
/// shade are drawn as one rectangle. This is frequent in a cohort chart: without events, all cohorts are alike.
const SHADES: f64 = 100.0;
/// The width and the height of the scale that is drawn beside the title.
const SCALE_CSS_PX: (f64, f64) = (72.0, 8.0);
/// The length by which a cell overlaps the next cell. Without the overlap, a gap would be visible between the two
/// antialiased edges.
const OVERLAP_CSS_PX: f64 = 0.6;

impl ColorScale {
    /// The shade of a value, as a whole number from 0 (faintest) to [`SHADES`] (full colour). Returns `None` if the
    /// value is not finite.
    fn step(&self, value: f64) -> Option<f64> {
        let share = (value - self.low) / (self.high - self.low);
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
        value.is_finite().then(|| (SHADES * share).round())
    }

    /// The colour of a shade. `shades` goes from 0 (faintest) to [`SHADES`] (full colour). Even the faintest shade
    /// differs from the background, because a place without a cell has no value.
    fn ink(&self, theme: &Theme, shades: f64) -> RGBColor {
        mixed(theme.background, theme.series(self.color), 0.07 + 0.93 * shades / SHADES)
    }

    /// The colour of a value. Returns `None` if the value is not finite.
    pub fn of(&self, theme: &Theme, value: f64) -> Option<RGBColor> {
        self.step(value).map(|shades| self.ink(theme, shades))
    }

    /// The width to keep free beside the title for the scale and its two labels.
    pub fn scale_room(drawing: &Drawing<'_>, labels: &[String; 2]) -> f64 {
        drawing.widest(labels) * 2.0 + drawing.theme.px(SCALE_CSS_PX.0) + 3.0 * drawing.margin()
    }

    /// Draws the scale at the right end of the title's line. The labels are texts of the least and of the greatest
    /// value.
    pub fn draw_scale(&self, drawing: &mut Drawing<'_>, labels: &[String; 2]) {
        let (margin, y) = (drawing.margin(), 0.6 * drawing.line_height());
        let (wide, high) = (drawing.theme.px(SCALE_CSS_PX.0), drawing.theme.px(SCALE_CSS_PX.1));
        let right = drawing.width - margin - (drawing.measure)(&labels[1]);
        let left = right - margin - wide;
        for shade in (0..SHADES as usize).step_by(5) {
            let x = |shade: usize| left + wide * shade as f64 / SHADES;
            let color = self.ink(drawing.theme, shade as f64 + 2.5);
            let end = x(shade + 5) + drawing.theme.px(OVERLAP_CSS_PX);
            drawing.rectangle((x(shade), y - high / 2.0), (end, y + high / 2.0), color.to_rgba());
        }
        let muted = drawing.theme.muted;
        drawing.text(&labels[0], (left - margin / 2.0, y), Align::Right, muted);
        drawing.text(&labels[1], (right - margin / 2.0, y), Align::Left, muted);
    }

    /// Draws the cells of one column of the plot, one cell for each value from top to bottom. A value that is not
    /// finite has no cell. If `is_apart` is true, there are gaps between the cells.
    pub fn draw_column(
        &self,
        drawing: &mut Drawing<'_>,
        plot: &PlotArea,
        column: usize,
        values: &[f64],
        is_apart: bool,
    ) {
        let (half_wide, half_high) = half_cell(plot);
        let gap = drawing.theme.px(if is_apart { -1.0 } else { OVERLAP_CSS_PX });
        let x = plot.x(column);
        let shades = |row: usize| self.step(values[row]);
        let mut from = 0;
        while from < values.len() {
            let mut to = from + 1;
            while !is_apart && to < values.len() && shades(to) == shades(from) {
                to += 1;
            }
            if let Some(color) = self.of(drawing.theme, values[from]) {
                let (top, bottom) = (plot.y_of_row(from) - half_high, plot.y_of_row(to - 1) + half_high + gap);
                drawing.rectangle((x - half_wide, top), (x + half_wide + gap, bottom), color.to_rgba());
            }
            from = to;
        }
    }
}

/// Half the width and half the height of a cell.
pub fn half_cell(plot: &PlotArea) -> (f64, f64) {
    (0.5 * (plot.x(1) - plot.x(0)), 0.5 * (plot.y_of_row(1) - plot.y_of_row(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_run_from_the_least_to_the_greatest() {
        let shades = ColorScale { color: 0, low: -2.0, high: 2.0 };
        let steps = [-9.0, -2.0, 0.0, 1.0, 2.0, 9.0].map(|value| shades.step(value));
        assert_eq!(steps, [0.0, 0.0, 50.0, 75.0, 100.0, 100.0].map(Some));
        assert_eq!([f64::NAN, f64::INFINITY].map(|value| shades.step(value)), [None, None]);
        assert_eq!(ColorScale { color: 0, low: 3.0, high: 3.0 }.step(3.0), Some(50.0));
    }
}
