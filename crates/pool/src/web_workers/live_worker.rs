//! The page's side of one running web worker.

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
    /// The address of this module's glue script, the JavaScript that wasm-bindgen generates (`import.meta.url`).
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE_URL: String;
}

/// A message from a worker to the page.
pub enum WorkerMessage {
    Reply(WorkId, Reply<JsValue>),
    /// The worker could not start, or it died and sent no reply. Holds the reason; empty if the reason is unknown.
    Lost(String),
}

/// The function that receives each message, with the index of the worker that sent it.
pub type OnMessage = Rc<dyn Fn(usize, WorkerMessage)>;

/// A web worker. Dropping this value terminates the worker.
pub struct LiveWorker {
    worker: web_sys::Worker,
    /// Messages that are held back until the worker reports that it is ready; `None` after that.
    waiting: Rc<RefCell<Option<Vec<Outgoing>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl LiveWorker {
    /// Starts the web worker with this index; `None` if the browser cannot start it. `listener` receives the worker's
    /// messages.
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

    /// Posts a message. If the worker is not ready yet, the message is held back until then.
    pub fn post(&self, outgoing: Outgoing) {
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(outgoing),
            None => post(&self.worker, &outgoing),
        }
    }
}

fn post(worker: &web_sys::Worker, Outgoing { message, transfer }: &Outgoing) {
    // Posting fails only if a part of the message cannot be cloned or transferred. All parts of these messages can.
    let _ = worker.post_message_with_transfer(message, transfer);
}

impl Drop for LiveWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
