//! The messages between the page and a web worker. A message is a JavaScript array `[header, payload, …]`.
//!
//! The header is a `Uint8Array`. It holds the number of the work and the task or reply, serialized with postcard. A
//! payload is an accumulator, in the form of an array `[rest, block, …]`. Each block is a `Float64Array` with the exact
//! values of the runs of one block. The rest is a `Uint8Array` with all other parts of the accumulator. The page passes
//! payloads on without reading them. All buffers are transferred instead of copied, so neither the page nor a message
//! holds a second copy of the numbers.

use super::super::job::WorkId;
use super::super::task::{Reply, Task};
use holdfast_summary::Accumulator;
use js_sys::{Array, Float64Array, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// A message to send, and the buffers that are transferred with it.
pub struct Outgoing {
    pub message: Array,
    pub transfer: Array,
}

impl Outgoing {
    fn new(header: &impl Serialize) -> Self {
        let header = serialized(header);
        Self { transfer: Array::of1(&header.buffer()), message: Array::of1(&header) }
    }

    /// Adds a payload to the message, and its buffers to the list of buffers to transfer.
    fn push(&mut self, payload: JsValue) {
        for part in payload.unchecked_ref::<Array>().iter() {
            self.transfer.push(&Reflect::get(&part, &"buffer".into()).unwrap_or_default());
        }
        self.message.push(&payload);
    }
}

/// Writes a task into a message. The page calls this function.
pub fn write_task(id: WorkId, mut task: Task<JsValue>) -> Outgoing {
    let payloads = match &mut task {
        Task::Finish { payloads } => std::mem::take(payloads),
        _ => Vec::new(),
    };
    let mut outgoing = Outgoing::new(&(id, task));
    payloads.into_iter().for_each(|payload| outgoing.push(payload));
    outgoing
}

/// Reads a task from a message; `None` if the message is not a task. The worker calls this function.
pub fn read_task(message: &Array) -> Option<(WorkId, Task<Accumulator>)> {
    let (id, mut task): (WorkId, Task<Accumulator>) = deserialized(message.get(0))?;
    if let Task::Finish { payloads } = &mut task {
        *payloads = message.iter().skip(1).map(read_payload).collect::<Option<_>>()?;
    }
    Some((id, task))
}

/// Writes a reply into a message. The worker calls this function.
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

/// Reads a reply from a message; `None` if the message is not a reply. The page calls this function.
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
        // A new array, because its buffer can be transferred. A view of WebAssembly memory cannot be transferred.
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

/// Serializes a value into a new array, so that its buffer can be transferred.
fn serialized(value: &impl Serialize) -> Uint8Array {
    // The size is computed first, because a vector that grows while it is filled takes up to twice the memory.
    // Serialization fails only for types that these messages do not contain.
    let size = postcard::experimental::serialized_size(value).unwrap_or_default();
    let bytes = postcard::to_extend(value, Vec::with_capacity(size)).unwrap_or_default();
    Uint8Array::from(&bytes[..])
}

fn deserialized<T: DeserializeOwned>(bytes: JsValue) -> Option<T> {
    postcard::from_bytes(&bytes.dyn_into::<Uint8Array>().ok()?.to_vec()).ok()
}
