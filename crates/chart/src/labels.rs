//! The placement of labels without overlaps.

use super::shape::Point;

/// The indices of `values` in the order of ascending values. Equal values keep their order.
fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    order
}

/// Moves labels up or down so that they do not overlap. `wanted` are the vertical centres that the labels should have
/// if possible. Each label has the height `height`, and all labels stay between `top` and `bottom`. Returns the new
/// centres in the order of `wanted`. If there is no room for all labels, they overlap and are evenly spaced.
pub fn spread(wanted: &[f64], height: f64, top: f64, bottom: f64) -> Vec<f64> {
    let order = ascending(wanted);
    let gap = height.min((bottom - top) / wanted.len().max(1) as f64);
    let mut placed = vec![0.0; wanted.len()];
    let mut least = top + gap / 2.0;
    for &at in &order {
        placed[at] = wanted[at].max(least);
        least = placed[at] + gap;
    }
    let mut most = bottom - gap / 2.0;
    for &at in order.iter().rev() {
        placed[at] = placed[at].min(most);
        most = placed[at] - gap;
    }
    placed
}

/// Places labels in `rows` rows. `wanted` holds the horizontal centre and the width of each label. Returns the new
/// centre and the row of each label. All labels stay between `left` and `right`, with a distance of at least `gap`
/// between labels of the same row. A label gets the first row that is free at its wanted centre. If no row is free
/// there, the label gets the row in which it must move the least to the right, but it moves by at most its own width.
/// Returns `None` for a label that fits into no row.
pub fn stagger(wanted: &[(f64, f64)], (left, right): (f64, f64), gap: f64, rows: usize) -> Vec<Option<(f64, usize)>> {
    let centers: Vec<f64> = wanted.iter().map(|(center, _)| *center).collect();
    let mut ends = vec![left - gap; rows];
    let mut placed = vec![None; wanted.len()];
    for at in ascending(&centers) {
        let (center, half) = (wanted[at].0, wanted[at].1 / 2.0);
        let center = center.min(right - half).max(left + half);
        let free = ends.iter().map(|end| center.max(end + gap + half)).enumerate();
        let nearest = free.min_by(|(_, a), (_, b)| a.total_cmp(b));
        placed[at] =
            nearest.filter(|(_, moved)| moved - center <= 2.0 * half && moved + half <= right).map(|(row, moved)| {
                ends[row] = moved + half;
                (moved, row)
            });
    }
    placed
}

/// Points along a line, from its first point on. The distance from one point to the next, measured along the line, is
/// `step`.
pub fn along(line: &[Point], step: f64) -> Vec<Point> {
    let mut points = Vec::new();
    let mut ahead = 0.0;
    for pair in line.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        let length = (to_x - x).hypot(to_y - y);
        while ahead < length {
            let share = ahead / length;
            points.push((x + share * (to_x - x), y + share * (to_y - y)));
            ahead += step;
        }
        ahead -= length;
    }
    points
}

/// Of the points for which `is_free` is true, the point whose index is nearest to the middle of the list.
pub fn nearest_to_middle(points: &[Point], is_free: impl Fn(&Point) -> bool) -> Option<Point> {
    let middle = points.len() / 2;
    let outwards = (0..=middle).flat_map(|off| [middle.checked_sub(off), Some(middle + off)]);
    outwards.flatten().filter_map(|at| points.get(at)).find(|at| is_free(at)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_get_rows_or_are_left_out() {
        let placed = stagger(&[(50.0, 40.0), (60.0, 40.0), (55.0, 40.0), (0.0, 40.0)], (0.0, 100.0), 5.0, 2);
        assert_eq!(placed, [Some((50.0, 1)), None, Some((65.0, 0)), Some((20.0, 0))]);
        assert_eq!(stagger(&[(5.0, 400.0)], (0.0, 100.0), 5.0, 2), [None], "wider than the space from left to right");
    }

    #[test]
    fn labels_on_a_line_stand_near_its_middle() {
        let points = along(&[(0.0, 0.0), (3.0, 4.0), (3.0, 4.5), (3.0, 10.0)], 2.0);
        assert_eq!(points.len(), 6);
        let at = |share: f64| (3.0 * share, 4.0 * share);
        let wanted = [at(0.0), at(0.4), at(0.8), (3.0, 5.0), (3.0, 7.0), (3.0, 9.0)];
        let off = points.iter().zip(wanted).map(|(a, b)| (a.0 - b.0).abs() + (a.1 - b.1).abs());
        assert!(off.fold(0.0, f64::max) < 1e-12, "{points:?}");
        assert_eq!(nearest_to_middle(&points, |_| true), Some(points[3]));
        assert_eq!(nearest_to_middle(&points, |at| at.1 < 1.0), Some(points[0]));
        assert_eq!(nearest_to_middle(&points, |at| at.1 > 8.0), Some(points[5]));
        assert_eq!((nearest_to_middle(&points, |_| false), nearest_to_middle(&[], |_| true)), (None, None));
        assert_eq!(along(&[(1.0, 1.0)], 2.0).len() + along(&[], 2.0).len(), 0);
    }

    #[test]
    fn labels_do_not_overlap() {
        let placed = spread(&[100.0, 101.0, 20.0, 100.5], 15.0, 0.0, 120.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 15.0 - 1e-9), "{placed:?}");
        assert!(sorted[0] >= 7.5 && sorted[3] <= 112.5);
        assert!(placed[0] < placed[3] && placed[3] < placed[1], "the order is kept");
    }
}
