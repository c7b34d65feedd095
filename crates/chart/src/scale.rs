//! The geometry of a chart: where a value lies on the picture, which value lies under a pointer, where ticks go.

/// The plot inside a picture, in the backend's units, what its places stand for, and the values at its edges.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub across: Across,
    /// How many rows there are to point at, from the top; one where values are read off by column alone.
    pub rows: usize,
    pub up: Up,
}

/// What lies side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Across {
    /// Months or ages 0 to this one, from edge to edge.
    Months(usize),
    /// So many cells of equal width.
    Cells(usize),
}

impl Default for Across {
    fn default() -> Self {
        Self::Months(0)
    }
}

/// The vertical axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Up {
    pub low: f64,
    pub high: f64,
    /// Equal ratios are equally far apart; both ends are above 0 then.
    pub is_log: bool,
}

impl Default for Up {
    fn default() -> Self {
        Self { low: 0.0, high: 1.0, is_log: false }
    }
}

impl Up {
    /// Where a value lies between the ends: 0 at the low one, 1 at the high one. NaN where it has no place.
    pub fn share(&self, value: f64) -> f64 {
        if self.is_log {
            libm::log(value.max(self.low) / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }
}

impl Frame {
    /// How many places there are to point at from left to right.
    pub fn columns(&self) -> usize {
        match self.across {
            Across::Months(last) => last + 1,
            Across::Cells(count) => count,
        }
    }

    /// The horizontal place of a column; of a cell, its middle.
    pub fn x(&self, column: usize) -> f64 {
        self.x_of(column as f64)
    }

    /// The same between two columns.
    pub fn x_of(&self, column: f64) -> f64 {
        let share = match self.across {
            Across::Months(last) => column / last.max(1) as f64,
            Across::Cells(count) => (column + 0.5) / count.max(1) as f64,
        };
        self.left + (self.right - self.left) * share
    }

    /// The vertical place of a value.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * self.up.share(value)
    }

    /// The column nearest to a horizontal place, within the plot.
    pub fn column_at(&self, x: f64) -> usize {
        let share = ((x - self.left) / (self.right - self.left).max(1.0)).clamp(0.0, 1.0);
        let last = self.columns().saturating_sub(1);
        match self.across {
            Across::Months(last) => (share * last as f64).round() as usize,
            Across::Cells(count) => ((share * count as f64) as usize).min(last),
        }
    }

    /// The row at a vertical place, within the plot.
    pub fn row_at(&self, y: f64) -> usize {
        let share = ((y - self.top) / (self.bottom - self.top).max(1.0)).clamp(0.0, 1.0);
        ((share * self.rows as f64) as usize).min(self.rows.saturating_sub(1))
    }

    /// The middle of a row.
    pub fn y_of_row(&self, row: usize) -> f64 {
        self.top + (self.bottom - self.top) * (row as f64 + 0.5) / self.rows.max(1) as f64
    }
}

/// Where a value lies among ascending ones that are drawn evenly far apart: whole at each of them, 0 at the first.
/// Beyond the ends as if they went on as they are there.
pub fn place_among(ascending: &[f64], value: f64) -> f64 {
    let next = ascending.partition_point(|&other| other <= value).clamp(1, ascending.len().max(2) - 1);
    match (ascending.get(next - 1), ascending.get(next)) {
        (Some(low), Some(high)) => (next - 1) as f64 + (value - low) / (high - low),
        // Next to a single one there is no measure.
        (Some(only), None) if *only == value => 0.0,
        _ => f64::NAN,
    }
}

/// The least of some steps times a power of ten that is not less than `rough`, which is above 0.
pub(super) fn round_step(rough: f64, steps: &[f64]) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let step = steps.iter().map(|times| times * power).find(|&step| step >= rough * 0.999);
    step.unwrap_or(10.0 * power)
}

/// Round values that reach from `low` or below to `high` or above, about `count` steps of 1, 2 or 5 times a power of ten,
/// 0 among them where it lies between. Without any extent: 0 and 1.
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

/// Round values between two others, those included: at most `count`.
pub fn inner_ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    if count == 0 || !(high > low && (high - low).is_finite()) {
        return Vec::new();
    }
    let step = round_step((high - low) / count as f64, &[1.0, 2.0, 5.0]);
    let (first, last) = ((low / step - 1e-6).ceil() as i64, (high / step + 1e-6).floor() as i64);
    (first..=last).take(count).map(|at| at as f64 * step).collect()
}

/// Round values for a logarithmic axis from `low` or below to `high` or above, both above 0: powers of ten, with 2 and 5
/// times them between where there are few. No axis spans more than six powers: what lies lower is cut off.
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
    // From the last one at or below the least value to the first one at or above the greatest.
    let from = all.iter().rposition(|&tick| tick <= low * 1.000_001).unwrap_or(0);
    let to = all.iter().position(|&tick| tick >= high * 0.999_999).unwrap_or(all.len() - 1);
    let ticks = &all[from..=to.max(from)];
    if ticks.len() > 1 { ticks.to_vec() } else { vec![10f64.powi(first), 10f64.powi(last)] }
}

/// Months to mark: whole years where there are several, else parts that whole years fall on; at most about `count`.
pub fn month_ticks(last_month: usize, count: usize) -> Vec<usize> {
    let steps = [1, 3, 6, 12, 24, 36, 48, 60, 120];
    let step = steps.into_iter().find(|step| last_month / step <= count.max(1)).unwrap_or(240);
    (0..=last_month).step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(across: Across, up: Up) -> Frame {
        Frame { left: 40.0, top: 10.0, right: 700.0, bottom: 300.0, across, rows: 7, up }
    }

    #[test]
    fn columns_rows_and_places_invert_each_other() {
        for across in [Across::Months(60), Across::Cells(61), Across::Cells(1), Across::Months(0)] {
            let frame = frame(across, Up::default());
            for column in 0..frame.columns() {
                assert_eq!(frame.column_at(frame.x(column)), column);
            }
            assert_eq!((frame.column_at(-5.0), frame.column_at(9999.0)), (0, frame.columns() - 1));
            for row in 0..7 {
                assert_eq!(frame.row_at(frame.y_of_row(row)), row);
            }
        }
        let linear = frame(Across::Months(60), Up { low: -5e6, high: 5e6, is_log: false });
        assert_eq!((linear.y(-5e6), linear.y(0.0), linear.y(5e6)), (300.0, 155.0, 10.0));
        let log = frame(Across::Months(60), Up { low: 1.0, high: 1e4, is_log: true });
        assert_eq!((log.y(1.0), log.y(100.0), log.y(1e4), log.y(0.0)), (300.0, 155.0, 10.0, 300.0));
    }

    #[test]
    fn values_have_places_among_others() {
        let among = [1.0, 2.0, 4.0, 8.0];
        let places = [0.5, 1.0, 1.5, 2.0, 5.0, 8.0, 10.0].map(|value| place_among(&among, value));
        assert_eq!(places, [-0.5, 0.0, 0.5, 1.0, 2.25, 3.0, 3.5]);
        assert_eq!(place_among(&[7.0], 7.0), 0.0);
        assert!(place_among(&[7.0], 8.0).is_nan() && place_among(&[], 8.0).is_nan());
        assert!(place_among(&among, f64::NAN).is_nan());
    }

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
