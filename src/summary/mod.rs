//! From runs to numbers: quantiles, means and variances of every series that somebody asks for, month by month.
//!
//! A [`Partial`] collects blocks of runs, in any order and on any number of workers; partials merge to the same bits
//! whatever the split, because moments are summed in a fixed tree and everything else is counted or kept. [`Metrics`]
//! need no runs: they follow from a scenario's inputs. The room knows nothing of workers or of pictures.

mod follow;
mod histogram;
mod metrics;
mod moments;
mod partial;
mod quantile;
mod stats;
mod track;

pub use metrics::{LTV_MONTHS, Metrics, Plateau};
pub use partial::{EXACT_RUNS_MAX, Partial};
pub use stats::{LEVELS, Stats, Summary};
pub use track::{Series, Track};
