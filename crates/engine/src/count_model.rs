//! The count model: whether the counts of a month are drawn at random or replaced by their means.
//!
//! `scenario_state` contains the code that computes one month. With the count model `MonteCarlo`, this code simulates.
//! With the count model [`Expectation`], the same code computes the expected path. For given inputs, the expected path
//! is exact, because every step is linear in the counts.

use super::stream::DrawKey;

/// Provides the counts of one scenario in one month, for `N` runs side by side. An implementation draws each random
/// number or returns its mean. The comments of the methods describe the random numbers.
pub trait CountModel<const N: usize> {
    /// Returns a binomial count: the number of successes in `trials` independent trials with the success probability
    /// `chance`. `key` (the kind of decision) and `bucket` (the group of customers) identify the random numbers from
    /// which the count is drawn.
    fn binomial(&self, key: DrawKey, bucket: u32, trials: &[f64; N], chance: &[f64; N]) -> [f64; N];
    /// Some people try the product before they become customers. Returns how many of those who began to try it in month
    /// `start_month` join the plan with the index `plan`. `mean` computes the mean of this count. It is a closure
    /// because the mean is not needed if there is a precomputed table of the count's distribution.
    fn joining(&self, start_month: u32, plan: u32, mean: impl FnOnce() -> [f64; N]) -> [f64; N];
    /// Returns the random factor by which the mean number of people who begin to try the product in the month is
    /// multiplied. The factor has the mean 1 and the coefficient of variation `variation`.
    fn trial_rate(&self, variation: &[f64; N]) -> [f64; N];
    /// Replaces the values in `hazard`, which are the configured hazards, by the random hazards of the month. The mean
    /// of a random hazard is the configured hazard. `correlation` is the intraclass correlation of the customers'
    /// decisions to cancel in this month.
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
