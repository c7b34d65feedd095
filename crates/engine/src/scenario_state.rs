//! The state of one scenario in `N` runs, and the code that advances it by one month.
//!
//! The steps of a month have the same order as in section 2 of the model page (`assets/model.html`):
//!
//! 1. Events change the inputs, and new trials begin.
//! 2. Customers who were paused before this month resume, leave or stay paused.
//! 3. Active customers leave, pause or stay. The MRR of those who stay expands and contracts.
//! 4. Some former customers return (win-back).
//! 5. New customers join from the trials that end. They pay from this month on.
//! 6. The revenue and the cash are updated.

use super::apportion::apportion;
use super::count_model::CountModel;
use super::customer_base::CustomerBase;
use super::month_inputs::MonthInputs;
use super::quantity::{Month, Quantity};
use super::transition_rates::{Mechanisms, MonthContext, SharedRates};
use super::trials::Trials;
use holdfast_scenario::{CheckedScenario, Key};

/// The state of one scenario at the end of a month, in `N` runs.
pub struct ScenarioState<const N: usize> {
    inputs: MonthInputs<N>,
    mechanisms: Mechanisms,
    shared_rates: SharedRates<N>,
    trials: Trials<N>,
    customer_bases: Vec<CustomerBase<N>>,
    /// The flows that can differ from 0 in this scenario. They are reset to 0 at the start of each month. All other
    /// flows are 0 in every month.
    flows: Vec<Quantity>,
    /// The quantities (states and flows) of the current month.
    pub month: Month<N>,
}

impl<const N: usize> ScenarioState<N> {
    /// The state in month 0. The opening customers are divided among the plans in proportion to the plans' shares. All
    /// opening customers have the same age. Each pays the price that a new customer of the same plan would pay.
    pub fn at_opening(scenario: &CheckedScenario, inputs: MonthInputs<N>, horizon_months: u32) -> Self {
        let mechanisms = Mechanisms::of(scenario, horizon_months);
        let unsettled = scenario.unsettled_ages(horizon_months);
        let tenure = scenario.whole(Key::OpeningTenure, 1) as usize;
        let customers = inputs.of(Key::OpeningCustomers).map(libm::round);
        let mut month = Month::zero();
        month[Quantity::Cash] = *inputs.of(Key::OpeningCash);
        let shares: Vec<f64> = scenario.plans().iter().map(|plan| plan.share).collect();
        let mut customers_by_plan = vec![[0.0; N]; shares.len()];
        let mut last_split: Option<(f64, Vec<f64>)> = None;
        for i in 0..N {
            // Dividing the customers among the plans takes time. If the previous run has the same number of customers,
            // its result is used again. In most studies, all runs have the same number of opening customers.
            let (_, split) = match last_split.take().filter(|(of, _)| *of == customers[i]) {
                Some(last_split) => last_split,
                None => (customers[i], apportion(customers[i], &shares)),
            };
            customers_by_plan
                .iter_mut()
                .zip(&split)
                .for_each(|(plan_customers, &customers)| plan_customers[i] = customers);
            last_split = Some((customers[i], split));
        }
        let mut customer_bases = Vec::new();
        for (plan, customers_of_plan) in customers_by_plan.iter().enumerate() {
            let price = inputs.of_plan(Key::Price, plan);
            let mut mrr = [0.0; N];
            for i in 0..N {
                mrr[i] = customers_of_plan[i] * price[i];
            }
            let mut base = CustomerBase::new(plan, unsettled);
            base.add(tenure, customers_of_plan, &mrr);
            base.add_totals(&mut month);
            customer_bases.push(base);
        }
        let is_moved = |quantity: &Quantity| match quantity {
            Quantity::NewCustomers
            | Quantity::NewMrr
            | Quantity::VoluntaryChurnedCustomers
            | Quantity::VoluntaryChurnedMrr => true,
            Quantity::ExpansionMrr | Quantity::ContractionMrr => mechanisms.expands,
            Quantity::InvoluntaryChurnedCustomers | Quantity::InvoluntaryChurnedMrr => mechanisms.failures,
            Quantity::ReturnedCustomers | Quantity::ReturnedMrr => mechanisms.returns,
            other => other.is_flow() && mechanisms.pauses,
        };
        let flows = Quantity::ALL.into_iter().filter(is_moved).collect();
        Self {
            inputs,
            mechanisms,
            shared_rates: SharedRates::new(),
            trials: Trials::new(),
            customer_bases,
            flows,
            month,
        }
    }

    /// Advances the state by one month, to month `at_month`. This must be the month after the current month, so it is
    /// at least 1. `model` decides how customers are counted: at random or as means.
    pub fn advance(&mut self, scenario: &CheckedScenario, at_month: u32, model: &impl CountModel<N>) {
        let Self { inputs, mechanisms, shared_rates, trials, customer_bases, flows, month } = self;
        inputs.update(at_month);
        let rate = mechanisms.trials_vary.then(|| model.trial_rate(inputs.of(Key::TrialsVariation)));
        let referring = mechanisms.refers.then(|| month[Quantity::Customers]);
        trials.start(scenario, inputs, at_month, referring.as_ref(), rate.as_ref());
        shared_rates.update(inputs, mechanisms);
        for &quantity in flows.iter().chain(&[Quantity::Customers, Quantity::PausedCustomers, Quantity::Mrr]) {
            month[quantity] = [0.0; N];
        }
        let context = MonthContext::new(scenario, inputs, *mechanisms, shared_rates, at_month);
        for (plan, base) in customer_bases.iter_mut().enumerate() {
            if let Some(returned) = base.advance(&context, model, month) {
                let price = inputs.of_plan(Key::Price, plan);
                base.add_joining(&returned, price, [Quantity::ReturnedCustomers, Quantity::ReturnedMrr], month);
            }
        }
        let conversion = inputs.of(Key::Conversion);
        trials.take_ending(at_month, |cohort| {
            for (plan, base) in customer_bases.iter_mut().enumerate() {
                let share = scenario.plans()[plan].share;
                let joining = model.joining(cohort.start_month, plan as u32, || {
                    let mut mean = [0.0; N];
                    for i in 0..N {
                        mean[i] = cohort.trials[i] * conversion[i] * share;
                    }
                    mean
                });
                let price = inputs.of_plan(Key::Price, plan);
                base.add_joining(&joining, price, [Quantity::NewCustomers, Quantity::NewMrr], month);
            }
        });
        customer_bases.iter().for_each(|base| base.add_totals(month));
        self.update_cash();
    }

    /// Adds the MRR of the month to the cumulative revenue, and adds the net cash flow of the month to the cash.
    fn update_cash(&mut self) {
        let Self { inputs, month, .. } = self;
        let (margin, fixed) = (inputs.of(Key::GrossMargin), inputs.of(Key::FixedCosts));
        let (acquisition, retention) = (inputs.of(Key::AcquisitionCost), inputs.of(Key::RetentionCost));
        for i in 0..N {
            let mrr = month[Quantity::Mrr][i];
            let spent = acquisition[i] * month[Quantity::NewCustomers][i]
                + retention[i] * month[Quantity::Customers][i]
                + fixed[i];
            month[Quantity::CumulativeRevenue][i] += mrr;
            month[Quantity::Cash][i] += margin[i] * mrr - spent;
        }
    }
}
