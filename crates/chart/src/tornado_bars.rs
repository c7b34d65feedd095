//! The bars of a tornado chart, and the horizontal axis, which leaves room for the labels beside the bars.

use super::bins::Bins;
use super::drawing::Drawing;
use super::extent::extent;
use super::plot_area::PlotArea;
use super::shape::{Align, Point};
use super::theme::mixed;
use super::tornado::{TornadoBar, TornadoChart};
use holdfast_scenario::LineStyle;
use plotters::style::Color;

/// The largest thickness of a bar, in lines of text.
const BAR_MAX_LINES: f64 = 1.7;
/// The thickness of a bar as a share of the height of its row: for an exact input, and for a range.
const BAR_SHARE: [f64; 2] = [0.4, 0.7];
const OUTLINE_CSS_PX: f64 = 1.5;

/// Whether both ends of an input change the outcome in the same direction. `low` and `high` are the two changes.
fn is_one_sided([low, high]: [f64; 2]) -> bool {
    low > 0.0 && high > 0.0 || low < 0.0 && high < 0.0
}

impl TornadoChart {
    /// The change of the outcome at the low and at the high end of an input. NaN if there is no outcome at this end.
    fn moves(&self, bar: &TornadoBar) -> [f64; 2] {
        bar.outcome.map(|outcome| if outcome.is_finite() { outcome - self.base } else { f64::NAN })
    }

    /// The ends of an input (0 is low, 1 is high) that have a label beside the bar. The boolean is true if the label is
    /// on the left. If both ends are on the same side of the base outcome, only the further end has a label. If an end
    /// does not change the outcome, its label is on the opposite side to the label of the other end.
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

    /// The horizontal axis for a plot of width `width`. The result is a single bin that covers the whole axis. The axis
    /// has room for all outcomes and for the labels beside the bars.
    pub(super) fn axis(&self, drawing: &Drawing<'_>, bars: &[TornadoBar], width: f64) -> Bins {
        let mut outcomes: Vec<f64> = bars.iter().flat_map(|bar| bar.outcome).collect();
        outcomes.push(self.base);
        let (low, high) = extent(&outcomes);
        // If the outcomes are too close to distinguish, the axis is chosen as if there were only the base outcome.
        if high - low <= 1e-9 * low.abs().max(high.abs()) || !(high - low).is_finite() {
            let bins = Bins::over((self.base, self.base), false);
            return Bins { width: bins.width * bins.count as f64, count: 1, ..bins };
        }
        let mut texts: Vec<(f64, bool, f64)> = Vec::new();
        for bar in bars {
            let text = |(end, is_left): (usize, bool)| {
                (bar.outcome[end], is_left, (drawing.measure)(&bar.ends[end]) + drawing.margin())
            };
            texts.extend(self.told_ends(bar).map(text));
        }
        // First, a space as wide as the widest label is assumed on both sides. `scale` is the length of one unit of the
        // outcome in the rest of the width. `lacking` is the space that the labels really need beyond the extreme
        // outcomes, on the left and on the right. It is not more than the assumed space, so the final length of one
        // unit is not smaller than `scale`.
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

    /// Draws the part of a bar that belongs to one end of the input. The part of the low end is filled, and that of the
    /// high end is an outline.
    fn draw_part(&self, drawing: &mut Drawing<'_>, (from, to): (Point, Point), end: usize, is_range: bool) {
        let (background, full) = (drawing.theme.background, drawing.theme.series(self.colors[end]));
        let color = if is_range { full } else { mixed(background, full, 0.75) };
        let fill = if end == 0 { color } else { mixed(background, color, 0.2) };
        drawing.rectangle(from, to, fill.to_rgba());
        let corners = [from, (to.0, from.1), to, (from.0, to.1), from];
        drawing.path(&corners, color.to_rgba(), OUTLINE_CSS_PX, LineStyle::Solid);
    }

    /// Draws the legend for the low and the high end, at the top of the picture. Returns the right edge of the legend.
    pub(super) fn draw_legend(&self, drawing: &mut Drawing<'_>) -> f64 {
        let (margin, line_height, muted) = (drawing.margin(), drawing.line_height(), drawing.theme.muted);
        let (y, wide, high) = (0.6 * line_height, 0.7 * line_height, 0.28 * line_height);
        let room = 0.5 * (drawing.width - 2.0 * margin) - wide - 2.25 * margin;
        let mut x = margin;
        for end in 0..2 {
            self.draw_part(drawing, ((x, y - high), (x + wide, y + high)), end, true);
            let text = drawing.shortened(&self.at[end], room);
            x += wide + 0.75 * margin;
            drawing.text(&text, (x, y), Align::Left, muted);
            x += (drawing.measure)(&text) + 1.5 * margin;
        }
        x
    }

    /// Draws a bar. `y` is the vertical coordinate of its middle, and `high` is the height that is available for it.
    /// The input's values are written at the ends of the bar if there is room.
    pub(super) fn draw_bar(
        &self,
        drawing: &mut Drawing<'_>,
        bar: &TornadoBar,
        (plot, axis): (&PlotArea, &Bins),
        (y, high): (f64, f64),
    ) {
        let line_height = drawing.line_height();
        let half = 0.5 * BAR_SHARE[usize::from(bar.is_range)] * high.min(BAR_MAX_LINES / BAR_SHARE[1] * line_height);
        let x_of = |value: f64| plot.x_of(axis.column(value));
        let moves = self.moves(bar);
        // If both ends are on the same side of the base outcome, the two parts of the bar would overlap, so each part
        // takes half of the bar's height.
        let is_shared = is_one_sided(moves);
        for end in (0..2).filter(|&end| moves[end].abs() > 0.0) {
            let top = if is_shared && end == 1 { y } else { y - half };
            let bottom = if is_shared && end == 0 { y } else { y + half };
            let (from, to) = (x_of(self.base), x_of(bar.outcome[end]));
            self.draw_part(drawing, ((from, top), (to, bottom)), end, bar.is_range);
        }
        for (end, is_left) in self.told_ends(bar) {
            let (x, wide, off) = (x_of(bar.outcome[end]), (drawing.measure)(&bar.ends[end]), 0.75 * drawing.margin());
            let (anchor, at, room) = match is_left {
                true => (Align::Right, x - off, x - off - plot.left),
                false => (Align::Left, x + off, plot.right - x - off),
            };
            if wide <= room {
                drawing.text(&bar.ends[end], (at, y), anchor, drawing.theme.muted);
            }
        }
    }
}
