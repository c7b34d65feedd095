//! The request of a job: the tracks that the summary contains, and those of them for which it contains the detail.

use super::track::Track;
use holdfast_engine::LANES;
use serde::{Deserialize, Serialize};

/// The tracks that a summary contains. The request has no influence on the simulated runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryRequest {
    /// At least one track. The summary contains the figures of each track for every month.
    pub tracks: Vec<Track>,
    /// A request for the detail of some of these tracks; `None` if no detail is wanted.
    pub detail: Option<DetailRequest>,
}

/// A request for the detail of some tracks: the distribution of their values in one month, and a few whole runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailRequest {
    /// Each track at most once. A track that is not in [`SummaryRequest::tracks`] is ignored.
    pub tracks: Vec<Track>,
    /// The month of the distributions. If it is beyond the horizon, the horizon is used.
    pub spread_month: u32,
    /// The number of sample runs, which are the first runs of the study. There are at most [`LANES`] sample runs, and
    /// no more than the study has runs.
    pub samples: u32,
}

impl From<Vec<Track>> for SummaryRequest {
    /// Makes a request without detail.
    fn from(tracks: Vec<Track>) -> Self {
        Self { tracks, detail: None }
    }
}

impl SummaryRequest {
    /// The positions, in the list of requested tracks, of the tracks whose detail is wanted.
    pub(super) fn detail_positions(&self) -> Vec<usize> {
        let wanted = self.detail.iter().flat_map(|detail| &detail.tracks);
        wanted.filter_map(|track| self.tracks.iter().position(|known| known == track)).collect()
    }

    /// The number of sample runs, if the first block has `runs` runs. All sample runs are from the first block.
    pub(super) fn sample_runs(&self, runs: usize) -> usize {
        self.detail.as_ref().map_or(0, |detail| (detail.samples as usize).min(LANES).min(runs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::Quantity;

    #[test]
    fn detail_of_a_track_that_is_not_requested_is_ignored() {
        let [mrr, customers, cash] =
            [Quantity::Mrr, Quantity::Customers, Quantity::Cash].map(|quantity| Track::own(0, quantity));
        let detail = DetailRequest { tracks: vec![customers, cash, mrr], spread_month: 3, samples: 1000 };
        let request = SummaryRequest { tracks: vec![mrr, customers], detail: Some(detail) };
        assert_eq!(request.detail_positions(), [1, 0]);
        assert_eq!((request.sample_runs(LANES), request.sample_runs(7)), (LANES, 7));
        let plain = SummaryRequest::from(request.tracks);
        assert_eq!((plain.detail_positions().len(), plain.sample_runs(7)), (0, 0));
    }
}
