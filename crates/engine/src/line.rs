//! The customers of one plan through one month: they leave, pause, fail to pay, expand, resume and come back.
//!
//! Customers are followed by age only as far as the survival curve needs: the last bucket holds everybody older. Those
//! of one bucket share its average MRR, which understates the variance of MRR slightly where prices within it differ.

use super::fate::Fate;
use super::prospects::{Prospects, Scene};
use super::quantity::{Month, Quantity, add};
use super::stream::{Event, at_least};
use holdfast_scenario::Key;
use std::collections::VecDeque;

/// Customers who are alike in age.
pub struct Bucket<const N: usize> {
    customers: [f64; N],
    mrr: [f64; N],
}

/// Paused customers who will go on at the same age.
struct PausedBucket<const N: usize> {
    customers: [f64; N],
    /// What they pay meanwhile.
    mrr: [f64; N],
    /// What they will pay again.
    own_mrr: [f64; N],
}

/// The customers of one plan.
pub struct Line<const N: usize> {
    plan: usize,
    /// By age in months; the last bucket holds everybody from its age on. Most are empty most of the time.
    ages: Vec<Option<Box<Bucket<N>>>>,
    /// By the age at which they will go on.
    paused: Vec<Option<Box<PausedBucket<N>>>>,
    /// Those who left 1, 2, … months ago and may be won back.
    gone: VecDeque<[f64; N]>,
    /// The chances of whom they were last looked up for.
    prospects: Box<Prospects<N>>,
}

/// `part` of `whole` as a share of it; of nothing, nothing.
#[inline(always)]
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// MRR of a customer; of nobody, nothing.
fn average<const N: usize>(mrr: &[f64; N], customers: &[f64; N]) -> [f64; N] {
    let mut average = [0.0; N];
    for i in 0..N {
        average[i] = share(mrr[i], customers[i]);
    }
    average
}

/// `sums[i] += a[i]·b[i]`.
fn add_product<const N: usize>(sums: &mut [f64; N], a: &[f64; N], b: &[f64; N]) {
    for i in 0..N {
        sums[i] += a[i] * b[i];
    }
}

/// The luck of a bucket: scenarios with the same plans and buckets share it.
fn bucket_id(plan: usize, at: usize) -> u32 {
    (plan as u32) << 16 | at as u32
}

impl<const N: usize> Line<N> {
    /// No customers; `unsettled` ages have buckets of their own.
    pub fn new(plan: usize, unsettled: u32) -> Self {
        let buckets = unsettled as usize + 1;
        Self {
            plan,
            ages: std::iter::repeat_with(|| None).take(buckets).collect(),
            paused: std::iter::repeat_with(|| None).take(buckets).collect(),
            gone: VecDeque::new(),
            prospects: Box::new(Prospects::new()),
        }
    }

    /// Adds customers of an age, who pay from now on.
    pub fn add(&mut self, age: usize, customers: &[f64; N], mrr: &[f64; N]) {
        let last = self.ages.len() - 1;
        match &mut self.ages[age.min(last)] {
            Some(bucket) => {
                add(&mut bucket.customers, customers);
                add(&mut bucket.mrr, mrr);
            }
            empty => *empty = Some(Box::new(Bucket { customers: *customers, mrr: *mrr })),
        }
    }

