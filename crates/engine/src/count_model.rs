//! The count model: whether counts are drawn at random or replaced by their means.
//!
//! The code of one month exists only once, in `scenario_state`. With [`Expectation`] it computes the expected path
//! exactly, because every step is linear in the counts. With `MonteCarlo` it is a simulation.

use super::stream::DrawKey;

/// A source of the counts of one scenario in one month, for `N` runs side by side.
pub trait CountModel<const N: usize> {
    /// Returns how many of `trials` have a success, each with probability `chance`. `key` and `bucket` (a plan and an
    /// age) name the random numbers.
    fn binomial(&self, key: DrawKey, bucket: u32, trials: &[f64; N], chance: &[f64; N]) -> [f64; N];
    /// Returns how many customers join a plan from the trials that began in month `start_month`. `mean` computes the
    /// expected number; it is called only if the law was not tabulated in advance.
    fn joining(&self, start_month: u32, plan: u32, mean: impl FnOnce() -> [f64; N]) -> [f64; N];
    /// Returns the month's rate of trials as a multiple of its mean. `variation` is the coefficient of variation of the
    /// rate.
    fn trial_rate(&self, variation: &[f64; N]) -> [f64; N];
    /// Replaces the configured hazard by the realised hazard of the month. `correlation` is the intraclass correlation
    /// of customers' decisions to leave.
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
