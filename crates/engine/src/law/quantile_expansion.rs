//! Binomial and Poisson quantiles for [`LANES`] runs that differ in their parameters.
//!
//! If the variance is 3 or more, the quantile is computed by an expansion about the normal quantile: Cornish and
//! Fisher's expansion (Hill and Davis, 1968) up to the term of order 1/variance, with cumulants for which it passes
//! through the steps of a lattice law (a law on the whole numbers). For a smooth density f with the lattice law's
//! cumulants κ, the midpoint Euler–Maclaurin sum gives P(X ≤ k) = \[(D/2)/sinh(D/2)\] F at k + ½, where D is
//! differentiation and F the integral of f; this only shifts cumulants: κ₂ − 1/12, κ₄ + 1/120. So the quantile is the
//! expansion rounded to the nearest whole number, and it can be wrong only if the expansion lies within its own error
//! of a half. In that case, and far in the tails, [`CountLaw::quantile_near`] computes the quantile exactly. The idea
//! is that of Giles, "Algorithm 955", ACM TOMS 42(1), 2016, with another expansion.

use super::super::common_random_numbers::CommonRandomNumbers;
use super::super::elementary::{at_least, at_most};
use super::super::normal;
use super::super::stream::{LANES, Lanes};
use super::count_law::CountLaw;
use super::sequential_search::{self, VARIANCE_MAX, WIDTH};

/// The largest |z| for which the expansion is used; one draw in two million lies beyond.
const Z_MAX: f64 = 5.0;
/// The largest standard deviation at which the expansion is checked exactly. The check sums the masses of some ten
/// standard deviations, so above this it would take too long for what it is worth: only the rounding of the mean is in
/// doubt there. If the expansion comes within four units of that rounding of a half (one draw in a million at a mean of
/// 10⁹), the result may be one off.
const DEVIATION_CHECKED_MAX: f64 = 2e4;

/// A bound of the expansion's error, for variance ≥ [`sequential_search::VARIANCE_MAX`] and |z| ≤ [`Z_MAX`]. It is at
/// least 1.4 times the largest error found in `tests::the_error_bound_holds`, plus the rounding error of the mean.
#[inline(always)]
fn error_bound(mean: f64, variance_power: f64, z2: f64) -> f64 {
    (0.035 + 0.0015 * z2 * z2 * z2) * variance_power + 4.0 * f64::EPSILON * mean
}

