//! Lanes in web workers, which run the page's own module, so that the two can never differ in version.
//!
//! A worker is `worker.js`, which imports the glue script and instantiates the module that the page posts to it; then
//! [`serve`] takes over. No shared memory, so no isolation headers. Bulk numbers cross as transferred buffers,
//! and what the lanes collect passes through the page without being copied into its memory.

mod messages;
mod serve;

use super::worker::{Job, Reply, Task, block_seconds};
use super::{Answer, Desk, Event as News, Inquiry, JobId, Lanes};
use holdfast_advice::Question;
use holdfast_scenario::CheckedStudy;
use js_sys::{Array, Object, Reflect};
use messages::{Outgoing, read_reply, write_task};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, WorkerOptions, WorkerType};

#[wasm_bindgen]
extern "C" {
    /// The address of the glue script that this very module belongs to.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE_URL: String;
}

/// The pool of the page: a desk over web workers, which calls back with every event.
pub struct Pool {
    desk: Rc<RefCell<Desk<Workers>>>,
}

impl Pool {
    /// `count` workers running the script at `script_url`. Events come on the page's own event loop.
    pub fn new(count: usize, script_url: String, on_event: impl Fn(News) + 'static) -> Self {
        let take = |desk: &mut Desk<Workers>, lane, reply| match reply {
            Incoming::Reply(id, reply) => desk.accept(lane, id, reply),
            Incoming::Lost(message) => desk.lost(lane, message),
        };
        Self { desk: wired(count, script_url, Desk::new, take, on_event) }
    }

    /// See [`Desk::submit`].
    pub fn submit(&self, job: Job) -> JobId {
        self.desk.borrow_mut().submit(job)
    }

    /// See [`Desk::cancel`].
    pub fn cancel(&self) -> Option<News> {
        self.desk.borrow_mut().cancel()
    }
}

/// An inquiry over web workers, which calls back with every answer.
pub struct Asking {
    inquiry: Rc<RefCell<Inquiry<Workers>>>,
}

impl Asking {
    /// See [`Pool::new`].
    pub fn new(count: usize, script_url: String, on_answer: impl Fn(Answer) + 'static) -> Self {
        let take = |inquiry: &mut Inquiry<Workers>, lane, reply| match reply {
            Incoming::Reply(id, reply) => inquiry.accept(lane, id, reply),
            Incoming::Lost(message) => inquiry.lost(lane, message),
        };
        Self { inquiry: wired(count, script_url, Inquiry::new, take, on_answer) }
    }

    /// See [`Inquiry::ask`].
    pub fn ask(&self, topic: usize, study: Arc<CheckedStudy>, questions: Vec<Question>) -> JobId {
        self.inquiry.borrow_mut().ask(topic, study, questions)
    }

    /// See [`Inquiry::cancel`].
    pub fn cancel(&self, topic: usize) {
        self.inquiry.borrow_mut().cancel(topic);
    }
}

/// Something over workers that takes in what they say, and tells `hear` what is worth knowing of it.
fn wired<T: 'static, E: 'static>(
    count: usize,
    script_url: String,
    over: fn(Workers) -> T,
    take: fn(&mut T, usize, Incoming) -> Option<E>,
    hear: impl Fn(E) + 'static,
) -> Rc<RefCell<T>> {
    Rc::new_cyclic(|own: &Weak<RefCell<T>>| {
        let own = own.clone();
        let on_reply = move |lane, reply: Incoming| {
            let Some(own) = own.upgrade() else { return };
            let heard = take(&mut own.borrow_mut(), lane, reply);
            // It is free again here: a listener may ask it for the next thing.
            if let Some(heard) = heard {
                hear(heard);
            }
        };
        RefCell::new(over(Workers::new(count, script_url, Rc::new(on_reply))))
    })
}

/// What comes out of a worker.
enum Incoming {
    Reply(JobId, Reply<JsValue>),
    /// It could not start, or died without a word of ours; what is known of the reason.
    Lost(String),
}

/// How many seconds a worker may be silent about what takes a laptop so many. The browser says nothing of a worker that it
/// has ended; but one that is slow must not be taken for one that is gone.
fn patience(seconds: f64) -> u32 {
    (20.0 + 10.0 * seconds) as u32
}

/// No question takes longer than so many blocks of its study.
const BLOCKS_OF_QUESTION: f64 = 8000.0;

type OnReply = Rc<dyn Fn(usize, Incoming)>;

/// The transport.
pub struct Workers {
    slots: Vec<Option<Slot>>,
    script_url: String,
    on_reply: OnReply,
    /// For each lane, how many seconds it has left to reply; 0 where it owes nothing.
    left: Rc<Vec<Cell<u32>>>,
    /// Of the job that was started last.
    block_seconds: f64,
}

