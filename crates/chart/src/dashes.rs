//! The division of dashed lines into strokes.

use super::shape::Point;
use holdfast_scenario::LineStyle;

/// The alternating lengths of strokes and gaps, as multiples of the line's width. Empty for a solid line.
pub fn dashes(style: LineStyle) -> &'static [f64] {
    match style {
        LineStyle::Solid => &[],
        LineStyle::Dashed => &[4.0, 2.0],
        LineStyle::Dotted => &[1.2, 1.6],
        LineStyle::DashDotted => &[4.0, 1.8, 1.2, 1.8],
    }
}

/// The strokes of a dashed line through `points`. `lengths` are the alternating lengths of strokes and gaps, in the
/// unit of the points.
pub fn interrupted(points: &[Point], lengths: &[f64]) -> Vec<Vec<Point>> {
    let (mut strokes, mut stroke) = (Vec::new(), Vec::new());
    let (mut at, mut left) = (0, lengths.first().copied().unwrap_or(f64::INFINITY));
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let whole = f64::hypot(to.0 - from.0, to.1 - from.1);
        let mut done = 0.0;
        let place = |done: f64| {
            let share = if whole > 0.0 { done / whole } else { 0.0 };
            (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1))
        };
        if at % 2 == 0 && stroke.is_empty() {
            stroke.push(from);
        }
        while whole - done > left {
            done += left;
            if at % 2 == 0 {
                stroke.push(place(done));
                strokes.push(std::mem::take(&mut stroke));
            } else {
                stroke.push(place(done));
            }
            at += 1;
            left = lengths[at % lengths.len()];
        }
        left -= whole - done;
        if at % 2 == 0 {
            stroke.push(to);
        }
    }
    if stroke.len() > 1 {
        strokes.push(stroke);
    }
    strokes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_go_round_corners_and_keep_their_lengths() {
        let strokes = interrupted(&[(0.0, 0.0), (5.0, 0.0), (5.0, 5.0)], &[4.0, 2.0]);
        assert_eq!(strokes, [vec![(0.0, 0.0), (4.0, 0.0)], vec![(5.0, 1.0), (5.0, 5.0)]]);
        let strokes = interrupted(&[(0.0, 0.0), (3.0, 0.0), (9.0, 0.0)], &[4.0, 2.0]);
        assert_eq!(strokes, [vec![(0.0, 0.0), (3.0, 0.0), (4.0, 0.0)], vec![(6.0, 0.0), (9.0, 0.0)]]);
        assert!(interrupted(&[(1.0, 1.0); 4], &[4.0, 2.0]).iter().flatten().all(|point| *point == (1.0, 1.0)));
    }
}
