//! The beta law with a given mean. It is the law of the random churn hazard of a month; all customers of a month use
//! the same random number.
//!
//! Accuracy: the quantiles were compared with 40-digit arithmetic (mpmath) at about 1,100 random means from 10⁻⁵ to
//! 1 − 10⁻⁵, precisions from 1 to 30,000 and |z| ≤ 8.3. The relative error of the hazard is below 10⁻¹¹ if the smaller
//! shape is at least 10⁻³. For smaller shapes, the error of the logit is the rounding error of the tail (about 10⁻¹⁵)
//! divided by the smaller shape. At a shape of 10⁻⁴ this error is 2·10⁻¹¹.

use super::tail_inversion::{
    NEGLIGIBLE, Tail, exp_remainder, ln_mode_density, ln_one_minus_exp, ln_tail, search, search_large,
};

/// If the smaller shape is at least this number, the quantile is computed by the expansion for large shapes. The error
/// of the logit is then below 10⁻¹¹. It falls in proportion to shape⁻²·⁵.
const LARGE: f64 = 1e4;

/// The quantile of a beta law at probability Φ(`z`). Φ is the standard normal distribution function, and |z| ≤ 8.3. The
/// law has the mean `hazard`, which is below 1. Its precision (the sum of its two shapes) is 1/ρ − 1, where ρ =
/// `correlation` is the intraclass correlation of customers' decisions to leave. If the correlation or the mean is 0,
/// the result is the mean.
pub fn beta_hazard(hazard: f64, correlation: f64, z: f64) -> f64 {
    if hazard == 0.0 || correlation == 0.0 {
        return hazard;
    }
    1.0 / (1.0 + (1.0 - hazard) / hazard * libm::exp(-logit_shift(hazard, 1.0 / correlation - 1.0, z, f64::NAN)))
}

/// The logit of the beta quantile at probability Φ(`z`), minus the logit of the law's `mean`, 0 < mean < 1. `guess` is
/// an approximate result, at which the search starts. If `guess` is NaN, the function chooses the start itself.
pub(super) fn logit_shift(mean: f64, precision: f64, z: f64, guess: f64) -> f64 {
    // If X has a beta law, 1 − X has a beta law too. The search uses X if its mean is at most ½, and 1 − X otherwise.
    if mean > 0.5 {
        -Beta::new(1.0 - mean, precision).shift(-z, -guess)
    } else {
        Beta::new(mean, precision).shift(z, guess)
    }
}

/// A beta law with mean `x` ≤ ½ and precision `n`. The other fields are computed from these two: `y` = 1 − x, and the
/// shapes `a` = nx and `b` = ny.
struct Beta {
    x: f64,
    y: f64,
    n: f64,
    a: f64,
    b: f64,
}

/// Returns ln(X/mean) and ln((1 − X)/(1 − mean)), where X is the value whose logit is logit(mean) + `shift`.
fn logs(mean: f64, shift: f64) -> (f64, f64) {
    let rise = if shift < 30.0 {
        libm::log1p(mean * libm::expm1(shift))
    } else {
        shift + libm::log(mean) + libm::log1p((1.0 - mean) / mean * libm::exp(-shift))
    };
    (shift - rise, -rise)
}

impl Beta {
    fn new(mean: f64, n: f64) -> Self {
        Self { x: mean, y: 1.0 - mean, n, a: n * mean, b: n * (1.0 - mean) }
    }

