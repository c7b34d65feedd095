//! The trials of a scenario: the mean number that begin in each month, and the month in which they end.

use super::elementary::at_least;
use super::month_inputs::MonthInputs;
use holdfast_scenario::{CheckedScenario, Key};

/// The trials of one scenario that have begun and not yet ended.
///
/// The mean number of trials that begin in month t is max(0, start + step·(t − 1))·(1 + growth)^(t − 1)·season, plus
/// the trials that customers refer. An event can change step or growth from a certain month on. This does not change
/// the steps and growth factors of earlier months, so the struct keeps the sum of the steps and the product of the
/// growth factors.
pub struct Trials<const N: usize> {
    /// The sum of the monthly steps so far.
    step_sum: [f64; N],
    /// The product of the monthly growth factors so far.
    growth_factor: [f64; N],
    running: Vec<TrialCohort<N>>,
}

/// The trials that began in one month.
pub struct TrialCohort<const N: usize> {
    /// The month in which the trials began.
    pub start_month: u32,
    end_month: u32,
    /// The mean number of trials in each run.
    pub trials: [f64; N],
}

impl<const N: usize> Trials<N> {
    pub fn new() -> Self {
        Self { step_sum: [0.0; N], growth_factor: [1.0; N], running: Vec::new() }
    }

    /// Starts the trials of `month`. `referring` is the number of active customers at the beginning of the month, or
    /// `None` if customers refer nobody. `rate` is a random factor by which the mean number of trials is multiplied, or
    /// `None` if trials do not vary.
    pub fn start(
        &mut self,
        scenario: &CheckedScenario,
        inputs: &MonthInputs<N>,
        month: u32,
        referring: Option<&[f64; N]>,
        rate: Option<&[f64; N]>,
    ) {
        let end_month = month + scenario.whole(Key::TrialMonths, month);
        self.running.push(TrialCohort { start_month: month, end_month, trials: [0.0; N] });
        let Some(TrialCohort { trials, .. }) = self.running.last_mut() else { return };
        let (start, step, growth) =
            (inputs.of(Key::TrialsStart), inputs.of(Key::TrialsStep), inputs.of(Key::TrialsGrowth));
        let season = scenario.season(month);
        for i in 0..N {
            if month > 1 {
                self.step_sum[i] += step[i];
                self.growth_factor[i] *= 1.0 + growth[i];
            }
            trials[i] = at_least(start[i] + self.step_sum[i], 0.0) * self.growth_factor[i] * season;
        }
        if let Some(customers) = referring {
            let referred = inputs.of(Key::ReferralRate);
            for i in 0..N {
                trials[i] += referred[i] * customers[i];
            }
        }
        if let Some(rate) = rate {
            for i in 0..N {
                trials[i] *= rate[i];
            }
        }
    }

    /// Calls `visit` with each group of trials that ends in `month`, and removes these groups.
    pub fn take_ending(&mut self, month: u32, mut visit: impl FnMut(&TrialCohort<N>)) {
        self.running.iter().filter(|cohort| cohort.end_month <= month).for_each(&mut visit);
        self.running.retain(|cohort| cohort.end_month > month);
    }
}
