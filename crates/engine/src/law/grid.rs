//! Interpolation of a smooth function of (y, z) that is tabulated once on a grid. Interpolating for all lanes (runs) is
//! faster than searching for a quantile in every draw.

use super::super::elementary::{at_least, at_most};
use super::super::stream::{LANES, Lanes};

/// The number of nodes in each direction from which a value is interpolated. The interpolation uses Lagrange's
/// polynomial of degree 5 through six nodes: three on each side, except near the ends of the grid. With an even number,
/// the choice of the six nodes changes only at a node. All the polynomials have the same value there, so the
/// interpolated function is continuous.
const NODES: usize = 6;

/// The nodes of a grid in one direction. The distance between neighbouring nodes is the same everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    origin: f64,
    step: f64,
    per_step: f64,
    /// The position of the first node, as a number of steps from the origin. It is a whole number, and negative if the
    /// first node is below the origin.
    first: f64,
    nodes: usize,
}

impl Axis {
    /// An axis with at least six nodes from `low` to `high`, at most `step` apart, and with `margin` more nodes beyond
    /// each end. If `low` equals `high`, the axis has a single node.
    pub fn new(low: f64, high: f64, step: f64, margin: usize) -> Self {
        if low == high {
            return Self { origin: low, step: 1.0, per_step: 1.0, first: 0.0, nodes: 1 };
        }
        let cells = libm::ceil((high - low) / step).max((NODES - 1) as f64);
        let step = (high - low) / cells;
        let nodes = cells as usize + 1 + 2 * margin;
        Self { origin: low, step, per_step: 1.0 / step, first: -(margin as f64), nodes }
    }

    /// An axis with nodes at whole multiples of `step`. It has so many nodes beyond `low` and `high` that every value
    /// between them has three nodes on each side. So the interpolated value there does not depend on where the axis
    /// ends.
    pub fn at_multiples(low: f64, high: f64, step: f64) -> Self {
        const MARGIN: f64 = 3.0;
        let (first, last) = (libm::floor(low / step) - MARGIN, libm::floor(high / step) + 1.0 + MARGIN);
        Self { origin: 0.0, step, per_step: 1.0 / step, first, nodes: (last - first) as usize + 1 }
    }

    fn node(&self, at: usize) -> f64 {
        self.origin + (self.first + at as f64) * self.step
    }

    /// For each lane, the index of the first of the six nodes around `x`, and the weights of the six nodes.
    fn weights(&self, x: &Lanes) -> ([u32; LANES], [Lanes; NODES]) {
        // Adding SHIFT to a number and then subtracting SHIFT rounds the number to a whole number. The low bits of the
        // sum hold this whole number.
        const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5·2⁵²
        const BY_120: f64 = 1.0 / 120.0;
        const BY_24: f64 = 1.0 / 24.0;
        const BY_12: f64 = 1.0 / 12.0;
        let last = (self.nodes - NODES) as f64;
        let (mut firsts, mut out) = ([0; LANES], [[0.0; LANES]; NODES]);
        let [w0, w1, w2, w3, w4, w5] = &mut out;
        for i in 0..LANES {
            let place = (x[i] - self.origin) * self.per_step - self.first;
            let shifted = at_most(at_least(place - 2.5, 0.0), last) + SHIFT;
            firsts[i] = shifted.to_bits() as u32;
            // `a` to `f` are the distances from the six nodes to the value, in steps. They are negative if the node is
            // above the value.
            let a = place - (shifted - SHIFT);
            let (b, c, d, e, f) = (a - 1.0, a - 2.0, a - 3.0, a - 4.0, a - 5.0);
            let (ab, cd, ef) = (a * b, c * d, e * f);
            w0[i] = -BY_120 * (b * cd * ef);
            w1[i] = BY_24 * (a * cd * ef);
            w2[i] = -BY_12 * (ab * d * ef);
            w3[i] = BY_12 * (ab * c * ef);
            w4[i] = -BY_24 * (ab * cd * f);
            w5[i] = BY_120 * (ab * cd * e);
        }
        (firsts, out)
    }
}

/// The table of a function of (y, z): `y` selects the row, `z` the column.
#[derive(Clone, Debug)]
pub struct Grid {
    y: Axis,
    z: Axis,
    values: Vec<f64>,
}

