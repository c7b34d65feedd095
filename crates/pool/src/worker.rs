//! What one lane does: simulate batches of blocks, hand over what it has collected, merge what others have.

use super::JobId;
use holdfast_advice::{Question, answer};
use holdfast_engine::{LANES, PreparedStudy};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{Ask, Close, Partial, Summary};
use std::sync::Arc;

/// What is to be computed: the study's runs, all scenarios at once, summed up as asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub study: CheckedStudy,
    pub ask: Ask,
    /// How many blocks make a batch; `None` leaves it to the desk. No number of it changes a result.
    pub blocks_per_batch: Option<u32>,
    /// The block in which a lane panics, to test that it is noticed.
    #[cfg(test)]
    pub panic_in_block: Option<u32>,
}

impl Job {
    /// A job that leaves the batches to the desk. Tracks alone ask for no closer look.
    pub fn new(study: CheckedStudy, ask: impl Into<Ask>) -> Self {
        Self {
            study,
            ask: ask.into(),
            blocks_per_batch: None,
            #[cfg(test)]
            panic_in_block: None,
        }
    }

    /// The same job with a closer look at some of its tracks.
    pub fn close_up(mut self, close: Close) -> Self {
        self.ask.close = Some(close);
        self
    }

    /// Number of blocks of runs.
    pub fn blocks(&self) -> u32 {
        self.study.runs().div_ceil(LANES as u32)
    }

    /// Nothing collected yet.
    fn empty(&self) -> Partial {
        Partial::new(self.study.runs(), &self.ask, self.study.horizon_months())
    }
}

/// About how many seconds a laptop takes to simulate a block of runs of a study.
pub fn block_seconds(study: &CheckedStudy) -> f64 {
    const PER_DRAW: f64 = 15e-9;
    PreparedStudy::draws_per_run(study) * LANES as f64 * PER_DRAW
}

/// What a lane is told to do, for one job. `P` is a partial as the transport carries it.
#[derive(Clone, Debug)]
pub enum Task<P> {
    /// Forget the job before and prepare this one. Has no reply.
    Start(Arc<Job>),
    /// Simulate these blocks and keep what they give.
    Batch { first_block: u32, blocks: u32 },
    /// Hand over what was kept.
    Collect,
    /// Merge these and sum up.
    Finish(Vec<P>),
    /// Answer a question about the one scenario of a study. Belongs to no job, and leaves that of the lane as it is.
    Ask(Arc<CheckedStudy>, Question),
}

/// What a lane answers.
#[derive(Clone, Debug)]
pub enum Reply<P> {
    /// To a batch: so many blocks are done.
    Simulated {
        blocks: u32,
    },
    Collected(P),
    Finished(Summary),
    Answered(Vec<f64>),
    /// The lane is lost; this is what it said.
    Panicked(String),
}

/// The state of a lane between tasks.
#[derive(Default)]
pub struct Worker {
    current: Option<Current>,
}

struct Current {
    id: JobId,
    job: Arc<Job>,
    plan: PreparedStudy,
    partial: Partial,
}

impl Worker {
    /// Does a task. `None` where the task has no reply, or is of another job than the one started.
    pub fn handle(&mut self, id: JobId, task: Task<Partial>) -> Option<Reply<Partial>> {
        if let Task::Start(job) = task {
            // What the job before holds goes before this one takes its own.
            self.current = None;
            self.current = Some(Current { id, plan: PreparedStudy::new(&job.study), partial: job.empty(), job });
            return None;
        }
        if let Task::Ask(study, question) = &task {
            return Some(Reply::Answered(answer(study, question)));
        }
        let current = self.current.as_mut().filter(|current| current.id == id)?;
        match task {
            Task::Start(_) | Task::Ask(..) => None,
            Task::Batch { first_block, blocks } => {
                for block in first_block..first_block + blocks {
                    #[cfg(test)]
                    assert!(current.job.panic_in_block != Some(block), "asked to panic in block {block}");
                    current.partial.run_block(&current.plan, &current.job.ask, block);
                }
                Some(Reply::Simulated { blocks })
            }
            Task::Collect => Some(Reply::Collected(std::mem::replace(&mut current.partial, current.job.empty()))),
            Task::Finish(parts) => {
                let mut whole = current.job.empty();
                parts.into_iter().for_each(|part| whole.absorb(part));
                whole.finish(&current.job.ask).map(Reply::Finished)
            }
        }
    }
}
