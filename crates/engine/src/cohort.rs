//! The expected retention of one cohort. A cohort consists of the customers who joined in the same month.

use super::count_model::Expectation;
use super::customer_base::CustomerBase;
use super::month_inputs::MonthInputs;
use super::quantity::{Month, Quantity};
use super::transition_rates::{Mechanisms, MonthContext, SharedRates, TransitionRates};
use holdfast_scenario::{CheckedScenario, Key};

/// A cohort that begins with one customer on one plan. All its numbers are expected values. Every input that is a range
/// is replaced by its median. A customer who leaves does not return to this cohort. A former customer who is won back
/// starts again at age 0 in another cohort.
pub struct Cohort<'a> {
    scenario: &'a CheckedScenario,
    inputs: MonthInputs<1>,
    mechanisms: Mechanisms,
    shared_rates: SharedRates<1>,
    plan: usize,
    base: CustomerBase<1>,
    /// The calendar month whose inputs are used.
    month: u32,
    state: Month<1>,
}

impl<'a> Cohort<'a> {
    /// Makes the cohort of one customer who joins the plan with the index `plan` in `month`, which is at least 1. The
    /// cohort can be advanced by at most `ages` months.
    pub fn joining(scenario: &'a CheckedScenario, plan: usize, month: u32, ages: u32) -> Self {
        let mut inputs = MonthInputs::at_medians(scenario);
        inputs.update(month);
        let mechanisms = Mechanisms { returns: false, ..Mechanisms::of(scenario, month) };
        let mut shared_rates = SharedRates::new();
        shared_rates.update(&inputs, &mechanisms);
        let mut base = CustomerBase::new(plan, scenario.unsettled_ages(month + ages));
        base.add(0, &[1.0], inputs.of_plan(Key::Price, plan));
        let mut state = Month::zero();
        base.add_totals(&mut state);
        Self { scenario, inputs, mechanisms, shared_rates, plan, base, month, state }
    }

    /// Returns the same cohort without expansion and contraction.
    pub fn at_constant_price(mut self) -> Self {
        self.mechanisms.expands = false;
        self
    }

    /// The value of an input for the cohort's plan in the current month.
    pub fn input(&self, key: Key) -> f64 {
        self.inputs.of_plan(key, self.plan)[0]
    }

    /// The expected share of the cohort that is active.
    pub fn customers(&self) -> f64 {
        self.state[Quantity::Customers][0]
    }

    /// The expected MRR of the cohort: the MRR of its active and paused customers, divided by the number of customers
    /// who joined.
    pub fn mrr(&self) -> f64 {
        self.state[Quantity::Mrr][0]
    }

    /// The probability that an active customer who is `age` months old leaves or pauses within one month. The inputs of
    /// the current month are used.
    pub fn exit_probability(&self, age: u32) -> f64 {
        let mut transition_rates = TransitionRates::new();
        let context = MonthContext::new(self.scenario, &self.inputs, self.mechanisms, &self.shared_rates, self.month);
        transition_rates.update(&context, &Expectation, self.plan, age);
        1.0 - (1.0 - transition_rates.leaving[0]) * (1.0 - self.shared_rates.involuntary_churn[0])
    }

    /// Advances the cohort by one month, with the inputs of the next calendar month.
    pub fn advance(&mut self) {
        self.month += 1;
        self.inputs.update(self.month);
        self.shared_rates.update(&self.inputs, &self.mechanisms);
        self.advance_at_current_inputs();
    }

    /// Advances the cohort by one month, but keeps the inputs of the current calendar month.
    pub fn advance_at_current_inputs(&mut self) {
        let mut state = Month::zero();
        let context = MonthContext::new(self.scenario, &self.inputs, self.mechanisms, &self.shared_rates, self.month);
        self.base.advance(&context, &Expectation, &mut state);
        self.base.add_totals(&mut state);
        self.state = state;
    }
}

/// The retention of a cohort at one age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retained {
    /// The number of active customers, as a share of the customers who joined.
    pub customers: f64,
    /// The cohort's MRR, as a share of its MRR at age 0 (MRR retention). If the MRR at age 0 is 0, the value is NaN, or
    /// infinite if the cohort has paused customers who pay a price.
    pub mrr: f64,
}

/// The expected retention, at each age from 0 to `ages`, of customers who join in month `joined`. It is the average
/// over the plans. The weight of a plan is its share of the new customers. `step` advances a cohort by one month.
fn retention_by_age<'a>(
    scenario: &'a CheckedScenario,
    joined: u32,
    ages: u32,
    step: fn(&mut Cohort<'a>),
) -> Vec<Retained> {
    let cohort = |plan| Cohort::joining(scenario, plan, joined, ages);
    let mut plans: Vec<(f64, Cohort)> =
        scenario.plans().iter().enumerate().map(|(at, plan)| (plan.share, cohort(at))).collect();
    let mut retained: Vec<Retained> = Vec::new();
    for age in 0..=ages {
        if age > 0 {
            plans.iter_mut().for_each(|(_, cohort)| step(cohort));
        }
        let mut all = Retained { customers: 0.0, mrr: 0.0 };
        for (share, cohort) in &plans {
            all.customers += share * cohort.customers();
            all.mrr += share * cohort.mrr();
        }
        retained.push(all);
    }
    let first = retained[0].mrr;
    retained.iter_mut().for_each(|share| share.mrr /= first);
    retained
}

/// The expected retention, at each age from 0 to `ages`, of the customers who join in month `joined` ≥ 1. The cohort
/// contains the customers of all plans. Every input that is a range is replaced by its median.
pub fn cohort_retention(scenario: &CheckedScenario, joined: u32, ages: u32) -> Vec<Retained> {
    retention_by_age(scenario, joined, ages, Cohort::advance)
}

/// The expected retention of new customers at each age from 0 to `ages`, if all inputs kept their values of month 1.
pub fn survival(scenario: &CheckedScenario, ages: u32) -> Vec<Retained> {
    retention_by_age(scenario, 1, ages, Cohort::advance_at_current_inputs)
}

/// The cohort triangle. It has one row for each month from 1 to `horizon_months`. A row is the [`cohort_retention`] of
/// the customers who join in that month, from age 0 to their age at the end of the horizon.
pub fn cohort_triangle(scenario: &CheckedScenario, horizon_months: usize) -> Vec<Vec<Retained>> {
    let horizon = horizon_months as u32;
    (1..=horizon).map(|joined| cohort_retention(scenario, joined, horizon - joined)).collect()
}
