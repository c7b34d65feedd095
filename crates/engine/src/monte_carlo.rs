//! The Monte Carlo count model. It draws each count at random from the law (probability distribution) of the count. All
//! scenarios use the same random numbers for the same random decision.

use super::common_random_numbers::CommonRandomNumbers;
use super::count_model::{CountModel, Expectation};
use super::law::{self, BetaHazardTable, GammaRateTable, GuideTable};
use super::month_inputs::MonthInputs;
use super::stream::{DrawKey, LANES, Lanes};
use super::transition_rates::Mechanisms;
use super::trials::Trials;
use holdfast_scenario::{CheckedScenario, Key};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

/// Tables of laws (probability distributions). They are computed before the first run of a scenario and make random
/// draws from these laws faster.
#[derive(Clone, Debug)]
pub struct LawTables {
    /// `joining[plan][month − 1]` is the law of the number of customers who join `plan` from the trials that began in
    /// `month`. It is `None` if the law differs between runs, if its mean is too large for a table, or if the trials
    /// end after the horizon.
    joining: Vec<Vec<Option<GuideTable>>>,
    trial_rate: Option<GammaRateTable>,
    churn_varies: bool,
    /// The table from which random hazards (beta law) are drawn. `None` if churn does not vary at random, or if the
    /// input churn variation differs between runs or months.
    hazard: Option<BetaHazardTable>,
}

impl LawTables {
    pub fn new(scenario: &CheckedScenario, horizon_months: u32) -> Self {
        let mechanisms = Mechanisms::of(scenario, horizon_months);
        let range_over_horizon = |key| enclosing_range((1..=horizon_months).map(|month| scenario.span(key, 0, month)));
        let trial_rate = mechanisms.trials_vary.then(|| {
            let (low, high) = range_over_horizon(Key::TrialsVariation);
            GammaRateTable::new(low, high)
        });
        let (correlation, highest) = range_over_horizon(Key::ChurnVariation);
        let hazard = (mechanisms.churn_varies && correlation == highest).then(|| {
            let plans = 0..scenario.plans().len();
            let of_plan = |plan| {
                enclosing_range((1..=horizon_months).map(|month| scenario.hazard_span(plan, month, horizon_months)))
            };
            let (low, high) = enclosing_range(plans.map(of_plan));
            BetaHazardTable::new(correlation, low, high)
        });
        let joining = joining_tables(scenario, &mechanisms, horizon_months);
        Self { joining, trial_rate, churn_varies: mechanisms.churn_varies, hazard }
    }
}

/// Returns the smallest range that contains all ranges in `spans`. Each range is (low, high) with 0 ≤ low ≤ high.
fn enclosing_range(spans: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    spans.fold((f64::INFINITY, 0.0), |(low, high), (a, b)| (f64::min(low, a), f64::max(high, b)))
}

/// Makes the tables of the number of new customers, for each plan and each month in which trials began. The number of
/// trials has a Poisson law, and each trial converts independently of the other trials. So the number of new customers
/// on each plan has a Poisson law too (a thinned Poisson process).
fn joining_tables(
    scenario: &CheckedScenario,
    mechanisms: &Mechanisms,
    horizon_months: u32,
) -> Vec<Vec<Option<GuideTable>>> {
    let drivers = [Key::TrialsStart, Key::TrialsStep, Key::TrialsGrowth, Key::Conversion];
    let is_common =
        !mechanisms.trials_vary && !mechanisms.refers && drivers.into_iter().all(|key| scenario.is_exact(key));
    let mut tables = vec![vec![None; horizon_months as usize]; scenario.plans().len()];
    if is_common {
        let (mut inputs, mut trials) = (MonthInputs::<1>::at_medians(scenario), Trials::new());
        for month in 1..=horizon_months {
            inputs.update(month);
            trials.start(scenario, &inputs, month, None, None);
            trials.take_ending(month, |cohort| {
                for (plan, tables) in scenario.plans().iter().zip(&mut tables) {
                    let mean = cohort.trials[0] * inputs.of(Key::Conversion)[0] * plan.share;
                    if mean <= GuideTable::MEAN_MAX {
                        tables[cohort.start_month as usize - 1] = Some(GuideTable::poisson(mean));
                    }
                }
            });
        }
    }
    tables
}

