//! The running job: which blocks are still to be handed out, what each worker holds of it, and what has been gathered.

use super::job::{Job, WorkId, block_seconds};
use super::task::Task;
use std::sync::Arc;

/// A job on its way through the workers.
pub struct RunningJob<P> {
    pub id: WorkId,
    pub job: Arc<Job>,
    blocks_per_batch: u32,
    /// The first block that no worker has been given yet.
    next_block: u32,
    /// The number of blocks that are simulated.
    pub done_blocks: u32,
    /// One for each worker.
    stages: Vec<Stage>,
    /// The accumulators that workers have handed over.
    payloads: Vec<P>,
}

/// How far a worker is with the job.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// The job has not been started on it.
    Unstarted,
    /// It may hold results.
    Started,
    /// It has been asked to hand over its results.
    Collecting,
    /// It has handed over all its results.
    Collected,
}

impl<P> RunningJob<P> {
    /// A job of which nothing has been handed out yet.
    pub fn new(id: WorkId, job: Job, workers: usize) -> Self {
        Self {
            id,
            blocks_per_batch: job.blocks_per_batch.unwrap_or_else(|| batch(&job, workers)).max(1),
            next_block: 0,
            done_blocks: 0,
            stages: vec![Stage::Unstarted; workers],
            payloads: Vec::new(),
            job: Arc::new(job),
        }
    }

    /// The next tasks for an idle worker, of which the last one has a reply. Empty if there is nothing to do for it.
    pub fn next_tasks(&mut self, worker: usize) -> Vec<Task<P>> {
        let Some(task) = self.next_task(worker) else { return Vec::new() };
        if self.stages[worker] == Stage::Unstarted {
            self.stages[worker] = Stage::Started;
            return vec![Task::Start(self.job.clone()), task];
        }
        if matches!(task, Task::Collect) {
            self.stages[worker] = Stage::Collecting;
        }
        vec![task]
    }

    fn next_task(&mut self, worker: usize) -> Option<Task<P>> {
        let blocks_left = self.job.blocks() - self.next_block;
        if blocks_left > 0 {
            let blocks = self.blocks_per_batch.min(blocks_left);
            let first_block = self.next_block;
            self.next_block += blocks;
            return Some(Task::Batch { first_block, blocks });
        }
        if self.stages[worker] == Stage::Started {
            return Some(Task::Collect);
        }
        // All results are here when no worker holds any. The worker that handed over the last ones is idle now, and
        // merges them.
        let all_here = self.stages.iter().all(|stage| matches!(stage, Stage::Unstarted | Stage::Collected));
        (self.stages[worker] == Stage::Collected && all_here && !self.payloads.is_empty())
            .then(|| Task::Finish { payloads: std::mem::take(&mut self.payloads) })
    }

    /// Takes what a worker has handed over.
    pub fn collect(&mut self, worker: usize, payload: P) {
        self.stages[worker] = Stage::Collected;
        self.payloads.push(payload);
    }

    /// Notes that a worker that holds no results was replaced: the new one has not started the job.
    pub fn worker_replaced(&mut self, worker: usize) {
        self.stages[worker] = Stage::Unstarted;
    }
}

/// The number of blocks in a batch. A batch takes about ten milliseconds, so that a newer job waits no longer. Batches are
/// small enough that all workers have something to do, and there are at most about 512 of them, because the memory of what
/// a worker collects grows with their number.
fn batch(job: &Job, workers: usize) -> u32 {
    const SECONDS: f64 = 10e-3;
    let by_time = (SECONDS / block_seconds(&job.study)) as u32;
    let for_all_workers = job.blocks() / (2 * workers as u32);
    // A power of two, because a whole batch is then a single node in the tree of moments.
    by_time.min(for_all_workers).max(job.blocks().div_ceil(512)).max(1).next_power_of_two()
}
