//! Holdfast: a retention simulator. What a business earns over years, as thousands of simulated futures.
//!
//! # The map of the code
//!
//! - [`scenario`]: what a business is. The one table of inputs, estimates, checked studies, study files, links, presets.
//! - [`engine`]: the Monte Carlo engine. Random streams, laws of counts, one month, one block of runs, and the exact
//!   expected path.
//! - [`summary`]: from runs to numbers. Quantiles, means and variances whose merge does not depend on order.
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
//! | chart | scenario, summary |
//! | pool | scenario, engine, summary |
//! | text | scenario |
//! | ui, bins | all |
//!
//! The wall between page and engine is the feature `app`: a plain `cargo test` is native and compiles no Leptos.

pub mod chart;
pub mod engine;
pub mod pool;
pub mod scenario;
pub mod summary;
pub mod text;
#[cfg(all(feature = "app", target_family = "wasm"))]
pub mod ui;
