//! Contour lines of a grid of values. The method is marching squares, the two-dimensional form of marching cubes
//! (Lorensen and Cline, SIGGRAPH 1987). Values are interpolated linearly between neighbouring points of the grid.

use super::shape::Point;

/// The index that means "no edge".
const NONE: usize = usize::MAX;

/// The contour lines along which `values[row][column]` equals `level`. `columns` and `rows` are the coordinates of the
/// grid's columns and rows. A closed line ends at its first point. An open line ends at the edge of the grid or beside
/// a value that is not finite. A value equal to the level counts as above the level.
pub fn contours(columns: &[f64], rows: &[f64], values: &[Vec<f64>], level: f64) -> Vec<Vec<Point>> {
    let grid = Grid { columns, rows, values, level };
    // `next` holds, for each edge of the grid, the edges to which a contour line continues. There are at most two: an
    // edge belongs to at most two cells, and at most one line crosses it in each cell.
    let mut next = vec![[NONE; 2]; 2 * columns.len() * rows.len()];
    for row in 1..rows.len() {
        for column in 1..columns.len() {
            for [from, to] in grid.passed(row - 1, column - 1) {
                link(&mut next, from, to);
                link(&mut next, to, from);
            }
        }
    }
    let is_end = |links: &[usize; 2]| links[0] != NONE && links[1] == NONE;
    let ends: Vec<usize> = (0..next.len()).filter(|&edge| is_end(&next[edge])).collect();
    // First, the open lines are followed from their ends. After that only closed lines remain, which may be followed
    // from any of their edges.
    let mut lines = Vec::new();
    for start in ends.into_iter().chain(0..next.len()) {
        let mut line: Vec<Point> = Vec::new();
        let mut at = start;
        while let Some(to) = unlink(&mut next, at) {
            add(&mut line, grid.crossing(at));
            at = to;
        }
        if !line.is_empty() {
            add(&mut line, grid.crossing(at));
            lines.push(line);
        }
    }
    // If a local maximum equals the level, the line around it shrinks to a single point. It is not a line.
    lines.retain(|line| line.len() > 1);
    lines
}

/// Appends a point, unless it is equal to the last point of the line. If a line goes through a point of the grid, it
/// crosses several edges at this same point.
fn add(line: &mut Vec<Point>, point: Point) {
    if line.last() != Some(&point) {
        line.push(point);
    }
}

fn link(next: &mut [[usize; 2]], from: usize, to: usize) {
    let free = usize::from(next[from][0] != NONE);
    next[from][free] = to;
}

/// Returns the edge that follows the edge `from` on its line, and removes the connection between the two edges.
fn unlink(next: &mut [[usize; 2]], from: usize) -> Option<usize> {
    let to = next[from][0];
    if to == NONE {
        return None;
    }
    for (edge, other) in [(from, to), (to, from)] {
        let [first, second] = next[edge];
        next[edge] = if first == other { [second, NONE] } else { [first, NONE] };
    }
    Some(to)
}

struct Grid<'a> {
    columns: &'a [f64],
    rows: &'a [f64],
    values: &'a [Vec<f64>],
    level: f64,
}

