//! What the fuzz targets do with any bytes, and the mutations that keep most inputs worth reading.
//!
//! `tests/fuzz_corpus.rs` includes the first three modules and runs them over every input that is kept.

pub mod arguments;
pub mod link;
pub mod study_file;

pub mod mutate;
