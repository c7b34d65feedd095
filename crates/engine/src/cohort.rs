//! One cohort by itself: what becomes of customers who joined in the same month, in expectation.

use super::fate::Mean;
use super::line::Line;
use super::prospects::{Mechanisms, Prospects, Scene, Shared};
use super::quantity::{Month, Quantity};
use super::rates::Rates;
use holdfast_scenario::{CheckedScenario, Key};

/// A cohort of one customer in the mean, on one plan, at the medians of ranged inputs. Whoever leaves is gone: one who is
/// won back begins anew, in another cohort.
pub struct Cohort<'a> {
    scenario: &'a CheckedScenario,
    rates: Rates<1>,
    on: Mechanisms,
    shared: Shared<1>,
    plan: usize,
    line: Line<1>,
    /// The month that the inputs are of.
    month: u32,
    state: Month<1>,
}

impl<'a> Cohort<'a> {
    /// Joins in `month` ≥ 1, to be followed for up to `ages` months.
    pub fn joining(scenario: &'a CheckedScenario, plan: usize, month: u32, ages: u32) -> Self {
        let mut rates = Rates::at_medians(scenario);
        rates.update(month);
        let on = Mechanisms { returns: false, ..Mechanisms::of(scenario, month) };
        let mut shared = Shared::new();
        shared.update(&rates, &on);
        let mut line = Line::new(plan, scenario.unsettled_ages(month + ages));
        line.add(0, &[1.0], rates.of_plan(Key::Price, plan));
        let mut state = Month::zero();
        line.total(&mut state);
        Self { scenario, rates, on, shared, plan, line, month, state }
    }

    /// The same with neither expansion nor contraction.
    pub fn at_constant_price(mut self) -> Self {
        self.on.expands = false;
        self
    }

    /// An input as it is in the month.
    pub fn input(&self, key: Key) -> f64 {
        self.rates.of_plan(key, self.plan)[0]
    }

    /// The share that is active.
    pub fn customers(&self) -> f64 {
        self.state[Quantity::Customers][0]
    }

    /// What is paid, per customer who joined.
    pub fn mrr(&self) -> f64 {
        self.state[Quantity::Mrr][0]
    }

    /// The chance of not staying active, of a customer who has come through `age` months, with the inputs as they are.
    pub fn leaving(&self, age: u32) -> f64 {
        let mut ahead = Prospects::new();
        let scene = Scene::new(self.scenario, &self.rates, self.on, &self.shared, self.month);
        ahead.update(&scene, &Mean, self.plan, age);
        1.0 - (1.0 - ahead.leaving[0]) * (1.0 - self.shared.failing[0])
    }

    /// A month more, with the inputs of the next month of the calendar.
    pub fn advance(&mut self) {
        self.month += 1;
        self.rates.update(self.month);
        self.shared.update(&self.rates, &self.on);
        self.age();
    }

    /// A month more, with the inputs as they are.
    pub fn age(&mut self) {
        let mut state = Month::zero();
        let scene = Scene::new(self.scenario, &self.rates, self.on, &self.shared, self.month);
        self.line.advance(&scene, &Mean, &mut state);
        self.line.total(&mut state);
        self.state = state;
    }
}

/// The share of a cohort that is left at some age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Left {
    /// Active customers, as a share of those who joined.
    pub customers: f64,
    /// MRR as a share of what they first paid; NaN where that was nothing.
    pub mrr: f64,
}

/// What is left of one customer in the mean at ages 0, 1, … `ages`, all plans together by their shares; each month comes by
/// `step`.
fn follow<'a>(scenario: &'a CheckedScenario, joined: u32, ages: u32, step: fn(&mut Cohort<'a>)) -> Vec<Left> {
    let cohort = |plan| Cohort::joining(scenario, plan, joined, ages);
    let mut plans: Vec<(f64, Cohort)> =
        scenario.plans().iter().enumerate().map(|(at, plan)| (plan.share, cohort(at))).collect();
    let mut row: Vec<Left> = Vec::new();
    for age in 0..=ages {
        if age > 0 {
            plans.iter_mut().for_each(|(_, cohort)| step(cohort));
        }
        let mut all = Left { customers: 0.0, mrr: 0.0 };
        for (share, cohort) in &plans {
            all.customers += share * cohort.customers();
            all.mrr += share * cohort.mrr();
        }
        row.push(all);
    }
    let first = row[0].mrr;
    row.iter_mut().for_each(|left| left.mrr /= first);
    row
}

/// What is left of the cohort of a month ≥ 1 at ages 0, 1, … `ages`, all plans together. In expectation, at the medians of
/// ranged inputs.
pub fn remaining(scenario: &CheckedScenario, joined: u32, ages: u32) -> Vec<Left> {
    follow(scenario, joined, ages, Cohort::advance)
}

/// The same of new customers if the inputs stayed as they are in month 1.
pub fn survival(scenario: &CheckedScenario, ages: u32) -> Vec<Left> {
    follow(scenario, 1, ages, Cohort::age)
}

/// The cohort triangle: for the cohorts of months 1..=H, what is left of each at ages 0, 1, … up to the horizon; see
/// [`remaining`].
pub fn triangle(scenario: &CheckedScenario, horizon_months: usize) -> Vec<Vec<Left>> {
    let horizon = horizon_months as u32;
    (1..=horizon).map(|joined| remaining(scenario, joined, horizon - joined)).collect()
}
