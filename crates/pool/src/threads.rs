//! A transport whose workers are threads, for the command line.

use super::job::WorkId;
use super::task::{Reply, Task};
use super::transport::{BlockingTransport, Transport};
use super::worker::Worker;
use holdfast_summary::Accumulator;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// A reply: the index of the worker, the number of the job or question to which it replies, and the reply itself.
type WorkerReply = (usize, WorkId, Reply<Accumulator>);

/// A transport with one thread for each worker. When a worker is replaced or the transport is dropped, the thread does
/// its remaining tasks and ends.
pub struct Threads {
    /// For each worker, the channel through which it receives tasks.
    tasks: Vec<Sender<(WorkId, Task<Accumulator>)>>,
    replies: Receiver<WorkerReply>,
    /// The sending end of `replies`. Threads that are started later get a copy of it.
    reply: Sender<WorkerReply>,
    /// The number of replies that will still arrive. If it is 0, `next_reply` must not wait, because it would wait for
    /// ever.
    owed: usize,
}

impl Threads {
    /// Starts `count` threads, at least one.
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
        // Sending cannot fail. The thread keeps the other end of the channel until the worker is replaced, and the new
        // worker has a new channel.
        let _ = self.tasks[worker].send((id, task));
    }

    fn replace(&mut self, worker: usize) {
        // A thread cannot be ended from outside. The old thread does its remaining tasks, and the scheduler ignores its
        // replies.
        self.tasks[worker] = spawn(worker, self.reply.clone());
    }
}

impl BlockingTransport for Threads {
    fn next_reply(&mut self) -> Option<WorkerReply> {
        self.owed = self.owed.checked_sub(1)?;
        self.replies.recv().ok()
    }
}
