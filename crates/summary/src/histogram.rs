//! Counts of values in signed logarithmic bins: order statistics of any number of runs with a relative error of at most
//! 0.5%. (A quantile between two of opposite sign is as near as its neighbours are.)
//!
//! A bin is one of 128 equal parts of an octave, so that its middle lies within 1/256 = 0.4% of every value in it. The
//! bin of a value is the top of its bit pattern: exact, the same on every machine, and without a logarithm.

use super::quantile;
use super::wire::{count, list, whole, word};

/// Bits of the mantissa that a bin keeps.
const MANTISSA_BITS: u32 = 7;
const DROPPED_BITS: u32 = 52 - MANTISSA_BITS;
/// Values below 2⁻³⁰ (a billionth of a currency unit) count as 0.
const LEAST: f64 = 1.0 / (1u64 << 30) as f64;
/// No value's bin is as high.
const BINS: usize = 1 << (11 + MANTISSA_BITS);

/// Counts of the bins of one sign, a window of bins that grows as needed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bins {
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
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Least and greatest value; no quantile lies beyond.
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

/// The bin of a magnitude ≥ [`LEAST`].
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
    /// Counts one value; one that is undefined (NaN) does not count.
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

    /// Adds the counts of another.
    pub fn absorb(&mut self, other: &Self) {
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

    /// The quantiles of type 7 at ascending levels of the `count` values that were counted; none where that is none.
    pub fn quantiles(&self, count: u64, levels: &[f64]) -> Vec<f64> {
        if count == 0 {
            return Vec::new();
        }
        let wanted: Vec<_> = levels.iter().map(|&level| quantile::ranks(count, level)).collect();
        // Two passes, each of ascending ranks: the two together are not, and to sort them costs more.
        let lows = self.at_ranks(wanted.iter().map(|&(low, _, _)| low));
        let nexts = self.at_ranks(wanted.iter().map(|&(_, next, _)| next));
        let ends = lows.into_iter().zip(nexts);
        ends.zip(wanted).map(|((low, next), (_, _, share))| quantile::between(low, next, share)).collect()
    }

    /// The counts as numbers, see [`Self::decode`].
    pub fn encode(&self, out: &mut Vec<f64>) {
        out.extend([self.least, self.greatest, f64::from(self.zeros)]);
        for bins in [&self.negative, &self.positive] {
            out.push(f64::from(bins.first));
            out.push(bins.counts.len() as f64);
            out.extend(bins.counts.iter().map(|&count| f64::from(count)));
        }
    }

    /// What [`Self::encode`] wrote.
    pub fn decode(words: &mut &[f64]) -> Option<Self> {
        let (least, greatest, zeros) = (word(words)?, word(words)?, count(words)?);
        let mut bins = || {
            let (first, counts) = (count(words)?, list(words)?);
            let counts: Vec<u32> = counts.iter().map(|&count| whole(count)).collect::<Option<_>>()?;
            (first as usize + counts.len() <= BINS).then_some(Bins { first, counts })
        };
        Some(Self { least, greatest, negative: bins()?, zeros, positive: bins()? })
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
    fn merging_and_encoding_lose_nothing() {
        let (mut whole, mut left, mut right) = (Histogram::default(), Histogram::default(), Histogram::default());
        for i in 0..10_000_i32 {
            let value = f64::from((i - 4000) * (i % 31)) * 0.37;
            Histogram::add(&mut whole, value);
            if i % 3 == 0 { Histogram::add(&mut left, value) } else { Histogram::add(&mut right, value) }
        }
        right.absorb(&left);
        let ranks = [0, 5, 5000, 9999];
        assert_eq!(whole.at_ranks(ranks.into_iter()), right.at_ranks(ranks.into_iter()));
        let mut words = Vec::new();
        right.encode(&mut words);
        assert_eq!(Histogram::decode(&mut words.as_slice()), Some(right));
    }
}
