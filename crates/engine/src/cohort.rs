//! Expected retention of one cohort: the customers who joined in the same month.

use super::count_model::Expectation;
use super::customer_base::CustomerBase;
use super::month_inputs::MonthInputs;
use super::quantity::{Month, Quantity};
use super::transition_rates::{Mechanisms, MonthContext, SharedRates, TransitionRates};
use holdfast_scenario::{CheckedScenario, Key};

/// The expectation of a cohort of one customer on one plan, with every ranged input at its median. A customer who
/// leaves is gone: a customer who is won back starts at age 0 in another cohort.
pub struct Cohort<'a> {
    scenario: &'a CheckedScenario,
    inputs: MonthInputs<1>,
    mechanisms: Mechanisms,
    shared_rates: SharedRates<1>,
    plan: usize,
    base: CustomerBase<1>,
    /// The month whose inputs apply.
    month: u32,
    state: Month<1>,
}

impl<'a> Cohort<'a> {
    /// A customer who joins `plan` in `month` ≥ 1 and can be followed for up to `ages` months.
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

    /// The same cohort without expansion and contraction.
    pub fn at_constant_price(mut self) -> Self {
        self.mechanisms.expands = false;
        self
    }

    /// The value of an input in the current month.
    pub fn input(&self, key: Key) -> f64 {
        self.inputs.of_plan(key, self.plan)[0]
    }

    /// The expected share of the cohort that is active.
    pub fn customers(&self) -> f64 {
        self.state[Quantity::Customers][0]
    }

    /// Expected MRR per customer who joined, from active and paused customers.
    pub fn mrr(&self) -> f64 {
        self.state[Quantity::Mrr][0]
    }

    /// The probability that a customer who is `age` months old does not stay active through the next month, with the
    /// inputs of the current month.
    pub fn exit_probability(&self, age: u32) -> f64 {
        let mut transition_rates = TransitionRates::new();
        let context = MonthContext::new(self.scenario, &self.inputs, self.mechanisms, &self.shared_rates, self.month);
        transition_rates.update(&context, &Expectation, self.plan, age);
        1.0 - (1.0 - transition_rates.leaving[0]) * (1.0 - self.shared_rates.involuntary_churn[0])
    }

    /// Ages the cohort by one month, with the inputs of the next calendar month.
    pub fn advance(&mut self) {
        self.month += 1;
        self.inputs.update(self.month);
        self.shared_rates.update(&self.inputs, &self.mechanisms);
        self.advance_at_current_inputs();
    }

    /// Ages the cohort by one month, with the inputs of the current month.
    pub fn advance_at_current_inputs(&mut self) {
        let mut state = Month::zero();
        let context = MonthContext::new(self.scenario, &self.inputs, self.mechanisms, &self.shared_rates, self.month);
        self.base.advance(&context, &Expectation, &mut state);
        self.base.add_totals(&mut state);
        self.state = state;
    }
}

/// The part of a cohort that is retained at one age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retained {
    /// Active customers, as a share of those who joined.
    pub customers: f64,
    /// MRR as a share of the cohort's first MRR (MRR retention); NaN if the first MRR was 0.
    pub mrr: f64,
}

/// Expected retention at ages 0, 1, … `ages` of customers who join in month `joined`, all plans weighted by their
/// shares. `step` ages a cohort by one month.
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

/// Expected retention at ages 0, 1, … `ages` of the cohort that joins in month `joined` ≥ 1, all plans together, with
/// every ranged input at its median.
pub fn cohort_retention(scenario: &CheckedScenario, joined: u32, ages: u32) -> Vec<Retained> {
    retention_by_age(scenario, joined, ages, Cohort::advance)
}

/// Expected retention at ages 0, 1, … `ages` of new customers if all inputs stayed as they are in month 1.
pub fn survival(scenario: &CheckedScenario, ages: u32) -> Vec<Retained> {
    retention_by_age(scenario, 1, ages, Cohort::advance_at_current_inputs)
}

/// The cohort triangle: for the cohort of each month 1..=H, its [`cohort_retention`] at ages 0, 1, … up to the horizon
/// H.
pub fn cohort_triangle(scenario: &CheckedScenario, horizon_months: usize) -> Vec<Vec<Retained>> {
    let horizon = horizon_months as u32;
    (1..=horizon).map(|joined| cohort_retention(scenario, joined, horizon - joined)).collect()
}
