//! The summary of a job: figures of each track and month.

use super::detail::Details;
use super::track::Track;
use serde::{Deserialize, Serialize};

/// The levels of the quantiles of each month.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Figures of one track in one month, over all runs in which it has a value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stats {
    /// The number of these runs. If it is 0, all other figures are NaN.
    pub runs: u32,
    pub mean: f64,
    /// The sample variance, with the divisor n − 1.
    pub variance: f64,
    /// The quantiles of type 7 at [`LEVELS`].
    pub quantiles: [f64; 5],
    /// The share of runs above 0. For a gap it is the probability that one scenario beats the other.
    pub above_zero: f64,
    /// The share of runs at 0. For a gap it is the probability of a tie.
    pub at_zero: f64,
}

impl Default for Stats {
    fn default() -> Self {
        let none = f64::NAN;
        Self { runs: 0, mean: none, variance: none, quantiles: [none; 5], above_zero: none, at_zero: none }
    }
}

impl Stats {
    /// The share of runs below 0.
    pub fn below_zero(&self) -> f64 {
        1.0 - self.above_zero - self.at_zero
    }

    /// The 5th percentile.
    pub fn p05(&self) -> f64 {
        self.quantiles[0]
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.quantiles[2]
    }

    /// The 95th percentile.
    pub fn p95(&self) -> f64 {
        self.quantiles[4]
    }
}

/// The figures of every requested track, month by month, and the details of some.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    tracks: Vec<Track>,
    runs: u32,
    /// Track after track, each with its months 0..=H.
    stats: Vec<Stats>,
    details: Option<Details>,
}

impl Summary {
    pub(super) fn new(tracks: Vec<Track>, runs: u32, stats: Vec<Stats>, details: Option<Details>) -> Self {
        Self { tracks, runs, stats, details }
    }

    /// The number of runs that are summed up.
    pub fn runs(&self) -> u32 {
        self.runs
    }

    /// The figures of a track in the months 0..=H; `None` if the track was not requested.
    pub fn months(&self, track: Track) -> Option<&[Stats]> {
        let at = self.tracks.iter().position(|&known| known == track)?;
        let months = self.month_count();
        Some(&self.stats[at * months..(at + 1) * months])
    }

    /// H + 1.
    fn month_count(&self) -> usize {
        self.stats.len() / self.tracks.len()
    }

    /// The month of the distributions; `None` if no detail was requested.
    pub fn spread_month(&self) -> Option<u32> {
        self.details.as_ref().map(|details| details.month)
    }

    /// The distribution of a track's values at [`Self::spread_month`]: [`SPREAD_POINTS`](super::SPREAD_POINTS) equally
    /// likely values in ascending order, which are the quantiles of type 7 at 0.0005, 0.0015, … of the runs in which it has
    /// a value. `None` if it has a value in no run, or if its detail was not requested.
    pub fn spread(&self, track: Track) -> Option<&[f64]> {
        Some(&*self.details.as_ref()?.of(track)?.spread).filter(|spread| !spread.is_empty())
    }

    /// The first runs of a track, as many as were requested, each with its months 0..=H; NaN where it has no value. `None`
    /// if the track's detail was not requested.
    pub fn samples(&self, track: Track) -> Option<impl ExactSizeIterator<Item = &[f64]>> {
        Some(self.details.as_ref()?.of(track)?.samples.chunks_exact(self.month_count()))
    }

    /// Copies figures and details from another summary that has more runs: for each track that both have and `is_same`
    /// accepts, its figures of all months, and its detail if both details are of the same month.
    pub fn adopt(&mut self, better: &Self, is_same: impl Fn(Track) -> bool) {
        let months = self.month_count();
        if better.month_count() != months {
            return;
        }
        for (at, &track) in self.tracks.iter().enumerate() {
            if let Some(stats) = better.months(track).filter(|_| is_same(track)) {
                self.stats[at * months..(at + 1) * months].copy_from_slice(stats);
            }
        }
        if let (Some(own), Some(better)) = (&mut self.details, &better.details) {
            own.adopt(better, is_same);
        }
    }
}
