//! The transition rates of a month: the probabilities that a customer leaves or fails to pay, and the rates of
//! expansion and contraction. Some rates are the same for all customers ([`SharedRates`]). The other rates depend on
//! the customer's plan and age ([`TransitionRates`]).

use super::count_model::CountModel;
use super::month_inputs::MonthInputs;
use holdfast_scenario::{CheckedScenario, Key, Survival, sbg_hazard};

/// The data of one scenario in one month that are the same for all customers.
pub struct MonthContext<'a, const N: usize> {
    pub scenario: &'a CheckedScenario,
    pub inputs: &'a MonthInputs<N>,
    pub mechanisms: Mechanisms,
    pub shared_rates: &'a SharedRates<N>,
    pub month: u32,
    early_months: u32,
    pub win_back_months: u32,
}

/// Probabilities of one month that are the same for customers of all plans and ages.
pub struct SharedRates<const N: usize> {
    /// The probability that a customer's payment fails and is not recovered. The customer then leaves.
    pub involuntary_churn: [f64; N],
    /// The conditional probability that a paused customer leaves in the month, given that the customer does not resume.
    pub leaving_paused: [f64; N],
}

impl<const N: usize> SharedRates<N> {
    /// Rates with the value 0. [`Self::update`] computes them.
    pub fn new() -> Self {
        Self { involuntary_churn: [0.0; N], leaving_paused: [0.0; N] }
    }

    /// Computes the rates from the inputs of the month.
    pub fn update(&mut self, inputs: &MonthInputs<N>, mechanisms: &Mechanisms) {
        if mechanisms.failures {
            let (failure_rate, recovery_rate) = (inputs.of(Key::FailedPaymentRate), inputs.of(Key::DunningRecovery));
            for i in 0..N {
                self.involuntary_churn[i] = failure_rate[i] * (1.0 - recovery_rate[i]);
            }
        }
        if mechanisms.pauses {
            let (resumes, leaves) = (inputs.of(Key::ResumeRate), inputs.of(Key::PausedLeaveRate));
            for i in 0..N {
                // `resumes` and `leaves` are shares of all paused customers. But `leaving_paused` is a share of the
                // customers who do not resume. So `leaves` is divided by `rest`, the share that does not resume. If
                // `resumes` + `leaves` is 1 or more, all customers who do not resume leave.
                let rest = 1.0 - resumes[i];
                self.leaving_paused[i] = if leaves[i] < rest { leaves[i] / rest } else { 1.0 };
            }
        }
    }
}

/// The parts of the model that a scenario uses, such as pauses or failed payments. A mechanism is on if its input can
/// differ from 0 or if an event changes this input. The engine skips the mechanisms that are off, to save time.
#[derive(Clone, Copy, Debug)]
pub struct Mechanisms {
    pub expands: bool,
    pub pauses: bool,
    pub failures: bool,
    pub returns: bool,
    pub churn_varies: bool,
    pub trials_vary: bool,
    pub refers: bool,
    /// If true, the transition rates of each plan and age are the same in all months. This is so if the scenario has no
    /// events and the hazard does not vary at random.
    pub is_steady: bool,
    /// The number of months after leaving in which a former customer can return. Events can change this number. This is
    /// its largest value within the horizon.
    pub win_back_months_max: u32,
}

impl Mechanisms {
    /// The mechanisms that `scenario` uses in the months from 1 to `horizon_months`.
    pub fn of(scenario: &CheckedScenario, horizon_months: u32) -> Self {
        let is_on = |key| !scenario.is_always_zero(key);
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

    /// The approximate number of random draws in one run of `scenario` over `horizon_months` months.
    pub fn draws_per_run(&self, scenario: &CheckedScenario, horizon_months: u32) -> f64 {
        let ages = scenario.unsettled_ages(horizon_months);
        let drawn_if = |is_on: bool, draws: f64| if is_on { draws } else { 0.0 };
        let months = (1..=horizon_months).map(|month| {
            let buckets = f64::from(month.min(ages + 1));
            let each =
                1.0 + drawn_if(self.pauses, 3.0) + drawn_if(self.failures, 1.0) + drawn_if(self.churn_varies, 2.0);
            buckets * each + 1.0 + drawn_if(self.returns, f64::from(self.win_back_months_max))
        });
        months.sum::<f64>() * scenario.plans().len() as f64
    }
}

impl<'a, const N: usize> MonthContext<'a, N> {
    pub fn new(
        scenario: &'a CheckedScenario,
        inputs: &'a MonthInputs<N>,
        mechanisms: Mechanisms,
        shared_rates: &'a SharedRates<N>,
        month: u32,
    ) -> Self {
        let (early_months, win_back_months) =
            (scenario.whole(Key::EarlyMonths, month), scenario.whole(Key::WinBackMonths, month));
        Self { scenario, inputs, mechanisms, shared_rates, month, early_months, win_back_months }
    }

