//! What a month holds for customers: the chances that all share, and those of an age.

use super::fate::Fate;
use super::rates::Rates;
use holdfast_scenario::{CheckedScenario, Key, Survival, sbg_hazard};

/// One month of one scenario, as all its customers meet it.
pub struct Scene<'a, const N: usize> {
    pub scenario: &'a CheckedScenario,
    pub rates: &'a Rates<N>,
    pub on: Mechanisms,
    pub shared: &'a Shared<N>,
    pub month: u32,
    early_months: u32,
    pub win_back_months: u32,
}

/// Chances of a month that all customers share.
pub struct Shared<const N: usize> {
    /// That a payment fails and is not recovered.
    pub failing: [f64; N],
    /// That a paused customer who does not resume leaves.
    pub leaving_paused: [f64; N],
}

impl<const N: usize> Shared<N> {
    /// Of no month yet.
    pub fn new() -> Self {
        Self { failing: [0.0; N], leaving_paused: [0.0; N] }
    }

    /// Brings the chances to the month that the inputs are of.
    pub fn update(&mut self, rates: &Rates<N>, on: &Mechanisms) {
        if on.failures {
            let (fails, recovers) = (rates.of(Key::FailedPaymentRate), rates.of(Key::DunningRecovery));
            for i in 0..N {
                self.failing[i] = fails[i] * (1.0 - recovers[i]);
            }
        }
        if on.pauses {
            let (resumes, leaves) = (rates.of(Key::ResumeRate), rates.of(Key::PausedLeaveRate));
            for i in 0..N {
                // Both are shares of all who are paused; where all resume, nobody is left to leave.
                let rest = 1.0 - resumes[i];
                self.leaving_paused[i] = if leaves[i] < rest { leaves[i] / rest } else { 1.0 };
            }
        }
    }
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
    pub refers: bool,
    /// Whether an age's chances are the same in every month.
    pub is_steady: bool,
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
            refers: is_on(Key::ReferralRate),
            is_steady: scenario.events().is_empty() && !is_on(Key::ChurnVariation),
            win_back_months_max: (1..=horizon_months)
                .map(|month| scenario.whole(Key::WinBackMonths, month))
                .max()
                .unwrap_or_default(),
        }
    }

    /// About how many numbers a run of the scenario draws.
    pub fn draws(&self, scenario: &CheckedScenario, horizon_months: u32) -> f64 {
        let ages = scenario.unsettled_ages(horizon_months);
        let on = |is_on: bool, draws: f64| if is_on { draws } else { 0.0 };
        let months = (1..=horizon_months).map(|month| {
            let buckets = f64::from(month.min(ages + 1));
            let each = 1.0 + on(self.pauses, 3.0) + on(self.failures, 1.0) + on(self.churn_varies, 2.0);
            buckets * each + 1.0 + on(self.returns, f64::from(self.win_back_months_max))
        });
        months.sum::<f64>() * scenario.plans().len() as f64
    }
}

impl<'a, const N: usize> Scene<'a, N> {
    pub fn new(
        scenario: &'a CheckedScenario,
        rates: &'a Rates<N>,
        on: Mechanisms,
        shared: &'a Shared<N>,
        month: u32,
    ) -> Self {
        let (early_months, win_back_months) =
            (scenario.whole(Key::EarlyMonths, month), scenario.whole(Key::WinBackMonths, month));
        Self { scenario, rates, on, shared, month, early_months, win_back_months }
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
    fn hazard(&self, plan: usize, age: u32, hazard: &mut [f64; N]) {
        let rates = self.rates;
        match self.scenario.survival() {
            Survival::Constant => hazard.copy_from_slice(rates.of_plan(Key::Churn, plan)),
            Survival::Onboarding => {
                let key = if age < self.early_months { Key::EarlyChurn } else { Key::Churn };
                hazard.copy_from_slice(rates.of_plan(key, plan));
            }
            Survival::ShiftedBetaGeometric => {
                let (alpha, beta) = (rates.of_plan(Key::SbgAlpha, plan), rates.of_plan(Key::SbgBeta, plan));
                for i in 0..N {
                    hazard[i] = sbg_hazard(alpha[i], beta[i], f64::from(age));
                }
                rates.change_hazard(hazard, self.month);
            }
            Survival::Table => {
                let rows = self.scenario.retention();
                hazard.fill(1.0 - rows[(age as usize).min(rows.len() - 1)]);
                rates.change_hazard(hazard, self.month);
            }
        }
    }
}

/// The chances of the customers of one plan and age in one month.
pub struct Prospects<const N: usize> {
    /// Whose and when; none yet.
    of: Option<(u32, u32)>,
    /// Of asking to cancel and not being saved, as the month really is.
    pub leaving: [f64; N],
    /// Expansion and contraction of a unit of MRR that remains.
    pub expansion: [f64; N],
    pub contraction: [f64; N],
}

impl<const N: usize> Prospects<N> {
    /// Of nobody yet.
    pub fn new() -> Self {
        Self { of: None, leaving: [0.0; N], expansion: [0.0; N], contraction: [0.0; N] }
    }

    /// Brings the chances to a plan's customers of an age.
    ///
    /// Expansion e and contraction x are quoted as shares of opening MRR. What remains of it is multiplied by
    /// 1 + (e − x)/(1 − h̃), h̃ the configured (not realised) probability of not staying active, so that in expectation
    /// M(t) = M(t−1)·(1 − h̃ + e − x) + new MRR.
    pub fn update(&mut self, scene: &Scene<N>, fate: &impl Fate<N>, plan: usize, age: u32) {
        let is_same_time = |month| month == scene.month || scene.on.is_steady;
        if self.of.is_some_and(|(month, known)| is_same_time(month) && scene.is_alike(known, age)) {
            return;
        }
        self.of = Some((scene.month, age));
        scene.hazard(plan, age, &mut self.leaving);
        let saved = scene.rates.of(Key::SaveRate);
        if scene.on.expands {
            let (more, less) = (scene.rates.of(Key::Expansion), scene.rates.of(Key::Contraction));
            for i in 0..N {
                let staying = (1.0 - self.leaving[i] * (1.0 - saved[i])) * (1.0 - scene.shared.failing[i]);
                self.expansion[i] = more[i] / staying;
                self.contraction[i] = less[i] / staying;
            }
        }
        fate.hazard(&mut self.leaving, scene.rates.of(Key::ChurnVariation));
        for (leaving, saved) in self.leaving.iter_mut().zip(saved) {
            *leaving *= 1.0 - saved;
        }
    }
}
