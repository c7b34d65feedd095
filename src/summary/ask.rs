//! What a job is asked for: the tracks whose figures are wanted, and which of them to look at closely.

use super::track::Track;
use crate::engine::LANES;
use serde::{Deserialize, Serialize};

/// What to sum up. It changes no run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// At least one; of each, the figures of every month.
    pub tracks: Vec<Track>,
    /// More about some of them.
    pub close: Option<Close>,
}

/// A closer look at some tracks: how their values spread at one month, and a few runs whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Close {
    /// Each among the tracks that are asked for; others are left out.
    pub tracks: Vec<Track>,
    /// The month of the spread; past the horizon it is the horizon.
    pub spread_month: u32,
    /// How many runs to keep whole, the first ones: at most [`LANES`], and no more than the study has.
    pub samples: u32,
}

impl From<Vec<Track>> for Ask {
    /// No closer look.
    fn from(tracks: Vec<Track>) -> Self {
        Self { tracks, close: None }
    }
}

impl Ask {
    /// Where the tracks to look at closely stand among all of them, each once.
    pub(super) fn close_places(&self) -> Vec<usize> {
        let mut places = Vec::new();
        for track in self.close.iter().flat_map(|close| &close.tracks) {
            if let Some(place) = self.tracks.iter().position(|known| known == track)
                && !places.contains(&place)
            {
                places.push(place);
            }
        }
        places
    }

    /// How many of the first `runs` runs, those of the first block, to keep whole.
    pub(super) fn samples(&self, runs: usize) -> usize {
        self.close.as_ref().map_or(0, |close| (close.samples as usize).min(LANES).min(runs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Quantity;

    #[test]
    fn a_closer_look_is_at_tracks_there_are() {
        let [mrr, customers, cash] = [Quantity::Mrr, Quantity::Customers, Quantity::Cash].map(|of| Track::own(0, of));
        let close = Close { tracks: vec![customers, cash, mrr, customers], spread_month: 3, samples: 1000 };
        let ask = Ask { tracks: vec![mrr, customers], close: Some(close) };
        assert_eq!(ask.close_places(), [1, 0]);
        assert_eq!((ask.samples(LANES), ask.samples(7)), (LANES, 7));
        let plain = Ask::from(ask.tracks);
        assert_eq!((plain.close_places().len(), plain.samples(7)), (0, 0));
    }
}
