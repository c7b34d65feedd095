//! A study that is prepared for simulation, and the code that simulates one block of runs for all scenarios of the
//! study.

use super::conditional_mean::conditional_mean;
use super::monte_carlo::{LawTables, MonteCarlo, RandomNumberCache};
use super::month_inputs::{MonthInputs, RandomInput};
use super::normal;
use super::quantity::Month;
use super::scenario_state::ScenarioState;
use super::stream::{DrawKey, LANES, Lanes, uniforms};
use super::transition_rates::Mechanisms;
use holdfast_scenario::{CheckedScenario, CheckedStudy, Copula, Key, Prior, Target};

/// A study that is ready for simulation. It holds the scenarios. For each scenario, it also holds tables of probability
/// distributions, which make some random draws faster. Preparing a study takes little time.
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
    /// Prepares `study` for simulation.
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

    /// The number of blocks that the study needs. Each block has [`LANES`] runs, so the last block may have more runs
    /// than the study needs.
    pub fn blocks(&self) -> u32 {
        self.runs.div_ceil(LANES as u32)
    }

    /// The number of runs in `block` that belong to the study. It is [`LANES`], except that it can be smaller in the
    /// last block.
    pub fn runs_in(&self, block: u32) -> usize {
        (self.runs - block * LANES as u32).min(LANES as u32) as usize
    }

    /// The approximate number of random draws in one run of `study`. It is used to estimate the simulation time before
    /// the study is prepared.
    pub fn draws_per_run(study: &CheckedStudy) -> f64 {
        let horizon = study.horizon_months() as u32;
        study
            .scenarios()
            .iter()
            .map(|scenario| Mechanisms::of(scenario, horizon).draws_per_run(scenario, horizon))
            .sum()
    }

    /// Simulates one block of runs. Calls `observe` once for every month from 0 to the horizon. The arguments are the
    /// number of the month and, for each scenario, the quantities of this month in all [`LANES`] runs. Only the first
    /// [`Self::runs_in`] runs of the block belong to the study. The caller must ignore the values of the other runs.
    pub fn run_block(&self, block: u32, mut observe: impl FnMut(usize, &[&Month<LANES>])) {
        self.run(block, &mut observe);
    }

    /// Does the work of [`Self::run_block`]. Here `observe` is a trait object and not a generic parameter, so that the
    /// compiler generates this function only once.
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

    /// For each scenario and each run of `block`, the conditional mean of all quantities in month `at_month`, given the
    /// inputs of the run. [`Self::run_block`] uses the same inputs for the same run. So a value simulated by
    /// [`Self::run_block`] differs from this mean only because of random events, and not because of different inputs.
    pub fn conditional_mean_block(&self, block: u32, at_month: u32) -> Vec<Month<LANES>> {
        let mut draws = InputDraws::new(self, block);
        let scenarios = self.scenarios.iter().map(|(scenario, _)| scenario);
        scenarios
            .map(|scenario| conditional_mean(scenario, at_month, |prior, input| draws.draw(prior, input)))
            .collect()
    }
}

/// Draws the values of those inputs and event amounts that are given as ranges. For each of them and each run of a
/// block, there is one standard normal random number (z). All scenarios use the same random numbers.
struct InputDraws<'a> {
    prepared: &'a PreparedStudy,
    block: u32,
    /// The independent standard normal numbers of each input, before the correlations of the study are applied. An
    /// entry is `None` until its numbers are generated.
    own_z: [Option<Lanes>; Key::ALL.len()],
}

impl<'a> InputDraws<'a> {
    fn new(prepared: &'a PreparedStudy, block: u32) -> Self {
        Self { prepared, block, own_z: [None; Key::ALL.len()] }
    }

    /// The value of `input` in each run of the block. `input` is an input or the amount of an event, and `prior` is the
    /// distribution of its value.
    fn draw(&mut self, prior: &Prior, input: RandomInput) -> Lanes {
        if prior.is_exact() { [prior.median(); LANES] } else { self.correlated_z(input).map(|z| prior.at(z)) }
    }

    /// Generates independent standard normal numbers for `key` and `bucket`, one for each run of the block. Each is the
    /// normal quantile at a uniform random number.
    fn independent_z(&self, key: DrawKey, bucket: u32) -> Lanes {
        normal::quantiles(&uniforms(self.prepared.seed, key, 0, bucket, self.block))
    }

    /// The standard normal numbers of the input `key`, before the correlations of the study are applied. They are
    /// generated at the first call and stored for later calls.
    fn own_z(&mut self, key: Key) -> Lanes {
        let known = self.own_z[key as usize];
        *self.own_z[key as usize]
            .insert(known.unwrap_or_else(|| self.independent_z(DrawKey::named(key.input().name), 0)))
    }

    /// The standard normal numbers of `input`, one for each run of the block. The numbers of two inputs have the
    /// correlation that the study sets for these inputs (Gaussian copula). The numbers of an event's amount are
    /// independent of the numbers of all inputs.
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