/// One live worker. Messages wait until it says that it is ready.
struct Slot {
    worker: web_sys::Worker,
    waiting: Rc<RefCell<Option<Vec<Outgoing>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Workers {
    fn new(count: usize, script_url: String, on_reply: OnReply) -> Self {
        let left = Rc::new(vec![Cell::new(0); count.max(1)]);
        let mut workers = Self { slots: Vec::new(), script_url, on_reply, left, block_seconds: 0.0 };
        workers.slots = (0..count.max(1)).map(|lane| workers.spawn(lane)).collect();
        workers.count_seconds();
        workers
    }

    /// Gives up a lane that has no time left. Seconds are counted, not measured: while the machine sleeps none passes.
    fn count_seconds(&self) {
        let (left, on_reply) = (self.left.clone(), self.on_reply.clone());
        let tick = Closure::<dyn FnMut()>::new(move || {
            for (lane, left) in left.iter().enumerate().filter(|(_, left)| left.get() > 0) {
                left.set(left.get() - 1);
                if left.get() == 0 {
                    on_reply(lane, Incoming::Lost(String::new()));
                }
            }
        });
        if let Some(window) = web_sys::window() {
            let tick = tick.as_ref().unchecked_ref();
            let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(tick, 1000);
        }
        tick.forget(); // lives as long as the page
    }

    /// Starts a worker; `None` where the browser will not.
    fn spawn(&self, lane: usize) -> Option<Slot> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(&self.script_url, &options).ok()?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));

        let (on_reply, queue, port) = (self.on_reply.clone(), waiting.clone(), worker.clone());
        let left = self.left.clone();
        let on_message = Closure::new(move |event: MessageEvent| {
            let data = event.data();
            if let Some(message) = data.dyn_ref::<Array>() {
                if let Some((id, reply)) = read_reply(message) {
                    left[lane].set(0);
                    on_reply(lane, Incoming::Reply(id, reply));
                }
            } else if let Some(reason) = Reflect::get(&data, &"failed".into()).ok().and_then(|text| text.as_string()) {
                on_reply(lane, Incoming::Lost(reason));
            } else {
                for outgoing in queue.borrow_mut().take().unwrap_or_default() {
                    post(&port, &outgoing);
                }
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let on_reply = self.on_reply.clone();
        let on_error = Closure::new(move |event: Event| {
            event.prevent_default();
            on_reply(lane, Incoming::Lost(String::new()));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        let hello = Object::new();
        let set = |key: &str, value: &JsValue| Reflect::set(&hello, &key.into(), value);
        GLUE_URL.with(|url| set("glue", &url.as_str().into())).ok()?;
        set("module", &wasm_bindgen::module()).ok()?;
        worker.post_message(&hello).ok()?;
        Some(Slot { worker, waiting, _on_message: on_message, _on_error: on_error })
    }
}

fn post(worker: &web_sys::Worker, Outgoing { message, transfer }: &Outgoing) {
    // Fails only on values that cannot be cloned; numbers, texts and buffers can.
    let _ = worker.post_message_with_transfer(message, transfer);
}

impl Lanes for Workers {
    type Parcel = JsValue;

    fn count(&self) -> usize {
        self.slots.len()
    }

    fn post(&mut self, lane: usize, id: JobId, task: Task<JsValue>) {
        if self.slots[lane].is_none() {
            self.slots[lane] = self.spawn(lane);
        }
        let Some(slot) = &self.slots[lane] else {
            // No worker to be had. The desk is in the middle of something: tell it in a task of its own.
            let on_reply = self.on_reply.clone();
            wasm_bindgen_futures::spawn_local(async move { on_reply(lane, Incoming::Lost(String::new())) });
            return;
        };
        self.left[lane].set(match &task {
            Task::Start(job) => {
                self.block_seconds = block_seconds(&job.study);
                // A batch comes with it: this one has no reply.
                0
            }
            Task::Batch { blocks, .. } => patience(self.block_seconds * f64::from(*blocks)),
            Task::Ask(study, _) => patience(block_seconds(study) * BLOCKS_OF_QUESTION),
            _ => patience(0.0),
        });
        let outgoing = write_task(id, task);
        match &mut *slot.waiting.borrow_mut() {
            Some(waiting) => waiting.push(outgoing),
            None => post(&slot.worker, &outgoing),
        }
    }

    fn replace(&mut self, lane: usize) {
        self.left[lane].set(0);
        self.slots[lane] = None;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
