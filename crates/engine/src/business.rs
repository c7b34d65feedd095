//! One scenario through time, for `N` runs side by side: a month in the order that DESIGN fixes. Customers of the
//! month's beginning leave, pause, or stay and expand; paused ones resume or leave, others are won back; new ones join
//! and pay from this month on.

use super::apportion::apportion;
use super::fate::Fate;
use super::line::Line;
use super::prospects::{Mechanisms, Scene, Shared};
use super::quantity::{Month, Quantity};
use super::rates::Rates;
use super::trials::Trials;
use holdfast_scenario::{CheckedScenario, Key};

/// The state of a scenario between two months.
pub struct Business<const N: usize> {
    rates: Rates<N>,
    on: Mechanisms,
    shared: Shared<N>,
    trials: Trials<N>,
    lines: Vec<Line<N>>,
    /// Flows that some mechanism of this scenario moves.
    flows: Vec<Quantity>,
    /// The last month: its state and its flows.
    pub month: Month<N>,
}

impl<const N: usize> Business<N> {
    /// Month 0: the opening customers, on the plans in their shares, all of one age, at the price of a new one.
    pub fn open(scenario: &CheckedScenario, rates: Rates<N>, horizon_months: u32) -> Self {
        let on = Mechanisms::of(scenario, horizon_months);
        let unsettled = scenario.unsettled_ages(horizon_months);
        let tenure = scenario.whole(Key::OpeningTenure, 1) as usize;
        let customers = rates.of(Key::OpeningCustomers).map(libm::round);
        let mut month = Month::zero();
        month[Quantity::Cash] = *rates.of(Key::OpeningCash);
        let shares: Vec<f64> = scenario.plans().iter().map(|plan| plan.share).collect();
        let mut parts = vec![[0.0; N]; shares.len()];
        let mut known: Option<(f64, Vec<f64>)> = None;
        for i in 0..N {
            // Most often all runs open with as many.
            let (_, split) = match known.take().filter(|(of, _)| *of == customers[i]) {
                Some(known) => known,
                None => (customers[i], apportion(customers[i], &shares)),
            };
            parts.iter_mut().zip(&split).for_each(|(part, &customers)| part[i] = customers);
            known = Some((customers[i], split));
        }
        let mut lines = Vec::new();
        for (plan, mine) in parts.iter().enumerate() {
            let price = rates.of_plan(Key::Price, plan);
            let mut mrr = [0.0; N];
            for i in 0..N {
                mrr[i] = mine[i] * price[i];
            }
            let mut line = Line::new(plan, unsettled);
            line.add(tenure, mine, &mrr);
            line.total(&mut month);
            lines.push(line);
        }
        let is_moved = |quantity: &Quantity| match quantity {
            Quantity::NewCustomers
            | Quantity::NewMrr
            | Quantity::VoluntaryChurnedCustomers
            | Quantity::VoluntaryChurnedMrr => true,
            Quantity::ExpansionMrr | Quantity::ContractionMrr => on.expands,
            Quantity::InvoluntaryChurnedCustomers | Quantity::InvoluntaryChurnedMrr => on.failures,
            Quantity::ReturnedCustomers | Quantity::ReturnedMrr => on.returns,
            other => other.is_flow() && on.pauses,
        };
        let flows = Quantity::ALL.into_iter().filter(is_moved).collect();
        Self { rates, on, shared: Shared::new(), trials: Trials::new(), lines, flows, month }
    }

    /// Month `at` ≥ 1.
    pub fn advance(&mut self, scenario: &CheckedScenario, at: u32, fate: &impl Fate<N>) {
        let Self { rates, on, shared, trials, lines, flows, month } = self;
        rates.update(at);
        let rate = on.trials_vary.then(|| fate.trial_rate(rates.of(Key::TrialsVariation)));
        let referring = on.refers.then(|| month[Quantity::Customers]);
        trials.begin(scenario, rates, at, referring.as_ref(), rate.as_ref());
        shared.update(rates, on);
        for &quantity in flows.iter().chain(&[Quantity::Customers, Quantity::PausedCustomers, Quantity::Mrr]) {
            month[quantity] = [0.0; N];
        }
        let scene = Scene::new(scenario, rates, *on, shared, at);
        for (plan, line) in lines.iter_mut().enumerate() {
            if let Some(returned) = line.advance(&scene, fate, month) {
                let price = rates.of_plan(Key::Price, plan);
                line.welcome(&returned, price, [Quantity::ReturnedCustomers, Quantity::ReturnedMrr], month);
            }
        }
        let conversion = rates.of(Key::Conversion);
        trials.end(at, |cohort| {
            for (plan, line) in lines.iter_mut().enumerate() {
                let share = scenario.plans()[plan].share;
                let joining = fate.joining(cohort.started, plan as u32, || {
                    let mut mean = [0.0; N];
                    for i in 0..N {
                        mean[i] = cohort.trials[i] * conversion[i] * share;
                    }
                    mean
                });
                let price = rates.of_plan(Key::Price, plan);
                line.welcome(&joining, price, [Quantity::NewCustomers, Quantity::NewMrr], month);
            }
        });
        lines.iter().for_each(|line| line.total(month));
        self.settle_accounts();
    }

    fn settle_accounts(&mut self) {
        let Self { rates, month, .. } = self;
        let (margin, fixed) = (rates.of(Key::GrossMargin), rates.of(Key::FixedCosts));
        let (acquisition, retention) = (rates.of(Key::AcquisitionCost), rates.of(Key::RetentionCost));
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
