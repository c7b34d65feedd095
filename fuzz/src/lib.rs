//! The checks of the fuzz targets, each of which takes any bytes, and mutations that keep most inputs readable.
//!
//! `tests/fuzz_corpus.rs` includes the first three modules and runs them over every input that is kept.

pub mod arguments;
pub mod link;
pub mod study_file;

pub mod mutate;
