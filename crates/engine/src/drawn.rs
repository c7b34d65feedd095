//! Counts drawn from their exact laws, with luck that scenarios share.

use super::fate::{Fate, Mean};
use super::law::{self, BetaHazard, GammaRate, Table};
use super::luck::Luck;
use super::prospects::Mechanisms;
use super::rates::Rates;
use super::stream::{Event, LANES, Lane};
use super::trials::Trials;
use holdfast_scenario::{CheckedScenario, Key};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

/// What is known of a scenario's laws before any run: tables of those that all runs share.
#[derive(Clone, Debug)]
pub struct Chances {
    /// For each plan, for trials that began in months 1, 2, …: how many of them join. None where the law differs
    /// between runs, or its mean is too large for a table.
    joining: Vec<Vec<Option<Table>>>,
    trial_rate: Option<GammaRate>,
    churn_varies: bool,
    /// Where the variation of churn is the same in all runs and months.
    hazard: Option<BetaHazard>,
}

impl Chances {
    pub fn new(scenario: &CheckedScenario, horizon_months: u32) -> Self {
        let on = Mechanisms::of(scenario, horizon_months);
        let widest = |key| hull((1..=horizon_months).map(|month| scenario.span(key, 0, month)));
        let trial_rate = on.trials_vary.then(|| {
            let (low, high) = widest(Key::TrialsVariation);
            GammaRate::new(low, high)
        });
        let (correlation, most) = widest(Key::ChurnVariation);
        let hazard = (on.churn_varies && correlation == most).then(|| {
            let plans = 0..scenario.plans().len();
            let of_plan =
                |plan| hull((1..=horizon_months).map(|month| scenario.hazard_span(plan, month, horizon_months)));
            let (low, high) = hull(plans.map(of_plan));
            BetaHazard::new(correlation, low, high)
        });
        let joining = joining_tables(scenario, &on, horizon_months);
        Self { joining, trial_rate, churn_varies: on.churn_varies, hazard }
    }
}

/// The least and the greatest of some spans of numbers ≥ 0.
fn hull(spans: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    spans.fold((f64::INFINITY, 0.0), |(low, high), (a, b)| (f64::min(low, a), f64::max(high, b)))
}

/// Trials are Poisson and convert one by one: new customers are Poisson, thinned, and so are those of each plan.
fn joining_tables(scenario: &CheckedScenario, on: &Mechanisms, horizon_months: u32) -> Vec<Vec<Option<Table>>> {
    let drivers = [Key::TrialsStart, Key::TrialsStep, Key::TrialsGrowth, Key::Conversion];
    let is_common = !on.trials_vary && !on.refers && drivers.into_iter().all(|key| scenario.is_exact(key));
    let mut tables = vec![vec![None; horizon_months as usize]; scenario.plans().len()];
    if is_common {
        let (mut rates, mut trials) = (Rates::<1>::at_medians(scenario), Trials::new());
        for month in 1..=horizon_months {
            rates.update(month);
            trials.begin(scenario, &rates, month, None, None);
            trials.end(month, |cohort| {
                for (plan, tables) in scenario.plans().iter().zip(&mut tables) {
                    let mean = cohort.trials[0] * rates.of(Key::Conversion)[0] * plan.share;
                    if mean <= Table::MEAN_MAX {
                        tables[cohort.started as usize - 1] = Some(Table::poisson(mean));
                    }
                }
            });
        }
    }
    tables
}

/// By event, month and bucket.
type Drawings = BTreeMap<(Event, u32, u32), Luck>;

/// The luck of a block of runs in one month.
pub struct LuckBook {
    seed: u64,
    block: u32,
    month: u32,
    /// Luck drawn so far in this month; kept only where several scenarios ask for the same.
    drawn: Option<RefCell<Drawings>>,
    /// That of the month's hazard, which every plan and age asks for.
    hazard: OnceCell<Luck>,
}

impl LuckBook {
    pub fn new(seed: u64, block: u32, is_shared: bool) -> Self {
        Self { seed, block, month: 0, drawn: is_shared.then(RefCell::default), hazard: OnceCell::new() }
    }

    /// Begins a month.
    pub fn turn_to(&mut self, month: u32) {
        self.month = month;
        self.hazard = OnceCell::new();
        if let Some(drawn) = &mut self.drawn {
            drawn.get_mut().clear();
        }
    }

    fn hazard(&self) -> &Luck {
        self.hazard.get_or_init(|| Luck::draw(self.seed, Event::HAZARD, self.month, 0, self.block))
    }

    fn with<T>(&self, event: Event, month: u32, bucket: u32, work: impl FnOnce(&Luck) -> T) -> T {
        let draw = || Luck::draw(self.seed, event, month, bucket, self.block);
        match &self.drawn {
            None => work(&draw()),
            Some(drawn) => work(drawn.borrow_mut().entry((event, month, bucket)).or_insert_with(draw)),
        }
    }
}

/// The [`Fate`] of a simulation.
pub struct Drawn<'a> {
    pub chances: &'a Chances,
    pub luck: &'a LuckBook,
}

impl Fate<LANES> for Drawn<'_> {
    fn binomial(&self, event: Event, bucket: u32, trials: &Lane, chance: &Lane) -> Lane {
        self.luck.with(event, self.luck.month, bucket, |luck| law::binomial(trials, chance, luck))
    }

    fn joining(&self, started: u32, plan: u32, mean: impl FnOnce() -> Lane) -> Lane {
        let table = &self.chances.joining[plan as usize][started as usize - 1];
        self.luck.with(Event::JOINING, started, plan, |luck| match table {
            Some(table) => table.quantiles(luck.uniform()),
            None => law::poisson(&mean(), luck),
        })
    }

    fn trial_rate(&self, variation: &Lane) -> Lane {
        match &self.chances.trial_rate {
            Some(law) => self.luck.with(Event::TRIAL_RATE, self.luck.month, 0, |luck| law.at(variation, luck.z())),
            None => Mean.trial_rate(variation),
        }
    }

    fn hazard(&self, hazard: &mut Lane, correlation: &Lane) {
        if !self.chances.churn_varies {
            return;
        }
        let z = self.luck.hazard().z();
        match &self.chances.hazard {
            Some(law) => *hazard = law.at(hazard, z),
            None => {
                for i in 0..LANES {
                    hazard[i] = law::beta_hazard(hazard[i], correlation[i], z[i]);
                }
            }
        }
    }
}
