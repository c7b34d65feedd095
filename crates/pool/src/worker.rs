//! A worker simulates batches of blocks, hands over its accumulator, merges the accumulators of all workers, and
//! answers questions.

use super::job::{Job, WorkId};
use super::task::{Reply, Task};
use holdfast_advice::answer;
use holdfast_engine::PreparedStudy;
use holdfast_summary::Accumulator;
use std::sync::Arc;

/// A worker. Between two tasks it keeps the current job and the accumulator of this job.
#[derive(Default)]
pub struct Worker {
    current: Option<CurrentJob>,
}

struct CurrentJob {
    id: WorkId,
    job: Arc<Job>,
    prepared: PreparedStudy,
    accumulator: Accumulator,
}

impl Worker {
    /// Does a task and returns the reply. `None` if the task has no reply, or if it belongs to a job that is not the
    /// worker's current job.
    pub fn handle(&mut self, id: WorkId, task: Task<Accumulator>) -> Option<Reply<Accumulator>> {
        if let Task::Start(job) = task {
            // The memory of the previous job is freed before memory for the new job is allocated.
            self.current = None;
            self.current =
                Some(CurrentJob { id, prepared: PreparedStudy::new(&job.study), accumulator: job.accumulator(), job });
            return None;
        }
        if let Task::Ask { study, question } = &task {
            return Some(Reply::Answered(answer(study, question)));
        }
        let current = self.current.as_mut().filter(|current| current.id == id)?;
        match task {
            Task::Start(_) | Task::Ask { .. } => None,
            Task::Batch { first_block, blocks } => {
                for block in first_block..first_block + blocks {
                    #[cfg(test)]
                    assert!(current.job.panic_in_block != Some(block), "asked to panic in block {block}");
                    current.accumulator.run_block(&current.prepared, &current.job.request, block);
                }
                Some(Reply::Simulated { blocks })
            }
            Task::Collect => {
                let payload = std::mem::replace(&mut current.accumulator, current.job.accumulator());
                Some(Reply::Collected { payload })
            }
            Task::Finish { payloads } => {
                let mut whole = current.job.accumulator();
                payloads.into_iter().for_each(|part| whole.merge(part));
                whole.finish(&current.job.request).map(Reply::Finished)
            }
        }
    }

    /// Does a task like [`Self::handle`], but returns [`Reply::Panicked`] if the task panics.
    pub(super) fn handle_catching_panics(&mut self, id: WorkId, task: Task<Accumulator>) -> Option<Reply<Accumulator>> {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.handle(id, task)));
        caught.unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            let message = message.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()));
            Some(Reply::Panicked(message.unwrap_or_default()))
        })
    }
}
