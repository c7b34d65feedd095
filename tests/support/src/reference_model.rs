//! A second, independent implementation of the model page (`assets/model.html`), for the expected values of scenarios
//! with exact inputs. It computes the probabilities of a single customer, whereas the engine computes the counts of age
//! buckets. The two implementations have only the text of that page and some data types in common.

use holdfast_engine::Quantity;
use holdfast_scenario::{Action, Estimate, Key, Scenario, Survival};

/// All quantities of a month, in the order of [`Quantity::ALL`].
pub type Row = [f64; Quantity::ALL.len()];

/// The reference model of one scenario.
pub struct ReferenceModel<'a> {
    /// The scenario. All of its inputs must be exact.
    pub scenario: &'a Scenario,
    /// The calendar month (1 to 12) of the study's month 1.
    pub first_month: u64,
}

fn exact(estimate: Estimate) -> f64 {
    match estimate {
        Estimate::Exact(value) => value,
        Estimate::Range { .. } => panic!("the reference model needs exact inputs"),
    }
}

impl<'a> ReferenceModel<'a> {
    /// The reference model of a scenario in a study that begins in January.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self { scenario, first_month: 1 }
    }

    /// Applies the events on an input to its value. Their order is: set, add, multiply, combine, reduce.
    fn changed(&self, key: Key, mut value: f64, month: u32) -> f64 {
        let mut reduced = 0.0;
        for action in [Action::Set, Action::Add, Action::Multiply, Action::Combine, Action::Reduce] {
            for event in self.scenario.events.iter().filter(|event| event.input == key && event.action == action) {
                let (month, from) = (u64::from(month), event.from_month);
                if month < from || event.until_month.is_some_and(|until| month > until) {
                    continue;
                }
                let weight = ((month - from + 1) as f64 / (event.ramp_months + 1) as f64).min(1.0);
                let amount = exact(event.value);
                value = match action {
                    Action::Set => (1.0 - weight) * value + weight * amount,
                    Action::Add => value + weight * amount,
                    Action::Multiply => value * ((1.0 - weight) + weight * amount),
                    Action::Combine => 1.0 - (1.0 - value) * (1.0 - weight * amount),
                    Action::Reduce => {
                        reduced += weight * amount;
                        value
                    }
                };
                value = value.clamp(key.input().bounds.0, key.input().bounds.1);
            }
        }
        (value * (1.0 - f64::min(reduced, 0.85))).max(key.input().bounds.0)
    }

    /// The value of an input in a month, changed by events.
    pub fn input(&self, key: Key, month: u32) -> f64 {
        self.changed(key, exact(self.scenario.inputs[key]), month)
    }

    fn plan_input(&self, key: Key, plan: usize, month: u32) -> f64 {
        let at = Key::PER_PLAN.iter().position(|&known| known == key).unwrap();
        let own = self.scenario.plans.get(plan).and_then(|plan| plan.own[at]);
        self.changed(key, exact(own.unwrap_or(self.scenario.inputs[key])), month)
    }

    /// The value of an input in a month, changed by events and then rounded to a whole number.
    pub fn whole(&self, key: Key, month: u32) -> u32 {
        self.input(key, month).round() as u32
    }

    /// The price of a plan in a month.
    pub fn price(&self, plan: usize, month: u32) -> f64 {
        self.plan_input(Key::Price, plan, month)
    }

    /// The plans' shares of new customers; they sum to 1.
    pub fn shares(&self) -> Vec<f64> {
        let total: f64 = self.scenario.plans.iter().map(|plan| plan.share).sum();
        match self.scenario.plans.len() {
            0 => vec![1.0],
            _ => self.scenario.plans.iter().map(|plan| plan.share / total).collect(),
        }
    }

    /// h(k), the hazard of a customer of this plan in the k-th month after joining, k ≥ 1.
    pub fn hazard(&self, plan: usize, month: u32, k: u32) -> f64 {
        let of = |key| self.plan_input(key, plan, month);
        match self.scenario.survival {
            Survival::Constant => of(Key::Churn),
            Survival::Onboarding => {
                of(if k <= self.whole(Key::EarlyMonths, month) { Key::EarlyChurn } else { Key::Churn })
            }
            Survival::ShiftedBetaGeometric => {
                let (alpha, beta) = (of(Key::SbgAlpha), of(Key::SbgBeta));
                self.changed(Key::Churn, alpha / (alpha + beta + f64::from(k) - 1.0), month)
            }
            Survival::Table => {
                let rows = &self.scenario.retention;
                self.changed(Key::Churn, 1.0 - rows[(k as usize).min(rows.len()) - 1], month)
            }
        }
    }

    /// The probability that a customer asks to cancel and is not saved.
    pub fn cancel_probability(&self, plan: usize, month: u32, k: u32) -> f64 {
        self.hazard(plan, month, k) * (1.0 - self.input(Key::SaveRate, month))
    }

    /// The probability that a payment fails and is not recovered.
    pub fn payment_failure_probability(&self, month: u32) -> f64 {
        self.input(Key::FailedPaymentRate, month) * (1.0 - self.input(Key::DunningRecovery, month))
    }

    /// The mean number of trials that begin in a month, without trials from referrals.
    pub fn trials(&self, month: u32) -> f64 {
        let steps: f64 = (2..=month).map(|t| self.input(Key::TrialsStep, t)).sum();
        let growth: f64 = (2..=month).map(|t| 1.0 + self.input(Key::TrialsGrowth, t)).product();
        let season = match self.scenario.seasonality.len() {
            0 => 1.0,
            _ => self.scenario.seasonality[(self.first_month as usize - 1 + month as usize - 1) % 12],
        };
        (self.input(Key::TrialsStart, month) + steps).max(0.0) * growth * season
    }

    /// The number of opening customers of each plan. Customers are assigned one by one to the plan with the highest
    /// quotient share ÷ (customers + 1), or to the first of several such plans. To save time, the assignment does not
    /// start from 0 but from whole numbers slightly below the plans' shares of all customers.
    pub fn opening(&self) -> Vec<f64> {
        let all = exact(self.scenario.inputs[Key::OpeningCustomers]);
        let shares = self.shares();
        let mut counts: Vec<f64> = shares.iter().map(|share| ((share * all).floor() - 5.0).max(0.0)).collect();
        while counts.iter().sum::<f64>() < all {
            let quotient = |plan: usize| shares[plan] / (counts[plan] + 1.0);
            let next =
                (1..shares.len()).fold(0, |best, plan| if quotient(plan) > quotient(best) { plan } else { best });
            counts[next] += 1.0;
        }
        counts
    }

    /// The mean of every quantity in months 0 to `months`.
    pub fn path(&self, months: u32) -> ReferencePath {
        let nothing = [0.0; Quantity::ALL.len()];
        // The opening state is that before month 1, so no event changes it.
        let tenure = exact(self.scenario.inputs[Key::OpeningTenure]) as u32;
        let at = Key::PER_PLAN.iter().position(|&key| key == Key::Price).unwrap();
        let mut openings: Vec<(f64, CustomerLife, Vec<Row>)> = Vec::new();
        let mut first = nothing;
        for (plan, count) in self.opening().into_iter().enumerate() {
            let own = self.scenario.plans.get(plan).and_then(|plan| plan.own[at]);
            let life = CustomerLife::new(plan, 1.0, tenure, exact(own.unwrap_or(self.scenario.inputs[Key::Price])));
            let mut row = nothing;
            life.state(&mut row);
            (0..row.len()).for_each(|i| first[i] += count * row[i]);
            openings.push((count, life, vec![row]));
        }
        first[Quantity::Cash as usize] = exact(self.scenario.inputs[Key::OpeningCash]);
        let (mut rows, mut joined, mut joiners) = (vec![first], vec![nothing], Vec::<CustomerLife>::new());
        // For the trials of each month: the month in which they end, and their number.
        let mut trials: Vec<(u32, f64)> = Vec::new();
        for month in 1..=months {
            let before = rows[month as usize - 1];
            let referred = self.input(Key::ReferralRate, month) * before[Quantity::Customers as usize];
            trials.push((month + self.whole(Key::TrialMonths, month), self.trials(month) + referred));
            let mut row = nothing;
            joiners.iter_mut().for_each(|life| life.step(self, month, &mut row));
            // The month in which trials end is fixed when they begin. A later change of the trial length does not
            // matter.
            let ended: f64 = trials.iter().filter(|(end, _)| *end == month).map(|(_, count)| count).sum();
            for (plan, share) in self.shares().into_iter().enumerate() {
                let (joining, price) = (ended * self.input(Key::Conversion, month) * share, self.price(plan, month));
                row[Quantity::NewCustomers as usize] += joining;
                row[Quantity::NewMrr as usize] += joining * price;
                joiners.push(CustomerLife::new(plan, joining, 0, price));
            }
            joiners.iter().for_each(|life| life.state(&mut row));
            joined.push(row);
            for (count, life, path) in &mut openings {
                let mut own = nothing;
                life.step(self, month, &mut own);
                life.state(&mut own);
                (0..row.len()).for_each(|i| row[i] += *count * own[i]);
                path.push(own);
            }
            let of = |quantity: Quantity| row[quantity as usize];
            let cash = self.input(Key::GrossMargin, month) * of(Quantity::Mrr)
                - self.input(Key::AcquisitionCost, month) * of(Quantity::NewCustomers)
                - self.input(Key::RetentionCost, month) * of(Quantity::Customers)
                - self.input(Key::FixedCosts, month);
            row[Quantity::CumulativeRevenue as usize] =
                before[Quantity::CumulativeRevenue as usize] + of(Quantity::Mrr);
            row[Quantity::Cash as usize] = before[Quantity::Cash as usize] + cash;
            rows.push(row);
        }
        let openings = openings.into_iter().map(|(count, _, path)| (count, path)).collect();
        ReferencePath { rows, openings, joined }
    }
}

