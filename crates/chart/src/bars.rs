//! The bars of a tornado, on an axis that has room for what stands at their ends.

use super::bins::Bins;
use super::fan::extent;
use super::scale::Frame;
use super::sheet::{Align, Point, Sheet};
use super::theme::mixed;
use super::tornado::{Tornado, TornadoBar};
use holdfast_scenario::LineStyle;
use plotters::style::Color;

/// The thickest bar, in lines of text, and how much of its row it takes; that of an exact input.
const BAR_MAX_LINES: f64 = 1.7;
const BAR_SHARE: [f64; 2] = [0.4, 0.7];
const OUTLINE_CSS_PX: f64 = 1.5;

/// Whether both ends of an input move the outcome to one side.
fn is_one_sided([low, high]: [f64; 2]) -> bool {
    low > 0.0 && high > 0.0 || low < 0.0 && high < 0.0
}

impl Tornado {
    /// How far each end of an input moves the outcome; NaN where that is not possible.
    fn moves(&self, bar: &TornadoBar) -> [f64; 2] {
        bar.outcome.map(|outcome| if outcome.is_finite() { outcome - self.base } else { f64::NAN })
    }

    /// The ends of an input whose values are told beside its bar, and whether to the left of it. Of two ends on one side
    /// the further one; an end that moves nothing stands where the other does not.
    fn told_ends(&self, bar: &TornadoBar) -> impl Iterator<Item = (usize, bool)> {
        let moves = self.moves(bar);
        let further = usize::from(moves[1].abs() > moves[0].abs());
        let is_told = move |end: &usize| !moves[*end].is_nan() && (!is_one_sided(moves) || *end == further);
        let is_left = move |end: usize| match (moves[end], moves[1 - end]) {
            (0.0, other) if other.abs() > 0.0 => other > 0.0,
            (0.0, _) => end == 0,
            (by, _) => by < 0.0,
        };
        (0..2).filter(is_told).map(move |end| (end, is_left(end)))
    }

    /// The axis over so much width, as a single bin: all outcomes, and room beside them for the values of inputs.
    pub(super) fn axis(&self, sheet: &Sheet<'_>, bars: &[TornadoBar], width: f64) -> Bins {
        let mut outcomes: Vec<f64> = bars.iter().flat_map(|bar| bar.outcome).collect();
        outcomes.push(self.base);
        let (low, high) = extent(&outcomes);
        // Narrower than this there would be nothing to tell apart on it.
        if high - low <= 1e-9 * low.abs().max(high.abs()) || !(high - low).is_finite() {
            let bins = Bins::over((self.base, self.base), false);
            return Bins { width: bins.width * bins.count as f64, count: 1, ..bins };
        }
        let mut texts: Vec<(f64, bool, f64)> = Vec::new();
        for bar in bars {
            let text = |(end, is_left): (usize, bool)| {
                (bar.outcome[end], is_left, (sheet.measure)(&bar.ends[end]) + sheet.margin())
            };
            texts.extend(self.told_ends(bar).map(text));
        }
        // As if every text stood at the very end, the least that a length of the axis can come to; then what each lacks.
        let widest = texts.iter().fold(0.0, |widest, text| f64::max(widest, text.2)).min(0.3 * width);
        let scale = (width - 2.0 * widest).max(1.0) / (high - low);
        let mut lacking = [0.0; 2];
        for (outcome, is_left, wide) in texts {
            let own = if is_left { outcome - low } else { high - outcome };
            let lacks = &mut lacking[usize::from(!is_left)];
            *lacks = f64::max(*lacks, wide.min(widest) - own * scale);
        }
        let [left, right] = lacking.map(|lacks| lacks * (high - low) / (width - lacking[0] - lacking[1]).max(1.0));
        Bins { low: low - left, width: high - low + left + right, count: 1 }
    }

    /// A part of a bar: of the low end filled, of the high end an outline.
    fn draw_part(&self, sheet: &mut Sheet<'_>, (from, to): (Point, Point), end: usize, is_range: bool) {
        let (background, full) = (sheet.theme.background, sheet.theme.series(self.colors[end]));
        let color = if is_range { full } else { mixed(background, full, 0.75) };
        let fill = if end == 0 { color } else { mixed(background, color, 0.2) };
        sheet.rectangle(from, to, fill.to_rgba());
        let corners = [from, (to.0, from.1), to, (from.0, to.1), from];
        sheet.path(&corners, color.to_rgba(), OUTLINE_CSS_PX, LineStyle::Solid);
    }

    /// How the ends are told apart, in the head line. Returns where it ends.
    pub(super) fn draw_legend(&self, sheet: &mut Sheet<'_>) -> f64 {
        let (margin, line_height, muted) = (sheet.margin(), sheet.line_height(), sheet.theme.muted);
        let (y, wide, high) = (0.6 * line_height, 0.7 * line_height, 0.28 * line_height);
        let room = 0.5 * (sheet.width - 2.0 * margin) - wide - 2.25 * margin;
        let mut x = margin;
        for end in 0..2 {
            self.draw_part(sheet, ((x, y - high), (x + wide, y + high)), end, true);
            let text = sheet.shortened(&self.at[end], room);
            x += wide + 0.75 * margin;
            sheet.text(&text, (x, y), Align::Left, muted);
            x += (sheet.measure)(&text) + 1.5 * margin;
        }
        x
    }

    /// A bar around a height, and the values of the input at its ends where there is room.
    pub(super) fn draw_bar(
        &self,
        sheet: &mut Sheet<'_>,
        bar: &TornadoBar,
        (frame, axis): (&Frame, &Bins),
        (y, high): (f64, f64),
    ) {
        let line_height = sheet.line_height();
        let half = 0.5 * BAR_SHARE[usize::from(bar.is_range)] * high.min(BAR_MAX_LINES / BAR_SHARE[1] * line_height);
        let x_of = |value: f64| frame.x_of(axis.column(value));
        let moves = self.moves(bar);
        // Ends on one side share the height of the bar.
        let is_shared = is_one_sided(moves);
        for end in (0..2).filter(|&end| moves[end].abs() > 0.0) {
            let top = if is_shared && end == 1 { y } else { y - half };
            let bottom = if is_shared && end == 0 { y } else { y + half };
            let (from, to) = (x_of(self.base), x_of(bar.outcome[end]));
            self.draw_part(sheet, ((from, top), (to, bottom)), end, bar.is_range);
        }
        for (end, is_left) in self.told_ends(bar) {
            let (x, wide, off) = (x_of(bar.outcome[end]), (sheet.measure)(&bar.ends[end]), 0.75 * sheet.margin());
            let (anchor, at, room) = match is_left {
                true => (Align::Right, x - off, x - off - frame.left),
                false => (Align::Left, x + off, frame.right - x - off),
            };
            if wide <= room {
                sheet.text(&bar.ends[end], (at, y), anchor, sheet.theme.muted);
            }
        }
    }
}
