//! The gamma law of mean 1: the factor of a month's Poisson rate, which so becomes negative binomial.

use super::super::stream::{LANES, Lane, at_least, at_most};
use super::grid::{Axis, Grid};
use super::tail::{NEGLIGIBLE, Tail, Z_MAX, excess, ln_complement, ln_peak, ln_tail, search, search_large};
use super::wide;

/// From this shape on, the expansion for large shapes, which is wrong by less than 2·10⁻¹² of the variate there and by
/// shape⁻²·⁵ times that beyond.
const LARGE: f64 = 5e3;

/// The rate at normal quantile `z` (|z| ≤ 8.3) of the gamma law with mean 1 and coefficient of variation `variation`:
/// shape 1/v². A variation of 0 means exactly 1.
pub fn gamma_rate(variation: f64, z: f64) -> f64 {
    if variation == 0.0 { 1.0 } else { libm::exp(ln_rate(1.0 / (variation * variation), z, f64::NAN)) }
}

/// The logarithm of the gamma quantile over its mean; searched from `guess`, unless that is NaN.
fn ln_rate(shape: f64, z: f64, guess: f64) -> f64 {
    let root = shape.sqrt();
    if shape >= LARGE {
        let t = search_large(z, root, 1.0 / root, |t| {
            (libm::copysign((2.0 * shape * excess(t)).sqrt(), t), root * libm::expm1(t))
        });
        // The next term of the expansion at z = 0.
        return t - 13.0 / (1620.0 * shape * shape);
    }
    let goal = ln_tail(z);
    let peak = ln_peak(shape);
    // P(X ≤ x) ≤ xᵃ/Γ(a + 1); P(X ≥ a + √(2as) + s) ≤ e⁻ˢ (Laurent and Massart, 2000).
    let (lower, s) = if z < 0.0 { (goal, -ln_complement(goal)) } else { (ln_complement(goal), -goal) };
    let low = (lower - peak + libm::log(shape)) / shape - 1.0;
    if low < NEGLIGIBLE {
        return low;
    }
    let high = libm::log1p((2.0 * s / shape).sqrt() + s / shape);
    // Wilson and Hilferty's cube (1931), as long as it is one.
    let cube = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * root);
    let start = match () {
        () if !guess.is_nan() => guess,
        () if cube > 0.1 => 3.0 * libm::log(cube),
        () => low,
    };
    search(z, goal, (low - 1e-9, high + 1e-9), start, |t| {
        let x = shape * libm::exp(t);
        let ln_density = peak - shape * excess(t);
        let past = shape * libm::expm1(t);
        // The tail that is summed directly, then the one that is wanted.
        let ln = if past < 1.0 {
            let lower = ln_density + libm::log(series(shape, x) / shape);
            if z < 0.0 { lower } else { ln_complement(lower) }
        } else {
            let upper = ln_density - libm::log(fraction(shape, past));
            if z < 0.0 { ln_complement(upper) } else { upper }
        };
        Tail { ln, ln_density, slope: -past }
    })
}

/// 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …: the lower tail over the density of ln x and times a.
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, a);
    while term > 1e-17 * sum {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum
}

/// x + 1 − a − 1·(1 − a)/(x + 3 − a − 2·(2 − a)/(x + 5 − a − …)): the density of ln x over the upper tail (Legendre),
/// for `past` = x − a ≥ 1; evaluated from the front by Lentz's method (1976).
fn fraction(a: f64, past: f64) -> f64 {
    let mut b = past + 1.0;
    let (mut value, mut c, mut d) = (b, b, 0.0);
    let mut n = 1.0;
    while n < 1e5 {
        let top = n * (a - n);
        b += 2.0;
        d = 1.0 / (b + top * d);
        c = b + top / c;
        value *= c * d;
        if (c * d - 1.0).abs() < 4e-16 {
            break;
        }
        n += 1.0;
    }
    value
}

/// Gamma rates for lanes whose variations lie within known bounds, by interpolation.
///
/// The table holds ln(rate)/v at (v, z), which is z at v = 0 and smooth beyond. The rate's relative error is below
/// 10⁻⁷ wherever the rate is 10⁻¹² or more (`tests::tables_are_as_good_as_they_say`).
#[derive(Clone, Debug)]
pub struct GammaRate {
    grid: Grid,
    high: f64,
}

