//! The messages between page and worker: arrays `[header, payload, …]`.
//!
//! The header is a `Uint8Array`, which holds the number of the work and the task or reply, serialized with postcard. A
//! payload is an accumulator: an array `[rest, block, …]`, of which the blocks are `Float64Array`s with the exact values of
//! runs and the rest is a `Uint8Array`. The page passes payloads on without looking into them, and all buffers are
//! transferred, so that neither the page nor a message holds a copy of the numbers.

use super::super::job::WorkId;
use super::super::task::{Reply, Task};
use holdfast_summary::Accumulator;
use js_sys::{Array, Float64Array, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// A message, and the buffers that are transferred with it.
pub struct Outgoing {
    pub message: Array,
    pub transfer: Array,
}

impl Outgoing {
    fn new(header: &impl Serialize) -> Self {
        let header = serialized(header);
        Self { transfer: Array::of1(&header.buffer()), message: Array::of1(&header) }
    }

    /// Adds a payload, and transfers its buffers.
    fn push(&mut self, payload: JsValue) {
        for part in payload.unchecked_ref::<Array>().iter() {
            self.transfer.push(&Reflect::get(&part, &"buffer".into()).unwrap_or_default());
        }
        self.message.push(&payload);
    }
}

/// A task, as the page writes it.
pub fn write_task(id: WorkId, mut task: Task<JsValue>) -> Outgoing {
    let payloads = match &mut task {
        Task::Finish { payloads } => std::mem::take(payloads),
        _ => Vec::new(),
    };
    let mut outgoing = Outgoing::new(&(id, task));
    payloads.into_iter().for_each(|payload| outgoing.push(payload));
    outgoing
}

/// A task, as the worker reads it; `None` if the message is not a task.
pub fn read_task(message: &Array) -> Option<(WorkId, Task<Accumulator>)> {
    let (id, mut task): (WorkId, Task<Accumulator>) = deserialized(message.get(0))?;
    if let Task::Finish { payloads } = &mut task {
        *payloads = message.iter().skip(1).map(read_payload).collect::<Option<_>>()?;
    }
    Some((id, task))
}

/// A reply, as the worker writes it.
pub fn write_reply(id: WorkId, reply: Reply<Accumulator>) -> Outgoing {
    match reply {
        Reply::Collected { payload } => {
            let mut outgoing = Outgoing::new(&(id, Reply::Collected { payload: () }));
            outgoing.push(write_payload(payload));
            outgoing
        }
        other => Outgoing::new(&(id, other)),
    }
}

/// A reply, as the page reads it; `None` if the message is not a reply.
pub fn read_reply(message: &Array) -> Option<(WorkId, Reply<JsValue>)> {
    let (id, mut reply): (WorkId, Reply<JsValue>) = deserialized(message.get(0))?;
    if let Reply::Collected { payload } = &mut reply {
        *payload = message.get(1);
    }
    Some((id, reply))
}

fn write_payload(mut accumulator: Accumulator) -> JsValue {
    let blocks = accumulator.take_exact_values();
    let payload = Array::of1(&serialized(&accumulator));
    for block in blocks {
        // A fresh array, so that its buffer can be transferred; a view of wasm memory could not.
        payload.push(&Float64Array::from(&block[..]));
    }
    payload.into()
}

fn read_payload(payload: JsValue) -> Option<Accumulator> {
    let parts: Array = payload.dyn_into().ok()?;
    let mut accumulator: Accumulator = deserialized(parts.get(0))?;
    let blocks = parts.iter().skip(1).map(|block| Some(block.dyn_into::<Float64Array>().ok()?.to_vec()));
    accumulator.put_exact_values(blocks.collect::<Option<_>>()?);
    Some(accumulator)
}

/// A fresh array, so that its buffer can be transferred.
fn serialized(value: &impl Serialize) -> Uint8Array {
    // The size is computed first, because a vector that grows takes up to twice the memory. Serialization fails only for
    // types that these messages do not contain.
    let size = postcard::experimental::serialized_size(value).unwrap_or_default();
    let bytes = postcard::to_extend(value, Vec::with_capacity(size)).unwrap_or_default();
    Uint8Array::from(&bytes[..])
}

fn deserialized<T: DeserializeOwned>(bytes: JsValue) -> Option<T> {
    postcard::from_bytes(&bytes.dyn_into::<Uint8Array>().ok()?.to_vec()).ok()
}
