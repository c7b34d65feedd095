//! One live web worker, as the page sees it.

use super::super::job::WorkId;
use super::super::task::Reply;
use super::messages::{Outgoing, read_reply};
use js_sys::{Array, Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, WorkerOptions, WorkerType};

#[wasm_bindgen]
extern "C" {
    /// The address of the glue script that this very module belongs to.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE_URL: String;
}

/// A message from a worker to the page.
pub enum WorkerMessage {
    Reply(WorkId, Reply<JsValue>),
    /// The worker could not start, or died without a reply of its own. Holds the reason as far as it is known.
    Lost(String),
}

/// Takes a message, with the index of the worker that it comes from.
pub type OnMessage = Rc<dyn Fn(usize, WorkerMessage)>;

/// A web worker. It is terminated when this is dropped.
pub struct LiveWorker {
    worker: web_sys::Worker,
    /// Messages that wait until the worker says that it is ready; `None` from then on.
    waiting: Rc<RefCell<Option<Vec<Outgoing>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl LiveWorker {
    /// Starts a worker; `None` if the browser refuses.
    pub fn start(script_url: &str, index: usize, listener: OnMessage) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(script_url, &options).ok()?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));

        let (on_reply, queue, port) = (listener.clone(), waiting.clone(), worker.clone());
        let on_message = Closure::new(move |event: MessageEvent| {
            let data = event.data();
            if let Some(message) = data.dyn_ref::<Array>() {
                if let Some((id, reply)) = read_reply(message) {
                    on_reply(index, WorkerMessage::Reply(id, reply));
                }
            } else if let Some(reason) = Reflect::get(&data, &"failed".into()).ok().and_then(|text| text.as_string()) {
                on_reply(index, WorkerMessage::Lost(reason));
            } else {
                for outgoing in queue.borrow_mut().take().unwrap_or_default() {
                    post(&port, &outgoing);
                }
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let on_error = Closure::new(move |event: Event| {
            event.prevent_default();
            listener(index, WorkerMessage::Lost(String::new()));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        let hello = Object::new();
        let set = |key: &str, value: &JsValue| Reflect::set(&hello, &key.into(), value);
        GLUE_URL.with(|url| set("glue", &url.as_str().into())).ok()?;
        set("module", &wasm_bindgen::module()).ok()?;
        worker.post_message(&hello).ok()?;
        Some(Self { worker, waiting, _on_message: on_message, _on_error: on_error })
    }

    /// Posts a message, as soon as the worker is ready.
    pub fn post(&self, outgoing: Outgoing) {
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(outgoing),
            None => post(&self.worker, &outgoing),
        }
    }
}

fn post(worker: &web_sys::Worker, Outgoing { message, transfer }: &Outgoing) {
    // Fails only if a value cannot be cloned. Buffers can.
    let _ = worker.post_message_with_transfer(message, transfer);
}

impl Drop for LiveWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
