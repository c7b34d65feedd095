//! A study prepared for simulation, and the simulation of one block of runs of all its scenarios.

use super::conditional_mean::conditional_mean;
use super::monte_carlo::{LawTables, MonteCarlo, RandomNumberCache};
use super::month_inputs::{MonthInputs, RandomInput};
use super::normal;
use super::quantity::Month;
use super::scenario_state::ScenarioState;
use super::stream::{DrawKey, LANES, Lanes, uniforms};
use super::transition_rates::Mechanisms;
use holdfast_scenario::{CheckedScenario, CheckedStudy, Copula, Key, Prior, Target};

/// A study that is ready to run: its inputs and the tables of the laws that are the same in every run. Preparing is
/// cheap.
#[derive(Clone, Debug)]
pub struct PreparedStudy {
    seed: u64,
    horizon_months: u32,
    runs: u32,
    copula: Copula,
    target: Option<Target>,
    scenarios: Vec<(CheckedScenario, LawTables)>,
}

impl PreparedStudy {
    /// Prepares a study.
    pub fn new(study: &CheckedStudy) -> Self {
        let horizon_months = study.horizon_months() as u32;
        let prepare = |scenario: &CheckedScenario| (scenario.clone(), LawTables::new(scenario, horizon_months));
        Self {
            seed: study.seed(),
            horizon_months,
            runs: study.runs(),
            copula: study.copula().clone(),
            target: study.target(),
            scenarios: study.scenarios().iter().map(prepare).collect(),
        }
    }

    /// The target of the study, if it has one.
    pub fn target(&self) -> Option<Target> {
        self.target
    }

    /// The number of blocks of [`LANES`] runs; the last block may be only partly used.
    pub fn blocks(&self) -> u32 {
        self.runs.div_ceil(LANES as u32)
    }

    /// The number of lanes of a block that belong to runs of the study.
    pub fn runs_in(&self, block: u32) -> usize {
        (self.runs - block * LANES as u32).min(LANES as u32) as usize
    }

    /// The approximate number of random draws in one run of a study: its cost, known before the study is prepared.
    pub fn draws_per_run(study: &CheckedStudy) -> f64 {
        let horizon = study.horizon_months() as u32;
        study
            .scenarios()
            .iter()
            .map(|scenario| Mechanisms::of(scenario, horizon).draws_per_run(scenario, horizon))
            .sum()
    }

    /// Simulates one block of runs. Calls `observe` for every month, 0 to the horizon, with the month's values of all
    /// scenarios. Lanes beyond [`Self::runs_in`] hold valid runs too, but they are not part of the study.
    pub fn run_block(&self, block: u32, mut observe: impl FnMut(usize, &[&Month<LANES>])) {
        self.run(block, &mut observe);
    }

    /// The same as [`Self::run_block`]; not generic over the closure, so that it is compiled only once.
    fn run(&self, block: u32, observe: &mut dyn FnMut(usize, &[&Month<LANES>])) {
        let mut draws = InputDraws::new(self, block);
        let open = |(scenario, _): &(CheckedScenario, LawTables)| {
            let inputs = MonthInputs::new(scenario, |prior, input| draws.draw(prior, input));
            ScenarioState::at_opening(scenario, inputs, self.horizon_months)
        };
        let mut scenario_states: Vec<ScenarioState<LANES>> = self.scenarios.iter().map(open).collect();
        let mut show = |month: u32, scenario_states: &[ScenarioState<LANES>]| {
            let months: Vec<&Month<LANES>> = scenario_states.iter().map(|state| &state.month).collect();
            observe(month as usize, &months);
        };
        show(0, &scenario_states);
        let mut cache = RandomNumberCache::new(self.seed, block, self.scenarios.len() > 1);
        for month in 1..=self.horizon_months {
            cache.begin_month(month);
            for ((scenario, tables), state) in self.scenarios.iter().zip(&mut scenario_states) {
                state.advance(scenario, month, &MonteCarlo { tables, numbers: &cache });
            }
            show(month, &scenario_states);
        }
    }

    /// For each scenario, the mean of a month conditional on the inputs of the runs that [`Self::run_block`] simulates
    /// in the same block. The difference between a simulated value and this mean is due to chance alone.
    pub fn conditional_mean_block(&self, block: u32, at_month: u32) -> Vec<Month<LANES>> {
        let mut draws = InputDraws::new(self, block);
        let scenarios = self.scenarios.iter().map(|(scenario, _)| scenario);
        scenarios
            .map(|scenario| conditional_mean(scenario, at_month, |prior, input| draws.draw(prior, input)))
            .collect()
    }
}

/// The random numbers of the ranged inputs of one block: one normal quantile for each run and input, shared by all
/// scenarios.
struct InputDraws<'a> {
    prepared: &'a PreparedStudy,
    block: u32,
    /// The independent quantiles of each input, before the study's correlations apply.
    own_z: [Option<Lanes>; Key::ALL.len()],
}

impl<'a> InputDraws<'a> {
    fn new(prepared: &'a PreparedStudy, block: u32) -> Self {
        Self { prepared, block, own_z: [None; Key::ALL.len()] }
    }

    /// The value of an input or of an event's amount in each run.
    fn draw(&mut self, prior: &Prior, input: RandomInput) -> Lanes {
        if prior.is_exact() { [prior.median(); LANES] } else { self.correlated_z(input).map(|z| prior.at(z)) }
    }

    /// Generates normal quantiles for a key and bucket.
    fn independent_z(&self, key: DrawKey, bucket: u32) -> Lanes {
        normal::quantiles(&uniforms(self.prepared.seed, key, 0, bucket, self.block))
    }

    /// The independent normal quantiles of an input, generated at first use.
    fn own_z(&mut self, key: Key) -> Lanes {
        let known = self.own_z[key as usize];
        *self.own_z[key as usize]
            .insert(known.unwrap_or_else(|| self.independent_z(DrawKey::named(key.input().name), 0)))
    }

    /// The normal quantiles of an input with the study's correlations applied (Gaussian copula).
    fn correlated_z(&mut self, input: RandomInput) -> Lanes {
        let key = match input {
            RandomInput::EventAmount(index) => return self.independent_z(DrawKey::AMOUNT, index),
            RandomInput::Input(key) => key,
        };
        let prepared = self.prepared;
        let Some(weights) = prepared.copula.weights(key) else { return self.own_z(key) };
        let mut mixed = [0.0; LANES];
        for (key, weight) in weights.filter(|(_, weight)| *weight != 0.0) {
            let own = self.own_z(key);
            for i in 0..LANES {
                mixed[i] += weight * own[i];
            }
        }
        mixed
    }
}
