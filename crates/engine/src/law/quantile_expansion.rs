//! Binomial and Poisson quantiles for [`LANES`] runs. The parameters of the law may differ between the runs.
//!
//! If the variance is 3 or more, the quantile is computed from the normal quantile by Cornish and Fisher's expansion
//! (Hill and Davis, 1968), up to the term of order 1/variance. (For smaller variances, `sequential_search` computes the
//! quantile.) The expansion is for continuous laws, but counts are whole numbers. So the variance κ₂ is replaced by κ₂
//! − 1/12, and the fourth cumulant κ₄ by κ₄ + 1/120. Then, at u = P(X ≤ k), the expansion equals k + ½, up to a small
//! error.
//!
//! The corrections come from the Euler–Maclaurin formula. Let f be a smooth density with the cumulants of the count, F
//! the integral of f, and D differentiation. Then P(X ≤ k) = \[(D/2)/sinh(D/2)\] F at k + ½. The operator in brackets
//! adds −1/12 to κ₂ and +1/120 to κ₄.
//!
//! The expansion passes k + ½ where the quantile changes from k to k + 1, so the quantile is the expansion rounded to
//! the nearest whole number. The result can be wrong only if the distance of the expansion from k + ½ is smaller than
//! the error of the expansion. In that case, and far in the tails, [`CountLaw::quantile_near`] computes the quantile
//! exactly. This method is from Giles, "Algorithm 955", ACM TOMS 42(1), 2016, who uses a different expansion.

use super::super::common_random_numbers::CommonRandomNumbers;
use super::super::elementary::{at_least, at_most};
use super::super::normal;
use super::super::stream::{LANES, Lanes};
use super::count_law::CountLaw;
use super::sequential_search::{self, VARIANCE_MAX, WIDTH};

/// The largest |z| for which the expansion is used. About one draw in two million has a larger |z|.
const Z_MAX: f64 = 5.0;
/// The largest standard deviation for which an uncertain result is replaced by the exact quantile. The exact quantile
/// takes a sum over about ten standard deviations, which is too slow for larger standard deviations. For them, only the
/// rounding error of the mean can make the result wrong. The result can be wrong by 1 if the expansion differs from
/// k + ½ by less than 4·ε·mean, where ε is the machine precision. For a mean of 10⁹, this happens in about one of a
/// million draws.
const DEVIATION_CHECKED_MAX: f64 = 2e4;

/// An upper bound of the expansion's error, for variance ≥ [`sequential_search::VARIANCE_MAX`] and |z| ≤ [`Z_MAX`]. All
/// errors found in `tests::the_error_bound_holds` are below the bound divided by 1.4. The last term is for the rounding
/// error of the mean.
#[inline(always)]
fn error_bound(mean: f64, variance_power: f64, z2: f64) -> f64 {
    (0.035 + 0.0015 * z2 * z2 * z2) * variance_power + 4.0 * f64::EPSILON * mean
}

/// Returns the expansion of the quantile at the normal quantile `z`, and an upper bound of its error. For the binomial
/// law, `skew` = 1 − 2p and `spread` = p(1 − p). The Poisson law is the limit p → 0, so `skew` = 1 and `spread` = 0.
#[inline(always)]
fn expand(mean: f64, variance: f64, skew: f64, spread: f64, z: f64) -> (f64, f64) {
    let v = variance - 1.0 / 12.0;
    let inverse = 1.0 / v;
    let deviation = v.sqrt();
    // The cumulants κ₃, κ₄ and κ₅, divided by the corrected variance. κ₄ has its correction 1/120.
    let k3 = skew * variance * inverse;
    let k4 = (variance * (1.0 - 6.0 * spread) + 1.0 / 120.0) * inverse;
    let k5 = skew * variance * (1.0 - 12.0 * spread) * inverse;
    let z2 = z * z;
    let first = k3 * (z2 - 1.0) * (1.0 / 6.0);
    let second = z * (k4 * (z2 - 3.0) * (1.0 / 24.0) - k3 * k3 * (2.0 * z2 - 5.0) * (1.0 / 36.0));
    let third = k5 * ((z2 - 6.0) * z2 + 3.0) * (1.0 / 120.0) - k3 * k4 * ((z2 - 5.0) * z2 + 2.0) * (1.0 / 24.0)
        + k3 * k3 * k3 * ((12.0 * z2 - 53.0) * z2 + 17.0) * (1.0 / 324.0);
    let value = mean + deviation * z + (first + deviation * inverse * second + inverse * third);
    (value, error_bound(mean, deviation * inverse * inverse, z2))
}

