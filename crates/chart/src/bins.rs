//! Bins of equal width, for histograms and dot plots.

use super::extent::extent;
use super::ticks::round_step;

/// A row of bins of equal width. The upper edge of each bin is the lower edge of the next bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bins {
    /// The lower edge of the first bin.
    pub low: f64,
    pub width: f64,
    pub count: usize,
}

impl Bins {
    /// About 20 to 40 bins with round edges that cover the values from `low` to `high`. With `is_whole`, the values are
    /// whole numbers, and each edge lies half way between two whole numbers. There may be fewer bins then, because no
    /// bin is narrower than 1. If `low` and `high` are equal, about ten bins surround the value. The value 0 is an
    /// exception: it is in the first of eleven bins. Without values (both NaN) there is one bin from 0 to 1.
    pub fn over((low, high): (f64, f64), is_whole: bool) -> Self {
        const COUNT_MAX: f64 = 40.0;
        let extent = high - low;
        let size = low.abs().max(high.abs());
        if !(size > 0.0 && extent.is_finite()) {
            let (low, count) = if low.is_finite() { (-0.5, 11) } else { (0.0, 1) };
            return Self { low, width: 1.0, count };
        }
        // A bin is at least as wide as a billionth of the greatest absolute value, so that rounding errors of doubles
        // are small compared with a bin.
        let rough = if extent > 0.0 { (extent / COUNT_MAX).max(1e-9 * size) } else { 0.02 * size };
        let width = match is_whole {
            true if rough <= 1.0 => 1.0,
            true => round_step(rough, &[1.0, 2.0, 4.0, 5.0]),
            false => round_step(rough, &[1.0, 2.0, 2.5, 4.0, 5.0]),
        };
        let (shift, margin) = (if is_whole { 0.5 } else { 0.0 }, if extent > 0.0 { 0.0 } else { 5.0 });
        let first = ((low + shift) / width + 1e-9).floor() - margin;
        let last = ((high + shift) / width - 1e-9).ceil() + margin;
        Self { low: first * width - shift, width, count: (last - first).clamp(1.0, 2.0 * COUNT_MAX) as usize }
    }

    /// Bins that cover some lists of ascending values. Values may lie on a lattice, as multiples of one price do. If
    /// the step of the lattice is at least a quarter of the usual width of a bin, the width is chosen so that each bin
    /// holds the same number of lattice points. With unequal numbers, some bins would look like peaks of the
    /// distribution.
    pub fn of(lists: &[&[f64]], is_whole: bool) -> Self {
        let ends: Vec<f64> =
            lists.iter().flat_map(|values| values.first().into_iter().chain(values.last())).copied().collect();
        let (low, high) = extent(&ends);
        let plain = Self::over((low, high), is_whole);
        let Some(step) = lattice(lists).filter(|step| !is_whole && 4.0 * step >= plain.width) else { return plain };
        let width = (plain.width / step).round().max(1.0) * step;
        let low = low - 0.5 * step;
        Self { low, width, count: ((high - low) / width).ceil().clamp(1.0, 80.0) as usize }
    }

    /// The upper edge of the bin with this index.
    pub fn upper(&self, bin: usize) -> f64 {
        self.low + (bin + 1) as f64 * self.width
    }

    /// The position of a value on an axis that counts bins: 0 is the middle of the first bin, 1 is the middle of the
    /// second bin, and so on.
    pub fn column(&self, value: f64) -> f64 {
        (value - self.low) / self.width - 0.5
    }

    /// The number of the ascending values in each bin. A bin holds the values above its lower edge and up to its upper
    /// edge. The first bin also holds all lower values, and the last bin all greater values.
    pub fn counts(&self, ascending: &[f64]) -> Vec<usize> {
        let upto = |bin: usize| match bin + 1 == self.count {
            true => ascending.len(),
            false => ascending.partition_point(|&value| value <= self.upper(bin)),
        };
        (0..self.count).map(|bin| upto(bin) - if bin == 0 { 0 } else { upto(bin - 1) }).collect()
    }
}

