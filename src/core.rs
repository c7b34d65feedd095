//! The rooms that compute: the engine, and what its runs come to. The map of the code is in `lib.rs`.

pub use holdfast_scenario as scenario;

pub mod engine;
pub mod summary;
