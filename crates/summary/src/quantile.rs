//! Quantiles of type 7 (Hyndman and Fan, 1996): linear interpolation between order statistics. It is the default method
//! of R, NumPy and spreadsheets.

/// Returns the two neighbouring ranks (counted from 0) between which the quantile at `level` of `count` ≥ 1 values
/// lies. The third number is the quantile's position between the two ranks: 0 is at the first rank, 1 at the second.
pub fn ranks(count: u64, level: f64) -> (u64, u64, f64) {
    let position = (count - 1) as f64 * level;
    let low = libm::floor(position);
    let next = (low as u64 + 1).min(count - 1);
    (low as u64, next, position - low)
}

/// Interpolates linearly between two neighbouring order statistics: a `share` of 0 gives `low`, a `share` of 1 gives
/// `high`.
pub fn between(low: f64, high: f64, share: f64) -> f64 {
    low + share * (high - low)
}

/// The quantiles of `values` at `levels`, which must be ascending. There must be at least one value. The function
/// changes the order of `values`.
pub fn of<const N: usize>(values: &mut [f64], levels: [f64; N]) -> [f64; N] {
    let mut start = 0;
    levels.map(|level| {
        let (low, next, share) = ranks(values.len() as u64, level);
        let rest = &mut values[start..];
        let (_, &mut at_low, above) = rest.select_nth_unstable_by(low as usize - start, f64::total_cmp);
        let at_next = if next > low { above.iter().copied().min_by(f64::total_cmp).unwrap_or(at_low) } else { at_low };
        start = low as usize;
        between(at_low, at_next, share)
    })
}

/// The quantiles at `levels` of `values`, which must be in ascending order. Empty if there are no values.
pub fn of_sorted(values: &[f64], levels: &[f64]) -> Vec<f64> {
    let levels = if values.is_empty() { &[] } else { levels };
    let at = |&level: &f64| {
        let (low, next, share) = ranks(values.len() as u64, level);
        between(values[low as usize], values[next as usize], share)
    };
    levels.iter().map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_definition_on_sorted_values() {
        // The expected numbers are the result of R: quantile(c(1, 2, 4, 8, 16), c(.05, .25, .5, .75, .95), type = 7)
        let mut values = [16.0, 2.0, 1.0, 8.0, 4.0];
        assert_eq!(of(&mut values, [0.05, 0.25, 0.5, 0.75, 0.95]), [1.2, 2.0, 4.0, 8.0, 14.399_999_999_999_999]);
        assert_eq!(of(&mut [3.0, 5.0], [0.5]), [4.0]);
        for count in 2..60_u32 {
            let mut values: Vec<f64> = (0..count).map(|i| f64::from(i * 37 % count * 3 % 11)).collect();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let levels = [0.05, 0.25, 0.5, 0.75, 0.95];
            assert_eq!(of(&mut values, levels), *of_sorted(&sorted, &levels));
        }
    }
}
