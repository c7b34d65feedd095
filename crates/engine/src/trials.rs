//! The trials of a scenario: the mean number of trials that begin in each month, and the month in which they end.

use super::elementary::at_least;
use super::month_inputs::MonthInputs;
use holdfast_scenario::{CheckedScenario, Key};

/// The trials of one scenario that have begun but have not ended.
///
/// The mean number of trials that begin in month t is max(0, start + step·(t − 1))·(1 + growth)^(t − 1)·season, plus
/// the trials that come from referrals by customers. This formula holds if step and growth are constant.
///
/// Events can change step and growth over time. Then step·(t − 1) is replaced by the sum of the steps of the months 2
/// to t, and (1 + growth)^(t − 1) is replaced by the product of the growth factors of these months. The struct keeps
/// this sum and this product.
pub struct Trials<const N: usize> {
    /// The sum of the steps of all months from month 2 to the current month.
    step_sum: [f64; N],
    /// The product of the growth factors (1 + growth) of all months from month 2 to the current month.
    growth_factor: [f64; N],
    running: Vec<TrialCohort<N>>,
}

/// The trials that began in one month.
pub struct TrialCohort<const N: usize> {
    /// The month in which the trials began.
    pub start_month: u32,
    end_month: u32,
    /// The mean number of trials, one value for each run.
    pub trials: [f64; N],
}

impl<const N: usize> Trials<N> {
    pub fn new() -> Self {
        Self { step_sum: [0.0; N], growth_factor: [1.0; N], running: Vec::new() }
    }

    /// Adds the trials that begin in `month`. `referring` is the number of active customers at the beginning of the
    /// month, or `None` if the scenario has no referrals. The mean number of trials is multiplied by the random factor
    /// `rate`. If `rate` is `None`, the mean is not multiplied by a random factor.
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

    /// Calls `visit` once for each cohort of trials that ends in `month`, and removes these cohorts.
    pub fn take_ending(&mut self, month: u32, mut visit: impl FnMut(&TrialCohort<N>)) {
        self.running.iter().filter(|cohort| cohort.end_month <= month).for_each(&mut visit);
        self.running.retain(|cohort| cohort.end_month > month);
    }
}
