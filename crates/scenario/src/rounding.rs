//! Rounding of numbers to a few digits.

/// Rounds `value` to this number of significant digits. For example, 0.034567 rounded to three digits is 0.0346.
/// Returns 0, infinities and NaN unchanged.
pub fn round_to_digits(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    // The power of ten is never below 1. A double can represent 10² exactly, but not 10⁻². With an exact power, the
    // result is the double nearest to the rounded decimal.
    let decimals = digits - 1 - libm::floor(libm::log10(value.abs())) as i32;
    let power = libm::pow(10.0, f64::from(decimals.abs()));
    if decimals < 0 { libm::round(value / power) * power } else { libm::round(value * power) / power }
}

/// Rounds to nine decimals. This removes the rounding errors of earlier arithmetic: 0.30000000000000004 becomes 0.3.
pub(super) fn strip_float_noise(value: f64) -> f64 {
    libm::round(value * 1e9) / 1e9
}
