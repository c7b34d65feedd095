//! What a month holds for customers: the chances that all share, and those of an age.

use super::fate::Fate;
use super::rates::Rates;
use crate::scenario::{CheckedScenario, Key, Survival, sbg_hazard};

/// One month of one scenario, as all its customers meet it.
pub struct Scene<'a, const N: usize> {
    pub scenario: &'a CheckedScenario,
    pub rates: &'a Rates<N>,
    pub month: u32,
    /// Which mechanisms are on at all.
    pub expands: bool,
    pub pauses: bool,
    pub failures: bool,
    pub returns: bool,
    /// The chance that a payment fails and is not recovered.
    pub failing: [f64; N],
    /// The chance that a paused customer who does not resume leaves.
    pub leaving_paused: [f64; N],
    early_months: u32,
    pub win_back_months: u32,
    pub win_back_months_max: u32,
}

/// Which mechanisms of a scenario are on in some draw and month.
#[derive(Clone, Copy, Debug)]
pub struct Mechanisms {
    pub expands: bool,
    pub pauses: bool,
    pub failures: bool,
    pub returns: bool,
    pub churn_varies: bool,
    pub trials_vary: bool,
    pub win_back_months_max: u32,
}

impl Mechanisms {
    pub fn of(scenario: &CheckedScenario, horizon_months: u32) -> Self {
        let is_on = |key| !scenario.is_never(key);
        Self {
            expands: is_on(Key::Expansion) || is_on(Key::Contraction),
            pauses: is_on(Key::PauseShare),
            failures: is_on(Key::FailedPaymentRate),
            returns: is_on(Key::WinBackRate),
            churn_varies: is_on(Key::ChurnVariation),
            trials_vary: is_on(Key::TrialsVariation),
            win_back_months_max: (1..=horizon_months)
                .map(|month| scenario.whole(Key::WinBackMonths, month))
                .max()
                .unwrap_or_default(),
        }
    }
}

impl<'a, const N: usize> Scene<'a, N> {
    pub fn new(scenario: &'a CheckedScenario, rates: &'a Rates<N>, on: Mechanisms, month: u32) -> Self {
        let (mut failing, mut leaving_paused) = ([0.0; N], [0.0; N]);
        if on.failures {
            let (fails, recovers) = (rates.of(Key::FailedPaymentRate), rates.of(Key::DunningRecovery));
            for i in 0..N {
                failing[i] = fails[i] * (1.0 - recovers[i]);
            }
        }
        if on.pauses {
            let (resumes, leaves) = (rates.of(Key::ResumeRate), rates.of(Key::PausedLeaveRate));
            for i in 0..N {
                // Both are shares of all who are paused; where all resume, nobody is left to leave.
                let rest = 1.0 - resumes[i];
                leaving_paused[i] = if leaves[i] < rest { leaves[i] / rest } else { 1.0 };
            }
        }
        Self {
            scenario,
            rates,
            month,
            expands: on.expands,
            pauses: on.pauses,
            failures: on.failures,
            returns: on.returns,
            failing,
            leaving_paused,
            early_months: scenario.whole(Key::EarlyMonths, month),
            win_back_months: scenario.whole(Key::WinBackMonths, month),
            win_back_months_max: on.win_back_months_max,
        }
    }

    /// Whether two ages have the same hazard in this month.
    pub fn is_alike(&self, age: u32, other: u32) -> bool {
        match self.scenario.survival() {
            Survival::Constant => true,
            Survival::Onboarding => (age < self.early_months) == (other < self.early_months),
            Survival::ShiftedBetaGeometric | Survival::Table => age == other,
        }
    }

    /// The configured hazard of customers of a plan who have come through `age` months.
    fn hazard(&self, plan: usize, age: u32) -> [f64; N] {
        let rates = self.rates;
        match self.scenario.survival() {
            Survival::Constant => *rates.of_plan(Key::Churn, plan),
            Survival::Onboarding if age < self.early_months => *rates.of_plan(Key::EarlyChurn, plan),
            Survival::Onboarding => *rates.of_plan(Key::Churn, plan),
            Survival::ShiftedBetaGeometric => {
                let (alpha, beta) = (rates.of_plan(Key::SbgAlpha, plan), rates.of_plan(Key::SbgBeta, plan));
                let mut hazard = [0.0; N];
                for i in 0..N {
                    hazard[i] = sbg_hazard(alpha[i], beta[i], f64::from(age));
                }
                rates.change_hazard(&mut hazard, self.month);
                hazard
            }
            Survival::Table => {
                let rows = self.scenario.retention();
                let mut hazard = [1.0 - rows[(age as usize).min(rows.len() - 1)]; N];
                rates.change_hazard(&mut hazard, self.month);
                hazard
            }
        }
    }
}

/// The chances of the customers of one plan and age in one month.
pub struct Prospects<const N: usize> {
    pub age: u32,
    /// Of asking to cancel and not being saved, as the month really is.
    pub leaving: [f64; N],
    /// Expansion and contraction of a unit of MRR that remains.
    pub expansion: [f64; N],
    pub contraction: [f64; N],
}

impl<const N: usize> Prospects<N> {
    /// Expansion e and contraction x are quoted as shares of opening MRR. What remains of it is multiplied by
    /// 1 + (e − x)/(1 − h̃), h̃ the configured (not realised) probability of not staying active, so that in expectation
    /// M(t) = M(t−1)·(1 − h̃ + e − x) + new MRR.
    pub fn new(scene: &Scene<N>, fate: &impl Fate<N>, plan: usize, age: u32) -> Self {
        let configured = scene.hazard(plan, age);
        let saved = scene.rates.of(Key::SaveRate);
        let mut leaving = fate.hazard(&configured, scene.rates.of(Key::ChurnVariation));
        for i in 0..N {
            leaving[i] *= 1.0 - saved[i];
        }
        let (mut expansion, mut contraction) = ([0.0; N], [0.0; N]);
        if scene.expands {
            let (more, less) = (scene.rates.of(Key::Expansion), scene.rates.of(Key::Contraction));
            for i in 0..N {
                let staying = (1.0 - configured[i] * (1.0 - saved[i])) * (1.0 - scene.failing[i]);
                expansion[i] = more[i] / staying;
                contraction[i] = less[i] / staying;
            }
        }
        Self { age, leaving, expansion, contraction }
    }
}
