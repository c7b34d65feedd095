//! Trials: how many begin in a month on average, and when they end.

use super::elementary::at_least;
use super::month_inputs::MonthInputs;
use holdfast_scenario::{CheckedScenario, Key};

/// The running trials of one scenario over time.
///
/// The mean number of trials that begin in month t is max(0, start + step·(t − 1))·(1 + growth)^(t − 1)·season, plus
/// the trials that customers refer. Step and growth are changes from one month to the next, so an event that changes
/// one of them affects only the changes from its month on.
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
    /// The mean number of trials.
    pub trials: [f64; N],
}

impl<const N: usize> Trials<N> {
    pub fn new() -> Self {
        Self { step_sum: [0.0; N], growth_factor: [1.0; N], running: Vec::new() }
    }

    /// Starts the trials of a month. `referring` is the number of customers at the month's beginning, if they refer
    /// others; `rate` is the month's random multiple of the mean, if trials vary.
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

    /// Calls `visit` with the trials that end in a month, and removes them.
    pub fn take_ending(&mut self, month: u32, mut visit: impl FnMut(&TrialCohort<N>)) {
        self.running.iter().filter(|cohort| cohort.end_month <= month).for_each(&mut visit);
        self.running.retain(|cohort| cohort.end_month > month);
    }
}
