//! The numbers that a summary gives for each track and month.

use super::ask::Ask;
use super::close::CloseUps;
use super::track::Track;
use super::wire::word;

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
    close_ups: Option<CloseUps>,
}

impl Summary {
    pub(super) fn new(tracks: Vec<Track>, runs: u32, stats: Vec<Stats>, close_ups: Option<CloseUps>) -> Self {
        Self { tracks, runs, stats, close_ups }
    }

    /// How many runs it sums up.
    pub fn runs(&self) -> u32 {
        self.runs
    }

    /// The months 0..=H of a track; `None` where it was not asked for.
    pub fn months(&self, track: Track) -> Option<&[Stats]> {
        let at = self.tracks.iter().position(|&known| known == track)?;
        let months = self.month_count();
        Some(&self.stats[at * months..(at + 1) * months])
    }

    /// H + 1.
    fn month_count(&self) -> usize {
        self.stats.len() / self.tracks.len()
    }

    /// The month of the spreads; `None` where no closer look was asked for.
    pub fn spread_month(&self) -> Option<u32> {
        self.close_ups.as_ref().map(|close_ups| close_ups.month)
    }

    /// How a track's values spread at [`Self::spread_month`]: [`SPREAD_POINTS`](super::SPREAD_POINTS) equally likely values
    /// in ascending order, which are the quantiles of type 7 at 0.0005, 0.0015, … of the runs in which it has a value.
    /// `None` where it has one in no run, or was not to be looked at closely.
    pub fn spread(&self, track: Track) -> Option<&[f64]> {
        Some(&*self.close_ups.as_ref()?.of(track)?.spread).filter(|spread| !spread.is_empty())
    }

    /// The first runs of a track, as many as were asked for, each with its months 0..=H: NaN where it has no value. `None`
    /// where it was not to be looked at closely.
    pub fn samples(&self, track: Track) -> Option<impl ExactSizeIterator<Item = &[f64]>> {
        Some(self.close_ups.as_ref()?.of(track)?.samples.chunks_exact(self.month_count()))
    }

    /// Takes the months of some tracks, and the closer looks at the same month, from another summary that has them of more
    /// runs, where `is_same` says that they mean the same.
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
        if let (Some(own), Some(better)) = (&mut self.close_ups, &better.close_ups) {
            own.adopt(better, is_same);
        }
    }

    /// As plain numbers, to cross from a worker: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        let mut out = vec![f64::from(self.runs)];
        if let Some(close_ups) = &self.close_ups {
            close_ups.encode(&mut out);
        }
        out.extend(self.stats.iter().flat_map(|stats| {
            let [a, b, c, d, e] = stats.quantiles;
            let runs = f64::from(stats.runs);
            [runs, stats.mean, stats.variance, a, b, c, d, e, stats.above_zero, stats.at_zero]
        }));
        out
    }

    /// What [`Self::encode`] wrote of what was asked for; `None` where the numbers do not fit it.
    pub fn decode(ask: &Ask, mut words: &[f64]) -> Option<Self> {
        let runs = word(&mut words)? as u32;
        let close_ups = if ask.close.is_some() { Some(CloseUps::decode(ask, &mut words)?) } else { None };
        // What is left is the months.
        let months = words.len() / (ask.tracks.len() * Stats::WORDS).max(1);
        let samples_fit = |ups: &CloseUps| ups.each.iter().all(|up| up.samples.len().is_multiple_of(months));
        let close_ups_fit = |ups: &CloseUps| (ups.month as usize) < months && samples_fit(ups);
        if months == 0
            || words.len() != months * ask.tracks.len() * Stats::WORDS
            || !close_ups.as_ref().is_none_or(close_ups_fit)
        {
            return None;
        }
        let stats = words
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
        Some(Self { tracks: ask.tracks.clone(), runs, stats, close_ups })
    }
}