/// A map of random numbers. The key is the draw key, the month and the bucket of the random decision.
type NumbersByKey = BTreeMap<(DrawKey, u32, u32), CommonRandomNumbers>;

/// The random numbers of one block of runs in one month. Each random number is generated when it is first needed. The
/// cache keeps it for the other scenarios.
pub struct RandomNumberCache {
    seed: u64,
    block: u32,
    month: u32,
    /// The numbers that have been generated in this month. `None` if the study has only one scenario, because then
    /// these numbers are needed only once.
    by_key: Option<RefCell<NumbersByKey>>,
    /// The numbers from which the random hazard of the month is drawn. All scenarios, plans and ages use the same
    /// numbers.
    hazard: OnceCell<CommonRandomNumbers>,
}

impl RandomNumberCache {
    pub fn new(seed: u64, block: u32, is_shared: bool) -> Self {
        Self { seed, block, month: 0, by_key: is_shared.then(RefCell::default), hazard: OnceCell::new() }
    }

    /// Starts `month` and removes the numbers of the previous month.
    pub fn begin_month(&mut self, month: u32) {
        self.month = month;
        self.hazard = OnceCell::new();
        if let Some(by_key) = &mut self.by_key {
            by_key.get_mut().clear();
        }
    }

    fn hazard(&self) -> &CommonRandomNumbers {
        self.hazard.get_or_init(|| CommonRandomNumbers::draw(self.seed, DrawKey::HAZARD, self.month, 0, self.block))
    }

    fn with_numbers<T>(
        &self,
        key: DrawKey,
        month: u32,
        bucket: u32,
        work: impl FnOnce(&CommonRandomNumbers) -> T,
    ) -> T {
        let draw = || CommonRandomNumbers::draw(self.seed, key, month, bucket, self.block);
        match &self.by_key {
            None => work(&draw()),
            Some(by_key) => work(by_key.borrow_mut().entry((key, month, bucket)).or_insert_with(draw)),
        }
    }
}

/// The [`CountModel`] of a simulation: it draws the counts at random.
pub struct MonteCarlo<'a> {
    pub tables: &'a LawTables,
    pub numbers: &'a RandomNumberCache,
}

impl CountModel<LANES> for MonteCarlo<'_> {
    fn binomial(&self, key: DrawKey, bucket: u32, trials: &Lanes, chance: &Lanes) -> Lanes {
        self.numbers.with_numbers(key, self.numbers.month, bucket, |numbers| law::binomial(trials, chance, numbers))
    }

    fn joining(&self, start_month: u32, plan: u32, mean: impl FnOnce() -> Lanes) -> Lanes {
        let table = &self.tables.joining[plan as usize][start_month as usize - 1];
        self.numbers.with_numbers(DrawKey::JOINING, start_month, plan, |numbers| match table {
            Some(table) => table.quantiles(numbers.uniforms()),
            None => law::poisson(&mean(), numbers),
        })
    }

    fn trial_rate(&self, variation: &Lanes) -> Lanes {
        match &self.tables.trial_rate {
            Some(law) => self
                .numbers
                .with_numbers(DrawKey::TRIAL_RATE, self.numbers.month, 0, |numbers| law.at(variation, numbers.z())),
            None => Expectation.trial_rate(variation),
        }
    }

    fn hazard(&self, hazard: &mut Lanes, correlation: &Lanes) {
        if !self.tables.churn_varies {
            return;
        }
        let z = self.numbers.hazard().z();
        match &self.tables.hazard {
            Some(law) => *hazard = law.at(hazard, z),
            None => {
                for i in 0..LANES {
                    hazard[i] = law::beta_hazard(hazard[i], correlation[i], z[i]);
                }
            }
        }
    }
}
