//! Summaries of simulated runs: quantiles, means and variances of every requested series in every month. On request, a
//! summary also has the detail of some series: their distribution in one month, and a few whole runs.
//!
//! An [`Accumulator`] collects the results of blocks of runs. Several workers can simulate the blocks in any order,
//! each with its own accumulator; then the accumulators are merged. However the blocks are divided, the result has the
//! same bits, because moments are added in the order of a fixed tree, and all other values are counted or stored.
//! [`Metrics`] need no runs, because they follow from a scenario's inputs. This crate does not depend on workers or
//! charts.

mod accumulator;
mod detail;
mod histogram;
mod metrics;
mod moments;
pub mod quantile;
mod request;
mod stats;
mod track;
mod track_values;
mod value_store;

pub use accumulator::Accumulator;
pub use detail::SPREAD_POINTS;
pub use metrics::{LTV_MONTHS, Metrics, Plateau};
pub use request::{DetailRequest, SummaryRequest};
pub use stats::{LEVELS, Stats, Summary};
pub use track::{Series, Track};
pub use track_values::TrackValues;
pub use value_store::EXACT_RUNS_MAX;
