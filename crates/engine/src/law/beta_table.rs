//! Random hazards with a beta law, interpolated from tables. One call computes the hazards of all lanes (runs) of a
//! block.

use super::super::elementary;
use super::super::elementary::{at_least, at_most};
use super::super::stream::{LANES, Lanes};
use super::beta::logit_shift;
use super::grid::{Axis, Grid};
use super::tail_inversion::Z_MAX;

/// Tables of quantiles of beta laws. The quantile at probability Φ(z) is a function of the mean hazard and z. All the
/// laws have the same correlation. The mean may differ between the lanes, but it must be 0 or within the bounds of the
/// tables.
///
/// Each table covers an interval of length 1 of the mean's logit. It holds the logit of the quantile minus the logit of
/// the mean, at (logit of the mean, z). The places of the nodes depend on the correlation but not on the bounds. So the
/// same mean gives the same hazard, to the bit, no matter which other means the tables cover. The relative error of the
/// hazard is below 10⁻⁷ if the hazard is at least 10⁻¹². The largest error found is 7·10⁻⁸
/// (`tests::tables_keep_the_documented_error_bound`). Building the tables takes 2 to 9 ms for means from 0.5% to 20%.
#[derive(Clone, Debug)]
pub struct BetaHazardTable {
    /// The tables, in rising order of the mean. Empty if the correlation is 0 or if every hazard is 0.
    bands: Vec<Band>,
    /// The lowest logit of a mean that the tables cover.
    low: f64,
    /// The highest logit of a mean that the tables cover.
    high: f64,
}

/// The table for means whose logits lie between two neighbouring whole numbers. `from` is the lower of these numbers.
#[derive(Clone, Debug)]
struct Band {
    from: f64,
    grid: Grid,
}

/// The smallest distance from 0 and from 1 that a tabulated mean can have. The tables hold the logit of the quantile
/// minus the logit of the mean. For a mean that is closer to 0 or 1, the difference at this smallest distance is used.
const MEAN_MIN: f64 = 1e-6;

impl BetaHazardTable {
    /// Builds tables for a mean hazard of 0 and for mean hazards from `low` to `high`, where 0 ≤ low ≤ high < 1. The
    /// correlation must be from 0 to ½.
    pub fn new(correlation: f64, low: f64, high: f64) -> Self {
        if correlation == 0.0 || high == 0.0 {
            return Self { bands: Vec::new(), low: 0.0, high: 0.0 };
        }
        let precision = 1.0 / correlation - 1.0;
        let mean = |hazard: f64| at_most(at_least(hazard, MEAN_MIN), 1.0 - MEAN_MIN);
        let logit = |hazard: f64| -elementary::ln(truncated_odds(mean(hazard)));
        let (low, high) = (logit(low), logit(high));
        let band = |from: i32| Band::new(precision, f64::from(from), low, high);
        let bands = (libm::floor(low) as i32..=libm::floor(high) as i32).map(band).collect();
        Self { bands, low, high }
    }

    /// For each lane, the quantile at probability Φ(`z`) of the beta law whose mean is `hazard`.
    ///
    /// Within one table, a higher mean never gives a lower hazard at the same z, in spite of rounding errors. The
    /// reason is that the odds of the mean are cut to 37 binary digits. So two different odds differ by much more than
    /// the rounding error of the table, and all later steps are monotone. At the edge between two tables, the hazard
    /// makes a small jump, because the tables have different interpolation errors. So if two means lie on different
    /// sides of the edge, and both within a relative 10⁻⁷ of it, the higher mean can give the lower hazard.
    pub fn at(&self, hazard: &Lanes, z: &Lanes) -> Lanes {
        let (mut odds, mut logit) = ([0.0; LANES], [0.0; LANES]);
        if self.bands.is_empty() {
            return *hazard;
        }
        for i in 0..LANES {
            odds[i] = truncated_odds(hazard[i]);
            logit[i] = at_most(at_least(-elementary::ln(odds[i]), self.low), self.high);
        }
        let mut shift = [0.0; LANES];
        for band in &self.bands {
            let (mut inside, mut lanes) = (logit, 0);
            for i in 0..LANES {
                inside[i] = at_most(at_least(logit[i], band.from), band.from + 1.0);
                lanes += usize::from(libm::floor(logit[i]) == band.from);
            }
            if lanes == 0 {
                continue;
            }
            let values = band.grid.at(&inside, z);
            for i in 0..LANES {
                if libm::floor(logit[i]) == band.from {
                    shift[i] = values[i];
                }
            }
        }
        for i in 0..LANES {
            shift[i] = 1.0 / (1.0 + odds[i] * elementary::exp(-at_least(at_most(shift[i], 700.0), -700.0)));
        }
        shift
    }
}