/// The whole number nearest to x, for |x| < 2⁵¹. It takes two additions. `round` would be a function call on processors
/// that have no instruction for it.
#[inline(always)]
fn nearest(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5·2⁵²
    (x + SHIFT) - SHIFT
}

/// A limit for the distance between the expansion and the nearest whole number. If the distance is below this limit,
/// the nearest whole number is used without a check. For the largest variances the limit is infinite, because their
/// results are never checked.
#[inline(always)]
fn reach(bound: f64, variance: f64) -> f64 {
    if variance > DEVIATION_CHECKED_MAX * DEVIATION_CHECKED_MAX { f64::INFINITY } else { 0.5 - bound }
}

/// The exact quantile, for draws in which the rounded expansion may be wrong. The search starts at the expansion
/// rounded down.
#[cold]
#[inline(never)]
fn exact_quantile(law: CountLaw, expansion: f64, u: f64) -> f64 {
    law.quantile_near(libm::floor(expansion), u)
}

/// A family of laws with two parameters `a` and `b`: the binomial or the Poisson laws.
trait Family {
    /// The law with these parameters.
    fn law(a: f64, b: f64) -> CountLaw;
    /// The variance. The choice of the algorithm depends on it, so every caller must use this function to get the same
    /// bits.
    fn variance(a: f64, b: f64) -> f64;
    /// The expansion at the normal quantile `z`, and an upper bound of its error; see [`expand`].
    fn expand(a: f64, b: f64, z: f64) -> (f64, f64);
    /// The largest possible count.
    fn support_max(a: f64) -> f64;
    /// Writes to `out` the quantiles at `uniform`, found by a search. Used for laws whose variance is too small for the
    /// expansion.
    fn search(a: &[f64; WIDTH], b: &[f64; WIDTH], uniform: &[f64; WIDTH], out: &mut [f64; WIDTH]);
}

/// The binomial laws: `a` is the number of trials (whole, ≥ 0), `b` the probability of success.
struct Binomial;

impl Family for Binomial {
    #[inline(always)]
    fn law(trials: f64, chance: f64) -> CountLaw {
        CountLaw::Binomial { trials, chance }
    }
    #[inline(always)]
    fn variance(trials: f64, chance: f64) -> f64 {
        trials * (chance * (1.0 - chance))
    }
    #[inline(always)]
    fn expand(trials: f64, chance: f64, z: f64) -> (f64, f64) {
        let variance = Self::variance(trials, chance);
        expand(trials * chance, variance, 1.0 - 2.0 * chance, chance * (1.0 - chance), z)
    }
    #[inline(always)]
    fn support_max(trials: f64) -> f64 {
        trials
    }
    #[inline(always)]
    fn search(trials: &[f64; WIDTH], chance: &[f64; WIDTH], uniform: &[f64; WIDTH], out: &mut [f64; WIDTH]) {
        sequential_search::binomial(trials, chance, uniform, out);
    }
}

/// The Poisson laws: `a` is the mean (≥ 0); `b` is not used.
struct Poisson;

impl Family for Poisson {
    #[inline(always)]
    fn law(mean: f64, _: f64) -> CountLaw {
        CountLaw::Poisson { mean }
    }
    #[inline(always)]
    fn variance(mean: f64, _: f64) -> f64 {
        mean
    }
    #[inline(always)]
    fn expand(mean: f64, _: f64, z: f64) -> (f64, f64) {
        expand(mean, mean, 1.0, 0.0, z)
    }
    #[inline(always)]
    fn support_max(_: f64) -> f64 {
        f64::INFINITY
    }
    #[inline(always)]
    fn search(mean: &[f64; WIDTH], _: &[f64; WIDTH], uniform: &[f64; WIDTH], out: &mut [f64; WIDTH]) {
        sequential_search::poisson(mean, uniform, out);
    }
}

/// The quantiles of all lanes. If the variances are all large or all small, one algorithm computes all quantiles.
/// Otherwise, each lane uses the algorithm for its variance.
#[inline(always)]
fn quantiles<F: Family>(a: &Lanes, b: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    let mut large = 0;
    for i in 0..LANES {
        large += u64::from(F::variance(a[i], b[i]) >= VARIANCE_MAX);
    }
    let mut out = [0.0; LANES];
    if large == LANES as u64 {
        expanded::<F>(a, b, numbers.uniforms(), numbers.z(), &mut out);
    } else if large == 0 {
        searched::<F>(a, b, numbers.uniforms(), &mut out);
    } else {
        mixed::<F>(a, b, numbers, &mut out);
    }
    out
}

