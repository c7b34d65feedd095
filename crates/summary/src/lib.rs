//! From runs to numbers: quantiles, means and variances of every requested series, month by month; and on request the
//! detail of some series: their distribution at one month, and a few whole runs.
//!
//! An [`Accumulator`] collects blocks of runs, in any order and on any number of workers. Accumulators merge to the same
//! bits whatever the split, because moments are summed in a fixed tree and all other values are counted or stored.
//! [`Metrics`] need no runs: they follow from a scenario's inputs. The crate knows nothing of workers or of pictures.

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
