//! The page's pool. Its workers are web workers, which run the same WebAssembly module as the page. So the page and its
//! workers always have the same version.
//!
//! A web worker starts with the script `worker.js`. This script imports the glue script, instantiates the module that
//! the page posts to it, and calls `serve_worker` in [`serve`]. The page and the workers share no memory, so the host
//! does not need to send the headers for cross-origin isolation. Large lists of numbers are sent as transferred
//! buffers. The accumulators pass through the page without being copied into its WebAssembly memory.

mod live_worker;
mod messages;
mod serve;
mod transport;

use super::job::{Job, WorkId};
use super::scheduler::{JobEvent, PoolEvent, Scheduler};
use holdfast_advice::Question;
use holdfast_scenario::CheckedStudy;
use live_worker::WorkerMessage;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use transport::WebWorkers;

/// A scheduler with web workers, which calls a function with every event.
pub struct Pool {
    scheduler: Rc<RefCell<Scheduler<WebWorkers>>>,
}

impl Pool {
    /// Starts `count` web workers that run the script at `script_url`. `on_event` is called in the page's event loop.
    pub fn new(count: usize, script_url: String, on_event: impl Fn(PoolEvent) + 'static) -> Self {
        let scheduler = Rc::new_cyclic(|own: &Weak<RefCell<Scheduler<WebWorkers>>>| {
            let own = own.clone();
            let on_message = move |worker, message: WorkerMessage| {
                let Some(scheduler) = own.upgrade() else { return };
                let event = match message {
                    WorkerMessage::Reply(id, reply) => scheduler.borrow_mut().accept(worker, id, reply),
                    WorkerMessage::Lost(reason) => scheduler.borrow_mut().lost(worker, reason),
                };
                // The scheduler is not borrowed here, so `on_event` may use the pool, for example to submit the next
                // job.
                if let Some(event) = event {
                    on_event(event);
                }
            };
            RefCell::new(Scheduler::new(WebWorkers::new(count, script_url, Rc::new(on_message))))
        });
        Self { scheduler }
    }

    /// See [`Scheduler::submit`].
    pub fn submit(&self, job: Job) -> WorkId {
        self.scheduler.borrow_mut().submit(job)
    }

    /// See [`Scheduler::cancel_job`].
    pub fn cancel_job(&self) -> Option<JobEvent> {
        self.scheduler.borrow_mut().cancel_job()
    }

    /// See [`Scheduler::ask`].
    pub fn ask(&self, topic: usize, study: &Arc<CheckedStudy>, questions: Vec<Question>) -> WorkId {
        self.scheduler.borrow_mut().ask(topic, study, questions)
    }

    /// See [`Scheduler::cancel_topic`].
    pub fn cancel_topic(&self, topic: usize) {
        self.scheduler.borrow_mut().cancel_topic(topic);
    }
}
