//! The customers of one plan, and how they change in one month: customers leave, pause, fail to pay, expand, resume and
//! return.
//!
//! Customers are grouped into buckets by age in months. From a certain age on, the hazard does not depend on age. The
//! last bucket holds all customers who have reached that age. The model assumes that each customer of a bucket pays the
//! average MRR of the bucket. If the customers pay different prices, the simulated variance of MRR is slightly too
//! small.

use super::count_model::CountModel;
use super::elementary::at_least;
use super::quantity::{Month, Quantity, add};
use super::stream::DrawKey;
use super::transition_rates::{MonthContext, TransitionRates};
use holdfast_scenario::Key;
use std::collections::VecDeque;

/// The active customers of one age, and their MRR.
pub struct AgeBucket<const N: usize> {
    customers: [f64; N],
    mrr: [f64; N],
}

/// The paused customers who will all have the same age when they resume.
struct PausedBucket<const N: usize> {
    customers: [f64; N],
    /// The MRR that these customers pay during the pause.
    mrr: [f64; N],
    /// The MRR that these customers will pay after they resume.
    full_mrr: [f64; N],
}

/// The customers of one plan.
pub struct CustomerBase<const N: usize> {
    plan: usize,
    /// Active customers by age in months. The last bucket also holds all older customers. `None` is a bucket without
    /// customers.
    ages: Vec<Option<Box<AgeBucket<N>>>>,
    /// Paused customers. The index is the age at which they will resume.
    paused: Vec<Option<Box<PausedBucket<N>>>>,
    /// The numbers of customers who left 1, 2, … months ago and can still be won back. The most recent month is first.
    lapsed: VecDeque<[f64; N]>,
    /// The transition rates that were computed last. They are kept because the next age bucket often has the same rates
    /// and can use them again.
    transition_rates: Box<TransitionRates<N>>,
}

