//! The detail of some tracks: the distribution of their values at one month, and a few whole runs.

use super::track::Track;
use serde::{Deserialize, Serialize};

/// How many equally likely values describe a distribution.
pub const SPREAD_POINTS: usize = 1000;

/// The details of a summary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// The month of the distributions.
    pub month: u32,
    /// One for each track whose detail was requested.
    pub tracks: Vec<TrackDetail>,
}

/// The detail of one track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackDetail {
    pub track: Track,
    /// The quantiles at [`spread_levels`]; empty if the series is undefined in every run.
    pub spread: Vec<f64>,
    /// The first runs, one after another, each with its months 0..=H; NaN where the series is undefined.
    pub samples: Vec<f64>,
}

/// The levels of a distribution's quantiles: the middles of [`SPREAD_POINTS`] equal parts of the interval 0 to 1.
pub fn spread_levels() -> Vec<f64> {
    (0..SPREAD_POINTS).map(|i| (i as f64 + 0.5) / SPREAD_POINTS as f64).collect()
}

impl Details {
    /// The detail of a track; `None` if it was not requested.
    pub fn of(&self, track: Track) -> Option<&TrackDetail> {
        self.tracks.iter().find(|known| known.track == track)
    }

    /// Copies the details of the tracks that `is_same` accepts from `better`, if both are of the same month. The samples
    /// of the same track are the same runs in both, but `better` may have more of them.
    pub fn adopt(&mut self, better: &Self, is_same: impl Fn(Track) -> bool) {
        if self.month != better.month {
            return;
        }
        for own in self.tracks.iter_mut().filter(|own| is_same(own.track)) {
            let Some(better) = better.of(own.track) else { continue };
            for (own, better) in [(&mut own.spread, &better.spread), (&mut own.samples, &better.samples)] {
                if better.len() >= own.len() {
                    own.clone_from(better);
                }
            }
        }
    }
}
