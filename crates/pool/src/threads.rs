//! Lanes on threads, for the command line.

use super::inline::{Waiting, handle_caught};
use super::worker::{Reply, Task, Worker};
use super::{JobId, Lanes};
use holdfast_summary::Partial;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

type Answer = (usize, JobId, Reply<Partial>);

/// A thread for each lane. Threads end when the lanes are dropped or replaced.
pub struct Threads {
    lanes: Vec<Sender<(JobId, Task<Partial>)>>,
    answers: Receiver<Answer>,
    answer: Sender<Answer>,
    /// Tasks sent that owe a reply; with none there is nothing to wait for.
    owed: usize,
}

impl Threads {
    /// `count` lanes, at least one.
    pub fn new(count: usize) -> Self {
        let (answer, answers) = channel();
        let lanes = (0..count.max(1)).map(|lane| spawn(lane, answer.clone())).collect();
        Self { lanes, answers, answer, owed: 0 }
    }
}

fn spawn(lane: usize, answer: Sender<Answer>) -> Sender<(JobId, Task<Partial>)> {
    let (sender, tasks) = channel();
    thread::spawn(move || {
        let mut worker = Worker::default();
        for (id, task) in tasks {
            if let Some(reply) = handle_caught(&mut worker, id, task)
                && answer.send((lane, id, reply)).is_err()
            {
                return;
            }
        }
    });
    sender
}

impl Lanes for Threads {
    type Parcel = Partial;

    fn count(&self) -> usize {
        self.lanes.len()
    }

    fn post(&mut self, lane: usize, id: JobId, task: Task<Partial>) {
        self.owed += usize::from(!matches!(task, Task::Start(_)));
        // A lane only goes away by being replaced, and then its channel is a new one.
        let _ = self.lanes[lane].send((id, task));
    }

    fn replace(&mut self, lane: usize) {
        // A thread cannot be ended from outside: the old one finishes its batch, and its answer is not waited for.
        self.lanes[lane] = spawn(lane, self.answer.clone());
    }
}

impl Waiting for Threads {
    fn next(&mut self) -> Option<Answer> {
        self.owed = self.owed.checked_sub(1)?;
        self.answers.recv().ok()
    }
}