    /// Returns true if customers of the ages `age` and `other` certainly have the same configured hazard in this month.
    /// If the hazard can be different at every age, the result is true only for equal ages.
    pub fn has_same_hazard(&self, age: u32, other: u32) -> bool {
        match self.scenario.survival() {
            Survival::Constant => true,
            Survival::Onboarding => (age < self.early_months) == (other < self.early_months),
            Survival::ShiftedBetaGeometric | Survival::Table => age == other,
        }
    }

    /// Writes to `hazard` the configured hazard, which is the hazard before random variation. It is the hazard of
    /// customers of age `age` (in months) on the plan with the index `plan`.
    fn hazard(&self, plan: usize, age: u32, hazard: &mut [f64; N]) {
        let inputs = self.inputs;
        match self.scenario.survival() {
            Survival::Constant => hazard.copy_from_slice(inputs.of_plan(Key::Churn, plan)),
            Survival::Onboarding => {
                let key = if age < self.early_months { Key::EarlyChurn } else { Key::Churn };
                hazard.copy_from_slice(inputs.of_plan(key, plan));
            }
            Survival::ShiftedBetaGeometric => {
                let (alpha, beta) = (inputs.of_plan(Key::SbgAlpha, plan), inputs.of_plan(Key::SbgBeta, plan));
                for i in 0..N {
                    hazard[i] = sbg_hazard(alpha[i], beta[i], f64::from(age));
                }
                inputs.change_hazard(hazard, self.month);
            }
            Survival::Table => {
                let rows = self.scenario.retention();
                hazard.fill(1.0 - rows[(age as usize).min(rows.len() - 1)]);
                inputs.change_hazard(hazard, self.month);
            }
        }
    }
}

/// The transition rates of the customers of one plan and age in one month.
pub struct TransitionRates<const N: usize> {
    /// The month and age for which the rates were last computed. It is `None` before the first update.
    valid_for: Option<(u32, u32)>,
    /// The probability that a customer asks to cancel and is not saved. It is computed from the random hazard of the
    /// month.
    pub leaving: [f64; N],
    /// Expansion (MRR gained), as a share of the MRR that remains after customers have left or paused.
    pub expansion: [f64; N],
    /// Contraction (MRR lost), as a share of the MRR that remains after customers have left or paused.
    pub contraction: [f64; N],
}

impl<const N: usize> TransitionRates<N> {
    /// Rates with the value 0. [`Self::update`] computes them.
    pub fn new() -> Self {
        Self { valid_for: None, leaving: [0.0; N], expansion: [0.0; N], contraction: [0.0; N] }
    }

    /// Computes the rates of customers of age `age` (in months) on the plan with the index `plan`. If the stored rates
    /// are still correct for this month and age, nothing is computed.
    ///
    /// The inputs expansion e and contraction x are shares of the MRR at the beginning of the month. But the engine
    /// applies them to the MRR that remains after customers have left or paused. So they are divided by 1 − h̃, and the
    /// remaining MRR is multiplied by 1 + (e − x)/(1 − h̃). Here h̃ is the probability that a customer does not stay
    /// active. It is computed from the configured hazard and not from the random hazard. If these customers have the
    /// MRR M at the beginning of the month, the expected MRR of those who stay is then M·(1 − h̃ + e − x).
    pub fn update(&mut self, context: &MonthContext<N>, model: &impl CountModel<N>, plan: usize, age: u32) {
        let is_same_time = |month| month == context.month || context.mechanisms.is_steady;
        if self.valid_for.is_some_and(|(month, known)| is_same_time(month) && context.has_same_hazard(known, age)) {
            return;
        }
        self.valid_for = Some((context.month, age));
        context.hazard(plan, age, &mut self.leaving);
        let save_rate = context.inputs.of(Key::SaveRate);
        if context.mechanisms.expands {
            let (more, less) = (context.inputs.of(Key::Expansion), context.inputs.of(Key::Contraction));
            for i in 0..N {
                let staying =
                    (1.0 - self.leaving[i] * (1.0 - save_rate[i])) * (1.0 - context.shared_rates.involuntary_churn[i]);
                self.expansion[i] = more[i] / staying;
                self.contraction[i] = less[i] / staying;
            }
        }
        model.hazard(&mut self.leaving, context.inputs.of(Key::ChurnVariation));
        for (leaving, save_rate) in self.leaving.iter_mut().zip(save_rate) {
            *leaving *= 1.0 - save_rate;
        }
    }
}