/// `part` / `whole`, or 0 if `whole` is 0.
#[inline(always)]
fn ratio_or_zero(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The average MRR per customer, or 0 if there are no customers.
fn average_mrr<const N: usize>(mrr: &[f64; N], customers: &[f64; N]) -> [f64; N] {
    let mut average_mrr = [0.0; N];
    for i in 0..N {
        average_mrr[i] = ratio_or_zero(mrr[i], customers[i]);
    }
    average_mrr
}

/// Adds the products a·b to `sums`, element by element.
fn add_product<const N: usize>(sums: &mut [f64; N], a: &[f64; N], b: &[f64; N]) {
    for i in 0..N {
        sums[i] += a[i] * b[i];
    }
}

/// The bucket number from which random numbers are generated. `plan` is the index of the plan, and `at` is the index of
/// the bucket in the plan. The result depends on nothing else, so all scenarios use the same random numbers for the
/// same bucket.
fn bucket_id(plan: usize, at: usize) -> u32 {
    (plan as u32) << 16 | at as u32
}

impl<const N: usize> CustomerBase<N> {
    /// Makes a plan without customers. Each age below `unsettled` has its own bucket, because at these ages the hazard
    /// can depend on age. One more bucket holds the customers of age `unsettled` and all older customers.
    pub fn new(plan: usize, unsettled: u32) -> Self {
        let buckets = unsettled as usize + 1;
        Self {
            plan,
            ages: std::iter::repeat_with(|| None).take(buckets).collect(),
            paused: std::iter::repeat_with(|| None).take(buckets).collect(),
            lapsed: VecDeque::new(),
            transition_rates: Box::new(TransitionRates::new()),
        }
    }

    /// Adds active customers who are `age` months old, and their MRR.
    pub fn add(&mut self, age: usize, customers: &[f64; N], mrr: &[f64; N]) {
        let last = self.ages.len() - 1;
        match &mut self.ages[age.min(last)] {
            Some(bucket) => {
                add(&mut bucket.customers, customers);
                add(&mut bucket.mrr, mrr);
            }
            empty => *empty = Some(Box::new(AgeBucket { customers: *customers, mrr: *mrr })),
        }
    }

    /// Adds new or returned customers at age 0. Each customer pays `price`. In `month`, the number of these customers
    /// is added to the quantity `count`, and their MRR is added to the quantity `money`.
    pub fn add_joining(
        &mut self,
        customers: &[f64; N],
        price: &[f64; N],
        [count, money]: [Quantity; 2],
        month: &mut Month<N>,
    ) {
        let mut mrr = [0.0; N];
        for i in 0..N {
            mrr[i] = customers[i] * price[i];
        }
        add(&mut month[count], customers);
        add(&mut month[money], &mrr);
        self.add(0, customers, &mrr);
    }

    /// Adds to `month` the number of active customers, the number of paused customers, and the MRR of all of them.
    pub fn add_totals(&self, month: &mut Month<N>) {
        for bucket in self.ages.iter().flatten() {
            add(&mut month[Quantity::Customers], &bucket.customers);
            add(&mut month[Quantity::Mrr], &bucket.mrr);
        }
        for bucket in self.paused.iter().flatten() {
            add(&mut month[Quantity::PausedCustomers], &bucket.customers);
            add(&mut month[Quantity::Mrr], &bucket.mrr);
        }
    }

    /// Advances by one month the customers who are in the base at the beginning of the month. Returns how many former
    /// customers are won back, or `None` if the scenario has no win-back. The caller must add the customers who are won
    /// back ([`Self::add_joining`]).
    pub fn advance(
        &mut self,
        context: &MonthContext<N>,
        model: &impl CountModel<N>,
        month: &mut Month<N>,
    ) -> Option<[f64; N]> {
        let mut churned = [0.0; N];
        // Paused customers resume before active customers pause, so nobody can pause and resume in the same month.
        let resuming =
            if context.mechanisms.pauses { self.resume(context, model, month, &mut churned) } else { Vec::new() };
        self.advance_active(context, model, month, &mut churned);
        for (age, customers, mrr) in resuming {
            self.add(age, &customers, &mrr);
        }
        if !context.mechanisms.returns {
            return None;
        }
        let returned = self.win_back(context, model);
        self.lapsed.push_front(churned);
        self.lapsed.truncate(context.mechanisms.win_back_months_max as usize);
        Some(returned)
    }

    /// Advances the active customers by one month. Some customers leave, pause or fail to pay. The rest stay and become
    /// one month older.
    fn advance_active(
        &mut self,
        context: &MonthContext<N>,
        model: &impl CountModel<N>,
        month: &mut Month<N>,
        churned: &mut [f64; N],
    ) {
        let last = self.ages.len() - 1;
        for age in (0..=last).rev() {
            let Some(mut bucket) = self.ages[age].take() else { continue };
            self.transition_rates.update(context, model, self.plan, age as u32);
            let id = bucket_id(self.plan, age);
            let older = (age + 1).min(last);
            let leaving = model.binomial(DrawKey::LEAVING, id, &bucket.customers, &self.transition_rates.leaving);
            if context.mechanisms.pauses || context.mechanisms.failures {
                self.split_leavers(context, model, month, churned, &mut bucket, (&leaving, age));
            } else {
                let churned_mrr = &mut month[Quantity::VoluntaryChurnedMrr];
                for i in 0..N {
                    let staying = bucket.customers[i] - leaving[i];
                    let remaining_mrr = bucket.mrr[i] * ratio_or_zero(staying, bucket.customers[i]);
                    churned_mrr[i] += bucket.mrr[i] - remaining_mrr;
                    bucket.customers[i] = staying;
                    bucket.mrr[i] = remaining_mrr;
                }
                add(&mut month[Quantity::VoluntaryChurnedCustomers], &leaving);
                if context.mechanisms.returns {
                    add(churned, &leaving);
                }
            }
            if context.mechanisms.expands {
                self.transition_rates.apply_expansion(&mut bucket.mrr, month);
            }
            match &mut self.ages[older] {
                Some(there) => {
                    add(&mut there.customers, &bucket.customers);
                    add(&mut there.mrr, &bucket.mrr);
                }
                empty => *empty = Some(bucket),
            }
        }
    }

    /// Divides the customers of `bucket`, who are `age` months old, into four groups: customers who leave, pause, fail
    /// to pay or stay. `asking` is the number of customers who ask to cancel and are not saved. Some of these customers
    /// pause, and the rest leave. Of all other customers of the bucket, some fail to pay, and the rest stay. Each
    /// customer is assumed to pay the average MRR of the bucket.
    fn split_leavers(
        &mut self,
        context: &MonthContext<N>,
        model: &impl CountModel<N>,
        month: &mut Month<N>,
        churned: &mut [f64; N],
        bucket: &mut AgeBucket<N>,
        (asking, age): (&[f64; N], usize),
    ) {
        let id = bucket_id(self.plan, age);
        let average_mrr = average_mrr(&bucket.mrr, &bucket.customers);
        let (mut leaving, mut staying) = (*asking, bucket.customers);
        for i in 0..N {
            staying[i] -= asking[i];
        }
        if context.mechanisms.failures {
            let failing = model.binomial(DrawKey::FAILING, id, &staying, &context.shared_rates.involuntary_churn);
            for i in 0..N {
                staying[i] -= failing[i];
            }
            add(&mut month[Quantity::InvoluntaryChurnedCustomers], &failing);
            add_product(&mut month[Quantity::InvoluntaryChurnedMrr], &average_mrr, &failing);
            add(churned, &failing);
        }
        if context.mechanisms.pauses {
            let pausing = model.binomial(DrawKey::PAUSING, id, asking, context.inputs.of(Key::PauseShare));
            for i in 0..N {
                leaving[i] -= pausing[i];
            }
            add(&mut month[Quantity::NewlyPausedCustomers], &pausing);
            self.pause((age + 1).min(self.ages.len() - 1), &pausing, &average_mrr, context, month);
        }
        add(&mut month[Quantity::VoluntaryChurnedCustomers], &leaving);
        add_product(&mut month[Quantity::VoluntaryChurnedMrr], &average_mrr, &leaving);
        add(churned, &leaving);
        for i in 0..N {
            bucket.mrr[i] = average_mrr[i] * staying[i];
        }
        bucket.customers = staying;
    }

    /// Pauses `pausing` customers. Before the pause, each customer had the MRR `average_mrr`. After the pause, the
    /// customers will be `age` months old.
    fn pause(
        &mut self,
        age: usize,
        pausing: &[f64; N],
        average_mrr: &[f64; N],
        context: &MonthContext<N>,
        month: &mut Month<N>,
    ) {
        let paused_price = context.inputs.of(Key::PausedPrice);
        let there = self.paused[age]
            .get_or_insert_with(|| Box::new(PausedBucket { customers: [0.0; N], mrr: [0.0; N], full_mrr: [0.0; N] }));
        let paused_mrr = &mut month[Quantity::PausedMrr];
        for i in 0..N {
            let (full_mrr, mrr) = (average_mrr[i] * pausing[i], paused_price[i] * pausing[i]);
            paused_mrr[i] += full_mrr - mrr;
            there.customers[i] += pausing[i];
            there.mrr[i] += mrr;
            there.full_mrr[i] += full_mrr;
        }
    }

    /// Advances the paused customers by one month: some resume, and some leave. Customers who resume have the same MRR
    /// as before the pause. The months of the pause do not count towards their age. For each age with paused customers,
    /// the result has (age, number of customers who resume, MRR of these customers).
    fn resume(
        &mut self,
        context: &MonthContext<N>,
        model: &impl CountModel<N>,
        month: &mut Month<N>,
        churned: &mut [f64; N],
    ) -> Vec<(usize, [f64; N], [f64; N])> {
        let mut resuming = Vec::new();
        for age in 0..self.paused.len() {
            let id = bucket_id(self.plan, age);
            let Some(bucket) = &mut self.paused[age] else { continue };
            let resumed = model.binomial(DrawKey::RESUMING, id, &bucket.customers, context.inputs.of(Key::ResumeRate));
            let mut staying = bucket.customers;
            for i in 0..N {
                staying[i] -= resumed[i];
            }
            let leaving = model.binomial(DrawKey::LEAVING_PAUSED, id, &staying, &context.shared_rates.leaving_paused);
            let paused_average = average_mrr(&bucket.mrr, &bucket.customers);
            let full_average = average_mrr(&bucket.full_mrr, &bucket.customers);
            let mut mrr = [0.0; N];
            let resumed_mrr = &mut month[Quantity::ResumedMrr];
            for i in 0..N {
                mrr[i] = full_average[i] * resumed[i];
                resumed_mrr[i] += mrr[i] - paused_average[i] * resumed[i];
                staying[i] -= leaving[i];
                bucket.mrr[i] = paused_average[i] * staying[i];
                bucket.full_mrr[i] = full_average[i] * staying[i];
            }
            bucket.customers = staying;
            add(&mut month[Quantity::ResumedCustomers], &resumed);
            add(&mut month[Quantity::PausedChurnedCustomers], &leaving);
            add_product(&mut month[Quantity::VoluntaryChurnedMrr], &paused_average, &leaving);
            add(churned, &leaving);
            resuming.push((age, resumed, mrr));
        }
        resuming
    }

    /// Returns how many former customers are won back. `lapsed` has one group of former customers for each number of
    /// months since they left. The customers who return are drawn separately for each group.
    fn win_back(&mut self, context: &MonthContext<N>, model: &impl CountModel<N>) -> [f64; N] {
        let mut returned = [0.0; N];
        let chance = context.inputs.of(Key::WinBackRate);
        for (at, lapsed) in self.lapsed.iter_mut().enumerate().take(context.win_back_months as usize) {
            let back = model.binomial(DrawKey::RETURNING, bucket_id(self.plan, at), lapsed, chance);
            for i in 0..N {
                lapsed[i] -= back[i];
                returned[i] += back[i];
            }
        }
        returned
    }
}

impl<const N: usize> TransitionRates<N> {
    /// Applies expansion and contraction to `mrr`, the MRR that remains in a bucket after churn. Adds the gained MRR
    /// and the lost MRR to the quantities of the month.
    fn apply_expansion(&self, mrr: &mut [f64; N], month: &mut Month<N>) {
        for i in 0..N {
            let (more, less) = (mrr[i] * self.expansion[i], mrr[i] * self.contraction[i]);
            month[Quantity::ExpansionMrr][i] += more;
            month[Quantity::ContractionMrr][i] += less;
            // Checked studies do not allow contraction to be greater than the remaining MRR. But if they are equal, a
            // rounding error can make the result slightly negative, so a negative result is replaced by 0.
            mrr[i] = at_least(mrr[i] + (more - less), 0.0);
        }
    }
}