/// The step of the lattice on which at least four fifths of all values lie. A lattice is a set of equally spaced
/// numbers. Returns `None` if there is no such lattice.
fn lattice(lists: &[&[f64]]) -> Option<f64> {
    // A value that occurs only once or twice may be a quantile that was interpolated between two points of the lattice.
    // Only values that occur at least this often define the lattice.
    const OFTEN: usize = 3;
    let is_same = |a: &f64, b: &f64| b - a <= 1e-9 * b.abs();
    let (mut step, mut origin) = (f64::INFINITY, f64::NAN);
    for values in lists {
        let often = values.chunk_by(is_same).filter(|same| same.len() >= OFTEN).map(|same| same[0]);
        let mut last = f64::NEG_INFINITY;
        for value in often {
            (step, last) = (step.min(value - last), value);
            origin = value;
        }
    }
    let is_on = |value: &&f64| {
        let place = (**value - origin) / step;
        (place - place.round()).abs() < 1e-6
    };
    let (all, on) =
        lists.iter().fold((0, 0), |(all, on), values| (all + values.len(), on + values.iter().filter(is_on).count()));
    (step.is_finite() && 5 * on >= 4 * all).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_of_a_lattice_hold_equally_many_points() {
        let values: Vec<f64> = (0..1000).map(|at| 900_000.0 * f64::from(8 + at / 40)).collect();
        let other: Vec<f64> = values.iter().map(|value| value + 1.8e6).collect();
        let bins = Bins::of(&[&values, &other], false);
        assert_eq!((bins.width, bins.low), (900_000.0, 6.75e6));
        assert!(bins.counts(&values)[..25].iter().all(|&count| count == 40), "{bins:?}");
        let few: Vec<f64> = (0..1000).map(|at| 5.0 * f64::from(at / 400)).collect();
        assert_eq!(Bins::of(&[&few], false), Bins { low: -2.5, width: 5.0, count: 3 });
        let free: Vec<f64> = (0..1000).map(|at| f64::from(at).sqrt()).collect();
        assert_eq!(Bins::of(&[&free], false), Bins::over((0.0, free[999]), false));
        assert_eq!(Bins::of(&[&[7.0; 9]], false), Bins::over((7.0, 7.0), false));
    }

    #[test]
    fn bins_are_round_and_hold_everything() {
        let bins = Bins::over((1.13e6, 1.98e6), false);
        assert_eq!(bins, Bins { low: 1.125e6, width: 25_000.0, count: 35 });
        assert_eq!(bins.counts(&[1.13e6, 1.15e6, 1.150_001e6, 1.98e6])[..2], [2, 1]);
        assert_eq!(bins.counts(&[1.98e6])[34], 1);
        for exponent in -40..200 {
            let (low, high) = (1.31f64.powi(exponent) - 2.0, 1.31f64.powi(exponent + 5));
            let bins = Bins::over((low, high), false);
            assert!((15..=42).contains(&bins.count), "{low} {high} {bins:?}");
            assert!(bins.low <= low && bins.upper(bins.count - 1) >= high * (1.0 - 1e-9));
            assert_eq!(bins.counts(&[low, low, high]).iter().sum::<usize>(), 3);
        }
    }

    #[test]
    fn whole_numbers_have_edges_between_them() {
        let bins = Bins::over((3.0, 9.0), true);
        assert_eq!(bins, Bins { low: 2.5, width: 1.0, count: 7 });
        assert_eq!(bins.counts(&[3.0, 4.0, 4.0, 9.0]), [1, 2, 0, 0, 0, 0, 1]);
        let bins = Bins::over((0.0, 399.0), true);
        assert_eq!((bins.low, bins.width, bins.count), (-0.5, 10.0, 40));
    }

    #[test]
    fn a_single_value_no_values_and_close_values_have_bins() {
        for is_whole in [false, true] {
            for value in [0.0, 7.0, -2.5e9, 1e-12, 1e12] {
                let bins = Bins::over((value, value), is_whole);
                assert_eq!(bins.counts(&[value; 9]).iter().max(), Some(&9), "{value} {bins:?}");
                assert!(bins.low < value && value < bins.upper(bins.count - 1) && bins.count < 60);
            }
            let bins = Bins::over((f64::NAN, f64::NAN), is_whole);
            assert_eq!((bins.count, bins.counts(&[])), (1, vec![0]));
            assert!(Bins::over((1e12, 1e12 + 0.001), is_whole).count >= 1);
        }
    }
}
