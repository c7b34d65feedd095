//! The count model: whether the counts of a month are drawn at random or replaced by their means.
//!
//! The code of one month exists only once, in `scenario_state`. With the model [`Expectation`], this code computes the
//! expected path. The path is exact, because every step is linear in the counts. With the model `MonteCarlo`, the same
//! code simulates.

use super::stream::DrawKey;

/// A trait that provides the counts of one scenario in one month, for `N` runs side by side.
pub trait CountModel<const N: usize> {
    /// Returns the number of successes in `trials` independent trials, each with the probability `chance`. `key` (the
    /// kind of decision) and `bucket` (the group of customers) identify the random numbers.
    fn binomial(&self, key: DrawKey, bucket: u32, trials: &[f64; N], chance: &[f64; N]) -> [f64; N];
    /// Returns how many customers join the plan with the index `plan` from the trials that began in month
    /// `start_month`. `mean` computes the expected number. It is called only if there is no table of the number's law.
    fn joining(&self, start_month: u32, plan: u32, mean: impl FnOnce() -> [f64; N]) -> [f64; N];
    /// Returns the random factor by which the month's mean number of trials is multiplied. The factor has mean 1, and
    /// `variation` is its coefficient of variation.
    fn trial_rate(&self, variation: &[f64; N]) -> [f64; N];
    /// Replaces the configured hazard by the random hazard of the month, whose mean is the configured hazard.
    /// `correlation` is the intraclass correlation of the customers' decisions to leave.
    fn hazard(&self, hazard: &mut [f64; N], correlation: &[f64; N]);
}

/// The count model of the expected path: every count equals its mean.
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
