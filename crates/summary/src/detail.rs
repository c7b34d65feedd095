//! The detail of some tracks: the distribution of their values in one month, and a few whole runs.

use super::track::Track;
use serde::{Deserialize, Serialize};

/// The number of equally likely values that describe a distribution.
pub const SPREAD_POINTS: usize = 1000;

/// The details of all tracks whose detail was requested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// The month of the distributions, the same for all tracks.
    pub month: u32,
    /// One item for each track whose detail was requested.
    pub tracks: Vec<TrackDetail>,
}

/// The detail of one track: its distribution in one month, and some whole runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackDetail {
    pub track: Track,
    /// The distribution: the quantiles at [`spread_levels`]. Empty if the track is undefined in every run.
    pub spread: Vec<f64>,
    /// The values of the first run in months 0 to the horizon, then those of the second run, and so on. NaN in months
    /// in which the track is undefined.
    pub samples: Vec<f64>,
}

/// The levels of the quantiles that describe a distribution: the middles of [`SPREAD_POINTS`] equal parts of the
/// interval from 0 to 1.
pub fn spread_levels() -> Vec<f64> {
    (0..SPREAD_POINTS).map(|i| (i as f64 + 0.5) / SPREAD_POINTS as f64).collect()
}

impl Details {
    /// The detail of a track; `None` if it was not requested.
    pub fn of(&self, track: Track) -> Option<&TrackDetail> {
        self.tracks.iter().find(|known| known.track == track)
    }

    /// Copies the details of the tracks that `is_same` accepts from `better`, if both details are of the same month. A
    /// list of values that is shorter in `better` is not copied. For the same track, both details contain the same runs
    /// as samples, but one of them may contain more runs.
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
