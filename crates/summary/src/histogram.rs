//! A histogram with logarithmic bins, for positive and for negative values. It gives order statistics of any number of
//! runs with a relative error of at most 0.5%, except for values so near to 0 that they count as 0. If a quantile is
//! interpolated between a negative and a positive value, its absolute error is at most 0.5% of the larger magnitude.
//!
//! An octave is the interval from one power of two to the next. It is divided into 128 bins of equal width, so the
//! middle of a bin differs from every value in the bin by at most 1/256 = 0.4%. The number of a value's bin is the
//! upper part of the value's bit pattern. So it is exact and the same on every machine, and no logarithm is needed.

use super::quantile;
use serde::{Deserialize, Serialize};

/// The number of mantissa bits in a bin's number. With 7 bits there are 2⁷ = 128 bins in an octave.
const MANTISSA_BITS: u32 = 7;
const DROPPED_BITS: u32 = 52 - MANTISSA_BITS;
/// A value with a magnitude below 2⁻³⁰ (about a billionth of a currency unit) counts as 0.
const LEAST: f64 = 1.0 / (1u64 << 30) as f64;

/// The counts of the bins of one sign. They are stored for a range of neighbouring bins, which grows as needed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bins {
    /// The number of the first bin in this range.
    first: u32,
    counts: Vec<u32>,
}

impl Bins {
    fn add(&mut self, bin: u32, count: u32) {
        if self.counts.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            let missing = (self.first - bin) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, missing));
            self.first = bin;
        }
        let at = (bin - self.first) as usize;
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += count;
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, u32)> {
        self.counts.iter().enumerate().map(|(at, &count)| (self.first + at as u32, count))
    }
}

/// The distribution of some values, as counts of values in bins. Histograms can be merged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The exact least and greatest value. Every returned value is clamped to this range.
    least: f64,
    greatest: f64,
    negative: Bins,
    zeros: u32,
    positive: Bins,
}

impl Default for Histogram {
    fn default() -> Self {
        let (negative, positive) = (Bins::default(), Bins::default());
        Self { least: f64::INFINITY, greatest: f64::NEG_INFINITY, negative, zeros: 0, positive }
    }
}

/// The number of the bin that contains `magnitude`, which must be at least [`LEAST`].
fn bin_of(magnitude: f64) -> u32 {
    (magnitude.to_bits() >> DROPPED_BITS) as u32
}

/// The middle of the bin with this number.
fn middle(bin: u32) -> f64 {
    let low = f64::from_bits(u64::from(bin) << DROPPED_BITS);
    let high = f64::from_bits(u64::from(bin + 1) << DROPPED_BITS);
    0.5 * (low + high)
}

impl Histogram {
    /// Counts one value. An undefined value (NaN) is not counted.
    pub fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.least = self.least.min(value);
        self.greatest = self.greatest.max(value);
        if value.abs() < LEAST {
            self.zeros += 1;
        } else if value < 0.0 {
            self.negative.add(bin_of(-value), 1);
        } else {
            self.positive.add(bin_of(value), 1);
        }
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Self) {
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
        self.zeros += other.zeros;
        for (bins, more) in [(&mut self.negative, &other.negative), (&mut self.positive, &other.positive)] {
            more.iter().filter(|&(_, count)| count > 0).for_each(|(bin, count)| bins.add(bin, count));
        }
    }

    /// The order statistics at `ranks`, which count from 0 and must be ascending. Each is approximated by the middle of
    /// its bin.
    fn at_ranks(&self, ranks: impl Iterator<Item = u64>) -> Vec<f64> {
        let negative = self.negative.iter().rev().map(|(bin, count)| (-middle(bin), count));
        let positive = self.positive.iter().map(|(bin, count)| (middle(bin), count));
        let mut steps = negative.chain([(0.0, self.zeros)]).chain(positive).filter(|&(_, count)| count > 0);
        let (mut value, mut below) = (0.0, 0);
        ranks
            .map(|rank| {
                while below <= rank {
                    let Some((next, count)) = steps.next() else { break };
                    value = next;
                    below += u64::from(count);
                }
                value.max(self.least).min(self.greatest)
            })
            .collect()
    }

    /// The quantiles at `levels`, which must be ascending, by linear interpolation between order statistics (type 7).
    /// `count` is the number of values that were counted. The result is empty if `count` is 0.
    pub fn quantiles(&self, count: u64, levels: &[f64]) -> Vec<f64> {
        if count == 0 {
            return Vec::new();
        }
        let wanted: Vec<_> = levels.iter().map(|&level| quantile::ranks(count, level)).collect();
        // Each quantile needs the values at two neighbouring ranks. The lower ranks are looked up in one pass and the
        // upper ranks in a second pass, because each of these lists is ascending. A single pass would have to sort all
        // ranks first, which costs more.
        let lows = self.at_ranks(wanted.iter().map(|&(low, _, _)| low));
        let nexts = self.at_ranks(wanted.iter().map(|&(_, next, _)| next));
        let ends = lows.into_iter().zip(nexts);
        ends.zip(wanted).map(|((low, next), (_, _, share))| quantile::between(low, next, share)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_within_half_a_percent() {
        let values: Vec<f64> = (-5000..5000).map(|i| f64::from(i).powi(3) * 1.7e-3).collect();
        let mut histogram = Histogram::default();
        values.iter().rev().for_each(|&value| histogram.add(value));
        let ranks = 0..values.len() as u64;
        for (value, read) in values.iter().zip(histogram.at_ranks(ranks)) {
            assert!((read - value).abs() <= 0.005 * value.abs() + LEAST, "{value} {read}");
        }
    }

    #[test]
    fn merging_and_serializing_lose_nothing() {
        let (mut whole, mut left, mut right) = (Histogram::default(), Histogram::default(), Histogram::default());
        for i in 0..10_000_i32 {
            let value = f64::from((i - 4000) * (i % 31)) * 0.37;
            Histogram::add(&mut whole, value);
            if i % 3 == 0 { Histogram::add(&mut left, value) } else { Histogram::add(&mut right, value) }
        }
        right.merge(&left);
        let ranks = [0, 5, 5000, 9999];
        assert_eq!(whole.at_ranks(ranks.into_iter()), right.at_ranks(ranks.into_iter()));
        let bytes = postcard::to_allocvec(&right).unwrap();
        assert_eq!(postcard::from_bytes(&bytes), Ok(right));
    }
}
