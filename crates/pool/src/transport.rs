//! Transports: the ways in which a scheduler reaches its workers.

use super::job::WorkId;
use super::task::{Reply, Task};

/// Some workers, reached in some way. A worker does its tasks in the order in which they are posted.
pub trait Transport {
    /// An accumulator as this transport carries it.
    type Payload;
    /// The number of workers: at least one, and always the same.
    fn worker_count(&self) -> usize;
    /// Sends a task to a worker.
    fn post(&mut self, worker: usize, id: WorkId, task: Task<Self::Payload>);
    /// Ends a worker, whatever it is doing. A new one takes its place when the next task is posted, at the latest.
    fn replace(&mut self, worker: usize);
}

/// A transport whose replies the calling thread can wait for.
pub trait BlockingTransport: Transport {
    /// Waits for the next reply, and returns it with its worker. `None` if no worker owes one.
    fn next_reply(&mut self) -> Option<(usize, WorkId, Reply<Self::Payload>)>;
}
