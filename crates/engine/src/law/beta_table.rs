//! Beta hazards for lanes, by interpolation.

use super::super::elementary;
use super::super::elementary::{at_least, at_most};
use super::super::stream::{LANES, Lanes};
use super::beta::logit_shift;
use super::grid::{Axis, Grid};
use super::tail_inversion::Z_MAX;

/// Beta hazards of one correlation for lanes whose mean hazards lie within known bounds, by interpolation.
///
/// Tables hold the shift of the logit at (logit of the mean, z), one for each unit of the logit. Their nodes depend on the
/// correlation alone and not on the bounds: whoever has the same mean has the same hazard, to the bit, whatever other
/// means are about. The hazard's relative error is below 10⁻⁷ wherever the hazard is 10⁻¹² or more; 7·10⁻⁸ is the
/// greatest seen (`tests::tables_are_as_good_as_they_say`). Building takes 2 to 9 ms for means of 0.5% to 20%.
#[derive(Clone, Debug)]
pub struct BetaHazardTable {
    /// None where the correlation is 0, or no hazard but 0 will come.
    bands: Vec<Band>,
    /// The logits that the tables are for.
    low: f64,
    high: f64,
}

/// The means whose logits lie between two neighbouring whole numbers.
#[derive(Clone, Debug)]
struct Band {
    from: f64,
    grid: Grid,
}

/// Means closer than this to 0 or 1 take the logit's shift from here.
const MEAN_MIN: f64 = 1e-6;

impl BetaHazardTable {
    /// For mean hazards from `low` to `high`, 0 ≤ low ≤ high < 1, and 0; 0 ≤ `correlation` ≤ ½.
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

    /// The hazards at normal quantiles `z` of the laws with these means.
    ///
    /// Within a band not less where the mean is more, whatever the rounding: the odds are cut to 36 binary digits, so that
    /// different odds differ by much more than the table's arithmetic may err, and all that follows is monotone. From one
    /// band to the next the tables' error is a step: means that lie closer than 10⁻⁷ of themselves to either side of it
    /// may change places.
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
    /// The part of the band that lies within `low` … `high`.
    fn new(precision: f64, from: f64, low: f64, high: f64) -> Self {
        // The widest steps that keep the promised error for the band's least shape, found by halving.
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
            // Both ways the digits of the smaller one of mean and 1 − mean are kept.
            if y > 0.0 {
                -logit_shift(1.0 / (1.0 + libm::exp(y)), precision, -z, -guess)
            } else {
                logit_shift(1.0 / (1.0 + libm::exp(-y)), precision, z, guess)
            }
        });
        Self { from, grid }
    }
}

/// The odds against, cut to 36 binary digits after the first: (1 − h)/h less at most 1.5·10⁻¹¹ of itself.
#[inline(always)]
fn truncated_odds(hazard: f64) -> f64 {
    f64::from_bits(((1.0 - hazard) / hazard).to_bits() & !0xffff)
}

#[cfg(test)]
mod tests {
    use super::super::beta_hazard;
    use super::*;

    #[test]
    fn certain_hazards() {
        let hazards: Lanes = std::array::from_fn(|i| i as f64 / LANES as f64);
        assert_eq!(BetaHazardTable::new(0.0, 0.0, 0.999).at(&hazards, &[2.0; LANES]), hazards);
        assert_eq!(BetaHazardTable::new(0.1, 0.0, 0.0).at(&[0.0; LANES], &[2.0; LANES]), [0.0; LANES]);
    }

    /// The greatest error and the promise; also that lanes of hazard 0 are exactly 0.
    #[test]
    fn tables_are_as_good_as_they_say() {
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

    /// The same mean at the same z has the same hazard in every table of the correlation.
    #[test]
    fn bounds_change_no_bit() {
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
