//! Workers on threads, for the command line.

use super::job::WorkId;
use super::task::{Reply, Task};
use super::transport::{BlockingTransport, Transport};
use super::worker::Worker;
use holdfast_summary::Accumulator;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// A reply with the worker that it comes from.
type WorkerReply = (usize, WorkId, Reply<Accumulator>);

/// The transport: one thread for each worker. A thread ends when its worker is replaced or the transport is dropped.
pub struct Threads {
    /// The channel to each worker.
    tasks: Vec<Sender<(WorkId, Task<Accumulator>)>>,
    replies: Receiver<WorkerReply>,
    /// Kept for the threads that are started later.
    reply: Sender<WorkerReply>,
    /// The number of replies that have not been received yet. At 0 there is nothing to wait for.
    owed: usize,
}

impl Threads {
    /// `count` workers, at least one.
    pub fn new(count: usize) -> Self {
        let (reply, replies) = channel();
        let tasks = (0..count.max(1)).map(|worker| spawn(worker, reply.clone())).collect();
        Self { tasks, replies, reply, owed: 0 }
    }
}

fn spawn(index: usize, replies: Sender<WorkerReply>) -> Sender<(WorkId, Task<Accumulator>)> {
    let (sender, tasks) = channel();
    thread::spawn(move || {
        let mut worker = Worker::default();
        for (id, task) in tasks {
            if let Some(reply) = worker.handle_catching_panics(id, task)
                && replies.send((index, id, reply)).is_err()
            {
                return;
            }
        }
    });
    sender
}

impl Transport for Threads {
    type Payload = Accumulator;

    fn worker_count(&self) -> usize {
        self.tasks.len()
    }

    fn post(&mut self, worker: usize, id: WorkId, task: Task<Accumulator>) {
        self.owed += usize::from(!matches!(task, Task::Start(_)));
        // The thread holds the other end of the channel until the worker is replaced, and then the channel is a new one.
        let _ = self.tasks[worker].send((id, task));
    }

    fn replace(&mut self, worker: usize) {
        // A thread cannot be ended from outside. The old one finishes its tasks; the scheduler ignores its replies.
        self.tasks[worker] = spawn(worker, self.reply.clone());
    }
}

impl BlockingTransport for Threads {
    fn next_reply(&mut self) -> Option<WorkerReply> {
        self.owed = self.owed.checked_sub(1)?;
        self.replies.recv().ok()
    }
}
