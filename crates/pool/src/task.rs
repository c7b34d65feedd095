//! The messages between the scheduler and the workers: tasks and replies.
//!
//! `P` is the payload: an accumulator in the form in which the transport carries it. It is not serialized as a part of
//! the message. The transport sends it next to the serialized message.

use super::job::Job;
use super::study_text;
use holdfast_advice::{Answer, Question};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::Summary;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A task for a worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub enum Task<P> {
    /// Forget the previous job and prepare this one. This task has no reply.
    Start(Arc<Job>),
    /// Simulate these blocks and add their results to the worker's accumulator.
    Batch { first_block: u32, blocks: u32 },
    /// Hand over the worker's accumulator.
    Collect,
    /// Merge the accumulators of all workers and compute the summary.
    Finish {
        #[serde(skip)]
        payloads: Vec<P>,
    },
    /// Answer a question about the first scenario of a study. This task belongs to no job and does not change the
    /// worker's current job.
    Ask {
        #[serde(with = "study_text")]
        study: Arc<CheckedStudy>,
        question: Question,
    },
}

/// A worker's reply to a task.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply<P> {
    /// The reply to [`Task::Batch`], with the number of blocks that were simulated.
    Simulated { blocks: u32 },
    /// The reply to [`Task::Collect`].
    Collected {
        #[serde(skip)]
        payload: P,
    },
    /// The reply to [`Task::Finish`].
    Finished(Summary),
    /// The reply to [`Task::Ask`].
    Answered(Answer),
    /// The reply to any task in which the worker panicked, with the message of the panic. The worker must be replaced.
    Panicked(String),
}
