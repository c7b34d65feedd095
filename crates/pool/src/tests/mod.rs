//! Tests of the pool with each native transport: inline and threads.

mod jobs;
mod messages;
mod priority;
mod questions;
