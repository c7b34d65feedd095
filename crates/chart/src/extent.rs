//! The extent of a list of numbers.

/// The least and the greatest of the finite numbers in the list. Both are NaN if no number is finite.
pub fn extent(values: &[f64]) -> (f64, f64) {
    let (mut least, mut greatest) = (f64::NAN, f64::NAN);
    for &value in values.iter().filter(|value| value.is_finite()) {
        (least, greatest) = (value.min(least), value.max(greatest));
    }
    (least, greatest)
}