impl Band {
    /// Builds the table of the means whose logits lie between `from` and `from` + 1 and between `low` and `high`.
    fn new(precision: f64, from: f64, low: f64, high: f64) -> Self {
        // `shape` is the smallest shape parameter in this band. It decides the distances between the nodes: `across` is
        // the distance in z, and `down` is the distance in the mean's logit. Both were found by halving larger
        // distances until the documented error bound held.
        let shape = precision / (1.0 + libm::exp(if from < 0.0 { -from } else { from + 1.0 }));
        let across = match shape {
            a if a < 1e-3 => 1.0 / 64.0,
            a if a < 0.05 => 1.0 / 32.0,
            a if a < 0.4 => 1.0 / 16.0,
            a if a < 2.0 => 1.0 / 8.0,
            a if a < 9.0 => 1.0 / 4.0,
            _ => 1.0 / 2.0,
        };
        let down = match shape {
            a if a < 9.0 => 1.0 / 12.0,
            a if a < 400.0 => 1.0 / 8.0,
            _ => 1.0 / 4.0,
        };
        let rows = Axis::at_multiples(at_least(low, from), at_most(high, from + 1.0), down);
        let grid = Grid::new(rows, Axis::new(-Z_MAX, Z_MAX, across, 2), |y, z, guess| {
            // y is the logit of the mean. The smaller of mean and 1 − mean is computed directly from y, because 1 minus
            // the larger one would lose digits.
            if y > 0.0 {
                -logit_shift(1.0 / (1.0 + libm::exp(y)), precision, -z, -guess)
            } else {
                logit_shift(1.0 / (1.0 + libm::exp(-y)), precision, z, guess)
            }
        });
        Self { from, grid }
    }
}

/// The odds against leaving, (1 − h)/h for the hazard h, cut to 37 significant binary digits. The cut lowers the odds
/// by at most a relative 1.5·10⁻¹¹.
#[inline(always)]
fn truncated_odds(hazard: f64) -> f64 {
    f64::from_bits(((1.0 - hazard) / hazard).to_bits() & !0xffff)
}

#[cfg(test)]
mod tests {
    use super::super::beta::beta_hazard;
    use super::*;

    #[test]
    fn degenerate_hazards() {
        let hazards: Lanes = std::array::from_fn(|i| i as f64 / LANES as f64);
        assert_eq!(BetaHazardTable::new(0.0, 0.0, 0.999).at(&hazards, &[2.0; LANES]), hazards);
        assert_eq!(BetaHazardTable::new(0.1, 0.0, 0.0).at(&[0.0; LANES], &[2.0; LANES]), [0.0; LANES]);
    }

    /// The largest relative error is below 10⁻⁷, the documented bound. A mean hazard of 0 gives exactly 0.
    #[test]
    fn tables_keep_the_documented_error_bound() {
        for correlation in [1e-9, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5] {
            for (low, high) in [(0.04, 0.04), (0.005, 0.2), (0.02, 0.06), (1e-4, 0.02), (0.001, 0.9), (0.3, 0.999)] {
                let law = BetaHazardTable::new(correlation, low, high);
                let mut worst = (0.0, 0.0, 0.0);
                for round in 0..20 {
                    let share = |i: usize, by: usize| ((i + round * LANES) * by % 9973) as f64 / 9972.0;
                    let hazard: Lanes =
                        std::array::from_fn(|i| if i == 7 { 0.0 } else { low + (high - low) * share(i, 31) });
                    let z: Lanes = std::array::from_fn(|i| Z_MAX * (2.0 * share(i, 1777) - 1.0));
                    let got = law.at(&hazard, &z);
                    assert_eq!(got[7], 0.0);
                    for i in (0..LANES).filter(|&i| i != 7) {
                        let exact = beta_hazard(hazard[i], correlation, z[i]);
                        assert!((0.0..=1.0).contains(&got[i]));
                        let error = (got[i] / exact - 1.0).abs();
                        if exact > 1e-12 && error > worst.0 {
                            worst = (error, hazard[i], z[i]);
                        }
                    }
                }
                assert!(worst.0 < 1e-7, "{correlation} {low} {high}: {worst:?}");
            }
        }
    }

    /// The same mean at the same z gives the same hazard in all tables with the same correlation.
    #[test]
    fn table_bounds_change_no_bit() {
        let z: Lanes = std::array::from_fn(|i| (i as f64 / LANES as f64 - 0.5) * 16.0);
        for correlation in [1e-3, 0.02, 0.3] {
            for mean in [0.003, 0.04, 0.11, 0.5, 0.8] {
                let alone = BetaHazardTable::new(correlation, mean, mean).at(&[mean; LANES], &z);
                for (low, high) in [(mean * 0.9, mean), (mean, 0.9), (0.001, 0.9)] {
                    assert_eq!(
                        BetaHazardTable::new(correlation, low, high).at(&[mean; LANES], &z),
                        alone,
                        "{mean} {low}"
                    );
                }
            }
        }
    }
}
