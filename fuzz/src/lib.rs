//! The checks of the fuzz targets, which accept any bytes, and mutations that keep most inputs valid in form.
//!
//! `tests/fuzz_corpus.rs` includes the first three modules, and runs their checks on every file in `fuzz/corpus`.

pub mod arguments;
pub mod link;
pub mod study_file;

pub mod mutate;
