//! A job: a study to simulate, and the summary that is wanted of it.

use super::study_text;
use holdfast_engine::{LANES, PreparedStudy};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{Accumulator, DetailRequest, SummaryRequest};
use serde::{Deserialize, Serialize};

/// The number of a job, of a list of questions, or of a question on its way to a worker. All come from one counter of the
/// scheduler, and every message carries one, so that a late reply is recognised.
pub type WorkId = u32;

/// A job: all runs of the study, all scenarios at once, summed up as requested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    #[serde(with = "study_text")]
    pub study: CheckedStudy,
    pub request: SummaryRequest,
    /// How many blocks make a batch; with `None` [`RunningJob`](super::running_job::RunningJob) decides. The result is the same for every number.
    pub blocks_per_batch: Option<u32>,
    /// The block in which the worker panics, for tests of the handling of panics.
    #[cfg(test)]
    #[serde(skip)]
    pub panic_in_block: Option<u32>,
}

impl Job {
    /// A job with batches of any size. A list of tracks is a request without detail.
    pub fn new(study: CheckedStudy, request: impl Into<SummaryRequest>) -> Self {
        Self {
            study,
            request: request.into(),
            blocks_per_batch: None,
            #[cfg(test)]
            panic_in_block: None,
        }
    }

    /// The same job, with the detail of some of its tracks.
    pub fn with_detail(mut self, detail: DetailRequest) -> Self {
        self.request.detail = Some(detail);
        self
    }

    /// Number of blocks of runs.
    pub fn blocks(&self) -> u32 {
        self.study.runs().div_ceil(LANES as u32)
    }

    /// An empty accumulator for this job.
    pub fn accumulator(&self) -> Accumulator {
        Accumulator::new(self.study.runs(), &self.request, self.study.horizon_months())
    }
}

/// An estimate of how many seconds a laptop takes to simulate one block of runs of a study.
pub fn block_seconds(study: &CheckedStudy) -> f64 {
    const SECONDS_PER_DRAW: f64 = 15e-9;
    PreparedStudy::draws_per_run(study) * LANES as f64 * SECONDS_PER_DRAW
}