/// Writes to `out` the quantiles at `uniform` by sequential search, for lanes with a small variance. The number of
/// lanes must be a multiple of [`WIDTH`].
#[inline(always)]
fn searched<F: Family>(a: &[f64], b: &[f64], uniform: &[f64], out: &mut [f64]) {
    let laws = a.as_chunks().0.iter().zip(b.as_chunks().0);
    for ((laws, uniform), out) in laws.zip(uniform.as_chunks().0).zip(out.as_chunks_mut().0) {
        F::search(laws.0, laws.1, uniform, out);
    }
}

/// Writes to `out` the quantiles at `uniform` by the expansion, for lanes with a large variance. `z` has the normal
/// quantiles of `uniform`.
#[inline(never)]
fn expanded<F: Family>(a: &[f64], b: &[f64], uniform: &[f64], z: &[f64], out: &mut [f64]) {
    let count = out.len();
    let (a, b, uniform, z) = (&a[..count], &b[..count], &uniform[..count], &z[..count]);
    for i in 0..count {
        let (value, bound) = F::expand(a[i], b[i], z[i]);
        let rounded = nearest(value);
        let count = at_most(at_least(rounded, 0.0), F::support_max(a[i]));
        // Counts are never negative, so a negative number marks a lane that needs the exact quantile. This number is
        // −1 − expansion, so that the next loop can recover the expansion from it.
        let unsure = -1.0 - at_least(value, 0.0);
        let clear = if (value - rounded).abs() < reach(bound, F::variance(a[i], b[i])) { count } else { unsure };
        out[i] = if z[i].abs() <= Z_MAX { clear } else { unsure };
    }
    for i in 0..count {
        if out[i] < 0.0 {
            out[i] = exact_quantile(F::law(a[i], b[i]), -1.0 - out[i], uniform[i]);
        }
    }
}

/// The lanes that use the same algorithm, copied next to each other.
struct Gathered {
    /// The original index of each lane. The lanes that were added to fill up the last group are copies of the first
    /// lane.
    at: [u8; LANES],
    count: usize,
    a: Lanes,
    b: Lanes,
    uniform: Lanes,
}

impl Gathered {
    /// Copies the lanes for which `is_in` is true; there must be at least one. Then it adds copies of the first of
    /// these lanes, until the number of lanes is a multiple of `width`.
    #[inline(always)]
    fn new(a: &Lanes, b: &Lanes, uniform: &Lanes, width: usize, is_in: impl Fn(usize) -> bool) -> Self {
        let mut all = Self { at: [0; LANES], count: 0, a: [0.0; LANES], b: [0.0; LANES], uniform: [0.0; LANES] };
        for i in 0..LANES {
            all.at[all.count] = i as u8;
            all.count += usize::from(is_in(i));
        }
        let first = all.at[0];
        let full = all.count.next_multiple_of(width);
        all.at[all.count..full].fill(first);
        for j in 0..full {
            let i = usize::from(all.at[j]);
            (all.a[j], all.b[j], all.uniform[j]) = (a[i], b[i], uniform[i]);
        }
        all
    }

    /// Writes `values` to `out`, each value to the original index of its lane.
    #[inline(always)]
    fn scatter(&self, values: &Lanes, out: &mut Lanes) {
        for (&i, value) in self.at[..self.count].iter().zip(values) {
            out[usize::from(i)] = *value;
        }
    }
}

/// Writes to `out` the quantiles if some lanes have a small variance and the other lanes have a large variance.
#[inline(never)]
fn mixed<F: Family>(a: &Lanes, b: &Lanes, numbers: &CommonRandomNumbers, out: &mut Lanes) {
    let is_small = |i: usize| F::variance(a[i], b[i]) < VARIANCE_MAX;
    let mut found = [0.0; LANES];
    let small = Gathered::new(a, b, numbers.uniforms(), WIDTH, is_small);
    let full = small.count.next_multiple_of(WIDTH);
    searched::<F>(&small.a[..full], &small.b, &small.uniform, &mut found);
    small.scatter(&found, out);
    let large = Gathered::new(a, b, numbers.uniforms(), 1, |i| !is_small(i));
    let (count, mut z) = (large.count, [0.0; LANES]);
    normal::quantiles_of(&large.uniform[..count], &mut z);
    expanded::<F>(&large.a, &large.b, &large.uniform, &z, &mut found[..count]);
    large.scatter(&found, out);
}