/// The mean of every quantity in every month of one scenario.
pub struct ReferencePath {
    /// The means of the whole business, by month.
    pub rows: Vec<Row>,
    /// For each plan, the number of its opening customers, and the means by month of one such customer. For one
    /// customer, the mean of a count is a probability.
    pub openings: Vec<(f64, Vec<Row>)>,
    /// For each month, the mean of every quantity, counting only customers who join after month 0.
    pub joined: Vec<Row>,
}

/// The probabilities of the states of one customer: active, paused or gone. They apply to all customers of a plan who
/// joined in the same month.
struct CustomerLife {
    plan: usize,
    /// The mean number of customers of this plan who joined in this month.
    count: f64,
    /// For each age in months: the probability of being active at this age, and the mean MRR from this state.
    active: Vec<(f64, f64)>,
    /// For each age at which the customer will resume: the probability of being paused, the mean MRR while paused, and
    /// the mean MRR after resuming.
    paused: Vec<(f64, f64, f64)>,
    /// The probabilities that the customer left 1, 2, … months ago and has not returned.
    lapsed: Vec<f64>,
}

impl CustomerLife {
    fn new(plan: usize, count: f64, age: u32, price: f64) -> Self {
        let mut active = vec![(0.0, 0.0); age as usize];
        active.push((1.0, price));
        Self { plan, count, active, paused: Vec::new(), lapsed: Vec::new() }
    }

