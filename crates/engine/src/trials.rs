//! Trials: how many begin in a month on average, and when they end.

use super::rates::Rates;
use super::stream::at_least;
use holdfast_scenario::{CheckedScenario, Key};

/// The trials of one scenario over time.
///
/// In month t, max(0, start + step·(t − 1))·(1 + growth)^(t − 1)·season trials begin on average, and those that
/// customers refer. Step and growth are changes from one month to the next: an event that changes them bends the path from
/// its month on.
pub struct Trials<const N: usize> {
    /// Sum of the steps, product of the growth factors so far.
    climb: [f64; N],
    factor: [f64; N],
    running: Vec<Cohort<N>>,
}

/// Trials that began in the same month.
pub struct Cohort<const N: usize> {
    pub started: u32,
    ends: u32,
    /// Their mean number.
    pub trials: [f64; N],
}

impl<const N: usize> Trials<N> {
    pub fn new() -> Self {
        Self { climb: [0.0; N], factor: [1.0; N], running: Vec::new() }
    }

    /// Begins the trials of a month; `referring` are the customers at its beginning, where they refer any, and `rate` is
    /// what the month's luck makes of the mean.
    pub fn begin(
        &mut self,
        scenario: &CheckedScenario,
        rates: &Rates<N>,
        month: u32,
        referring: Option<&[f64; N]>,
        rate: Option<&[f64; N]>,
    ) {
        let ends = month + scenario.whole(Key::TrialMonths, month);
        self.running.push(Cohort { started: month, ends, trials: [0.0; N] });
        let Some(Cohort { trials, .. }) = self.running.last_mut() else { return };
        let (start, step, growth) =
            (rates.of(Key::TrialsStart), rates.of(Key::TrialsStep), rates.of(Key::TrialsGrowth));
        let season = scenario.season(month);
        for i in 0..N {
            if month > 1 {
                self.climb[i] += step[i];
                self.factor[i] *= 1.0 + growth[i];
            }
            trials[i] = at_least(start[i] + self.climb[i], 0.0) * self.factor[i] * season;
        }
        if let Some(customers) = referring {
            let referred = rates.of(Key::ReferralRate);
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
    pub fn end(&mut self, month: u32, mut show: impl FnMut(&Cohort<N>)) {
        self.running.iter().filter(|cohort| cohort.ends <= month).for_each(&mut show);
        self.running.retain(|cohort| cohort.ends > month);
    }
}
