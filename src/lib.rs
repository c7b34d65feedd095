//! Holdfast: a retention simulator. What a business earns over years, as thousands of simulated futures.
//!
//! ```
//! use holdfast::engine::{Quantity, expected};
//! use holdfast::pool::{Desk, Job, inline::Inline};
//! use holdfast::scenario::presets;
//! use holdfast::summary::Track;
//!
//! let study = presets::leaky_bucket().check().unwrap();
//! // What 4% churn leaves of the ramp after five years, with every range at its median: 13.66 million of ARR.
//! let mrr = expected(&study.scenarios()[0], 60)[Quantity::Mrr][60];
//! assert_eq!(format!("{:.2}", 12.0 * mrr / 1e6), "13.66");
//!
//! // A thousand futures: how much more 0.5% churn brings than 4%, with the same luck.
//! let gap = Track::gap(2, 0, Quantity::Mrr);
//! let summary = Desk::new(Inline::default()).run(Job::new(study.with_runs(1000), vec![gap])).unwrap();
//! assert!(summary.months(gap).unwrap()[60].p05() > 0.0);
//! ```
//!
//! # The map of the code
//!
//! - [`scenario`]: what a business is. The one table of inputs, estimates, plans, curves, events, checked studies, study
//!   files, links, presets.
//! - [`engine`]: the Monte Carlo engine. Random streams, laws of counts, one month (drawn, or in expectation), one block
//!   of runs, cohorts.
//! - [`summary`]: from runs to numbers. Series, quantiles, means and variances whose merge does not depend on order; on
//!   demand how a series spreads at one month, and sample runs; SaaS metrics.
//! - [`advice`]: from a study to what to do. How far each input moves an outcome, how much of its variance it explains,
//!   what moving a lever is worth, how to reach a goal, what cards of the playbook bring and in which order to play them.
//! - [`chart`]: from a summary to a picture, on any plotters backend.
//! - [`pool`]: jobs, progress, cancel. One engine run inline, on threads, or in web workers.
//! - [`text`]: every word a user reads, in every language.
//! - `ui`: the Leptos page (feature `app`, wasm only).
//!
//! Data flows one way: scenario → engine → summary → chart → ui; `pool` carries a job to the engine and a summary back.
//! Who may import whom, which `tests/layers.rs` checks:
//!
//! | room | may import |
//! | --- | --- |
//! | scenario | – |
//! | engine | scenario |
//! | summary | scenario, engine |
//! | advice | scenario, engine, summary |
//! | chart | scenario, summary |
//! | pool | scenario, engine, summary, advice |
//! | text | scenario |
//! | ui, bins | all |
//!
//! The wall between page and engine is the feature `app`: a plain `cargo test` is native and compiles no Leptos.

pub use holdfast_core::{engine, scenario, summary};
#[cfg(all(feature = "app", target_family = "wasm"))]
pub use holdfast_page::ui;
pub use holdfast_page::{advice, chart, pool, text};