const _: () = assert!(LANES <= 256 && LANES.is_multiple_of(WIDTH), "a lane's index fits a byte; groups fill a block");

/// For each lane i, the binomial quantile for `trials[i]` trials (whole, ≥ 0) with the probability `chance[i]`, at the
/// uniform number of lane i in `numbers`.
pub fn binomial(trials: &Lanes, chance: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    quantiles::<Binomial>(trials, chance, numbers)
}

/// For each lane i, the Poisson quantile for the mean `mean[i]` ≥ 0, at the uniform number of lane i in `numbers`.
pub fn poisson(mean: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    quantiles::<Poisson>(mean, mean, numbers)
}

/// The Poisson quantile at one uniform number u.
#[cfg(test)]
pub(super) fn poisson_quantile(mean: f64, u: f64) -> f64 {
    poisson(&[mean; LANES], &CommonRandomNumbers::new([u; LANES]))[0]
}

#[cfg(test)]
mod tests {
    use super::super::super::stream::DrawKey;
    use super::*;

    /// At u = P(X ≤ k), the expansion must equal k + ½, so the difference is its error. The test divides the error by
    /// its bound, for many laws and values of k, and finds the largest ratio.
    #[test]
    fn the_error_bound_holds() {
        let mut worst: (f64, String) = (0.0, String::new());
        for variance in [3.0, 3.7, 4.5, 6.0, 8.0, 9.1, 10.0, 12.6, 15.0, 20.0, 33.0, 60.0, 150.0, 1000.0, 30_000.0] {
            for chance in [0.0, 1e-6, 0.001, 0.01, 0.04, 0.1, 0.2, 0.35, 0.5, 0.6, 0.8, 0.93, 0.99] {
                let law = if chance == 0.0 {
                    CountLaw::Poisson { mean: variance }
                } else {
                    CountLaw::Binomial { trials: f64::ceil(variance / (chance * (1.0 - chance))), chance }
                };
                let spread = chance * (1.0 - chance);
                let variance = if chance == 0.0 { variance } else { law.mean() * (1.0 - chance) };
                let steps = if variance > 1000.0 { 977.0 } else { 1.0 };
                let reach = 5.5 * variance.sqrt() + 3.0;
                let (mut k, end) = ((law.mean() - reach).floor().max(0.0), law.mean() + reach);
                while k < end {
                    if matches!(law, CountLaw::Binomial { trials, .. } if k >= trials) {
                        break;
                    }
                    let z = if k < law.mean() {
                        normal::quantile(law.cdf(k))
                    } else {
                        -normal::quantile(law.upper_tail(k))
                    };
                    if z.abs() <= Z_MAX {
                        let (value, bound) = expand(law.mean(), variance, 1.0 - 2.0 * chance, spread, z);
                        let share = (value - k - 0.5).abs() / bound;
                        if share > worst.0 {
                            worst = (share, format!("{law:?} k {k} z {z} error {}", value - k - 0.5));
                        }
                    }
                    k += steps;
                }
            }
        }
        assert!(worst.0 < 1.0 / 1.4, "{worst:?}");
    }

    /// Just below u = P(X ≤ k) the quantile must be k, and just above it must be k + 1. A wrong algorithm would most
    /// probably fail at these u.
    #[test]
    fn quantiles_change_at_the_steps() {
        for (trials, chance) in
            [(1.0, 0.5), (30.0, 0.02), (30.0, 0.98), (80.0, 0.5), (400.0, 0.04), (6000.0, 0.035), (50_000.0, 0.9)]
        {
            let law = CountLaw::Binomial { trials, chance };
            let centre: f64 = trials * chance;
            let deviation = (centre * (1.0 - chance)).sqrt();
            for z in -40..=40 {
                let k = (centre + f64::from(z) / 10.0 * deviation).floor().clamp(0.0, trials - 1.0);
                let step = law.cdf(k);
                for (u, expected) in [(step * (1.0 - 1e-11), k), (step * (1.0 + 1e-11), k + 1.0)] {
                    if u < 1.0 - 1e-9 && law.mass(k) > 1e-9 && law.mass(k + 1.0) > 1e-9 {
                        let lane = binomial(&[trials; LANES], &[chance; LANES], &CommonRandomNumbers::new([u; LANES]));
                        assert_eq!(lane[0], expected, "{law:?} u {u}");
                    }
                }
            }
        }
    }

