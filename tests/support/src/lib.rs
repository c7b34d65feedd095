//! What the statistical tests share: small studies, the paths of their runs, test randomness and a table of normal odds.
#![allow(dead_code)] // each test file is a crate of its own and uses a part

pub mod numeric_cdf;
pub mod oracle;
pub mod random_study;
pub mod reference_model;

use holdfast_engine::{LANES, Month, PreparedStudy, Quantity};
use holdfast_scenario::{CheckedStudy, Estimate, Key, Scenario, Study};

/// A z that an honest statistic passes, either way, once in 1.6·10⁹ times (for a normal statistic, two-sided).
pub const Z_ONE_IN_A_BILLION: f64 = 6.1;

/// SplitMix64: randomness for tests that shares nothing with the engine's streams but the mathematics.
pub struct TestRng(pub u64);

impl TestRng {
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Log-uniform.
    pub fn log_uniform(&mut self, low: f64, high: f64) -> f64 {
        libm::exp(self.between(libm::log(low), libm::log(high)))
    }

    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }
}

/// A scenario with these inputs; every other one at its default.
pub fn scenario(inputs: &[(Key, Estimate)]) -> Scenario {
    let mut scenario = Scenario { name: "test".into(), ..Scenario::default() };
    for &(key, estimate) in inputs {
        scenario.inputs[key] = estimate;
    }
    scenario
}

/// A checked study of these scenarios.
pub fn study(scenarios: Vec<Scenario>, horizon_months: u64, runs: u64, seed: u64) -> CheckedStudy {
    let study = Study { scenarios, horizon_months, runs, seed, ..Study::default() };
    study.check().unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Shows every run of every block: (run index, month, the scenarios' states, the run's lane in them).
pub fn each_run(study: &CheckedStudy, mut observe: impl FnMut(usize, usize, &[&Month<LANES>], usize)) {
    let prepared = PreparedStudy::new(study);
    for block in 0..prepared.blocks() {
        let runs = prepared.runs_in(block);
        prepared.run_block(block, |month, states| {
            (0..runs).for_each(|lane| observe(block as usize * LANES + lane, month, states, lane));
        });
    }
}

/// Every quantity of a month, one run.
pub fn quantities(month: &Month<LANES>, lane: usize) -> [f64; Quantity::ALL.len()] {
    Quantity::ALL.map(|quantity| month[quantity][lane])
}

/// Every bit of one run: for each scenario, for each month, its quantities.
pub fn bits(study: &CheckedStudy) -> Vec<Vec<Vec<u64>>> {
    let months = study.horizon_months() + 1;
    let mut out =
        vec![vec![Vec::with_capacity(months * Quantity::ALL.len()); study.runs() as usize]; study.scenarios().len()];
    each_run(study, |run, _, states, lane| {
        for (at, state) in states.iter().enumerate() {
            out[at][run].extend(quantities(state, lane).map(f64::to_bits));
        }
    });
    out
}
