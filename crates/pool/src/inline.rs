//! A transport with one worker on the caller's own thread, for tests and examples.

use super::job::WorkId;
use super::task::{Reply, Task};
use super::transport::{BlockingTransport, Transport};
use super::worker::Worker;
use holdfast_summary::Accumulator;
use std::collections::VecDeque;

/// A transport with one worker on the caller's own thread. The worker does a task only when the caller waits for the
/// next reply.
#[derive(Default)]
pub struct Inline {
    worker: Worker,
    tasks: VecDeque<(WorkId, Task<Accumulator>)>,
}

impl Transport for Inline {
    type Payload = Accumulator;

    fn worker_count(&self) -> usize {
        1
    }

    fn post(&mut self, _: usize, id: WorkId, task: Task<Accumulator>) {
        self.tasks.push_back((id, task));
    }

    fn replace(&mut self, _: usize) {
        *self = Self::default();
    }
}

impl BlockingTransport for Inline {
    fn next_reply(&mut self) -> Option<(usize, WorkId, Reply<Accumulator>)> {
        while let Some((id, task)) = self.tasks.pop_front() {
            if let Some(reply) = self.worker.handle_catching_panics(id, task) {
                return Some((0, id, reply));
            }
        }
        None
    }
}