    #[test]
    fn degenerate_laws() {
        for u in [f64::EPSILON / 2.0, 0.3, 1.0 - f64::EPSILON / 2.0] {
            let numbers = CommonRandomNumbers::new([u; LANES]);
            assert_eq!(binomial(&[0.0; LANES], &[0.5; LANES], &numbers), [0.0; LANES]);
            assert_eq!(binomial(&[0.0; LANES], &[0.0; LANES], &numbers), [0.0; LANES]);
            assert_eq!(binomial(&[1e9; LANES], &[0.0; LANES], &numbers), [0.0; LANES]);
            assert_eq!(binomial(&[7.0; LANES], &[1.0; LANES], &numbers), [7.0; LANES]);
            assert_eq!(binomial(&[1e12; LANES], &[1.0; LANES], &numbers), [1e12; LANES]);
            assert_eq!(poisson(&[0.0; LANES], &numbers), [0.0; LANES]);
        }
    }

    #[test]
    fn searches_end_at_extreme_uniforms() {
        for u in [f64::EPSILON / 2.0, 1.0 - f64::EPSILON / 2.0] {
            let numbers = CommonRandomNumbers::new([u; LANES]);
            for mean in [1e-9, 0.5, 2.9, 3.0, 50.0, 1e4, 1e8, 1e12] {
                let k = poisson(&[mean; LANES], &numbers)[0];
                assert!(k >= 0.0 && k < mean + 20.0 * mean.sqrt() + 60.0, "{mean} {u} {k}");
                let k = binomial(&[mean.ceil(); LANES], &[0.5; LANES], &numbers)[0];
                assert!(k >= 0.0 && k <= mean.ceil(), "{mean} {u} {k}");
            }
        }
    }

    /// Returns a number from 0 to 1. For the indices `i` of all lanes, the numbers are evenly spaced, in an order that
    /// depends on `round`.
    fn share(i: usize, round: u32) -> f64 {
        ((i * 37 + round as usize * 11) % LANES) as f64 / (LANES - 1) as f64
    }

    /// In every lane, the search finds the exact quantile, also at uniform numbers near 0 and near 1.
    #[test]
    fn sequential_search_agrees_with_the_exact_quantile() {
        for round in 0..300 {
            let mut uniform = *CommonRandomNumbers::draw(5, DrawKey::LEAVING, 1, 0, round).uniforms();
            if round % 2 == 0 {
                // Replaces most of the uniform numbers by numbers that approach 0 (down to 2⁻⁵³) and 1 (up to
                // 1 − 2⁻⁵³).
                for (i, u) in uniform.iter_mut().enumerate().take(106) {
                    let small = libm::exp2(-((i / 2) as f64) - 1.0);
                    *u = if i % 2 == 0 { small * 0.9 } else { 1.0 - small * 0.9 };
                }
            }
            let numbers = CommonRandomNumbers::new(uniform);
            let chance: Lanes = std::array::from_fn(|i| libm::pow(share(i, round), 1.0 + f64::from(round % 7)));
            let trials: Lanes = std::array::from_fn(|i| {
                let p = chance[i].clamp(1e-9, 1.0 - 1e-9);
                libm::floor(2.99 * share(i, round + 5) / (p * (1.0 - p)))
            });
            let found = binomial(&trials, &chance, &numbers);
            let means: Lanes = std::array::from_fn(|i| 2.99 * share(i, round));
            let arrivals = poisson(&means, &numbers);
            for i in 0..LANES {
                let (n, p, u) = (trials[i], chance[i], uniform[i]);
                let expected = if n == 0.0 || p == 0.0 {
                    0.0
                } else if p == 1.0 {
                    n
                } else if p > 0.5 {
                    n - CountLaw::Binomial { trials: n, chance: 1.0 - p }.quantile_near(0.0, 1.0 - u)
                } else {
                    CountLaw::Binomial { trials: n, chance: p }.quantile_near(0.0, u)
                };
                assert_eq!(found[i], expected, "{n} {p} {u:e}");
                let mean = means[i];
                let expected = if mean == 0.0 { 0.0 } else { CountLaw::Poisson { mean }.quantile_near(0.0, u) };
                assert_eq!(arrivals[i], expected, "{mean} {u:e}");
            }
        }
    }
}
