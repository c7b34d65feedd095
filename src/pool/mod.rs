//! Jobs, progress, cancel: one engine run inline, on threads, or in web workers.
//!
//! A job is a study and what is asked of it: the tracks to follow, and which of them to look at closely. [`Desk`] cuts
//! its runs into batches, hands them to lanes, and gathers what the lanes collect into one summary; it is the same code
//! wherever the lanes run. An [`Inquiry`] asks lanes the questions of [`advice`](crate::advice). [`Worker`] is what a lane
//! does. Transports ([`inline`], [`threads`], [`workers`]) only carry tasks and replies, and one suite tests them all.
//! The room knows nothing of the page.

mod desk;
pub mod inline;
mod inquiry;
#[cfg(any(test, feature = "suite"))]
pub mod suite;
#[cfg(not(target_family = "wasm"))]
pub mod threads;
mod worker;
#[cfg(all(feature = "app", target_family = "wasm"))]
pub mod workers;

pub use desk::{Desk, Event, Lanes};
pub use inquiry::{Answer, Inquiry};
pub use worker::{Job, Reply, Task, Worker};

/// Names a job; every message carries it, so that a late reply is recognised.
pub type JobId = u32;