    fn shift(&self, z: f64, guess: f64) -> f64 {
        let &Self { x, y, n, a, b } = self;
        let root = (a * y).sqrt();
        if a >= LARGE {
            let t = search_large(z, root, (y - x) / root, |t| {
                let (ln_x, ln_y) = logs(x, t);
                let deviance = a * exp_remainder(ln_x) + b * exp_remainder(ln_y);
                (libm::copysign((2.0 * deviance).sqrt(), t), a * libm::expm1(ln_x) / root)
            });
            // `search_large` uses the first terms of an expansion. The number subtracted here is the next term of this
            // expansion, with its value at z = 0. If x = 0, the term equals the corresponding term of the gamma law. If
            // x and y are exchanged, only the sign of the term changes. The coefficient 29 was found numerically, to
            // four digits.
            return t - (y - x) * (13.0 + 29.0 * x * y) / (1620.0 * (a * y) * (a * y));
        }
        let goal = ln_tail(z);
        let peak = ln_mode_density(a) + ln_mode_density(b) - ln_mode_density(n);
        // The result, a shift of the mean's logit, is searched for between `low` and `high`. With l the logit of a value,
        // the lower tail is at most exp(al)/(a·B(a, b)), which gives `low`, and the upper tail is at most
        // exp(−bl)/(b·B(a, b)), which gives `high`. `peak` is the log density of the logit at the mean.
        let (lower, upper) = if z < 0.0 { (goal, ln_one_minus_exp(goal)) } else { (ln_one_minus_exp(goal), goal) };
        let low = (lower + libm::log(a) - peak + n * libm::log1p(-x)) / a;
        // This tests whether ln(n·mean·exp(low)) is below −34. If it is, the inequality for the lower tail is an
        // equality at `low`, up to a relative error of 10⁻¹⁴. Then `low` is the solution, and no search is needed.
        if low + libm::log(a) < NEGLIGIBLE {
            return low;
        }
        let high = (peak - libm::log(b) - n * libm::log(x) - upper) / b;
        let margin = 1e-9 * (1.0 + n);
        let start = if guess.is_nan() { z / root - (1.0 - 2.0 * x) * z * z / (3.0 * root * root) } else { guess };
        search(z, goal, (low - margin / a, high + margin / b), start, |t| {
            let (ln_x, ln_y) = logs(x, t);
            let ln_density = peak - a * exp_remainder(ln_x) - b * exp_remainder(ln_y);
            let past = a * libm::expm1(ln_x);
            let (at_x, at_y) = (x * libm::exp(ln_x), y * libm::exp(ln_y));
            let ln = if past < at_y - at_x {
                let lower = ln_density - libm::log(fraction(a, b, at_x, -past));
                if z < 0.0 { lower } else { ln_one_minus_exp(lower) }
            } else {
                let upper = ln_density - libm::log(fraction(b, a, at_y, past));
                if z < 0.0 { ln_one_minus_exp(upper) } else { upper }
            };
            Tail { ln, ln_density, slope: -past }
        })
    }
}

