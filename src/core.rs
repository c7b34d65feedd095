//! The rooms that compute: what a business is, the engine, and what its runs come to. The map of the code is in `lib.rs`.

pub mod engine;
pub mod scenario;
pub mod summary;
