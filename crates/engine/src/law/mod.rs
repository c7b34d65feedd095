//! The laws (probability distributions) of counts, each drawn as the quantile of one uniform number u: the least whole k
//! with P(X ≤ k) ≥ u.
//!
//! Drawing by inversion pairs scenarios: the same uniform gives no fewer customers where there are more to draw from or
//! the probability is better. There are three algorithms, chosen by size, and all give the same exact quantile:
//! `sequential_search` counts from 0 where the variance is small; [`quantile_expansion`] elsewhere expands the quantile
//! about the normal one and checks it exactly near a step; [`guide_table`] serves a law that is the same for all runs.
//!
//! Two continuous laws mix the laws of counts. They are drawn from a normal quantile: [`gamma_rate`] makes a Poisson
//! count negative binomial, [`beta_hazard`] makes a binomial count beta-binomial. [`GammaRateTable`] and
//! [`BetaHazardTable`] are the same two laws, tabulated to serve all lanes quickly.

mod beta;
mod beta_table;
pub mod count_law;
mod gamma;
mod gamma_table;
mod grid;
pub mod guide_table;
pub mod quantile_expansion;
mod sequential_search;
mod tail_inversion;

pub use beta::beta_hazard;
pub use beta_table::BetaHazardTable;
pub use gamma::gamma_rate;
pub use gamma_table::GammaRateTable;
pub use guide_table::GuideTable;
pub use quantile_expansion::{binomial, poisson};
