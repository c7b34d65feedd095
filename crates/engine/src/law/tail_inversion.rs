//! The parts that the gamma and the beta law share: the tails of normal quantiles, factors of the densities without loss of
//! digits, and the search for the quantile whose tail probability is given.
//!
//! Both laws are searched in a logarithmic coordinate t in which their density is log-concave: ln x for the gamma law,
//! logit x for the beta law. Then the logarithm of either tail is concave in t as well (Bagnoli and Bergstrom, 2005),
//! and Newton's method applied to it converges from every start. Halley's correction speeds up the last steps, and all
//! steps stay within a bracket.

use super::super::elementary::{at_least, at_most};
use super::count_law::stirling_error;
use std::f64::consts::PI;

/// A bound of |z|: the normal quantile of the smallest uniform, 2⁻⁵³, is −8.21.
pub const Z_MAX: f64 = 8.3;
/// The logarithm of a variate below which its lower tail equals the leading power of the variate, to a relative 10⁻¹⁴.
pub const NEGLIGIBLE: f64 = -34.0;

/// ln Φ(−|z|), the logarithm of the tail probability beyond z.
pub fn ln_tail(z: f64) -> f64 {
    libm::log(0.5 * libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2))
}

/// eᵗ − 1 − t, to full relative accuracy. It is Loader's deviance of 1 from eᵗ.
pub fn exp_remainder(t: f64) -> f64 {
    if t.abs() > 0.3 {
        return libm::expm1(t) - t;
    }
    // Taylor's series. Its first omitted term, relative to the first, is 0.3¹³/15! = 10⁻¹⁹.
    let mut sum = 1.0;
    let mut divisor = 14.0;
    while divisor > 2.5 {
        sum = 1.0 + t / divisor * sum;
        divisor -= 1.0;
    }
    0.5 * t * t * sum
}

/// ln(aᵃ e⁻ᵃ / Γ(a)): the logarithm of the density of ln x at its mode x = a, for the gamma law of shape a.
pub fn ln_mode_density(a: f64) -> f64 {
    if a < 16.0 { a * libm::log(a) - a - libm::lgamma(a) } else { 0.5 * libm::log(a / (2.0 * PI)) - stirling_error(a) }
}

/// A law at one value of the coordinate t.
#[derive(Clone, Copy, Debug)]
pub struct Tail {
    /// The logarithm of the tail probability that is searched for.
    pub ln: f64,
    /// The logarithm of the density of t.
    pub ln_density: f64,
    /// The derivative of `ln_density`.
    pub slope: f64,
}

/// ln(1 − eˡ) for l ≤ 0: the logarithm of the other tail.
pub fn ln_one_minus_exp(ln: f64) -> f64 {
    if ln < -1.0 { libm::log1p(-libm::exp(ln)) } else { libm::log(-libm::expm1(ln)) }
}

/// The t within the bracket `low` … `high` whose tail has the logarithm `goal`. It is the lower tail if z < 0, else the
/// upper tail.
///
/// The search ends when the tail is within a relative 10⁻⁶ of the goal, and then takes a last Halley step, whose error
/// is of the third order. It takes about five evaluations, and never more than 100.
pub fn search(z: f64, goal: f64, (mut low, mut high): (f64, f64), start: f64, tail: impl Fn(f64) -> Tail) -> f64 {
    const NEAR: f64 = 1e-6;
    let rises = if z < 0.0 { 1.0 } else { -1.0 };
    let mut t = at_most(at_least(start, low), high);
    for _ in 0..100 {
        let at = tail(t);
        let gap = at.ln - goal;
        if gap * rises > 0.0 {
            high = t;
        } else {
            low = t;
        }
        // The derivative of ln tail, Newton's step, and half of the second derivative divided by the first, times the
        // step.
        let rate = rises * libm::exp(at.ln_density - at.ln);
        let newton = gap / rate;
        let bend = 0.5 * newton * (at.slope - rate);
        let next = t - newton / at_least(1.0 - bend, 0.5);
        if gap.abs() <= NEAR {
            return next;
        }
        t = if next > low && next < high { next } else { 0.5 * (low + high) };
    }
    t
}

/// The t at which r + ln(u/r)/r = z, for a gamma or beta law with large shapes. `at(t)` returns r, the signed root of
/// twice the deviance, and u, the standardised distance of the value from the law's mean. `scale` is such that
/// dr/dt = scale·u/r.
///
/// The left side is Barndorff-Nielsen's r* (1986): the first correction of Temme's uniform expansions of the incomplete
/// gamma and beta functions (1979, 1982) and of their inversions (1992), whose next term is of order shape⁻² in t.
/// `skew`/3 is the limit of ln(u/r)/r at r = 0.
pub fn search_large(z: f64, scale: f64, skew: f64, at: impl Fn(f64) -> (f64, f64)) -> f64 {
    let mut t = z / scale;
    for _ in 0..8 {
        let (r, u) = at(t);
        let (correction, slope) =
            if r.abs() < 1e-9 { (skew / 3.0, scale) } else { (libm::log(u / r) / r, scale * (u / r)) };
        let step = (r + correction - z) / slope;
        t -= step;
        if step.abs() <= 1e-16 * t.abs() {
            break;
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::gamma::ln_gamma;

    #[test]
    fn exp_remainder_equals_its_series() {
        for t in [-0.31, -0.3, -0.2, -1e-3, -1e-9, 1e-12, 1e-4, 0.1, 0.299, 0.3, 0.301_f64] {
            let (mut sum, mut term) = (0.0, t);
            for n in 2..40 {
                term *= t / f64::from(n);
                sum += term;
            }
            assert!((exp_remainder(t) / sum - 1.0).abs() < 3e-15, "{t}");
        }
        assert_eq!(exp_remainder(0.0), 0.0);
    }

    /// Both formulas agree at 16, and Stirling's series also holds for numbers that are not whole.
    #[test]
    fn mode_densities_agree_with_an_independent_oracle() {
        for a in [1e-9, 0.01, 0.5, 1.0, 2.5, 15.999_999, 16.0, 16.5, 33.3, 1000.25] {
            let direct = a * libm::log(a) - a - ln_gamma(a);
            assert!((ln_mode_density(a) - direct).abs() < 1e-13 * (1.0 + a * libm::log(a)).abs(), "{a}");
        }
        assert!((ln_mode_density(16.0) - ln_mode_density(16.0 - 1e-14)).abs() < 1e-14);
    }

    #[test]
    fn tails_of_normal_quantiles() {
        assert!((ln_tail(0.0) - libm::log(0.5)).abs() < 1e-16);
        assert!((libm::exp(ln_tail(-8.209_536_151_601_387)) / (f64::EPSILON / 2.0) - 1.0).abs() < 1e-13);
    }
}
