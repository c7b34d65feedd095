//! The request of a job: the tracks whose figures are wanted, and the tracks whose detail is wanted as well.

use super::track::Track;
use holdfast_engine::LANES;
use serde::{Deserialize, Serialize};

/// The tracks to sum up. The request has no influence on the simulated runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryRequest {
    /// At least one. Each gets its figures for every month.
    pub tracks: Vec<Track>,
    /// Detail of some of these tracks; `None` if no detail is wanted.
    pub detail: Option<DetailRequest>,
}

/// A request for the detail of some tracks: the distribution of their values at one month, and a few whole runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailRequest {
    /// No track twice. A track that is not among [`SummaryRequest::tracks`] is ignored.
    pub tracks: Vec<Track>,
    /// The month of the distribution. A month past the horizon means the horizon.
    pub spread_month: u32,
    /// How many runs to keep whole, counted from the first run: at most [`LANES`], and no more than the study has.
    pub samples: u32,
}

impl From<Vec<Track>> for SummaryRequest {
    /// A request without detail.
    fn from(tracks: Vec<Track>) -> Self {
        Self { tracks, detail: None }
    }
}

impl SummaryRequest {
    /// The positions, among all requested tracks, of the tracks whose detail is wanted.
    pub(super) fn detail_positions(&self) -> Vec<usize> {
        let wanted = self.detail.iter().flat_map(|detail| &detail.tracks);
        wanted.filter_map(|track| self.tracks.iter().position(|known| known == track)).collect()
    }

    /// How many runs to keep whole, if the first block has `runs` runs. Samples come from the first block only.
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