/// The density of logit X divided by P(X ≤ x), at X = x, for a variable X with the beta law of shapes `a` and `b`.
/// `short` must be a − (a + b)x. The result is the even part of the continued fraction DLMF 8.17.22 (DiDonato and
/// Morris, 1992, equation 9), computed by Lentz's method.
fn fraction(a: f64, b: f64, x: f64, short: f64) -> f64 {
    let mut value = a * (short + 1.0) / (a + 1.0);
    let (mut c, mut d) = (value, 0.0);
    let mut m = 1.0;
    while m < 1e5 {
        // The parentheses in a + (m − 1) matter. If m = 1, this sum is exactly a. Without the parentheses, a + m − 1
        // would lose the digits of a small a.
        let at = a + (2.0 * m - 1.0);
        let top = (a + (m - 1.0)) * (a + b + (m - 1.0)) / at * (m * (b - m) * x / at) * x;
        let bottom = m + m * (b - m) * x / at + (a + m) * (short + 1.0 + m * (2.0 - x)) / (at + 2.0);
        d = 1.0 / (bottom + top * d);
        c = bottom + top / c;
        value *= c * d;
        if (c * d - 1.0).abs() < 4e-16 {
            break;
        }
        m += 1.0;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::tail_inversion::Z_MAX;
    use super::*;
    use statrs::function::beta::beta_reg;

    /// The logarithms of the lower and the upper tail probability of the standard normal law at `z`.
    fn tails(z: f64) -> (f64, f64) {
        if z < 0.0 { (ln_tail(z), ln_one_minus_exp(ln_tail(z))) } else { (ln_one_minus_exp(ln_tail(z)), ln_tail(z)) }
    }

    /// Two laws have quantiles in closed form: 1 − (1 − u)^(1/b) for Beta(1, b), and u^(1/a) for Beta(a, 1). The test
    /// compares logits of quantiles, because a logit shows small errors both near 0 and near 1.
    #[test]
    fn laws_with_closed_forms() {
        for n in [1.5, 2.0, 3.0, 20.0, 1000.0, 1e6] {
            for step in -83..=83 {
                let z = f64::from(step) / 10.0;
                let (lower, upper) = tails(z);
                let mean = 1.0 / n;
                let ln_y = upper / (n - 1.0);
                let expected = libm::log(-libm::expm1(ln_y)) - ln_y;
                let got = logit_shift(mean, n, z, f64::NAN) + libm::log(mean / (1.0 - mean));
                assert!((got - expected).abs() < 2e-13 * (1.0 + expected.abs()), "{n} {z} {got} {expected}");
                let mean = (n - 1.0) / n;
                let ln_x = lower / (n - 1.0);
                let expected = ln_x - libm::log(-libm::expm1(ln_x));
                let got = logit_shift(mean, n, z, f64::NAN) + libm::log(mean / (1.0 - mean));
                // This tolerance also grows with n, because the mean approaches 1 and 1 − mean then has fewer exact
                // digits.
                assert!(
                    (got - expected).abs() < (3e-13 + 1e-15 * n) * (1.0 + expected.abs()),
                    "{n} {z} {got} {expected}"
                );
            }
        }
    }

    /// The crate statrs computes the tail probability of the beta law at our quantile. It must equal the normal tail
    /// probability at z, up to a relative error of 10⁻¹⁰. The shapes are moderate.
    #[test]
    fn tails_agree_with_an_independent_oracle() {
        for (h, n) in
            [(0.01, 20.0), (0.04, 99.0), (0.04, 999.0), (0.3, 1.0), (0.5, 3.0), (0.05, 4.0), (0.8, 30.0), (0.2, 400.0)]
        {
            for step in -45..=45 {
                let z = f64::from(step) / 10.0;
                let x = beta_hazard(h, 1.0 / (1.0 + n), z);
                if !(1e-200..0.999).contains(&x) {
                    continue;
                }
                let (a, b) = (h * n, (1.0 - h) * n);
                let got = if z < 0.0 { beta_reg(a, b, x) } else { beta_reg(b, a, 1.0 - x) };
                let goal = libm::exp(ln_tail(z));
                assert!((got / goal - 1.0).abs() < 1e-10, "{h} {n} {z} {x} {got} {goal}");
            }
        }
    }

    /// If the mean is tiny, a beta variable divided by its mean has nearly the gamma law with mean 1.
    #[test]
    fn small_means_approach_the_gamma_law() {
        for (variation, z) in [(0.1, -3.0), (0.5, 1.0), (1.0, 4.0), (2.0, 0.3)] {
            let (mean, shape) = (1e-9, 1.0 / (variation * variation));
            let shift = logit_shift(mean, shape / mean, z, f64::NAN);
            let rate = super::super::gamma::gamma_rate(variation, z);
            assert!((libm::exp(shift) / rate - 1.0).abs() < 1e-7, "{variation} {z}");
        }
    }

    #[test]
    fn the_expansion_continues_the_search_without_a_jump() {
        for mean in [1e-6, 0.01, 0.1, 0.3, 0.5] {
            for step in -82..=82 {
                let z = f64::from(step) / 10.0;
                let [below, above] =
                    [1.0 - 1e-12, 1.0 + 1e-12].map(|share| logit_shift(mean, LARGE / mean * share, z, f64::NAN));
                assert!((above - below).abs() < 1.2e-11, "{mean} {z} {}", above - below);
            }
        }
    }

    #[test]
    fn degenerate_and_extreme_hazards() {
        assert_eq!(beta_hazard(0.0, 0.3, 1.0), 0.0);
        assert_eq!(beta_hazard(0.04, 0.0, 1.0), 0.04);
        for correlation in [1e-12, 1e-9, 1e-4, 0.02, 0.5] {
            for hazard in [1e-300, 1e-12, 1e-6, 0.01, 0.5, 0.99, 1.0 - 1e-9, 1.0 - f64::EPSILON / 2.0] {
                for z in [-Z_MAX, -1.0, 0.0, 1e-12, 3.0, Z_MAX] {
                    let x = beta_hazard(hazard, correlation, z);
                    assert!((0.0..=1.0).contains(&x), "{hazard} {correlation} {z}: {x}");
                }
            }
        }
    }
}
