//! Beta hazards for lanes, by interpolation.

use super::super::stream::{LANES, Lane, at_least, at_most};
use super::beta::logit_shift;
use super::grid::{Axis, Grid};
use super::tail::Z_MAX;
use super::wide;

/// Beta hazards of one correlation for lanes whose mean hazards lie within known bounds, by interpolation.
///
/// The table holds the shift of the logit at (logit of the mean, z). The hazard's relative error is below 10⁻⁷ wherever
/// the hazard is 10⁻¹² or more; 7·10⁻⁸ is the greatest seen (`tests::tables_are_as_good_as_they_say`). Building takes 2
/// to 9 ms for means of 0.5% to 20%, 0.02 to 0.15 ms for a single mean, 50 to 70 ms from [`MEAN_MIN`] up.
#[derive(Clone, Debug)]
pub struct BetaHazard {
    /// None where the correlation is 0, or no hazard but 0 will come.
    table: Option<Tabulated>,
}

#[derive(Clone, Debug)]
struct Tabulated {
    grid: Grid,
    low: f64,
    high: f64,
}

/// Means closer than this to 0 or 1 take the logit's shift from here.
const MEAN_MIN: f64 = 1e-6;

impl BetaHazard {
    /// For mean hazards from `low` to `high`, 0 ≤ low ≤ high < 1, and 0; 0 ≤ `correlation` ≤ ½.
    pub fn new(correlation: f64, low: f64, high: f64) -> Self {
        if correlation == 0.0 || high == 0.0 {
            return Self { table: None };
        }
        let precision = 1.0 / correlation - 1.0;
        let (low, high) = (at_least(low, MEAN_MIN), at_most(at_least(high, MEAN_MIN), 1.0 - MEAN_MIN));
        // The widest steps that keep the promised error for this least shape, found by halving.
        let shape = at_most(low, 1.0 - high) * precision;
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
        let (low, high) = (-libm::log(coarse_odds(low)), -libm::log(coarse_odds(high)));
        let axes = (Axis::new(low, high, down, 2), Axis::new(-Z_MAX, Z_MAX, across, 2));
        let grid = Grid::new(axes.0, axes.1, |y, z, guess| {
            // Both ways the digits of the smaller one of mean and 1 − mean are kept.
            if y > 0.0 {
                -logit_shift(1.0 / (1.0 + libm::exp(y)), precision, -z, -guess)
            } else {
                logit_shift(1.0 / (1.0 + libm::exp(-y)), precision, z, guess)
            }
        });
        Self { table: Some(Tabulated { grid, low, high }) }
    }

    /// The hazards at normal quantiles `z` of the laws with these means.
    ///
    /// Not less where the mean is more, whatever the rounding: the odds are cut to 36 binary digits, so that different
    /// odds differ by much more than the table's arithmetic may err, and all that follows is monotone.
    pub fn at(&self, hazard: &Lane, z: &Lane) -> Lane {
        let Some(Tabulated { grid, low, high }) = &self.table else {
            return *hazard;
        };
        let (mut odds, mut out) = ([0.0; LANES], [0.0; LANES]);
        for i in 0..LANES {
            odds[i] = coarse_odds(hazard[i]);
            out[i] = at_most(at_least(-wide::ln(odds[i]), *low), *high);
        }
        out = grid.at(&out, z);
        for i in 0..LANES {
            out[i] = 1.0 / (1.0 + odds[i] * wide::exp(-out[i]));
        }
        out
    }
}

/// The odds against, cut to 36 binary digits after the first: (1 − h)/h less at most 1.5·10⁻¹¹ of itself.
#[inline(always)]
fn coarse_odds(hazard: f64) -> f64 {
    f64::from_bits(((1.0 - hazard) / hazard).to_bits() & !0xffff)
}

#[cfg(test)]
mod tests {
    use super::super::beta_hazard;
    use super::*;

    #[test]
    fn certain_hazards() {
        let hazards: Lane = std::array::from_fn(|i| i as f64 / LANES as f64);
        assert_eq!(BetaHazard::new(0.0, 0.0, 0.999).at(&hazards, &[2.0; LANES]), hazards);
        assert_eq!(BetaHazard::new(0.1, 0.0, 0.0).at(&[0.0; LANES], &[2.0; LANES]), [0.0; LANES]);
    }

    /// The greatest error and the promise; also that lanes of hazard 0 are exactly 0.
    #[test]
    fn tables_are_as_good_as_they_say() {
        for correlation in [1e-9, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5] {
            for (low, high) in [(0.04, 0.04), (0.005, 0.2), (0.02, 0.06), (1e-4, 0.02), (0.001, 0.9), (0.3, 0.999)] {
                let law = BetaHazard::new(correlation, low, high);
                let mut worst = (0.0, 0.0, 0.0);
                for round in 0..20 {
                    let share = |i: usize, by: usize| ((i + round * LANES) * by % 9973) as f64 / 9972.0;
                    let hazard: Lane =
                        std::array::from_fn(|i| if i == 7 { 0.0 } else { low + (high - low) * share(i, 31) });
                    let z: Lane = std::array::from_fn(|i| Z_MAX * (2.0 * share(i, 1777) - 1.0));
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
}