/// The expansion of the quantile at normal quantile `z`, and the bound of its error. For the binomial law `skew` = 1 −
/// 2p and `spread` = p(1 − p). For the Poisson law, which is the limit of many rare trials, these are 1 and 0.
#[inline(always)]
fn expand(mean: f64, variance: f64, skew: f64, spread: f64, z: f64) -> (f64, f64) {
    let v = variance - 1.0 / 12.0;
    let inverse = 1.0 / v;
    let deviation = v.sqrt();
    // κ₃, κ₄ and κ₅ divided by the variance, with the lattice shifts.
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

/// The nearest whole number, for |x| < 2⁵¹. It takes two additions; `round` would be a function call on processors that
/// have no instruction for it.
#[inline(always)]
fn nearest(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5·2⁵²
    (x + SHIFT) - SHIFT
}

/// The largest distance between the expansion and the nearest whole number at which rounding is certainly right. It is
/// infinite for the largest laws, which are not checked.
#[inline(always)]
fn reach(bound: f64, variance: f64) -> f64 {
    if variance > DEVIATION_CHECKED_MAX * DEVIATION_CHECKED_MAX { f64::INFINITY } else { 0.5 - bound }
}

/// The exact quantile, if the rounded expansion is not certain: the search starts at the expansion rounded down.
#[cold]
#[inline(never)]
fn exact_quantile(law: CountLaw, expansion: f64, u: f64) -> f64 {
    law.quantile_near(libm::floor(expansion), u)
}

/// A family of laws with two parameters.
trait Family {
    /// The law with these parameters.
    fn law(a: f64, b: f64) -> CountLaw;
    /// The variance. It has the same bits wherever it is computed, because the choice of the algorithm depends on it.
    fn variance(a: f64, b: f64) -> f64;
    /// The expansion and its error bound; see [`expand`].
    fn expand(a: f64, b: f64, z: f64) -> (f64, f64);
    /// The largest possible count.
    fn support_max(a: f64) -> f64;
    /// Writes the quantiles of laws with a small variance.
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

/// The quantiles of all lanes, by the algorithm that suits all their laws, or by both if the lanes differ.
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

/// Sequential search, for lanes with a small variance. The number of lanes is a multiple of [`WIDTH`].
#[inline(always)]
fn searched<F: Family>(a: &[f64], b: &[f64], uniform: &[f64], out: &mut [f64]) {
    let laws = a.as_chunks().0.iter().zip(b.as_chunks().0);
    for ((laws, uniform), out) in laws.zip(uniform.as_chunks().0).zip(out.as_chunks_mut().0) {
        F::search(laws.0, laws.1, uniform, out);
    }
}

/// Quantile expansion, for lanes with a large variance.
#[inline(never)]
fn expanded<F: Family>(a: &[f64], b: &[f64], uniform: &[f64], z: &[f64], out: &mut [f64]) {
    let count = out.len();
    let (a, b, uniform, z) = (&a[..count], &b[..count], &uniform[..count], &z[..count]);
    for i in 0..count {
        let (value, bound) = F::expand(a[i], b[i], z[i]);
        let rounded = nearest(value);
        let count = at_most(at_least(rounded, 0.0), F::support_max(a[i]));
        // A negative number, −1 − expansion, marks a lane that needs the exact quantile; counts are never negative.
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

/// Lanes for which one algorithm is right, copied next to each other.
struct Gathered {
    /// The original index of each lane. Lanes that only fill up a group have the index of the first one.
    at: [u8; LANES],
    count: usize,
    a: Lanes,
    b: Lanes,
    uniform: Lanes,
}

impl Gathered {
    /// Copies the lanes for which `is_in` holds, at least one, and fills up with copies of the first to a multiple of
    /// `width`.
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

    /// Writes the results back to the lanes' original places.
    #[inline(always)]
    fn scatter(&self, values: &Lanes, out: &mut Lanes) {
        for (&i, value) in self.at[..self.count].iter().zip(values) {
            out[usize::from(i)] = *value;
        }
    }
}

/// The quantiles of lanes of which some have a small and some a large variance.
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

const _: () = assert!(LANES <= 256 && LANES.is_multiple_of(WIDTH), "a lane's index fits a byte; groups fill a lane");

/// Binomial quantiles of `trials[i]` (whole, ≥ 0) with probability `chance[i]`.
pub fn binomial(trials: &Lanes, chance: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    quantiles::<Binomial>(trials, chance, numbers)
}

/// Poisson quantiles of mean `mean[i]` ≥ 0.
pub fn poisson(mean: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    quantiles::<Poisson>(mean, mean, numbers)
}

/// One Poisson quantile.
#[cfg(test)]
pub(super) fn poisson_quantile(mean: f64, u: f64) -> f64 {
    poisson(&[mean; LANES], &CommonRandomNumbers::new([u; LANES]))[0]
}

#[cfg(test)]
mod tests {
    use super::super::super::stream::DrawKey;
    use super::*;

    /// At u = P(X ≤ k) the expansion must equal k + ½. The test finds the largest error over many laws and steps, as a
    /// share of the bound.
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

    /// The definition of a quantile, tested just below and just above the steps of the distribution function, where a
    /// wrong result would show.
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

    /// Numbers spread over 0 … 1, in a different order for each `round`.
    fn share(i: usize, round: u32) -> f64 {
        ((i * 37 + round as usize * 11) % LANES) as f64 / (LANES - 1) as f64
    }

    /// In every lane the search finds the exact quantile, also at uniforms near 0 and 1.
    #[test]
    fn sequential_search_agrees_with_the_exact_quantile() {
        for round in 0..300 {
            let mut uniform = *CommonRandomNumbers::draw(5, DrawKey::LEAVING, 1, 0, round).uniforms();
            if round % 2 == 0 {
                // Down to 2⁻⁵³ and up to 1 − 2⁻⁵³.
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
