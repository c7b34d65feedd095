//! One lane on the caller's own thread: for tests, and for a browser that grants no worker.

use super::worker::{Reply, Task, Worker};
use super::{Desk, Event, Job, JobId, Lanes};
use holdfast_summary::{Partial, Summary};
use std::collections::VecDeque;

/// A lane whose replies can be waited for on this thread.
pub trait Waiting: Lanes {
    /// The next reply; `None` where none is to come.
    fn next(&mut self) -> Option<(usize, JobId, Reply<Self::Parcel>)>;
}

/// The lane: a task is done when its reply is asked for.
#[derive(Default)]
pub struct Inline {
    worker: Worker,
    tasks: VecDeque<(JobId, Task<Partial>)>,
}

impl Lanes for Inline {
    type Parcel = Partial;

    fn count(&self) -> usize {
        1
    }

    fn post(&mut self, _: usize, id: JobId, task: Task<Partial>) {
        self.tasks.push_back((id, task));
    }

    fn replace(&mut self, _: usize) {
        *self = Self::default();
    }
}

impl Waiting for Inline {
    fn next(&mut self) -> Option<(usize, JobId, Reply<Partial>)> {
        while let Some((id, task)) = self.tasks.pop_front() {
            if let Some(reply) = handle_caught(&mut self.worker, id, task) {
                return Some((0, id, reply));
            }
        }
        None
    }
}

/// Does a task; a panic becomes a reply.
pub(super) fn handle_caught(worker: &mut Worker, id: JobId, task: Task<Partial>) -> Option<Reply<Partial>> {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| worker.handle(id, task)));
    caught.unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().cloned();
        let message = message.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()));
        Some(Reply::Panicked(message.unwrap_or_default()))
    })
}

impl<L: Waiting> Desk<L> {
    /// Waits for the next event; `None` where no job is running.
    pub fn next_event(&mut self) -> Option<Event> {
        while let Some((lane, id, reply)) = self.lanes.next() {
            if let Some(event) = self.accept(lane, id, reply) {
                return Some(event);
            }
        }
        None
    }

    /// Runs a job to its end. `Err` holds a panic's message.
    pub fn run(&mut self, job: Job) -> Result<Summary, String> {
        self.submit(job);
        loop {
            match self.next_event() {
                Some(Event::Done { summary, .. }) => return Ok(summary),
                Some(Event::Failed { message, .. }) => return Err(message),
                Some(Event::Progress { .. } | Event::Cancelled { .. }) => {}
                None => return Err(String::new()),
            }
        }
    }
}
