//! Parsing of decimal numbers.

/// Returns the double nearest to a decimal such as `-1.5e3`. Returns an infinity if the decimal is too large for a
/// double, and `None` if the text is not a decimal.
///
/// The standard library also parses the words `inf` and `nan`. So only digits, signs, a point, `e` and `E` are allowed.
pub fn parse_decimal(text: &str) -> Option<f64> {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if is_decimal { text.parse().ok() } else { None }
}
