//! The messages between scheduler and workers: tasks and replies.
//!
//! `P` is an accumulator as the transport carries it. It is not serialized with the message, but travels beside it.

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
    /// Forget the job before and prepare this one. Has no reply.
    Start(Arc<Job>),
    /// Simulate these blocks and collect what they give.
    Batch { first_block: u32, blocks: u32 },
    /// Hand over what was collected.
    Collect,
    /// Merge what all workers have collected, and sum it up.
    Finish {
        #[serde(skip)]
        payloads: Vec<P>,
    },
    /// Answer a question about the first scenario of a study. Belongs to no job, and leaves the worker's job as it is.
    Ask {
        #[serde(with = "study_text")]
        study: Arc<CheckedStudy>,
        question: Question,
    },
}

/// A worker's reply to a task.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply<P> {
    /// To a batch: the number of blocks that are done.
    Simulated { blocks: u32 },
    /// To [`Task::Collect`].
    Collected {
        #[serde(skip)]
        payload: P,
    },
    /// To [`Task::Finish`].
    Finished(Summary),
    /// To [`Task::Ask`].
    Answered(Answer),
    /// To any task: the worker panicked with this message and is lost.
    Panicked(String),
}
