//! Ticks of axes: round values, powers of ten, and months.

/// A round number: the smallest product of a power of ten and one of the factors in `steps` that is at least `rough`. A
/// product that is less than 0.1% below `rough` is accepted. `rough` must be above 0.
pub(super) fn round_step(rough: f64, steps: &[f64]) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let step = steps.iter().map(|times| times * power).find(|&step| step >= rough * 0.999);
    step.unwrap_or(10.0 * power)
}

/// Round values that cover the range from `low` to `high` and also 0. The step from one value to the next is 1, 2 or 5
/// times a power of ten, and there are about `count` steps. Returns 0 and 1 if `low` and `high` are both 0 or both NaN,
/// or if one of them is infinite.
pub fn value_ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let (low, high) = (low.min(0.0), high.max(0.0));
    if !(high - low).is_finite() || high <= low {
        return vec![0.0, 1.0];
    }
    let step = round_step((high - low) / count.max(1) as f64, &[1.0, 2.0, 5.0]);
    let below = (-low / step - 1e-9).ceil().max(0.0) as i64;
    let above = (high / step - 1e-9).ceil().max(if below > 0 { 0.0 } else { 1.0 }) as i64;
    (-below..=above).map(|at| at as f64 * step).collect()
}

/// At most `count` round values between `low` and `high`. Returns no values if `high` is not above `low`.
pub fn inner_ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    if count == 0 || !(high > low && (high - low).is_finite()) {
        return Vec::new();
    }
    let step = round_step((high - low) / count as f64, &[1.0, 2.0, 5.0]);
    let (first, last) = ((low / step - 1e-6).ceil() as i64, (high / step + 1e-6).floor() as i64);
    (first..=last).take(count).map(|at| at as f64 * step).collect()
}

/// Ticks of a logarithmic axis that covers the range from `low` to `high`. The ticks are powers of ten. If there are
/// few powers of ten in the range, there are also ticks at 2 and 5 times each power. The axis spans at most six powers
/// of ten, and lower values are cut off. Both `low` and `high` should be above 0; if `low` is not, the ticks are 1 and
/// 10.
pub fn log_ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    const POWERS_MAX: i32 = 6;
    if !(low > 0.0 && high.is_finite() && high >= low) {
        return vec![1.0, 10.0];
    }
    let last = high.log10().ceil() as i32;
    let first = (low.log10().floor() as i32).clamp(last - POWERS_MAX, last - 1);
    let powers = (last - first) as usize;
    let times: &[f64] = if 3 * powers <= count.max(3) { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let all = (first..=last).flat_map(|power| times.iter().map(move |times| times * 10f64.powi(power)));
    let all: Vec<f64> = all.collect();
    // The ticks begin at the last value that is at most `low`, and end at the first value that is at least `high`.
    let from = all.iter().rposition(|&tick| tick <= low * 1.000_001).unwrap_or(0);
    let to = all.iter().position(|&tick| tick >= high * 0.999_999).unwrap_or(all.len() - 1);
    let ticks = &all[from..=to.max(from)];
    if ticks.len() > 1 { ticks.to_vec() } else { vec![10f64.powi(first), 10f64.powi(last)] }
}

/// The months that have a tick. There are about `count` of them, or fewer. They are the multiples of 1, 3, 6 or 12
/// months. If the axis is long, they are the multiples of several years.
pub fn month_ticks(last_month: usize, count: usize) -> Vec<usize> {
    let steps = [1, 3, 6, 12, 24, 36, 48, 60, 120];
    let step = steps.into_iter().find(|step| last_month / step <= count.max(1)).unwrap_or(240);
    (0..=last_month).step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_over_both_ends() {
        assert_eq!(value_ticks(0.0, 4.3e6, 5), [0.0, 1e6, 2e6, 3e6, 4e6, 5e6]);
        assert_eq!(value_ticks(-1.2e6, 4.3e6, 5), [-2e6, 0.0, 2e6, 4e6, 6e6]);
        assert_eq!(value_ticks(-90.0, -10.0, 4), [-100.0, -50.0, 0.0]);
        assert_eq!(value_ticks(0.0, 0.0, 5), [0.0, 1.0]);
        assert_eq!(value_ticks(f64::NAN, f64::NAN, 5), [0.0, 1.0]);
        for exponent in -20..240 {
            let greatest = 1.07f64.powi(exponent);
            for low in [0.0, -0.3 * greatest] {
                let ticks = value_ticks(low, greatest, 5);
                assert!(ticks.len() <= 8 && *ticks.last().unwrap() >= greatest * (1.0 - 1e-6), "{greatest} {ticks:?}");
                assert!(ticks[0] <= low && ticks.contains(&0.0));
            }
        }
        assert_eq!(month_ticks(60, 6), [0, 12, 24, 36, 48, 60]);
        assert_eq!(month_ticks(7, 8), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(month_ticks(36, 7), [0, 6, 12, 18, 24, 30, 36]);
        assert_eq!(month_ticks(36, 5), [0, 12, 24, 36]);
        assert!((1..=240).all(|months| month_ticks(months, 4).len() <= 5));
    }

    #[test]
    fn inner_ticks_stay_inside() {
        assert_eq!(inner_ticks(1.1e6, 1.9e6, 4), [1.2e6, 1.4e6, 1.6e6, 1.8e6]);
        assert_eq!(inner_ticks(-2.0, 2.0, 5), [-2.0, -1.0, 0.0, 1.0, 2.0]);
        assert_eq!(
            inner_ticks(3.0, 3.0, 5).len() + inner_ticks(f64::NAN, 1.0, 5).len() + inner_ticks(0.0, 1.0, 0).len(),
            0
        );
        for count in 1..12 {
            assert!(inner_ticks(0.17, 0.93, count).len() <= count);
        }
    }

    #[test]
    fn logarithmic_ticks_are_powers_and_parts_of_them() {
        assert_eq!(log_ticks(1200.0, 4.3e6, 5), [1e3, 1e4, 1e5, 1e6, 1e7]);
        assert_eq!(log_ticks(30.0, 400.0, 6), [20.0, 50.0, 100.0, 200.0, 500.0]);
        assert_eq!(log_ticks(1e-9, 1e9, 6).len(), 7);
        assert_eq!(log_ticks(0.0, 5.0, 6), [1.0, 10.0]);
        for exponent in -100..100 {
            let (low, high) = (1.3f64.powi(exponent), 1.3f64.powi(exponent + 9));
            let ticks = log_ticks(low, high, 6);
            assert!(ticks.len() > 1 && ticks[0] <= low && *ticks.last().unwrap() >= high * 0.999, "{low} {ticks:?}");
        }
    }
}
