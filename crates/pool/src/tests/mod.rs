//! Tests of the pool over every native transport.

mod jobs;
mod messages;
mod priority;
mod questions;
