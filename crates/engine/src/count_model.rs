//! How counts come about: drawn, or replaced by their means.
//!
//! One month of a business is written once, in [`business`](super::business). Given [`Expectation`] it is the exact recursion of
//! the expected path, since every step is linear in the counts; given [`MonteCarlo`](super::plan::Drawn) it is a simulation.

use super::stream::DrawKey;

/// What decides the counts of one scenario in one month, for `N` runs side by side.
pub trait CountModel<const N: usize> {
    /// How many of `trials` meet an event that has this `chance` for each.
    fn binomial(&self, key: DrawKey, bucket: u32, trials: &[f64; N], chance: &[f64; N]) -> [f64; N];
    /// How many customers a plan wins from the trials that began in month `start_month`; `mean` is asked where the law is
    /// not known beforehand.
    fn joining(&self, start_month: u32, plan: u32, mean: impl FnOnce() -> [f64; N]) -> [f64; N];
    /// The month's rate of trials as a multiple of its mean, for a coefficient of variation.
    fn trial_rate(&self, variation: &[f64; N]) -> [f64; N];
    /// Makes of a configured hazard the one that the month really has, for an intraclass correlation.
    fn hazard(&self, hazard: &mut [f64; N], correlation: &[f64; N]);
}

/// Every count at its mean.
pub struct Expectation;

impl<const N: usize> CountModel<N> for Expectation {
    fn binomial(&self, _: DrawKey, _: u32, trials: &[f64; N], chance: &[f64; N]) -> [f64; N] {
        std::array::from_fn(|i| trials[i] * chance[i])
    }

    fn joining(&self, _: u32, _: u32, mean: impl FnOnce() -> [f64; N]) -> [f64; N] {
        mean()
    }

    fn trial_rate(&self, _: &[f64; N]) -> [f64; N] {
        [1.0; N]
    }

    fn hazard(&self, _: &mut [f64; N], _: &[f64; N]) {}
}
