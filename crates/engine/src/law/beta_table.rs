//! Beta hazards for all lanes at once, interpolated from tables.

use super::super::elementary;
use super::super::elementary::{at_least, at_most};
use super::super::stream::{LANES, Lanes};
use super::beta::logit_shift;
use super::grid::{Axis, Grid};
use super::tail_inversion::Z_MAX;

/// Tabulated beta hazards for one correlation, for lanes whose mean hazards lie within known bounds.
///
/// Each table covers one unit of the mean's logit and holds the shift of the logit at (logit of the mean, z). The nodes
/// depend on the correlation and not on the bounds, so the same mean gives the same hazard, to the bit, whatever other
/// means the table covers. The relative error of the hazard is below 10⁻⁷ if the hazard is at least 10⁻¹²; the largest
/// error seen is 7·10⁻⁸ (`tests::tables_keep_the_documented_error_bound`). Building takes 2 to 9 ms for means of 0.5%
/// to 20%.
#[derive(Clone, Debug)]
pub struct BetaHazardTable {
    /// The tables in rising order; empty if the correlation is 0 or the only hazard is 0.
    bands: Vec<Band>,
    /// The lowest logit in the tables.
    low: f64,
    /// The highest logit in the tables.
    high: f64,
}

/// The table for means whose logits lie between two neighbouring whole numbers.
#[derive(Clone, Debug)]
struct Band {
    from: f64,
    grid: Grid,
}

/// Means that are closer than this to 0 or 1 use the logit's shift at this distance.
const MEAN_MIN: f64 = 1e-6;

impl BetaHazardTable {
    /// Tables for a mean hazard of 0 and for mean hazards from `low` to `high`, 0 ≤ low ≤ high < 1; 0 ≤ `correlation` ≤
    /// ½.
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

    /// The hazards at normal quantiles `z` of the beta laws with these means.
    ///
    /// Within a band, a higher mean never gives a lower hazard, whatever the rounding: the odds are cut to 36 binary
    /// digits, so that different odds differ by much more than the rounding error of the table, and all further steps
    /// are monotone. Between two bands the interpolation error makes a small jump: two means on either side of a band's
    /// edge, within a relative 10⁻⁷ of it, can give hazards in the wrong order.
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
    /// Tabulates the part of the band that lies within the logits `low` … `high`.
    fn new(precision: f64, from: f64, low: f64, high: f64) -> Self {
        // The largest node distances that keep the documented error bound at the band's smallest shape; found by
        // halving.
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
            // In both cases, the smaller one of mean and 1 − mean keeps its digits.
            if y > 0.0 {
                -logit_shift(1.0 / (1.0 + libm::exp(y)), precision, -z, -guess)
            } else {
                logit_shift(1.0 / (1.0 + libm::exp(-y)), precision, z, guess)
            }
        });
        Self { from, grid }
    }
}

/// The odds against leaving, (1 − h)/h, cut to 36 binary digits after the first; this lowers them by at most a relative
/// 1.5·10⁻¹¹.
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

    /// The largest error found keeps the documented bound, and lanes of hazard 0 are exactly 0.
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

    /// The same mean at the same z gives the same hazard in every table of the correlation.
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