    /// New or returned customers, at age 0 and this price; they count in these two flows.
    pub fn welcome(
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

    /// What everybody pays, and how many are active and paused.
    pub fn total(&self, month: &mut Month<N>) {
        for bucket in self.ages.iter().flatten() {
            add(&mut month[Quantity::Customers], &bucket.customers);
            add(&mut month[Quantity::Mrr], &bucket.mrr);
        }
        for bucket in self.paused.iter().flatten() {
            add(&mut month[Quantity::PausedCustomers], &bucket.customers);
            add(&mut month[Quantity::Mrr], &bucket.mrr);
        }
    }

    /// A month of those who were there at its beginning. Returns how many come back of those who had left: they begin
    /// anew.
    pub fn advance(&mut self, scene: &Scene<N>, fate: &impl Fate<N>, month: &mut Month<N>) -> Option<[f64; N]> {
        let mut left = [0.0; N];
        // Who paused in an earlier month, before anybody joins them in this one.
        let resuming = if scene.on.pauses { self.resume(scene, fate, month, &mut left) } else { Vec::new() };
        self.age(scene, fate, month, &mut left);
        for (age, customers, mrr) in resuming {
            self.add(age, &customers, &mrr);
        }
        if !scene.on.returns {
            return None;
        }
        let returned = self.win_back(scene, fate);
        self.gone.push_front(left);
        self.gone.truncate(scene.on.win_back_months_max as usize);
        Some(returned)
    }

    /// Everybody active grows a month older, or leaves, or pauses.
    fn age(&mut self, scene: &Scene<N>, fate: &impl Fate<N>, month: &mut Month<N>, left: &mut [f64; N]) {
        let last = self.ages.len() - 1;
        for age in (0..=last).rev() {
            let Some(mut bucket) = self.ages[age].take() else { continue };
            self.prospects.update(scene, fate, self.plan, age as u32);
            let id = bucket_id(self.plan, age);
            let older = (age + 1).min(last);
            let leaving = fate.binomial(Event::LEAVING, id, &bucket.customers, &self.prospects.leaving);
            if scene.on.pauses || scene.on.failures {
                self.part(scene, fate, month, left, &mut bucket, (&leaving, age));
            } else {
                let churned = &mut month[Quantity::VoluntaryChurnedMrr];
                for i in 0..N {
                    let staying = bucket.customers[i] - leaving[i];
                    let remaining = bucket.mrr[i] * share(staying, bucket.customers[i]);
                    churned[i] += bucket.mrr[i] - remaining;
                    bucket.customers[i] = staying;
                    bucket.mrr[i] = remaining;
                }
                add(&mut month[Quantity::VoluntaryChurnedCustomers], &leaving);
                if scene.on.returns {
                    add(left, &leaving);
                }
            }
            if scene.on.expands {
                self.prospects.expand(&mut bucket.mrr, month);
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

    /// Of those who would leave some pause; of the rest some fail to pay. Everybody takes their bucket's average MRR along.
    fn part(
        &mut self,
        scene: &Scene<N>,
        fate: &impl Fate<N>,
        month: &mut Month<N>,
        left: &mut [f64; N],
        bucket: &mut Bucket<N>,
        (asking, age): (&[f64; N], usize),
    ) {
        let id = bucket_id(self.plan, age);
        let average = average(&bucket.mrr, &bucket.customers);
        let (mut leaving, mut staying) = (*asking, bucket.customers);
        for i in 0..N {
            staying[i] -= asking[i];
        }
        if scene.on.failures {
            let failing = fate.binomial(Event::FAILING, id, &staying, &scene.shared.failing);
            for i in 0..N {
                staying[i] -= failing[i];
            }
            add(&mut month[Quantity::InvoluntaryChurnedCustomers], &failing);
            add_product(&mut month[Quantity::InvoluntaryChurnedMrr], &average, &failing);
            add(left, &failing);
        }
        if scene.on.pauses {
            let pausing = fate.binomial(Event::PAUSING, id, asking, scene.rates.of(Key::PauseShare));
            for i in 0..N {
                leaving[i] -= pausing[i];
            }
            add(&mut month[Quantity::NewlyPausedCustomers], &pausing);
            self.pause((age + 1).min(self.ages.len() - 1), &pausing, &average, scene, month);
        }
        add(&mut month[Quantity::VoluntaryChurnedCustomers], &leaving);
        add_product(&mut month[Quantity::VoluntaryChurnedMrr], &average, &leaving);
        add(left, &leaving);
        for i in 0..N {
            bucket.mrr[i] = average[i] * staying[i];
        }
        bucket.customers = staying;
    }

    /// Customers pause who will go on at `age` and at this MRR each.
    fn pause(&mut self, age: usize, pausing: &[f64; N], average: &[f64; N], scene: &Scene<N>, month: &mut Month<N>) {
        let paused_price = scene.rates.of(Key::PausedPrice);
        let there = self.paused[age]
            .get_or_insert_with(|| Box::new(PausedBucket { customers: [0.0; N], mrr: [0.0; N], own_mrr: [0.0; N] }));
        let taken = &mut month[Quantity::PausedMrr];
        for i in 0..N {
            let (own_mrr, mrr) = (average[i] * pausing[i], paused_price[i] * pausing[i]);
            taken[i] += own_mrr - mrr;
            there.customers[i] += pausing[i];
            there.mrr[i] += mrr;
            there.own_mrr[i] += own_mrr;
        }
    }

    /// Paused customers go on, at the age and the MRR that they had, or leave. Returns those who go on, with their age.
    fn resume(
        &mut self,
        scene: &Scene<N>,
        fate: &impl Fate<N>,
        month: &mut Month<N>,
        left: &mut [f64; N],
    ) -> Vec<(usize, [f64; N], [f64; N])> {
        let mut resuming = Vec::new();
        for age in 0..self.paused.len() {
            let id = bucket_id(self.plan, age);
            let Some(bucket) = &mut self.paused[age] else { continue };
            let going_on = fate.binomial(Event::RESUMING, id, &bucket.customers, scene.rates.of(Key::ResumeRate));
            let mut staying = bucket.customers;
            for i in 0..N {
                staying[i] -= going_on[i];
            }
            let leaving = fate.binomial(Event::LEAVING_PAUSED, id, &staying, &scene.shared.leaving_paused);
            let paid = average(&bucket.mrr, &bucket.customers);
            let own = average(&bucket.own_mrr, &bucket.customers);
            let mut mrr = [0.0; N];
            let given = &mut month[Quantity::ResumedMrr];
            for i in 0..N {
                mrr[i] = own[i] * going_on[i];
                given[i] += mrr[i] - paid[i] * going_on[i];
                staying[i] -= leaving[i];
                bucket.mrr[i] = paid[i] * staying[i];
                bucket.own_mrr[i] = own[i] * staying[i];
            }
            bucket.customers = staying;
            add(&mut month[Quantity::ResumedCustomers], &going_on);
            add(&mut month[Quantity::PausedChurnedCustomers], &leaving);
            add_product(&mut month[Quantity::VoluntaryChurnedMrr], &paid, &leaving);
            add(left, &leaving);
            resuming.push((age, going_on, mrr));
        }
        resuming
    }

    /// How many of those who left come back, each month's leavers apart.
    fn win_back(&mut self, scene: &Scene<N>, fate: &impl Fate<N>) -> [f64; N] {
        let mut returned = [0.0; N];
        let chance = scene.rates.of(Key::WinBackRate);
        for (at, gone) in self.gone.iter_mut().enumerate().take(scene.win_back_months as usize) {
            let back = fate.binomial(Event::RETURNING, bucket_id(self.plan, at), gone, chance);
            for i in 0..N {
                gone[i] -= back[i];
                returned[i] += back[i];
            }
        }
        returned
    }
}

impl<const N: usize> Prospects<N> {
    /// Expansion and contraction of what remains of a bucket's MRR.
    fn expand(&self, mrr: &mut [f64; N], month: &mut Month<N>) {
        for i in 0..N {
            let (more, less) = (mrr[i] * self.expansion[i], mrr[i] * self.contraction[i]);
            month[Quantity::ExpansionMrr][i] += more;
            month[Quantity::ContractionMrr][i] += less;
            // Contraction may take all that remains, never more: rounding must not make MRR negative.
            mrr[i] = at_least(mrr[i] + (more - less), 0.0);
        }
    }
}
