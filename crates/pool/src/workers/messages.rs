//! What page and worker say to each other: arrays `[job, kind, …]`, with the buffers that change hands.

use super::super::JobId;
use super::super::worker::{Job, Reply, Task};
use holdfast_advice::Question;
use holdfast_scenario::file;
use holdfast_summary::{Ask, Partial, Summary};
use js_sys::{Array, Float64Array};
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};

/// A message and the buffers that it hands over.
pub struct Outgoing {
    pub message: Array,
    pub transfer: Array,
}

/// `[job, kind, …]`.
pub fn message(id: JobId, kind: &str, rest: &[JsValue]) -> Array {
    let message = Array::of2(&id.into(), &kind.into());
    rest.iter().for_each(|value| {
        message.push(value);
    });
    message
}

/// A task as the page posts it; a job is the study's file, and what is asked of it.
pub fn write_task(id: JobId, task: Task<JsValue>) -> Outgoing {
    let transfer = Array::new();
    let message = match task {
        Task::Start(job) => {
            let rest = [file::write_compact(job.study.source()).into(), array(&job.ask.encode()).into()];
            message(id, "start", &rest)
        }
        Task::Batch { first_block, blocks } => message(id, "batch", &[first_block.into(), blocks.into()]),
        Task::Collect => message(id, "collect", &[]),
        Task::Finish(parcels) => {
            for parcel in &parcels {
                transfer.push(&parcel.unchecked_ref::<Float64Array>().buffer());
            }
            message(id, "finish", &[parcels.into_iter().collect::<Array>().into()])
        }
        Task::Ask(study, question) => {
            let rest = [file::write_compact(study.source()).into(), array(&question.encode()).into()];
            message(id, "ask", &rest)
        }
    };
    Outgoing { message, transfer }
}

/// `[job, kind, value]` from a worker; a summary comes with what was asked for.
pub fn read_reply(message: &Array) -> Option<(JobId, Reply<JsValue>)> {
    let id = message.get(0).as_f64()? as JobId;
    let value = message.get(2);
    let reply = match message.get(1).as_string()?.as_str() {
        "simulated" => Reply::Simulated { blocks: value.as_f64()? as u32 },
        "collected" => Reply::Collected(value),
        "finished" => Reply::Finished(Summary::decode(&Ask::decode(&numbers(message.get(3))?)?, &numbers(value)?)?),
        "answered" => Reply::Answered(numbers(value)?),
        "panicked" => Reply::Panicked(value.as_string()?),
        _ => return None,
    };
    Some((id, reply))
}

/// What the page posted; `ask` keeps what is asked of the job at hand, as it came.
pub fn read_task(message: &Array, ask: &mut JsValue) -> Option<(JobId, Task<Partial>)> {
    let id = message.get(0).as_f64()? as JobId;
    let task = match message.get(1).as_string()?.as_str() {
        "start" => {
            *ask = message.get(3);
            Task::Start(Arc::new(Job {
                ask: Ask::decode(&numbers(ask.clone())?)?,
                ..Job::new(file::open(&message.get(2).as_string()?).ok()?, Vec::new())
            }))
        }
        "batch" => {
            Task::Batch { first_block: message.get(2).as_f64()? as u32, blocks: message.get(3).as_f64()? as u32 }
        }
        "collect" => Task::Collect,
        "finish" => {
            let parcels = message.get(2).dyn_into::<Array>().ok()?;
            let decode = |parcel| Partial::decode(&numbers(parcel)?);
            Task::Finish(parcels.iter().map(decode).collect::<Option<_>>()?)
        }
        "ask" => {
            let study = file::open(&message.get(2).as_string()?).ok()?;
            Task::Ask(Arc::new(study), Question::decode(&numbers(message.get(3))?)?)
        }
        _ => return None,
    };
    Some((id, task))
}

/// A worker's reply to the page.
pub fn write_reply(id: JobId, reply: Reply<Partial>, ask: &JsValue) -> Outgoing {
    let (message, transfer) = match reply {
        Reply::Simulated { blocks } => (message(id, "simulated", &[blocks.into()]), Array::new()),
        Reply::Collected(partial) => {
            let numbers = array(&partial.encode());
            (message(id, "collected", &[numbers.clone().into()]), Array::of1(&numbers.buffer()))
        }
        Reply::Finished(summary) => {
            let numbers = array(&summary.encode());
            (message(id, "finished", &[numbers.clone().into(), ask.clone()]), Array::of1(&numbers.buffer()))
        }
        Reply::Answered(answer) => {
            let numbers = array(&answer);
            (message(id, "answered", &[numbers.clone().into()]), Array::of1(&numbers.buffer()))
        }
        Reply::Panicked(words) => (message(id, "panicked", &[words.into()]), Array::new()),
    };
    Outgoing { message, transfer }
}

/// A fresh array, so that its buffer can be transferred; a view of wasm memory could not.
fn array(numbers: &[f64]) -> Float64Array {
    numbers.into()
}

fn numbers(array: JsValue) -> Option<Vec<f64>> {
    Some(array.dyn_into::<Float64Array>().ok()?.to_vec())
}
