//! A pool of workers that simulate jobs and answer questions. The workers run on the caller's own thread, on other
//! threads, or in web workers. The pool reports progress, and its work can be cancelled.
//!
//! A job is a study and a request for its summary. The [`Scheduler`] divides the runs of a job into batches and gives
//! the batches to workers. At the end, one worker merges the results of all workers. While the job has no task for a
//! worker, the worker answers questions of [`advice`](holdfast_advice). The scheduler is the same for all kinds of
//! workers. Only the [`Transport`] ([`inline`], [`threads`], `web_workers`) differs: it carries tasks to the workers
//! and replies back. The same tests run with [`inline`] and with [`threads`]. A [`Worker`] does the tasks. This crate
//! does not depend on the page.
//!
//! ```
//! use holdfast_engine::{Quantity, expected};
//! use holdfast_pool::{Job, Scheduler, inline::Inline};
//! use holdfast_scenario::presets;
//! use holdfast_summary::Track;
//!
//! let study = presets::leaky_bucket().check().unwrap();
//! // The expected path: with 4% churn, the ARR after five years is 13.66 million.
//! let mrr = expected(&study.scenarios()[0], 60)[Quantity::Mrr][60];
//! assert_eq!(format!("{:.2}", 12.0 * mrr / 1e6), "13.66");
//!
//! // A thousand futures: the gap between 0.5% churn and 4%, with common random numbers.
//! let gap = Track::gap(2, 0, Quantity::Mrr);
//! let summary = Scheduler::new(Inline::default()).run(Job::new(study.with_runs(1000), vec![gap])).unwrap();
//! assert!(summary.months(gap).unwrap()[60].p05() > 0.0);
//! ```

mod blocking;
pub mod inline;
mod job;
mod question_queue;
mod running_job;
mod scheduler;
mod study_text;
mod task;
#[cfg(test)]
mod tests;
#[cfg(not(target_family = "wasm"))]
pub mod threads;
mod transport;
#[cfg(target_family = "wasm")]
pub mod web_workers;
mod worker;

pub use job::{Job, WorkId};
pub use scheduler::{JobEvent, PoolEvent, QuestionAnswer, Scheduler};
pub use task::{Reply, Task};
pub use transport::{BlockingTransport, Transport};
pub use worker::Worker;
