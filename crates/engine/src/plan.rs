//! What is prepared once for a study, and the simulation of one block of runs of all its scenarios.

use super::business::Business;
use super::drawn::{Chances, Drawn, LuckBook};
use super::given::given;
use super::normal;
use super::prospects::Mechanisms;
use super::quantity::Month;
use super::rates::{Drawable, Rates};
use super::stream::{Event, LANES, Lane, uniforms};
use holdfast_scenario::{CheckedScenario, CheckedStudy, Copula, Key, Prior, Target};

/// A study made ready to run. Cheap to make: tables for laws that are the same in every run.
#[derive(Clone, Debug)]
pub struct Plan {
    seed: u64,
    horizon_months: u32,
    runs: u32,
    copula: Copula,
    target: Option<Target>,
    scenarios: Vec<(CheckedScenario, Chances)>,
}

impl Plan {
    /// Prepares a study.
    pub fn new(study: &CheckedStudy) -> Self {
        let horizon_months = study.horizon_months() as u32;
        let prepare = |scenario: &CheckedScenario| (scenario.clone(), Chances::new(scenario, horizon_months));
        Self {
            seed: study.seed(),
            horizon_months,
            runs: study.runs(),
            copula: study.copula().clone(),
            target: study.target(),
            scenarios: study.scenarios().iter().map(prepare).collect(),
        }
    }

    /// What the study wants to reach, if anything.
    pub fn target(&self) -> Option<Target> {
        self.target
    }

    /// Blocks of [`LANES`] runs that the study's runs fill; the last may be filled in part.
    pub fn blocks(&self) -> u32 {
        self.runs.div_ceil(LANES as u32)
    }

    /// How many lanes of a block are runs of the study.
    pub fn runs_in(&self, block: u32) -> usize {
        (self.runs - block * LANES as u32).min(LANES as u32) as usize
    }

    /// About how many numbers a run of a study draws: what it costs, before it is prepared.
    pub fn draws(study: &CheckedStudy) -> f64 {
        let horizon = study.horizon_months() as u32;
        study.scenarios().iter().map(|scenario| Mechanisms::of(scenario, horizon).draws(scenario, horizon)).sum()
    }

    /// Simulates block `block` of the runs and shows every month, 0 to the horizon, with all scenarios in it. Lanes
    /// beyond [`Self::runs_in`] are futures of their own that nobody asked for.
    pub fn run_block(&self, block: u32, mut observe: impl FnMut(usize, &[&Month<LANES>])) {
        self.run(block, &mut observe);
    }

    /// The same, compiled once for all who observe.
    fn run(&self, block: u32, observe: &mut dyn FnMut(usize, &[&Month<LANES>])) {
        let mut inputs = InputLuck::new(self, block);
        let open = |(scenario, _): &(CheckedScenario, Chances)| {
            let rates = Rates::new(scenario, |prior, what| inputs.draw(prior, what));
            Business::open(scenario, rates, self.horizon_months)
        };
        let mut businesses: Vec<Business<LANES>> = self.scenarios.iter().map(open).collect();
        let mut show = |month: u32, businesses: &[Business<LANES>]| {
            let months: Vec<&Month<LANES>> = businesses.iter().map(|business| &business.month).collect();
            observe(month as usize, &months);
        };
        show(0, &businesses);
        let mut luck = LuckBook::new(self.seed, block, self.scenarios.len() > 1);
        for month in 1..=self.horizon_months {
            luck.turn_to(month);
            for ((scenario, chances), business) in self.scenarios.iter().zip(&mut businesses) {
                business.advance(scenario, month, &Drawn { chances, luck: &luck });
            }
            show(month, &businesses);
        }
    }

    /// For each scenario the mean of a month given the inputs, of the same runs that [`Self::run_block`] simulates:
    /// what is left between the two is luck.
    pub fn given_block(&self, block: u32, at_month: u32) -> Vec<Month<LANES>> {
        let mut inputs = InputLuck::new(self, block);
        let scenarios = self.scenarios.iter().map(|(scenario, _)| scenario);
        scenarios.map(|scenario| given(scenario, at_month, |prior, what| inputs.draw(prior, what))).collect()
    }
}

/// The luck that ranged inputs are drawn from, one normal quantile a run, which scenarios share.
struct InputLuck<'a> {
    plan: &'a Plan,
    block: u32,
    /// Of each input by itself.
    own: [Option<Lane>; Key::ALL.len()],
}

impl<'a> InputLuck<'a> {
    fn new(plan: &'a Plan, block: u32) -> Self {
        Self { plan, block, own: [None; Key::ALL.len()] }
    }

    /// What each run has of an input or an event's amount.
    fn draw(&mut self, prior: &Prior, what: Drawable) -> Lane {
        if prior.is_exact() { [prior.median(); LANES] } else { self.z(what).map(|z| prior.at(z)) }
    }

    fn fresh(&self, event: Event, bucket: u32) -> Lane {
        normal::quantiles(&uniforms(self.plan.seed, event, 0, bucket, self.block))
    }

    fn own(&mut self, key: Key) -> Lane {
        let known = self.own[key as usize];
        *self.own[key as usize].insert(known.unwrap_or_else(|| self.fresh(Event::named(key.input().name), 0)))
    }

    fn z(&mut self, what: Drawable) -> Lane {
        let key = match what {
            Drawable::Event(index) => return self.fresh(Event::AMOUNT, index),
            Drawable::Input(key) => key,
        };
        let plan = self.plan;
        let Some(weights) = plan.copula.weights(key) else { return self.own(key) };
        let mut mixed = [0.0; LANES];
        for (key, weight) in weights.filter(|(_, weight)| *weight != 0.0) {
            let own = self.own(key);
            for i in 0..LANES {
                mixed[i] += weight * own[i];
            }
        }
        mixed
    }
}
