//! Transports: the ways in which a scheduler sends tasks to its workers.

use super::job::WorkId;
use super::task::{Reply, Task};

/// Some workers, and a way to send tasks to them. A worker does its tasks in the order in which they are posted.
pub trait Transport {
    /// The form in which this transport carries an accumulator.
    type Payload;
    /// The number of workers: at least one, and always the same.
    fn worker_count(&self) -> usize;
    /// Sends a task to a worker. `id` is the number of the job or the question; the reply has the same number.
    fn post(&mut self, worker: usize, id: WorkId, task: Task<Self::Payload>);
    /// Replaces a worker, even if it is doing a task. The caller ignores all further replies of the old worker. The new
    /// worker starts when the next task is posted, or earlier.
    fn replace(&mut self, worker: usize);
}

/// A transport that can wait for replies on the calling thread.
pub trait BlockingTransport: Transport {
    /// Waits for the next reply. Returns the index of the worker, the number of the job or question to which it
    /// replies, and the reply. `None` if no reply is expected.
    fn next_reply(&mut self) -> Option<(usize, WorkId, Reply<Self::Payload>)>;
}
