//! The numbers that a summary gives for each track and month.

use super::track::Track;

/// The levels of the quantiles.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// One quantity over all runs in which it has a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stats {
    /// How many those are. With none, everything else is NaN.
    pub runs: u32,
    pub mean: f64,
    /// With n − 1.
    pub variance: f64,
    /// At [`LEVELS`]; type 7.
    pub quantiles: [f64; 5],
    /// The shares of runs above 0 and at 0: of a gap, the probability that one scenario beats the other, and that they
    /// tie.
    pub above_zero: f64,
    pub at_zero: f64,
}

impl Default for Stats {
    fn default() -> Self {
        let none = f64::NAN;
        Self { runs: 0, mean: none, variance: none, quantiles: [none; 5], above_zero: none, at_zero: none }
    }
}

impl Stats {
    /// How many numbers one takes when encoded.
    const WORDS: usize = 10;

    /// The share of runs below 0.
    pub fn below_zero(&self) -> f64 {
        1.0 - self.above_zero - self.at_zero
    }

    pub fn p05(&self) -> f64 {
        self.quantiles[0]
    }

    pub fn median(&self) -> f64 {
        self.quantiles[2]
    }

    pub fn p95(&self) -> f64 {
        self.quantiles[4]
    }
}

/// Every track, month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    tracks: Vec<Track>,
    runs: u32,
    /// Track after track, each with its months 0..=H.
    stats: Vec<Stats>,
}

impl Summary {
    pub(super) fn new(tracks: Vec<Track>, runs: u32, stats: Vec<Stats>) -> Self {
        Self { tracks, runs, stats }
    }

    /// How many runs it sums up.
    pub fn runs(&self) -> u32 {
        self.runs
    }

    /// The months 0..=H of a track; `None` where it was not asked for.
    pub fn months(&self, track: Track) -> Option<&[Stats]> {
        let at = self.tracks.iter().position(|&known| known == track)?;
        let months = self.stats.len() / self.tracks.len();
        Some(&self.stats[at * months..(at + 1) * months])
    }

    /// Takes the months of some tracks from another summary that has them of more runs, where `is_same` says that they
    /// mean the same.
    pub fn adopt(&mut self, better: &Self, is_same: impl Fn(Track) -> bool) {
        let months = self.stats.len() / self.tracks.len();
        for (at, &track) in self.tracks.iter().enumerate() {
            if let Some(stats) = better.months(track).filter(|stats| stats.len() == months && is_same(track)) {
                self.stats[at * months..(at + 1) * months].copy_from_slice(stats);
            }
        }
    }

    /// As plain numbers, to cross from a worker: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        let numbers = self.stats.iter().flat_map(|stats| {
            let [a, b, c, d, e] = stats.quantiles;
            let runs = f64::from(stats.runs);
            [runs, stats.mean, stats.variance, a, b, c, d, e, stats.above_zero, stats.at_zero]
        });
        std::iter::once(f64::from(self.runs)).chain(numbers).collect()
    }

    /// What [`Self::encode`] wrote, for the tracks that were asked for; `None` where the numbers do not fit them.
    pub fn decode(tracks: &[Track], words: &[f64]) -> Option<Self> {
        let (&runs, numbers) = words.split_first()?;
        if tracks.is_empty() || !numbers.len().is_multiple_of(tracks.len() * Stats::WORDS) {
            return None;
        }
        let stats = numbers
            .chunks_exact(Stats::WORDS)
            .map(|w| Stats {
                runs: w[0] as u32,
                mean: w[1],
                variance: w[2],
                quantiles: [w[3], w[4], w[5], w[6], w[7]],
                above_zero: w[8],
                at_zero: w[9],
            })
            .collect();
        Some(Self { tracks: tracks.to_vec(), runs: runs as u32, stats })
    }
}