impl GammaRate {
    /// For variations from `low` to `high`, 0 ≤ low ≤ high ≤ 3, and 0.
    pub fn new(low: f64, high: f64) -> Self {
        // The widest steps that keep the promised error, found by halving.
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

    /// The rates at normal quantiles `z` of the laws with these variations; exactly 1 where the variation is 0.
    pub fn at(&self, variation: &Lane, z: &Lane) -> Lane {
        let mut out = [0.0; LANES];
        for i in 0..LANES {
            out[i] = at_most(variation[i], self.high);
        }
        out = self.grid.at(&out, z);
        for i in 0..LANES {
            out[i] = wide::exp(variation[i] * out[i]);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::gamma::{gamma_lr, gamma_ur};

    fn tail(z: f64) -> f64 {
        libm::exp(ln_tail(z))
    }

    /// Shape 1: −ln(1 − u). Shape ½: half the square of a normal number.
    #[test]
    fn closed_cases() {
        for step in -83..=83 {
            let z = f64::from(step) / 10.0;
            let exponential = if z < 0.0 { -libm::log1p(-tail(z)) } else { -ln_tail(z) };
            assert!((gamma_rate(1.0, z) / exponential - 1.0).abs() < 1e-13, "{z}");
            let root = gamma_rate(std::f64::consts::SQRT_2, z).sqrt();
            // P(|N| > root) is the upper tail of the gamma law.
            let (upper, goal) = (libm::erfc(root / std::f64::consts::SQRT_2), tail(z));
            if z > 0.0 {
                assert!((upper / goal - 1.0).abs() < 1e-12 * (1.0 + z * z), "{z}");
            } else {
                assert!((libm::erf(root / std::f64::consts::SQRT_2) / goal - 1.0).abs() < 1e-12, "{z}");
            }
        }
    }

    /// statrs agrees to 10⁻¹¹ of the tail up to shapes of a few hundred, where it was compared with 40-digit sums.
    #[test]
    fn tails_agree_with_an_independent_oracle() {
        for v in [0.07, 0.1, 0.24, 0.25, 0.3, 0.6, 0.9, 1.3, 2.0, 2.5, 3.0_f64] {
            let shape = 1.0 / (v * v);
            for step in -55..=55 {
                let z = f64::from(step) / 10.0;
                let x = shape * gamma_rate(v, z);
                let got = if z < 0.0 { gamma_lr(shape, x) } else { gamma_ur(shape, x) };
                assert!((got / tail(z) - 1.0).abs() < 1e-10, "{v} {z} {got} {}", tail(z));
            }
        }
    }

    /// The search and the expansion on the two sides of [`LARGE`]: the rate's logarithm over v is continuous.
    #[test]
    fn the_expansion_takes_over_without_a_step() {
        for step in -82..=82 {
            let z = f64::from(step) / 10.0;
            let [below, above] = [LARGE * (1.0 - 1e-12), LARGE * (1.0 + 1e-12)].map(|a| ln_rate(a, z, f64::NAN));
            assert!((above - below).abs() < 3e-12, "{z} {}", above - below);
        }
    }

    /// Cornish and Fisher's expansion, whose next term is of order v⁴.
    #[test]
    fn tiny_variations() {
        for v in [1e-9, 1e-6, 1e-5] {
            for z in [-8.3, -1.0, -1e-3, 0.0, 1e-9, 2.0, 8.3_f64] {
                let expected = v * z + v * v * (z * z - 1.0) / 3.0 + v * v * v * (z * z * z - 7.0 * z) / 36.0;
                assert!((gamma_rate(v, z) - 1.0 - expected).abs() < 1e-15 + 1e-11 * (v * z).abs(), "{v} {z}");
            }
        }
        assert_eq!(gamma_rate(0.0, 3.0), 1.0);
    }

    /// The greatest error and the promise; also that lanes of variation 0 are exactly 1.
    #[test]
    fn tables_are_as_good_as_they_say() {
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
            let law = GammaRate::new(low, high);
            let mut worst = (0.0, 0.0, 0.0);
            for round in 0..80 {
                let share = |i: usize, by: usize| ((i + round * LANES) * by % 9973) as f64 / 9972.0;
                let v: Lane = std::array::from_fn(|i| if i == 7 { 0.0 } else { low + (high - low) * share(i, 31) });
                let z: Lane = std::array::from_fn(|i| Z_MAX * (2.0 * share(i, 1777) - 1.0));
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
