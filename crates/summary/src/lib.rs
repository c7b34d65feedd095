//! From runs to numbers: quantiles, means and variances of every series that somebody asks for, month by month; and on
//! demand a closer look at some: how they spread at one month, and a few runs whole.
//!
//! A [`Partial`] collects blocks of runs, in any order and on any number of workers; partials merge to the same bits
//! whatever the split, because moments are summed in a fixed tree and everything else is counted or kept. [`Metrics`]
//! need no runs: they follow from a scenario's inputs. The room knows nothing of workers or of pictures.

mod ask;
mod close;
mod follow;
mod histogram;
mod kept;
mod metrics;
mod moments;
mod partial;
pub mod quantile;
mod stats;
mod track;
mod wire;

pub use ask::{Ask, Close};
pub use close::SPREAD_POINTS;
pub use follow::Follower;
pub use kept::EXACT_RUNS_MAX;
pub use metrics::{LTV_MONTHS, Metrics, Plateau};
pub use partial::Partial;
pub use stats::{LEVELS, Stats, Summary};
pub use track::{Series, Track};
