//! The transport of the page, whose workers are web workers. A watchdog gives up a worker that does not reply for too
//! long.

use super::super::job::{WorkId, block_seconds};
use super::super::task::Task;
use super::super::transport::Transport;
use super::live_worker::{LiveWorker, OnMessage, WorkerMessage};
use super::messages::write_task;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The transport whose workers are web workers.
pub struct WebWorkers {
    /// The web workers. A worker is `None` if it was replaced or could not be started. It is started again when it gets
    /// its next task.
    workers: Vec<Option<LiveWorker>>,
    script_url: String,
    listener: OnMessage,
    /// For each worker, the number of seconds that it has left to reply; 0 if it owes no reply.
    seconds_left: Rc<Vec<Cell<u32>>>,
    /// The estimated seconds that one block takes, for the job that was started last.
    block_seconds: f64,
}

/// The number of seconds that a worker may take for a task that takes a laptop `seconds` seconds. The browser does not
/// tell the page if it has ended a worker, so a missing reply is the only sign. The limit is generous, because a slow
/// worker must not be taken for a dead one.
fn seconds_to_reply(seconds: f64) -> u32 {
    (20.0 + 10.0 * seconds) as u32
}

/// An upper bound for the time of a question, as a multiple of the time that one block of the question's study takes.
const BLOCKS_OF_QUESTION: f64 = 8000.0;

impl WebWorkers {
    /// Starts `count` workers, at least one.
    pub fn new(count: usize, script_url: String, listener: OnMessage) -> Self {
        let seconds_left: Rc<Vec<Cell<u32>>> = Rc::new(vec![Cell::new(0); count.max(1)]);
        // After a message from a worker, the worker has no time limit until it gets its next task. 0 means no limit.
        let (left, on_message) = (seconds_left.clone(), listener);
        let listener: OnMessage = Rc::new(move |worker, message| {
            left[worker].set(0);
            on_message(worker, message);
        });
        let mut workers = Self { workers: Vec::new(), script_url, listener, seconds_left, block_seconds: 0.0 };
        workers.workers = (0..count.max(1)).map(|worker| workers.start(worker)).collect();
        workers.start_watchdog();
        workers
    }

    fn start(&self, worker: usize) -> Option<LiveWorker> {
        LiveWorker::start(&self.script_url, worker, self.listener.clone())
    }

    /// Starts a timer that counts down every second and reports a worker whose time is up as lost. The timer counts its
    /// calls instead of reading a clock, because the time in which the machine sleeps must not count.
    fn start_watchdog(&self) {
        let (seconds_left, listener) = (self.seconds_left.clone(), self.listener.clone());
        let tick = Closure::<dyn FnMut()>::new(move || {
            for (worker, left) in seconds_left.iter().enumerate().filter(|(_, left)| left.get() > 0) {
                left.set(left.get() - 1);
                if left.get() == 0 {
                    listener(worker, WorkerMessage::Lost(String::new()));
                }
            }
        });
        if let Some(window) = web_sys::window() {
            let tick = tick.as_ref().unchecked_ref();
            let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(tick, 1000);
        }
        tick.forget(); // the closure must live as long as the page
    }
}

impl Transport for WebWorkers {
    /// An accumulator as a JavaScript value, in the form that the module of [`write_task`] describes.
    type Payload = JsValue;

    fn worker_count(&self) -> usize {
        self.workers.len()
    }

    fn post(&mut self, worker: usize, id: WorkId, task: Task<JsValue>) {
        if self.workers[worker].is_none() {
            self.workers[worker] = self.start(worker);
        }
        let Some(live) = &self.workers[worker] else {
            // The worker could not be started. The scheduler is borrowed at this point, so the loss is reported later,
            // in a separate task of the event loop.
            let listener = self.listener.clone();
            wasm_bindgen_futures::spawn_local(async move { listener(worker, WorkerMessage::Lost(String::new())) });
            return;
        };
        self.seconds_left[worker].set(match &task {
            Task::Start(job) => {
                self.block_seconds = block_seconds(&job.study);
                // `Start` has no reply, so it needs no time limit. A `Batch` always follows it and sets one.
                0
            }
            Task::Batch { blocks, .. } => seconds_to_reply(self.block_seconds * f64::from(*blocks)),
            Task::Ask { study, .. } => seconds_to_reply(block_seconds(study) * BLOCKS_OF_QUESTION),
            Task::Collect | Task::Finish { .. } => seconds_to_reply(0.0),
        });
        live.post(write_task(id, task));
    }

    fn replace(&mut self, worker: usize) {
        self.seconds_left[worker].set(0);
        self.workers[worker] = None;
    }
}
