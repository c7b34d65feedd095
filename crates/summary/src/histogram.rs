//! A histogram with signed logarithmic bins: order statistics of any number of runs with a relative error of at most
//! 0.5%. (A quantile between two values of opposite sign has the absolute error of these two values.)
//!
//! A bin is one of 128 equal parts of an octave, so its middle lies within 1/256 = 0.4% of every value in it. The
//! number of a value's bin is the top of its bit pattern: exact, the same on every machine, and without a logarithm.

use super::quantile;
use serde::{Deserialize, Serialize};

/// Bits of the mantissa that are part of a bin's number.
const MANTISSA_BITS: u32 = 7;
const DROPPED_BITS: u32 = 52 - MANTISSA_BITS;
/// Values below 2⁻³⁰ (a billionth of a currency unit) count as 0.
const LEAST: f64 = 1.0 / (1u64 << 30) as f64;

/// The counts of the bins of one sign: a window of neighbouring bins, which grows as needed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bins {
    /// The number of the first bin of the window.
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

/// A mergeable summary of the distribution of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Least and greatest value; all quantiles lie between them.
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

/// The number of the bin of a magnitude ≥ [`LEAST`].
fn bin_of(magnitude: f64) -> u32 {
    (magnitude.to_bits() >> DROPPED_BITS) as u32
}

/// The middle of a bin.
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

    /// The values at these ranks (0-based, ascending), each as the middle of its bin.
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

    /// The quantiles of type 7 at ascending levels; empty if no value was counted. `count` is the number of values that
    /// were counted.
    pub fn quantiles(&self, count: u64, levels: &[f64]) -> Vec<f64> {
        if count == 0 {
            return Vec::new();
        }
        let wanted: Vec<_> = levels.iter().map(|&level| quantile::ranks(count, level)).collect();
        // Two passes, each with ascending ranks. In one pass the ranks would have to be sorted first, which costs more.
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
