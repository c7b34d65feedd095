//! What is prepared once for a study, and the simulation of one block of runs of all its scenarios.

use super::law::{self, Table};
use super::luck::Luck;
use super::month::{Month, Rates};
use super::normal;
use super::stream::{Event, LANES, Lane, uniforms};
use crate::scenario::{CheckedScenario, CheckedStudy, Key, trials};

/// A study made ready to run. Cheap to make: tables for the months whose arrivals are the same law in every run.
#[derive(Clone, Debug)]
pub struct Plan {
    seed: u64,
    horizon_months: u32,
    runs: u32,
    scenarios: Vec<ScenarioPlan>,
}

#[derive(Clone, Debug)]
struct ScenarioPlan {
    inputs: CheckedScenario,
    /// New customers of the months 1, 2, …; none where an input of theirs is a range or the mean is too large.
    joining: Vec<Option<Table>>,
}

impl ScenarioPlan {
    fn new(inputs: &CheckedScenario, horizon_months: u32) -> Self {
        let drivers = [Key::TrialsStart, Key::TrialsStep, Key::TrialsGrowth, Key::Conversion];
        let exact = drivers.iter().all(|&key| inputs[key].is_exact());
        let medians = inputs.medians();
        let joining = (1..=horizon_months)
            .map(|month| {
                // Trials are Poisson and convert one by one: new customers are Poisson, thinned.
                let mean = medians.trials(month) * medians[Key::Conversion];
                (exact && mean <= Table::MEAN_MAX).then(|| Table::poisson(mean))
            })
            .collect();
        Self { inputs: inputs.clone(), joining }
    }
}

/// What arrivals are made of, one draw a run.
struct Drawn {
    start: Lane,
    step: Lane,
    growth: Lane,
    /// (1 + growth)^(t − 1).
    growth_factor: Lane,
    conversion: Lane,
}

impl Plan {
    /// Prepares a study.
    pub fn new(study: &CheckedStudy) -> Self {
        let horizon_months = study.horizon_months() as u32;
        let scenarios = study.scenarios().iter().map(|inputs| ScenarioPlan::new(inputs, horizon_months)).collect();
        Self { seed: study.seed(), horizon_months, runs: study.runs(), scenarios }
    }

    /// Blocks of [`LANES`] runs that the study's runs fill; the last may be filled in part.
    pub fn blocks(&self) -> u32 {
        self.runs.div_ceil(LANES as u32)
    }

    /// How many lanes of a block are runs of the study.
    pub fn runs_in(&self, block: u32) -> usize {
        (self.runs - block * LANES as u32).min(LANES as u32) as usize
    }

    /// Simulates block `block` of the runs and shows every month, 0 to the horizon, with all scenarios in it. Lanes
    /// beyond [`Self::runs_in`] are futures of their own that nobody asked for.
    pub fn run_block(&self, block: u32, mut observe: impl FnMut(usize, &[Month])) {
        let luck = |event, month| Luck::draw(self.seed, event, month, 0, block);
        let (mut businesses, mut months): (Vec<(Drawn, Rates)>, Vec<Month>) = self.draw(block).into_iter().unzip();
        observe(0, &months);
        for month in 1..=self.horizon_months {
            let arriving = luck(Event::JOINING, month);
            let leaving = luck(Event::LEAVING, month);
            for ((plan, (drawn, rates)), state) in self.scenarios.iter().zip(&mut businesses).zip(&mut months) {
                let joining = match &plan.joining[month as usize - 1] {
                    Some(table) => table.quantiles(arriving.uniform()),
                    None => law::poisson(&drawn.joining_mean(month), &arriving),
                };
                drawn.grow();
                state.advance(rates, &joining, &leaving);
            }
            observe(month as usize, &months);
        }
    }

    /// Draws every scenario's inputs for a block and opens it. Ranged inputs of the same key share their uniform.
    fn draw(&self, block: u32) -> Vec<((Drawn, Rates), Month)> {
        let mut shared: [Option<Lane>; Key::ALL.len()] = [None; Key::ALL.len()];
        self.scenarios
            .iter()
            .map(|plan| {
                let mut lane = |key: Key| -> Lane {
                    let prior = &plan.inputs[key];
                    if prior.is_exact() {
                        return [prior.median(); LANES];
                    }
                    let z = shared[key as usize].get_or_insert_with(|| {
                        let event = Event::named(key.input().name);
                        normal::quantiles(&uniforms(self.seed, event, 0, 0, block))
                    });
                    z.map(|z| prior.at(z))
                };
                let drawn = Drawn {
                    start: lane(Key::TrialsStart),
                    step: lane(Key::TrialsStep),
                    growth: lane(Key::TrialsGrowth),
                    growth_factor: [1.0; LANES],
                    conversion: lane(Key::Conversion),
                };
                let rates = Rates {
                    price: lane(Key::Price),
                    churn: lane(Key::Churn),
                    expansion: lane(Key::Expansion),
                    contraction: lane(Key::Contraction),
                };
                let month = Month::opening(&lane(Key::OpeningCustomers), &rates.price);
                ((drawn, rates), month)
            })
            .collect()
    }
}

impl Drawn {
    /// Mean of the new customers in `month`.
    fn joining_mean(&self, month: u32) -> Lane {
        let mut out = [0.0; LANES];
        for (i, mean) in out.iter_mut().enumerate() {
            *mean = trials(self.start[i], self.step[i], self.growth_factor[i], month) * self.conversion[i];
        }
        out
    }

    /// From one month's growth factor to the next.
    fn grow(&mut self) {
        for (factor, growth) in self.growth_factor.iter_mut().zip(&self.growth) {
            *factor *= 1.0 + growth;
        }
    }
}