    /// The probability that the customer is active.
    fn active(&self) -> f64 {
        self.active.iter().map(|(share, _)| share).sum()
    }

    /// The probability that the customer is paused.
    fn paused(&self) -> f64 {
        self.paused.iter().map(|(share, ..)| share).sum()
    }

    /// The mean MRR of one customer, active or paused.
    fn mrr(&self) -> f64 {
        self.active.iter().map(|(_, mrr)| mrr).sum::<f64>() + self.paused.iter().map(|(_, mrr, _)| mrr).sum::<f64>()
    }

    fn state(&self, row: &mut Row) {
        row[Quantity::Customers as usize] += self.count * self.active();
        row[Quantity::PausedCustomers as usize] += self.count * self.paused();
        row[Quantity::Mrr as usize] += self.count * self.mrr();
    }

    fn step(&mut self, reference: &ReferenceModel, month: u32, row: &mut Row) {
        let n = self.count;
        let mut flow = |quantity: Quantity, value: f64| row[quantity as usize] += n * value;
        let of = |key| reference.input(key, month);
        let (fails, pauses, paused_price) =
            (reference.payment_failure_probability(month), of(Key::PauseShare), of(Key::PausedPrice));
        let (resumes, leaves) = (of(Key::ResumeRate), of(Key::PausedLeaveRate));
        let (expands, contracts) = (of(Key::Expansion), of(Key::Contraction));
        let before = std::mem::take(&mut self.active);
        let mut left = 0.0;
        self.active = vec![(0.0, 0.0); before.len() + 1];
        self.paused.resize(before.len() + 1, (0.0, 0.0, 0.0));
        // Customers who paused in an earlier month resume or leave.
        for (age, (share, pays, paid)) in self.paused.iter_mut().enumerate() {
            flow(Quantity::ResumedCustomers, *share * resumes);
            flow(Quantity::ResumedMrr, resumes * (*paid - *pays));
            flow(Quantity::PausedChurnedCustomers, *share * leaves);
            flow(Quantity::VoluntaryChurnedMrr, *pays * leaves);
            left += *share * leaves;
            self.active[age].0 += *share * resumes;
            self.active[age].1 += *paid * resumes;
            let rest = 1.0 - resumes - leaves;
            (*share, *pays, *paid) = (*share * rest, *pays * rest, *paid * rest);
        }
        // Some active customers ask to leave and are not saved; they pause or leave. Of all others, some fail to pay.
        // The customers who stay become a month older.
        for (age, (share, mrr)) in before.into_iter().enumerate().filter(|(_, (share, _))| *share > 0.0) {
            let asks = reference.cancel_probability(self.plan, month, age as u32 + 1);
            let (pausing, leaving, failing) = (asks * pauses, asks * (1.0 - pauses), (1.0 - asks) * fails);
            let staying = (1.0 - asks) * (1.0 - fails);
            flow(Quantity::NewlyPausedCustomers, share * pausing);
            flow(Quantity::VoluntaryChurnedCustomers, share * leaving);
            flow(Quantity::InvoluntaryChurnedCustomers, share * failing);
            flow(Quantity::PausedMrr, mrr * pausing - share * pausing * paused_price);
            flow(Quantity::VoluntaryChurnedMrr, mrr * leaving);
            flow(Quantity::InvoluntaryChurnedMrr, mrr * failing);
            flow(Quantity::ExpansionMrr, mrr * expands);
            flow(Quantity::ContractionMrr, mrr * contracts);
            left += share * (leaving + failing);
            let paused = &mut self.paused[age + 1];
            *paused = (paused.0 + share * pausing, paused.1 + share * pausing * paused_price, paused.2 + mrr * pausing);
            let older = &mut self.active[age + 1];
            // MRR(t) = MRR(t − 1)·(1 − h̃ + e − x), where h̃ = 1 − `staying` is the probability of not staying active,
            // e is expansion and x is contraction.
            *older = (older.0 + share * staying, older.1 + mrr * (staying + expands - contracts));
        }
        // Customers who left at most `months` months ago may return, at the current price.
        let (chance, months) = (of(Key::WinBackRate), reference.whole(Key::WinBackMonths, month) as usize);
        let mut returned = 0.0;
        for share in self.lapsed.iter_mut().take(months) {
            returned += *share * chance;
            *share *= 1.0 - chance;
        }
        let price = reference.price(self.plan, month);
        flow(Quantity::ReturnedCustomers, returned);
        flow(Quantity::ReturnedMrr, returned * price);
        self.active[0].0 += returned;
        self.active[0].1 += returned * price;
        self.lapsed.insert(0, left);
    }
}
