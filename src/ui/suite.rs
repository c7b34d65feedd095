//! The pool's suite in the browser, and timings of jobs, for the browser tests; only with the feature `suite`.

use super::words::{link, window};
use crate::engine::Quantity;
use crate::pool::suite::{Driver, LEAKY_BUCKET_DIGEST, check, digest};
use crate::pool::workers::Pool;
use crate::pool::{Event, Job, JobId};
use crate::scenario::{file, read_decimal};
use crate::summary::Track;
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt;
use wasm_bindgen::prelude::*;

struct InBrowser {
    pool: Pool,
    events: UnboundedReceiver<Event>,
}

impl InBrowser {
    fn new(workers: usize) -> Self {
        let (sender, events) = unbounded();
        let pool = Pool::new(workers, link("worker-script"), move |event| drop(sender.unbounded_send(event)));
        Self { pool, events }
    }
}

impl Driver for InBrowser {
    fn submit(&mut self, job: Job) -> JobId {
        self.pool.submit(job)
    }

    fn cancel(&mut self) -> Option<Event> {
        self.pool.cancel()
    }

    async fn next(&mut self) -> Option<Event> {
        self.events.next().await
    }
}

/// A decimal as the page reads it.
#[wasm_bindgen]
pub fn decimal(text: &str) -> Option<f64> {
    read_decimal(text)
}

/// Runs the suite over this many workers, and compares the fixed vector. Panics where a promise is broken.
#[wasm_bindgen]
pub async fn check_pool(workers: usize) -> bool {
    check(&mut InBrowser::new(workers)).await == LEAKY_BUCKET_DIGEST
}

/// Simulates a study file `times` times over this many workers, MRR and customers of every scenario. Returns the
/// milliseconds until all runs were simulated and until the summary was there, by turns, without the workers' start;
/// last the digest of the summary as a text.
#[wasm_bindgen]
pub async fn time_job(study: String, workers: usize, times: usize) -> Result<js_sys::Array, JsValue> {
    let study = file::open(&study).map_err(|problems| JsValue::from(format!("{problems:?}")))?;
    let mut pool = InBrowser::new(workers);
    let clock = window().performance().ok_or(JsValue::NULL)?;
    let tracks: Vec<Track> = (0..study.scenarios().len())
        .flat_map(|at| [Quantity::Customers, Quantity::Mrr].map(|series| Track::own(at, series)))
        .collect();
    let out = js_sys::Array::new();
    let mut bits = 0;
    for time in 0..=times {
        let start = clock.now();
        let mut simulated = 0.0;
        pool.submit(Job::new(study.clone(), tracks.clone()));
        loop {
            match pool.next().await {
                Some(Event::Done { summary, .. }) => {
                    bits = digest(&summary);
                    break;
                }
                Some(Event::Progress { .. }) => simulated = clock.now() - start,
                other => return Err(format!("{other:?}").into()),
            }
        }
        // The first one waits for the workers and warms them up.
        if time > 0 {
            out.push(&simulated.into());
            out.push(&(clock.now() - start).into());
        }
    }
    out.push(&format!("{bits:016x}").into());
    Ok(out)
}
