//! Reading of decimal numbers.

/// Returns the double nearest to a decimal such as `-1.5e3`; infinity for a decimal beyond all doubles; `None` for a
/// text that is not a decimal.
///
/// Only digits, signs, a point and `e` are allowed, because the standard library also reads `inf` and `nan`.
pub fn parse_decimal(text: &str) -> Option<f64> {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if is_decimal { text.parse().ok() } else { None }
}
