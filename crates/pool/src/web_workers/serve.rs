//! The code of the worker's side: it reads tasks, passes them to a [`Worker`], and posts the replies to the page.

use super::super::job::WorkId;
use super::super::task::Reply;
use super::super::worker::Worker;
use super::messages::{Outgoing, read_task, write_reply};
use js_sys::{Array, Object, Reflect};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

thread_local! {
    /// The number of the job or question that this worker is working on. The panic hook needs it for its message to the
    /// page.
    static CURRENT: Cell<WorkId> = const { Cell::new(0) };
}

/// Turns this instance of the module into a worker, which answers tasks until the page ends it. `worker.js` calls this
/// function.
#[wasm_bindgen]
pub fn serve_worker() {
    std::panic::set_hook(Box::new(|panic| post(CURRENT.get(), Reply::Panicked(panic.to_string()))));
    let mut worker = Worker::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data: Array = event.data().unchecked_into();
        let Some((id, task)) = read_task(&data) else { return };
        CURRENT.set(id);
        if let Some(reply) = worker.handle(id, task) {
            post(id, reply);
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // the closure must live as long as the worker
    let ready = Object::new();
    let _ = Reflect::set(&ready, &"ready".into(), &true.into());
    let _ = scope().post_message(&ready);
}

fn post(id: WorkId, reply: Reply<holdfast_summary::Accumulator>) {
    let Outgoing { message, transfer } = write_reply(id, reply);
    let _ = scope().post_message_with_transfer(&message, &transfer);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
