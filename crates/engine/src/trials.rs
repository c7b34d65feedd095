//! Trials: how many begin in a month on average, and when they end.

use super::elementary::at_least;
use super::month_inputs::MonthInputs;
use holdfast_scenario::{CheckedScenario, Key};

/// The trials of one scenario over time.
///
/// In month t, max(0, start + step·(t − 1))·(1 + growth)^(t − 1)·season trials begin on average, and those that
/// customers refer. Step and growth are changes from one month to the next: an event that changes them bends the path from
/// its month on.
pub struct Trials<const N: usize> {
    /// Sum of the steps, product of the growth factors so far.
    step_sum: [f64; N],
    growth_factor: [f64; N],
    running: Vec<TrialCohort<N>>,
}

/// Trials that began in the same month.
pub struct TrialCohort<const N: usize> {
    pub start_month: u32,
    end_month: u32,
    /// Their mean number.
    pub trials: [f64; N],
}

impl<const N: usize> Trials<N> {
    pub fn new() -> Self {
        Self { step_sum: [0.0; N], growth_factor: [1.0; N], running: Vec::new() }
    }

    /// Begins the trials of a month; `referring` are the customers at its beginning, where they refer any, and `rate` is
    /// what the month's luck makes of the mean.
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

    /// Shows the trials that end in a month, and forgets them.
    pub fn take_ending(&mut self, month: u32, mut visit: impl FnMut(&TrialCohort<N>)) {
        self.running.iter().filter(|cohort| cohort.end_month <= month).for_each(&mut visit);
        self.running.retain(|cohort| cohort.end_month > month);
    }
}
