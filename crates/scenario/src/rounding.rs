//! Rounding of numbers to a few digits.

/// Rounds to a number of significant digits: 0.034567 in three is 0.0346. Returns 0, infinities and NaN as they are.
pub fn round_to_digits(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    // Only whole powers of ten are multiplied or divided by, so that the result is the double nearest to a short
    // decimal.
    let decimals = digits - 1 - libm::floor(libm::log10(value.abs())) as i32;
    let power = libm::pow(10.0, f64::from(decimals.abs()));
    if decimals < 0 { libm::round(value / power) * power } else { libm::round(value * power) / power }
}

/// Rounds to nine decimals, which removes the rounding errors of earlier arithmetic: 0.30000000000000004 becomes 0.3.
pub(super) fn strip_float_noise(value: f64) -> f64 {
    libm::round(value * 1e9) / 1e9
}
