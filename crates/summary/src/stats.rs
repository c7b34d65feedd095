//! The summary of a job: the mean, variance, quantiles and shares of each track in each month.

use super::detail::Details;
use super::track::Track;
use serde::{Deserialize, Serialize};

/// The probability levels of the quantiles in [`Stats`].
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// The figures of one track in one month, over all runs in which the track has a value (is not NaN).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stats {
    /// The number of runs in which the track has a value. If it is 0, all other figures are NaN.
    pub runs: u32,
    pub mean: f64,
    /// The sample variance, with the divisor n − 1. It is 0 if there is only one run.
    pub variance: f64,
    /// The quantiles at [`LEVELS`], by linear interpolation between order statistics (type 7). They are exact up to
    /// [`EXACT_RUNS_MAX`](super::EXACT_RUNS_MAX) runs.
    pub quantiles: [f64; 5],
    /// The share of runs with a value above 0. For a gap between two scenarios, it is the probability that the first
    /// scenario has the higher value.
    pub above_zero: f64,
    /// The share of runs with a value of exactly 0. For a gap between two scenarios, it is the probability that both
    /// have the same value.
    pub at_zero: f64,
}

impl Default for Stats {
    fn default() -> Self {
        let none = f64::NAN;
        Self { runs: 0, mean: none, variance: none, quantiles: [none; 5], above_zero: none, at_zero: none }
    }
}

impl Stats {
    /// The share of runs with a value below 0.
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

/// The result of a job: the figures of every requested track in every month, and the details of some tracks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    tracks: Vec<Track>,
    runs: u32,
    /// The figures of the first track in months 0 to the horizon, then those of the second track, and so on.
    stats: Vec<Stats>,
    details: Option<Details>,
}

impl Summary {
    pub(super) fn new(tracks: Vec<Track>, runs: u32, stats: Vec<Stats>, details: Option<Details>) -> Self {
        Self { tracks, runs, stats, details }
    }

    /// The number of runs of the job.
    pub fn runs(&self) -> u32 {
        self.runs
    }

    /// The figures of a track in months 0 to the horizon. `None` if the track was not requested.
    pub fn months(&self, track: Track) -> Option<&[Stats]> {
        let at = self.tracks.iter().position(|&known| known == track)?;
        let months = self.month_count();
        Some(&self.stats[at * months..(at + 1) * months])
    }

    /// The number of months: the horizon plus 1, because month 0 counts.
    fn month_count(&self) -> usize {
        self.stats.len() / self.tracks.len()
    }

    /// The month for which the details give distributions. `None` if no detail was requested.
    pub fn spread_month(&self) -> Option<u32> {
        self.details.as_ref().map(|details| details.month)
    }

    /// The distribution of a track's values in the month [`Self::spread_month`]:
    /// [`SPREAD_POINTS`](super::SPREAD_POINTS) equally likely values in ascending order. They are the quantiles at
    /// 0.0005, 0.0015, … (type 7), over the runs in which the track has a value. `None` if the track has no value in
    /// any run, or if its detail was not requested.
    pub fn spread(&self, track: Track) -> Option<&[f64]> {
        Some(&*self.details.as_ref()?.of(track)?.spread).filter(|spread| !spread.is_empty())
    }

    /// The sample runs of a track: the first runs of the study, at most as many as the request asks for. Each item
    /// holds the values of one run in months 0 to the horizon; an undefined value is NaN. `None` if the track's detail
    /// was not requested.
    pub fn samples(&self, track: Track) -> Option<impl ExactSizeIterator<Item = &[f64]>> {
        Some(self.details.as_ref()?.of(track)?.samples.chunks_exact(self.month_count()))
    }

    /// Copies figures and details from `better`, a summary with at least as many runs. A track is copied if both
    /// summaries have it and `is_same` accepts it. The figures of all its months are copied. Its detail is copied if
    /// the details of both summaries are of the same month. Nothing is copied if the horizons differ.
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
