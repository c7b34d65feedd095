//! Jobs, progress, cancel: one engine run inline, on threads, or in web workers.
//!
//! A job is a study and what is asked of it: the tracks to follow, and which of them to look at closely. [`Desk`] cuts
//! its runs into batches, hands them to lanes, and gathers what the lanes collect into one summary; it is the same code
//! wherever the lanes run. An [`Inquiry`] asks lanes the questions of [`advice`](holdfast_advice). [`Worker`] is what a lane
//! does. Transports ([`inline`], [`threads`], [`workers`]) only carry tasks and replies, and one suite tests them all.
//! The room knows nothing of the page.
//!
//! ```
//! use holdfast_engine::{Quantity, expected};
//! use holdfast_pool::{Desk, Job, inline::Inline};
//! use holdfast_scenario::presets;
//! use holdfast_summary::Track;
//!
//! let study = presets::leaky_bucket().check().unwrap();
//! // The expected path: with 4% churn the ramp comes to 13.66 million of ARR after five years.
//! let mrr = expected(&study.scenarios()[0], 60)[Quantity::Mrr][60];
//! assert_eq!(format!("{:.2}", 12.0 * mrr / 1e6), "13.66");
//!
//! // A thousand futures: the gap between 0.5% churn and 4%, with common random numbers.
//! let gap = Track::gap(2, 0, Quantity::Mrr);
//! let summary = Desk::new(Inline::default()).run(Job::new(study.with_runs(1000), vec![gap])).unwrap();
//! assert!(summary.months(gap).unwrap()[60].p05() > 0.0);
//! ```

mod desk;
pub mod inline;
mod inquiry;
#[cfg(test)]
mod suite;
#[cfg(not(target_family = "wasm"))]
pub mod threads;
mod worker;
#[cfg(target_family = "wasm")]
pub mod workers;

pub use desk::{Desk, Event, Lanes};
pub use inquiry::{Answer, Inquiry};
pub use worker::{Job, Reply, Task, Worker};

/// Names a job; every message carries it, so that a late reply is recognised.
pub type JobId = u32;
