//! The laws of counts, each drawn as the quantile of one uniform: the least whole k with P(X ≤ k) ≥ u.
//!
//! Inversion pairs scenarios: the same uniform gives no fewer customers where there are more to draw from or the
//! chance is better. Three ways lead to the same exact quantile, chosen by size: `few` searches from 0 where the variance
//! is small; [`lattice`] elsewhere expands the quantile and checks it exactly near a step; [`table`] serves a law that
//! is the same for all runs.
//!
//! Two continuous laws mix them, drawn from a normal quantile: [`gamma_rate`] makes a Poisson count negative binomial,
//! [`beta_hazard`] a binomial one beta-binomial. [`GammaRate`] and [`BetaHazard`] are the same laws tabulated, for lanes.

mod beta;
pub(super) mod elementary;
mod few;
mod gamma;
mod grid;
mod hazard;
pub mod lattice;
pub mod mass;
mod rate;
pub mod table;
mod tail;

pub use beta::beta_hazard;
pub use gamma::gamma_rate;
pub use hazard::BetaHazard;
pub use lattice::{binomial, poisson};
pub use rate::GammaRate;
pub use table::Table;
