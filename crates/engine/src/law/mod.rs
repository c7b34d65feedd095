//! The laws (probability distributions) of counts. A count is drawn as the quantile of its law at one uniform number u.
//! The quantile is the smallest whole number k with P(X ≤ k) ≥ u.
//!
//! All scenarios use the same uniform number for the same decision. At the same uniform number, a law with more trials
//! or with a higher probability never has a smaller quantile. So a scenario with more customers, or with a higher
//! probability of the counted outcome, never gets a smaller count.
//!
//! Three algorithms compute the quantile. `sequential_search` counts upwards from 0; it is used if the variance is
//! small. [`quantile_expansion`] approximates the quantile from the normal quantile; it is used if the variance is
//! larger. If the approximation is not certain, the quantile is computed exactly, except for very large variances,
//! where the result may be wrong by 1 in a rare draw. [`guide_table`] looks the quantile up in a table; it is used if
//! the law is the same in all runs.
//!
//! Two continuous laws describe random parameters of the laws of counts. They are drawn from a normal quantile.
//! [`gamma_rate`] draws a random Poisson rate, so that the count has a negative binomial law. [`beta_hazard`] draws a
//! random probability, so that a binomial count has a beta-binomial law. [`GammaRateTable`] and [`BetaHazardTable`]
//! compute the same quantiles faster, by interpolation in a table.

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
