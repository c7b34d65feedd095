//! Random rates with a gamma law, interpolated from a table for all lanes (runs) at the same time.

use super::super::elementary;
use super::super::elementary::{at_least, at_most};
use super::super::stream::{LANES, Lanes};
use super::gamma::ln_rate;
use super::grid::{Axis, Grid};
use super::tail_inversion::Z_MAX;

/// A table of quantiles of the gamma law with mean 1, as a function of the coefficient of variation v and the normal
/// quantile z. The lanes may have different v, but each v must be 0 or within the bounds of the table.
///
/// The table holds ln(rate)/v at (v, z), where the rate is the quantile. As v goes to 0, this function tends to z, so
/// the table holds z at v = 0. The function is smooth for all v. The relative error of the rate is below 10⁻⁷ if the
/// rate is at least 10⁻¹². The largest error found is 8.7·10⁻⁸ (`tests::tables_keep_the_documented_error_bound`).
#[derive(Clone, Debug)]
pub struct GammaRateTable {
    grid: Grid,
    high: f64,
}

impl GammaRateTable {
    /// Builds a table for the variation 0 and for variations from `low` to `high`, 0 ≤ low ≤ high ≤ 3.
    pub fn new(low: f64, high: f64) -> Self {
        // The distances between the nodes: `across` in the direction of z, `down` in the direction of v. They were
        // halved until the error was within the documented bound.
        let across = match high {
            v if v <= 0.35 => 1.0 / 2.0,
            v if v <= 0.8 => 1.0 / 4.0,
            v if v <= 1.7 => 1.0 / 8.0,
            _ => 1.0 / 16.0,
        };
        let down = if low < 1.0 { 0.02 } else { 0.05 };
        let variation = if low == high {
            Axis::new(low, high, down, 0)
        } else {
            Axis::new(at_least(low - 2.0 * down, 0.0), high + 2.0 * down, down, 0)
        };
        let grid = Grid::new(variation, Axis::new(-Z_MAX, Z_MAX, across, 2), |v, z, guess| {
            if v == 0.0 { z } else { ln_rate(1.0 / (v * v), z, guess * v) / v }
        });
        Self { grid, high }
    }

    /// The quantiles of the gamma laws with these variations, at the normal quantiles `z`. For a variation of 0 the
    /// quantile is exactly 1.
    pub fn at(&self, variation: &Lanes, z: &Lanes) -> Lanes {
        let mut out = [0.0; LANES];
        for i in 0..LANES {
            out[i] = at_most(variation[i], self.high);
        }
        out = self.grid.at(&out, z);
        for i in 0..LANES {
            out[i] = elementary::exp(at_least(variation[i] * out[i], -700.0));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::gamma::gamma_rate;
    use super::*;

    /// Compares rates from the table with exact rates. The largest relative error must be below the documented bound
    /// of 10⁻⁷, and a variation of 0 must give exactly 1.
    #[test]
    fn tables_keep_the_documented_error_bound() {
        for (low, high) in [
            (0.0, 0.0),
            (1e-6, 1e-6),
            (0.1, 0.3),
            (0.0, 0.35),
            (0.3, 0.8),
            (0.5, 1.7),
            (1.0, 3.0),
            (0.0, 3.0),
            (3.0, 3.0),
        ] {
            let law = GammaRateTable::new(low, high);
            let mut worst = (0.0, 0.0, 0.0);
            for round in 0..80 {
                let share = |i: usize, by: usize| ((i + round * LANES) * by % 9973) as f64 / 9972.0;
                let v: Lanes = std::array::from_fn(|i| if i == 7 { 0.0 } else { low + (high - low) * share(i, 31) });
                let z: Lanes = std::array::from_fn(|i| Z_MAX * (2.0 * share(i, 1777) - 1.0));
                let got = law.at(&v, &z);
                assert_eq!(got[7], 1.0);
                for i in 0..LANES {
                    let exact = gamma_rate(v[i], z[i]);
                    assert!(got[i].is_finite() && got[i] >= 0.0 && got[i] < 1000.0);
                    let error = (got[i] / exact - 1.0).abs();
                    if exact > 1e-12 && error > worst.0 {
                        worst = (error, v[i], z[i]);
                    }
                }
            }
            assert!(worst.0 < 1e-7, "{low} {high}: {worst:?}");
        }
    }
}