impl Grid<'_> {
    fn value(&self, row: usize, column: usize) -> f64 {
        self.values.get(row).and_then(|values| values.get(column)).copied().unwrap_or(f64::NAN)
    }

    /// The index of the edge from a point of the grid to its neighbour in the next column or, if `leads_up` is true, in
    /// the next row.
    fn edge(&self, row: usize, column: usize, leads_up: bool) -> usize {
        2 * (row * self.columns.len() + column) + usize::from(leads_up)
    }

    /// The lines through one cell, each as the pair of edges that it crosses. The cell lies between the given point of
    /// the grid and the point in the next row and column.
    fn passed(&self, row: usize, column: usize) -> Vec<[usize; 2]> {
        // The corners in their order around the cell. Edge number i leads from corner i to corner i + 1.
        let corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)];
        let values = corners.map(|(row, column)| self.value(row, column));
        if values.iter().any(|value| !value.is_finite()) {
            return Vec::new();
        }
        let edges = [
            self.edge(row, column, false),
            self.edge(row, column + 1, true),
            self.edge(row + 1, column, false),
            self.edge(row, column, true),
        ];
        let above = values.map(|value| value >= self.level);
        let cut: Vec<usize> = (0..4).filter(|&at| above[at] != above[(at + 1) % 4]).map(|at| edges[at]).collect();
        match cut[..] {
            [from, to] => vec![[from, to]],
            // A saddle: two opposite corners are above the level, and two are below. The two corners on the same side
            // of the level as the middle of the cell are connected. Each of the two lines cuts off one of the other
            // corners.
            [first, second, third, fourth] => {
                let middle = values.iter().map(|value| value / 4.0).sum::<f64>() >= self.level;
                if middle == above[0] {
                    vec![[first, second], [third, fourth]]
                } else {
                    vec![[fourth, first], [second, third]]
                }
            }
            _ => Vec::new(),
        }
    }

    /// The point on an edge at which the value equals the level, by linear interpolation.
    fn crossing(&self, edge: usize) -> Point {
        let (row, column) = (edge / 2 / self.columns.len(), edge / 2 % self.columns.len());
        let (to_row, to_column) = if edge % 2 == 1 { (row + 1, column) } else { (row, column + 1) };
        let (from, to) = (self.value(row, column), self.value(to_row, to_column));
        let share = (self.level - from) / (to - from);
        let between = |from: f64, to: f64| from + share * (to - from);
        (between(self.columns[column], self.columns[to_column]), between(self.rows[row], self.rows[to_row]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid of values. Its columns and rows are evenly spaced from -1 to 1.
    fn grid(count: (usize, usize), value: impl Fn(f64, f64) -> f64) -> (Vec<f64>, Vec<f64>, Vec<Vec<f64>>) {
        let places = |count: usize| (0..count).map(|at| 2.0 * at as f64 / (count - 1) as f64 - 1.0).collect::<Vec<_>>();
        let (columns, rows) = (places(count.0), places(count.1));
        let values = rows.iter().map(|&y| columns.iter().map(|&x| value(x, y)).collect()).collect();
        (columns, rows, values)
    }

    fn lines(count: (usize, usize), level: f64, value: impl Fn(f64, f64) -> f64) -> Vec<Vec<Point>> {
        let (columns, rows, values) = grid(count, value);
        contours(&columns, &rows, &values, level)
    }

    #[test]
    fn a_plane_has_one_straight_line_from_edge_to_edge() {
        for (a, b, level) in [(1.0, 0.0, 0.3), (1.0, 0.0, 0.0), (0.0, -2.0, 0.5), (1.0, 2.0, 0.4), (-3.0, 1.0, 0.0)] {
            let lines = lines((9, 13), level, |x, y| a * x + b * y);
            assert_eq!(lines.len(), 1, "{a} {b} {level}");
            let line = &lines[0];
            assert!(line.iter().all(|(x, y)| (a * x + b * y - level).abs() < 1e-12), "{line:?}");
            let is_outer = |(x, y): &Point| x.abs().max(y.abs()) > 1.0 - 1e-12;
            assert!(is_outer(&line[0]) && is_outer(&line[line.len() - 1]), "{line:?}");
            // All steps along the line go in the same direction.
            let way = |pair: &[Point]| b * (pair[1].0 - pair[0].0) - a * (pair[1].1 - pair[0].1);
            let ways: Vec<f64> = line.windows(2).map(way).collect();
            assert!(ways.iter().all(|way| way * ways[0] > 0.0), "{line:?}");
        }
    }

    #[test]
    fn columns_and_rows_need_not_be_evenly_spaced() {
        let (columns, rows) = ([1.0, 2.0, 4.0, 8.0], [10.0, 100.0]);
        let values = rows.map(|_| columns.to_vec());
        assert_eq!(contours(&columns, &rows, &values, 5.0), [[(5.0, 10.0), (5.0, 100.0)]]);
    }

    #[test]
    fn a_circle_closes() {
        for count in [8, 21, 41] {
            let lines = lines((count, count), 0.36, |x, y| x * x + y * y);
            let [line] = &lines[..] else { panic!("{lines:?}") };
            assert_eq!(line[0], line[line.len() - 1]);
            assert!(line.len() > count);
            // Between two points of the grid, linear interpolation replaces the parabola x² by its chord. The chord
            // lies above the parabola by at most h²/8 · 2, where h is the width of a cell and 2 is the second
            // derivative.
            let cell = 2.0 / (count - 1) as f64;
            let most = 0.6 - (0.36 - cell * cell / 4.0).max(0.0).sqrt();
            let off = |(x, y): &Point| (0.6 - x.hypot(*y)).abs();
            assert!(line.iter().all(|point| off(point) <= most + 1e-12 && off(point) < cell), "{count}");
        }
    }

    #[test]
    fn a_saddle_is_joined_by_its_middle() {
        // Two opposite corners are 1 and two are 0, so the middle is 1/2. At level 0.4 the middle is above the level,
        // so the two corners with 1 are connected. At level 0.6 the two corners with 0 are connected.
        let (places, values) = ([0.0, 1.0], [vec![1.0, 0.0], vec![0.0, 1.0]]);
        for (level, cut_off) in [(0.4, [(1.0, 0.0), (0.0, 1.0)]), (0.6, [(0.0, 0.0), (1.0, 1.0)])] {
            let lines = contours(&places, &places, &values, level);
            assert_eq!(lines.len(), 2);
            for corner in cut_off {
                let is_around = |line: &Vec<Point>| {
                    line.len() == 2 && line.iter().all(|(x, y)| (x - corner.0).abs() + (y - corner.1).abs() < 0.5)
                };
                assert!(lines.iter().any(is_around), "{level}: {corner:?} is not cut off by {lines:?}");
            }
        }
        let lines = lines((10, 10), 0.05, |x, y| x * y);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.iter().all(|(x, y)| x * y > 0.0)));
    }

    #[test]
    fn lines_end_where_values_are_missing() {
        let missing = |x: f64, y: f64| if x > 0.9 && y > 0.9 || x.abs() + y.abs() < 0.01 { f64::NAN } else { x - y };
        let lines = lines((9, 9), 0.0, missing);
        assert_eq!(lines.len(), 2, "{lines:?}");
        let lengths: Vec<usize> = lines.iter().map(Vec::len).collect();
        assert_eq!(lengths, [4, 3], "one line on each side of the missing middle; the second ends before the corner");
        assert!(lines.iter().flatten().all(|(x, y)| (x - y).abs() < 1e-12));
        let (columns, rows, _) = grid((4, 4), |_, _| 0.0);
        assert_eq!(contours(&columns, &rows, &[], 0.0).len(), 0, "no values");
    }

    #[test]
    fn a_constant_field_has_no_line() {
        for level in [-1.0, 0.0, 1.0, f64::NAN] {
            assert_eq!(lines((5, 5), level, |_, _| 0.0).len(), 0);
        }
        assert_eq!(lines((5, 5), 0.0, |x, y| -x.abs() - y.abs()).len(), 0, "only the maximum is at the level");
        assert_eq!(contours(&[], &[], &[], 0.0).len() + contours(&[1.0], &[1.0], &[vec![1.0]], 1.0).len(), 0);
    }

    #[test]
    fn every_crossing_is_on_one_line_once() {
        // The function has many maxima and minima, so it has many contour lines, both closed and open.
        let hills = |x: f64, y: f64| libm::sin(7.0 * x) * libm::cos(5.0 * y + x);
        let (columns, rows, values) = grid((31, 23), hills);
        for level in [-0.7, -0.2, 0.0, 0.35] {
            let is_above = |row: usize, column: usize| values[row][column] >= level;
            let across = (0..23).flat_map(|row| (1..31).map(move |column| (row, column)));
            let up = (1..23).flat_map(|row| (0..31).map(move |column| (row, column)));
            let passed = across.filter(|&(row, column)| is_above(row, column) != is_above(row, column - 1)).count()
                + up.filter(|&(row, column)| is_above(row, column) != is_above(row - 1, column)).count();
            let lines = contours(&columns, &rows, &values, level);
            let points: usize =
                lines.iter().map(|line| line.len() - usize::from(line[0] == line[line.len() - 1])).sum();
            assert_eq!(points, passed, "{level}");
            assert!(lines.len() > 3);
        }
    }
}
