//! The state of the running job: which blocks have not been given to a worker yet, how far each worker is, and which
//! accumulators have been handed over.

use super::job::{Job, WorkId, block_seconds};
use super::task::Task;
use std::sync::Arc;

/// The job that is being simulated. `P` is an accumulator as the transport carries it.
pub struct RunningJob<P> {
    pub id: WorkId,
    pub job: Arc<Job>,
    blocks_per_batch: u32,
    /// The first block that has not been given to a worker yet. Blocks are given out in ascending order.
    next_block: u32,
    /// The number of blocks that have been simulated.
    pub done_blocks: u32,
    /// The stage of each worker.
    stages: Vec<Stage>,
    /// The accumulators that workers have handed over.
    payloads: Vec<P>,
}

/// How far a worker is with the job.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// The worker has not received the job.
    Unstarted,
    /// The worker has received the job and may hold results.
    Started,
    /// The worker has been asked to hand over its results.
    Collecting,
    /// The worker has handed over all its results.
    Collected,
}

impl<P> RunningJob<P> {
    /// A job of which no block has been given to a worker yet. `workers` is the number of workers.
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

    /// The next tasks for an idle worker. Only the last of these tasks has a reply. Empty if the job has no task for
    /// this worker.
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
        // All results have been handed over if every worker is either `Unstarted` or `Collected`. Then one idle worker
        // that has handed over its results merges the results of all workers.
        let all_here = self.stages.iter().all(|stage| matches!(stage, Stage::Unstarted | Stage::Collected));
        (self.stages[worker] == Stage::Collected && all_here && !self.payloads.is_empty())
            .then(|| Task::Finish { payloads: std::mem::take(&mut self.payloads) })
    }

    /// Stores the accumulator that a worker has handed over.
    pub fn collect(&mut self, worker: usize, payload: P) {
        self.stages[worker] = Stage::Collected;
        self.payloads.push(payload);
    }

    /// Notes that a worker has been replaced: the new worker has not received the job. The old worker must not hold
    /// results.
    pub fn worker_replaced(&mut self, worker: usize) {
        self.stages[worker] = Stage::Unstarted;
    }
}

/// The number of blocks in a batch. Three limits apply. A batch should take about ten milliseconds, because a newer job
/// has to wait until running batches are done. Every worker should get at least one batch. There are at most 512
/// batches, because the memory of the accumulators grows with the number of batches.
fn batch(job: &Job, workers: usize) -> u32 {
    const SECONDS: f64 = 10e-3;
    let by_time = (SECONDS / block_seconds(&job.study)) as u32;
    let for_all_workers = job.blocks() / (2 * workers as u32);
    // The size is a power of two. The accumulator merges means and variances along a binary tree over the blocks. In
    // this tree, a whole batch is then a single node.
    by_time.min(for_all_workers).max(job.blocks().div_ceil(512)).max(1).next_power_of_two()
}
