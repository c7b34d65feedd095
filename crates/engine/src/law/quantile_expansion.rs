//! Binomial and Poisson quantiles for a lane of runs that differ in their parameters.
//!
//! Where the variance is 3 or more, the quantile is expanded about the normal one: Cornish and Fisher's expansion
//! (Hill and Davis, 1968) up to the term of order 1/variance, with the cumulants that make it pass through the steps of
//! a lattice law. For a smooth density f of lattice cumulants κ, the midpoint Euler–Maclaurin sum gives
//! P(X ≤ k) = \[(D/2)/sinh(D/2)\] F at k + ½, which only shifts cumulants: κ₂ − 1/12, κ₄ + 1/120. So the value is the
//! expansion rounded to the nearest whole number, and it can be wrong only where the expansion lies within its own
//! error of a half. There, and far in the tails, [`CountLaw::quantile_near`] decides exactly. The same idea as Giles,
//! "Algorithm 955", ACM TOMS 42(1), 2016, with another expansion.

use super::super::common_random_numbers::CommonRandomNumbers;
use super::super::elementary::{at_least, at_most};
use super::super::normal;
use super::super::stream::{LANES, Lanes};
use super::count_law::CountLaw;
use super::sequential_search::{self, VARIANCE_MAX, WIDTH};

/// Farthest normal quantile for the expansion: one draw in two million lies beyond.
const Z_MAX: f64 = 5.0;
/// Above this standard deviation an exact check, which sums some ten standard deviations of masses, would take longer
/// than it is worth: only the rounding of the mean is then in doubt, and where the expansion comes within four of its
/// units of a half (one draw in a million at a mean of 10⁹) the result may be one off.
const DEVIATION_CHECKED_MAX: f64 = 2e4;

/// How far the expansion may lie from the true value, for variance ≥ [`sequential_search::VARIANCE_MAX`] and |z| ≤ [`Z_MAX`]: at least 1.4
/// times the greatest error found in `tests::the_error_bound_holds`, plus the rounding of the mean.
#[inline(always)]
fn error_bound(mean: f64, variance_power: f64, z2: f64) -> f64 {
    (0.035 + 0.0015 * z2 * z2 * z2) * variance_power + 4.0 * f64::EPSILON * mean
}

/// The expansion of the quantile at normal quantile `z`, and its error bound. `skew` = 1 − 2p and `spread` = p(1 − p);
/// for the Poisson law, the limit of many rare trials, 1 and 0.
#[inline(always)]
fn expand(mean: f64, variance: f64, skew: f64, spread: f64, z: f64) -> (f64, f64) {
    let v = variance - 1.0 / 12.0;
    let inverse = 1.0 / v;
    let deviation = v.sqrt();
    // κ₃, κ₄ and κ₅ over the variance, lattice shifts included.
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

/// Nearest whole number, for |x| < 2⁵¹. Two additions: `round` is a call where the processor has no instruction.
#[inline(always)]
fn nearest(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5·2⁵²
    (x + SHIFT) - SHIFT
}

/// How near to `rounded` the expansion must lie to be right beyond doubt; for the largest laws, anywhere.
#[inline(always)]
fn reach(bound: f64, variance: f64) -> f64 {
    if variance > DEVIATION_CHECKED_MAX * DEVIATION_CHECKED_MAX { f64::INFINITY } else { 0.5 - bound }
}

/// The quantile where the expansion leaves doubt: the step nearest to it is the one.
#[cold]
#[inline(never)]
fn exact_quantile(law: CountLaw, expansion: f64, u: f64) -> f64 {
    law.quantile_near(libm::floor(expansion), u)
}

/// A family of laws with two parameters.
trait Family {
    fn law(a: f64, b: f64) -> CountLaw;
    /// To the same bits wherever it is asked.
    fn variance(a: f64, b: f64) -> f64;
    /// See [`expand`].
    fn expand(a: f64, b: f64, z: f64) -> (f64, f64);
    /// The greatest count.
    fn support_max(a: f64) -> f64;
    /// Writes the quantiles where the variance is small.
    fn search(a: &[f64; WIDTH], b: &[f64; WIDTH], uniform: &[f64; WIDTH], out: &mut [f64; WIDTH]);
}

/// Of whole trials, at least 0, and a chance.
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

/// Of a mean, at least 0. The other parameter is of no account.
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

/// The quantiles of a whole lane, by the way that suits all laws in it.
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

/// By the search, in lanes of a small variance; their number is a multiple of [`WIDTH`].
#[inline(always)]
fn searched<F: Family>(a: &[f64], b: &[f64], uniform: &[f64], out: &mut [f64]) {
    let laws = a.as_chunks().0.iter().zip(b.as_chunks().0);
    for ((laws, uniform), out) in laws.zip(uniform.as_chunks().0).zip(out.as_chunks_mut().0) {
        F::search(laws.0, laws.1, uniform, out);
    }
}

/// By the expansion, in lanes of a large variance.
#[inline(never)]
fn expanded<F: Family>(a: &[f64], b: &[f64], uniform: &[f64], z: &[f64], out: &mut [f64]) {
    let count = out.len();
    let (a, b, uniform, z) = (&a[..count], &b[..count], &uniform[..count], &z[..count]);
    for i in 0..count {
        let (value, bound) = F::expand(a[i], b[i], z[i]);
        let rounded = nearest(value);
        let count = at_most(at_least(rounded, 0.0), F::support_max(a[i]));
        // Where there is doubt, −1 less the expansion: no count is negative.
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

/// The lanes of one kind, moved together.
struct Gathered {
    /// Where each stands; the first again beyond their number.
    at: [u8; LANES],
    count: usize,
    a: Lanes,
    b: Lanes,
    uniform: Lanes,
}

impl Gathered {
    /// Those for which `is_in` holds, at least one; as many numbers as there are, and on to a multiple of `width`.
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

    #[inline(always)]
    fn scatter(&self, values: &Lanes, out: &mut Lanes) {
        for (&i, value) in self.at[..self.count].iter().zip(values) {
            out[usize::from(i)] = *value;
        }
    }
}

/// Each lane by the way for it.
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

/// Binomial quantiles: of `trials[i]` (whole, at least 0) at `chance[i]`.
pub fn binomial(trials: &Lanes, chance: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    quantiles::<Binomial>(trials, chance, numbers)
}

/// Poisson quantiles: of mean `mean[i]` ≥ 0.
pub fn poisson(mean: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    quantiles::<Poisson>(mean, mean, numbers)
}

#[cfg(test)]
pub(super) fn poisson_quantile(mean: f64, u: f64) -> f64 {
    poisson(&[mean; LANES], &CommonRandomNumbers::new([u; LANES]))[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At u = P(X ≤ k) the expansion must give k + ½. The greatest error over laws and steps, as a share of the bound.
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

    /// The definition itself, at uniforms chosen just below and just above steps, where a wrong answer would show.
    #[test]
    fn quantiles_switch_at_the_steps() {
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
    fn certain_laws_and_empty_ones() {
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
    fn extreme_uniforms_end() {
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
}
