//! Functions that the gamma law and the beta law share: the tails of the normal law, factors of the densities without
//! loss of digits, and the search for the quantile that has a given tail probability.
//!
//! The search uses a logarithmic coordinate t in which the density of the law is log-concave: ln x for the gamma law,
//! logit x for the beta law. Then the logarithm of either tail is also concave in t (Bagnoli and Bergstrom, 2005). So
//! Newton's method, applied to the logarithm of the tail, converges from every start. Halley's correction makes the
//! last steps faster. All steps stay between two known bounds of the solution.

use super::super::elementary::{at_least, at_most};
use super::count_law::stirling_error;
use std::f64::consts::PI;

/// An upper bound of |z|. The smallest uniform number is 2⁻⁵³, and its normal quantile is −8.21.
pub const Z_MAX: f64 = 8.3;
/// If ln x is below this number, the lower tail at x equals the first term of its power series, up to a relative error
/// of 10⁻¹⁴.
pub const NEGLIGIBLE: f64 = -34.0;

/// ln Φ(−|z|), the logarithm of the normal tail probability beyond |z|.
pub fn ln_tail(z: f64) -> f64 {
    libm::log(0.5 * libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2))
}

/// eᵗ − 1 − t, to nearly full precision. It equals Loader's deviance x·ln(x/m) + m − x at x = 1 and m = eᵗ.
pub fn exp_remainder(t: f64) -> f64 {
    if t.abs() > 0.3 {
        return libm::expm1(t) - t;
    }
    // Taylor's series for |t| ≤ 0.3. Its first omitted term is at most 2·0.3¹³/15! = 2·10⁻¹⁹ times its first term.
    let mut sum = 1.0;
    let mut divisor = 14.0;
    while divisor > 2.5 {
        sum = 1.0 + t / divisor * sum;
        divisor -= 1.0;
    }
    0.5 * t * t * sum
}

/// ln(aᵃ e⁻ᵃ / Γ(a)). For a variable x with the gamma law of shape a, it is the logarithm of the density of ln x at the
/// mode x = a.
pub fn ln_mode_density(a: f64) -> f64 {
    if a < 16.0 { a * libm::log(a) - a - libm::lgamma(a) } else { 0.5 * libm::log(a / (2.0 * PI)) - stirling_error(a) }
}

/// The tail and the density of a law at one value of the coordinate t.
#[derive(Clone, Copy, Debug)]
pub struct Tail {
    /// The logarithm of the lower or of the upper tail, whichever the search uses.
    pub ln: f64,
    /// The logarithm of the density of t.
    pub ln_density: f64,
    /// The derivative of `ln_density`.
    pub slope: f64,
}

/// ln(1 − eˡ) for l = `ln` ≤ 0. If l is the logarithm of one tail, this is the logarithm of the other tail.
pub fn ln_one_minus_exp(ln: f64) -> f64 {
    if ln < -1.0 { libm::log1p(-libm::exp(ln)) } else { libm::log(-libm::expm1(ln)) }
}

/// Finds the t between `low` and `high` at which the logarithm of the tail is `goal`. The closure `tail` must return
/// the lower tail if z < 0, and the upper tail otherwise. The search starts at `start`.
///
/// If the tail is within a relative 10⁻⁶ of the goal, one last Halley step ends the search. The error of this step is
/// of the third order. The search takes about five evaluations of `tail`, and never more than 100.
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
        // `rate` is the derivative of the logarithm of the tail, and `newton` is Newton's step. `bend` is Halley's
        // correction: Newton's step times half of the second derivative, divided by the first derivative.
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

/// Finds the t at which r + ln(u/r)/r = z, for a gamma or beta law with large shapes. `at(t)` returns r and u for the
/// value that belongs to t: r is the square root of twice the deviance, with the sign of t, and u is the standardised
/// distance of the value from the mean. `scale` is the factor in dr/dt = scale·u/r. `skew`/3 is the limit of ln(u/r)/r
/// as r goes to 0.
///
/// The sum r + ln(u/r)/r is Barndorff-Nielsen's r* (1986). It contains the first correction of Temme's uniform
/// expansions of the incomplete gamma and beta functions (1979, 1982) and of their inversions (1992). The next term of
/// the expansion would change t by an amount of order shape⁻².
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

    /// `ln_mode_density` uses one formula below 16 and another formula from 16 on. Both must agree with the `ln_gamma`
    /// of the crate statrs, and with each other at 16. The arguments include numbers that are not whole.
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
