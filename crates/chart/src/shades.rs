//! Values as shades of one colour: the more, the darker on a light background and the lighter on a dark one. The colour
//! is mixed into the background's, which needs no eye for hues.

use super::scale::Frame;
use super::sheet::{Align, Sheet};
use super::theme::{Theme, mixed};
use plotters::style::{Color, RGBColor};

/// What the shades of a picture stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shades {
    /// Index into the palette.
    pub color: u64,
    /// The values of the faintest shade and of the full colour; what lies beyond has the same. Where they are one, one
    /// shade between the two.
    pub low: f64,
    pub high: f64,
}

/// Shades that are told apart: small cells of one shade are drawn as one, down the column, since where no event changes
/// anything all cohorts fare alike.
const SHADES: f64 = 100.0;
/// Of the scale beside the title.
const SCALE_CSS_PX: (f64, f64) = (72.0, 8.0);
/// How far a cell reaches into the next one, since two soft edges would show.
const OVERLAP_CSS_PX: f64 = 0.6;

impl Shades {
    /// Which of the shades a value has.
    fn step(&self, value: f64) -> Option<f64> {
        let share = (value - self.low) / (self.high - self.low);
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
        value.is_finite().then(|| (SHADES * share).round())
    }

    /// The colour of so many shades. What is almost nothing is still told from what is not there.
    fn ink(&self, theme: &Theme, shades: f64) -> RGBColor {
        mixed(theme.background, theme.series(self.color), 0.07 + 0.93 * shades / SHADES)
    }

    /// The colour of a value; `None` where there is no value.
    pub fn of(&self, theme: &Theme, value: f64) -> Option<RGBColor> {
        self.step(value).map(|shades| self.ink(theme, shades))
    }

    /// The width of the scale with its labels, to be left free beside the title.
    pub fn scale_room(sheet: &Sheet<'_>, labels: &[String; 2]) -> f64 {
        sheet.widest(labels) * 2.0 + sheet.theme.px(SCALE_CSS_PX.0) + 3.0 * sheet.margin()
    }

    /// What the shades mean, at the right end of the title's line: labels of the least and of the greatest value.
    pub fn draw_scale(&self, sheet: &mut Sheet<'_>, labels: &[String; 2]) {
        let (margin, y) = (sheet.margin(), 0.6 * sheet.line_height());
        let (wide, high) = (sheet.theme.px(SCALE_CSS_PX.0), sheet.theme.px(SCALE_CSS_PX.1));
        let right = sheet.width - margin - (sheet.measure)(&labels[1]);
        let left = right - margin - wide;
        for shade in (0..SHADES as usize).step_by(5) {
            let x = |shade: usize| left + wide * shade as f64 / SHADES;
            let color = self.ink(sheet.theme, shade as f64 + 2.5);
            let end = x(shade + 5) + sheet.theme.px(OVERLAP_CSS_PX);
            sheet.rectangle((x(shade), y - high / 2.0), (end, y + high / 2.0), color.to_rgba());
        }
        let muted = sheet.theme.muted;
        sheet.text(&labels[0], (left - margin / 2.0, y), Align::Right, muted);
        sheet.text(&labels[1], (right - margin / 2.0, y), Align::Left, muted);
    }

    /// The cells of a column of a frame, a value each from top to bottom; none where it is not finite. Cells that stand
    /// apart end short of the next one.
    pub fn draw_column(&self, sheet: &mut Sheet<'_>, frame: &Frame, column: usize, values: &[f64], is_apart: bool) {
        let (half_wide, half_high) = half_cell(frame);
        let gap = sheet.theme.px(if is_apart { -1.0 } else { OVERLAP_CSS_PX });
        let x = frame.x(column);
        let shades = |row: usize| self.step(values[row]);
        let mut from = 0;
        while from < values.len() {
            let mut to = from + 1;
            while !is_apart && to < values.len() && shades(to) == shades(from) {
                to += 1;
            }
            if let Some(color) = self.of(sheet.theme, values[from]) {
                let (top, bottom) = (frame.y_of_row(from) - half_high, frame.y_of_row(to - 1) + half_high + gap);
                sheet.rectangle((x - half_wide, top), (x + half_wide + gap, bottom), color.to_rgba());
            }
            from = to;
        }
    }
}

/// Half the width and half the height of a cell.
pub fn half_cell(frame: &Frame) -> (f64, f64) {
    (0.5 * (frame.x(1) - frame.x(0)), 0.5 * (frame.y_of_row(1) - frame.y_of_row(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_run_from_the_least_to_the_greatest() {
        let shades = Shades { color: 0, low: -2.0, high: 2.0 };
        let steps = [-9.0, -2.0, 0.0, 1.0, 2.0, 9.0].map(|value| shades.step(value));
        assert_eq!(steps, [0.0, 0.0, 50.0, 75.0, 100.0, 100.0].map(Some));
        assert_eq!([f64::NAN, f64::INFINITY].map(|value| shades.step(value)), [None, None]);
        assert_eq!(Shades { color: 0, low: 3.0, high: 3.0 }.step(3.0), Some(50.0));
    }
}