impl Grid {
    /// Tabulates the function `value(y, z, guess)` at all nodes. Only the axis `y` may have a single node. `guess` is
    /// an approximation of the value, from which a search can start: it extrapolates the last six values of the row by
    /// a polynomial. It is NaN for the first six values of a row.
    pub fn new(y: Axis, z: Axis, value: impl Fn(f64, f64, f64) -> f64) -> Self {
        let mut values = Vec::with_capacity(y.nodes * z.nodes);
        for row in 0..y.nodes {
            for column in 0..z.nodes {
                let guess = match values[values.len() - column.min(NODES)..] {
                    [a, b, c, d, e, f] => 6.0 * (f + b) - 15.0 * (e + c) + 20.0 * d - a,
                    _ => f64::NAN,
                };
                values.push(value(y.node(row), z.node(column), guess));
            }
        }
        Self { y, z, values }
    }

    /// The interpolated values, one for each lane. Outside the grid, the polynomial through the six nearest nodes is
    /// used. If the axis y has a single node, `y` is ignored.
    pub fn at(&self, y: &Lanes, z: &Lanes) -> Lanes {
        let (columns, across) = self.z.weights(z);
        let mut out = [0.0; LANES];
        if self.y.nodes == 1 {
            for i in 0..LANES {
                let start = columns[i] as usize;
                out[i] = dot(&across, i, &self.values[start..start + NODES]);
            }
            return out;
        }
        let (rows, down) = self.y.weights(y);
        let width = self.z.nodes;
        for i in 0..LANES {
            let start = rows[i] as usize * width + columns[i] as usize;
            let values = &self.values[start..start + (NODES - 1) * width + NODES];
            let mut sums = [0.0; NODES];
            for (row, weights) in down.iter().enumerate() {
                let values = &values[row * width..row * width + NODES];
                for j in 0..NODES {
                    sums[j] += weights[i] * values[j];
                }
            }
            out[i] = dot(&across, i, &sums);
        }
        out
    }
}

/// The sum of six values, each multiplied by its weight in lane `i`.
#[inline(always)]
fn dot(weights: &[Lanes; NODES], i: usize, values: &[f64]) -> f64 {
    let mut sum = 0.0;
    for j in 0..NODES {
        sum += weights[j][i] * values[j];
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Polynomials of degree 5 in both directions are reproduced exactly, also beyond the nodes.
    #[test]
    fn polynomials_of_degree_five_are_exact() {
        let value = |y: f64, z: f64| (1.0 + y * y * y - 0.3 * y * y * y * y * y) * (2.0 - z + z * z * z * z * z);
        let grid = Grid::new(Axis::new(-1.0, 1.0, 0.25, 0), Axis::new(0.0, 2.0, 0.3, 2), |y, z, _| value(y, z));
        let y: Lanes = std::array::from_fn(|i| i as f64 / 60.0 - 1.1);
        let z: Lanes = std::array::from_fn(|i| (i * 37 % LANES) as f64 / 60.0 - 0.05);
        for (i, got) in grid.at(&y, &z).into_iter().enumerate() {
            assert!((got - value(y[i], z[i])).abs() < 1e-11, "{} {} {got}", y[i], z[i]);
        }
    }

    #[test]
    fn the_interpolant_is_continuous_at_nodes() {
        let axis = Axis::new(-1.0, 1.0, 0.125, 0);
        let grid = Grid::new(axis, axis, |y, z, _| libm::sin(9.0 * y + z * z));
        for node in 0..17 {
            let place = axis.node(node);
            let near = [place - 1e-13, place, place + 1e-13];
            let values = grid.at(&[0.3; LANES], &std::array::from_fn(|i| near[i % 3]));
            assert!((values[0] - values[1]).abs() < 1e-11 && (values[2] - values[1]).abs() < 1e-11);
        }
    }

    #[test]
    fn a_single_row_serves_every_y() {
        let grid = Grid::new(Axis::new(0.5, 0.5, 0.1, 2), Axis::new(-1.0, 1.0, 0.1, 2), |y, z, _| y + z);
        for (got, z) in grid.at(&[9.0; LANES], &[0.125; LANES]).into_iter().zip([0.125; LANES]) {
            assert!((got - 0.5 - z).abs() < 1e-15);
        }
    }
}
