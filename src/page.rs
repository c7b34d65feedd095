//! The rooms around the engine. The map of the code is in `lib.rs`.

pub use holdfast_core::{engine, scenario, summary};

pub mod advice;
pub mod chart;
pub mod pool;
pub mod text;
#[cfg(all(feature = "app", target_family = "wasm"))]
pub mod ui;
