//! The gamma law with mean 1. A month's Poisson rate is multiplied by a random factor with this law. The Poisson count
//! then has a negative binomial law.
//!
//! Accuracy: the quantiles were compared with 40-digit arithmetic (mpmath) at about 1,500 random v from 0.005 to 3 and
//! |z| ≤ 8.3. Here v is the coefficient of variation and z the normal quantile. In both tails, the relative error of
//! the quantile is below 10⁻¹³ if it is found by the search, and below 3·10⁻¹² if it is found by the expansion.

use super::tail_inversion::{
    NEGLIGIBLE, Tail, exp_remainder, ln_mode_density, ln_one_minus_exp, ln_tail, search, search_large,
};

/// The smallest shape for which the quantile is computed by the expansion for large shapes. The relative error of the
/// expansion is below 2·10⁻¹² at this shape, and it falls in proportion to shape⁻²·⁵.
const LARGE: f64 = 5e3;

/// The quantile of the gamma law at the normal quantile `z` (|z| ≤ 8.3). The law has mean 1, coefficient of variation
/// v = `variation` and shape 1/v². If the variation is 0, the result is exactly 1.
pub fn gamma_rate(variation: f64, z: f64) -> f64 {
    if variation == 0.0 { 1.0 } else { libm::exp(ln_rate(1.0 / (variation * variation), z, f64::NAN)) }
}

/// ln(q/m), where q is the quantile of a gamma law at the normal quantile `z`, and m is the mean of the law. For shapes
/// below [`LARGE`], q is found by a search, which starts at `guess` if `guess` is not NaN.
pub(super) fn ln_rate(shape: f64, z: f64, guess: f64) -> f64 {
    let root = shape.sqrt();
    if shape >= LARGE {
        let t = search_large(z, root, 1.0 / root, |t| {
            (libm::copysign((2.0 * shape * exp_remainder(t)).sqrt(), t), root * libm::expm1(t))
        });
        // `search_large` uses the first terms of an expansion. The number subtracted here is the next term of this
        // expansion, with its value at z = 0.
        return t - 13.0 / (1620.0 * shape * shape);
    }
    let goal = ln_tail(z);
    let peak = ln_mode_density(shape);
    // The bounds `low` and `high` of the search come from two inequalities for the shape a: P(X ≤ x) ≤ xᵃ/Γ(a + 1), and
    // P(X ≥ a + √(2as) + s) ≤ e⁻ˢ (Laurent and Massart, 2000).
    let (lower, s) = if z < 0.0 { (goal, -ln_one_minus_exp(goal)) } else { (ln_one_minus_exp(goal), -goal) };
    let low = (lower - peak + libm::log(shape)) / shape - 1.0;
    if low < NEGLIGIBLE {
        return low;
    }
    let high = libm::log1p((2.0 * s / shape).sqrt() + s / shape);
    // `cube` is the cube root of Wilson and Hilferty's approximation of the quantile (1931). The search starts from
    // this approximation if there is no guess and `cube` is not too close to 0.
    let cube = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * root);
    let start = match () {
        () if !guess.is_nan() => guess,
        () if cube > 0.1 => 3.0 * libm::log(cube),
        () => low,
    };
    search(z, goal, (low - 1e-9, high + 1e-9), start, |t| {
        let x = shape * libm::exp(t);
        let ln_density = peak - shape * exp_remainder(t);
        let past = shape * libm::expm1(t);
        // One of the two tails is computed directly, by a series or a continued fraction. The other tail is 1 minus
        // this tail.
        let ln = if past < 1.0 {
            let lower = ln_density + libm::log(series(shape, x) / shape);
            if z < 0.0 { lower } else { ln_one_minus_exp(lower) }
        } else {
            let upper = ln_density - libm::log(fraction(shape, past));
            if z < 0.0 { ln_one_minus_exp(upper) } else { upper }
        };
        Tail { ln, ln_density, slope: -past }
    })
}

/// The lower tail of the gamma law with shape a, divided by the density of ln x and multiplied by a. It is the sum
/// 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + ….
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, a);
    while term > 1e-17 * sum {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum
}

/// The density of ln x divided by the upper tail, for the gamma law with shape a and `past` = x − a ≥ 1. It is
/// Legendre's continued fraction x + 1 − a − 1·(1 − a)/(x + 3 − a − 2·(2 − a)/(x + 5 − a − …)), computed from its first
/// term on by Lentz's method (1976).
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

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::gamma::{gamma_lr, gamma_ur};

    fn tail(z: f64) -> f64 {
        libm::exp(ln_tail(z))
    }

    /// Two laws whose quantiles have a closed form. Shape 1 is the exponential law, with the quantile −ln(1 − u). Shape
    /// ½ is the law of half the square of a standard normal variable.
    #[test]
    fn laws_with_closed_forms() {
        for step in -83..=83 {
            let z = f64::from(step) / 10.0;
            let exponential = if z < 0.0 { -libm::log1p(-tail(z)) } else { -ln_tail(z) };
            assert!((gamma_rate(1.0, z) / exponential - 1.0).abs() < 1e-13, "{z}");
            let root = gamma_rate(std::f64::consts::SQRT_2, z).sqrt();
            // Here the rate is the square of a standard normal variable N. So P(|N| > root) is the upper tail of the
            // gamma law.
            let (upper, goal) = (libm::erfc(root / std::f64::consts::SQRT_2), tail(z));
            if z > 0.0 {
                assert!((upper / goal - 1.0).abs() < 1e-12 * (1.0 + z * z), "{z}");
            } else {
                assert!((libm::erf(root / std::f64::consts::SQRT_2) / goal - 1.0).abs() < 1e-12, "{z}");
            }
        }
    }

    /// The crate statrs computes the tail probabilities at our quantiles. They must equal the normal tail probabilities
    /// at z, up to a relative error of 10⁻¹⁰. The shapes are from 0.11 to 204.
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

    /// Just below the shape [`LARGE`] the quantile is found by the search, and just above it by the expansion. Both
    /// must agree.
    #[test]
    fn the_expansion_continues_the_search_without_a_jump() {
        for step in -82..=82 {
            let z = f64::from(step) / 10.0;
            let [below, above] = [LARGE * (1.0 - 1e-12), LARGE * (1.0 + 1e-12)].map(|a| ln_rate(a, z, f64::NAN));
            assert!((above - below).abs() < 3e-12, "{z} {}", above - below);
        }
    }

    /// For tiny variations v, the quantile agrees with Cornish and Fisher's expansion up to the term in v³. The first
    /// omitted term is of order v⁴.
    #[test]
    fn tiny_variations_follow_cornish_and_fisher() {
        for v in [1e-9, 1e-6, 1e-5] {
            for z in [-8.3, -1.0, -1e-3, 0.0, 1e-9, 2.0, 8.3_f64] {
                let expected = v * z + v * v * (z * z - 1.0) / 3.0 + v * v * v * (z * z * z - 7.0 * z) / 36.0;
                assert!((gamma_rate(v, z) - 1.0 - expected).abs() < 1e-15 + 1e-11 * (v * z).abs(), "{v} {z}");
            }
        }
        assert_eq!(gamma_rate(0.0, 3.0), 1.0);
    }
}
