//! The tolerance for the rounding errors of floating-point sums, and a sort that uses it.

/// The relative tolerance: if two values differ by at most this share of their size, they count as equal. For example,
/// a mechanism that is switched on but has no effect changes the order of additions, and so the last digits of a sum.
pub const RELATIVE_TOLERANCE: f64 = 1e-9;

/// Sorts by a value, the greatest first. The values are first rounded to multiples of `scale` times the tolerance.
/// Items with equal rounded values keep their order.
pub fn sort_descending<T>(list: &mut [T], scale: f64, value: impl Fn(&T) -> f64) {
    let unit = f64::max(RELATIVE_TOLERANCE * scale.abs(), f64::MIN_POSITIVE);
    // Adding 0 turns −0 into 0. Otherwise `total_cmp` would sort −0 below 0.
    let level = |item: &T| libm::round(value(item) / unit) + 0.0;
    list.sort_by(|a, b| level(b).total_cmp(&level(a)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_by_rounding_errors_keep_their_order() {
        let mut list = [("a", 1.0), ("b", 5.0), ("c", 1.0 + 1e-12), ("d", -1e-12), ("e", 0.0), ("f", -1.0)];
        sort_descending(&mut list, 1.0, |item| item.1);
        assert_eq!(list.map(|item| item.0), ["b", "a", "c", "d", "e", "f"]);
        // With the scale 0 the values are hardly rounded, so that only exactly equal values keep their order.
        sort_descending(&mut list, 0.0, |item| item.1);
        assert_eq!(list.map(|item| item.0), ["b", "c", "a", "e", "d", "f"]);
    }
}
