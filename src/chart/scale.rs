//! The geometry of a chart: where a value lies on the picture, which value lies under a pointer, where ticks go.

/// The plot inside a picture, in the backend's units, and the values at its edges.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// The last month; the first is 0.
    pub last_month: usize,
    /// The greatest value; the least is 0.
    pub top_value: f64,
}

impl Frame {
    /// The horizontal place of a month.
    pub fn x(&self, month: usize) -> f64 {
        self.left + (self.right - self.left) * month as f64 / self.last_month.max(1) as f64
    }

    /// The vertical place of a value.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * value / self.top_value
    }

    /// The month nearest to a horizontal place, within the plot.
    pub fn month_at(&self, x: f64) -> usize {
        let share = ((x - self.left) / (self.right - self.left).max(1.0)).clamp(0.0, 1.0);
        (share * self.last_month as f64).round() as usize
    }
}

/// Round values from 0 to the first one at or above `greatest`, about `count` steps of 1, 2 or 5 times a power of ten.
/// Without anything above 0: 0 and 1.
pub fn value_ticks(greatest: f64, count: usize) -> Vec<f64> {
    if !greatest.is_finite() || greatest <= 0.0 {
        return vec![0.0, 1.0];
    }
    let rough = greatest / count.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|&step| step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    let steps = (greatest / step - 1e-9).ceil().max(1.0) as usize;
    (0..=steps).map(|at| at as f64 * step).collect()
}

/// Months to mark: whole years where there are several, else parts of one; at most about `count`.
pub fn month_ticks(last_month: usize, count: usize) -> Vec<usize> {
    let steps = [1, 2, 3, 4, 6, 12, 18, 24, 30, 36, 48, 60, 120];
    let fits = |step: &usize| last_month / step <= count.max(1);
    // Best one that ends on the last month.
    let whole = steps.into_iter().find(|step| fits(step) && last_month.is_multiple_of(*step));
    let step = whole.or_else(|| steps.into_iter().find(fits)).unwrap_or(240);
    (0..=last_month).step_by(step).collect()
}

/// Moves labels apart that would overlap: `wanted` centres, each `height` tall, kept within `top..bottom`. Returns the
/// centres in the order given; where there is no room for all they share it evenly.
pub fn spread(wanted: &[f64], height: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let gap = height.min((bottom - top) / wanted.len().max(1) as f64);
    let mut placed = vec![0.0; wanted.len()];
    let mut least = top + gap / 2.0;
    for &at in &order {
        placed[at] = wanted[at].max(least);
        least = placed[at] + gap;
    }
    let mut most = bottom - gap / 2.0;
    for &at in order.iter().rev() {
        placed[at] = placed[at].min(most);
        most = placed[at] - gap;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_places_invert_each_other() {
        let frame = Frame { left: 40.0, top: 10.0, right: 700.0, bottom: 300.0, last_month: 60, top_value: 5e6 };
        for month in 0..=60 {
            assert_eq!(frame.month_at(frame.x(month)), month);
        }
        assert_eq!((frame.month_at(-5.0), frame.month_at(9999.0)), (0, 60));
        assert_eq!((frame.y(0.0), frame.y(5e6)), (300.0, 10.0));
    }

    #[test]
    fn ticks_are_round_and_reach_over_the_greatest() {
        assert_eq!(value_ticks(4.3e6, 5), [0.0, 1e6, 2e6, 3e6, 4e6, 5e6]);
        assert_eq!(value_ticks(0.0, 5), [0.0, 1.0]);
        assert_eq!(value_ticks(f64::NAN, 5), [0.0, 1.0]);
        for exponent in -20..240 {
            let greatest = 1.07f64.powi(exponent);
            let ticks = value_ticks(greatest, 5);
            assert!(ticks.len() <= 7 && *ticks.last().unwrap() >= greatest * (1.0 - 1e-6), "{greatest} {ticks:?}");
        }
        assert_eq!(month_ticks(60, 6), [0, 12, 24, 36, 48, 60]);
        assert_eq!(month_ticks(7, 8), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert!((1..=240).all(|months| month_ticks(months, 4).len() <= 5));
    }

    #[test]
    fn labels_do_not_overlap() {
        let placed = spread(&[100.0, 101.0, 20.0, 100.5], 15.0, 0.0, 120.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 15.0 - 1e-9), "{placed:?}");
        assert!(sorted[0] >= 7.5 && sorted[3] <= 112.5);
        assert!(placed[0] < placed[3] && placed[3] < placed[1], "the order stays");
    }
}
