//! A job: a study to simulate, and a request for its summary.

use super::study_text;
use holdfast_engine::{LANES, PreparedStudy};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{Accumulator, DetailRequest, SummaryRequest};
use serde::{Deserialize, Serialize};

/// The number of a job, of a list of questions, or of one question that was sent to a worker. The scheduler takes all
/// these numbers from one counter. Every message contains such a number, so that the scheduler recognises a reply that
/// arrives too late.
pub type WorkId = u32;

/// A job: simulate all runs of a study for all its scenarios, and compute the requested summary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    #[serde(with = "study_text")]
    pub study: CheckedStudy,
    pub request: SummaryRequest,
    /// The number of blocks in a batch; with `None`, the scheduler chooses it. The result is the same for every number.
    pub blocks_per_batch: Option<u32>,
    /// If it is set, the worker panics in this block. Only tests of panics use it.
    #[cfg(test)]
    #[serde(skip)]
    pub panic_in_block: Option<u32>,
}

impl Job {
    /// A job whose batch size is chosen by the scheduler. A list of tracks is a valid `request`: it asks for no detail.
    pub fn new(study: CheckedStudy, request: impl Into<SummaryRequest>) -> Self {
        Self {
            study,
            request: request.into(),
            blocks_per_batch: None,
            #[cfg(test)]
            panic_in_block: None,
        }
    }

    /// Adds a request for the detail of some of the job's tracks.
    pub fn with_detail(mut self, detail: DetailRequest) -> Self {
        self.request.detail = Some(detail);
        self
    }

    /// The number of blocks of runs in this job.
    pub fn blocks(&self) -> u32 {
        self.study.runs().div_ceil(LANES as u32)
    }

    /// An empty accumulator for this job.
    pub fn accumulator(&self) -> Accumulator {
        Accumulator::new(self.study.runs(), &self.request, self.study.horizon_months())
    }
}

/// An estimate of the seconds that a laptop needs to simulate one block of runs of a study.
pub fn block_seconds(study: &CheckedStudy) -> f64 {
    const SECONDS_PER_DRAW: f64 = 15e-9;
    PreparedStudy::draws_per_run(study) * LANES as f64 * SECONDS_PER_DRAW
}
