//! The worker's side.

use super::super::JobId;
use super::super::worker::Worker;
use super::messages::{Outgoing, read_task, write_reply};
use js_sys::{Array, Object, Reflect};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

thread_local! {
    /// The job that this worker is at, for its last words.
    static CURRENT: Cell<JobId> = const { Cell::new(0) };
}

/// Makes a worker of this instance of the module; `worker.js` calls it. Answers until it is ended.
#[wasm_bindgen]
pub fn serve_worker() {
    // In a release a panic is a trap, which the browser tells the page of.
    #[cfg(not(panic = "immediate-abort"))]
    std::panic::set_hook(Box::new(|panic| {
        let words = JsValue::from(panic.to_string());
        let _ = scope().post_message(&super::messages::message(CURRENT.get(), "panicked", &[words]));
    }));
    let mut worker = Worker::default();
    let mut ask = JsValue::UNDEFINED;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data: Array = event.data().unchecked_into();
        let Some((id, task)) = read_task(&data, &mut ask) else { return };
        CURRENT.set(id);
        if let Some(reply) = worker.handle(id, task) {
            let Outgoing { message, transfer } = write_reply(id, reply, &ask);
            let _ = scope().post_message_with_transfer(&message, &transfer);
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // lives as long as the worker
    let ready = Object::new();
    let _ = Reflect::set(&ready, &"ready".into(), &true.into());
    let _ = scope().post_message(&ready);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
