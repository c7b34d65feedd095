//! Code for the statistical tests of several crates: small studies and the values of their runs, random numbers for
//! tests, an independent model, exact laws, and tests of fit.

pub mod digest;
pub mod numeric_cdf;
pub mod oracle;
pub mod random_study;
pub mod reference_model;

use holdfast_engine::{LANES, Month, PreparedStudy, Quantity};
use holdfast_scenario::{CheckedStudy, Estimate, Key, Scenario, Study};

/// A bound of |z|. A standard normal z exceeds it, on either side, about once in 10⁹ times.
pub const Z_ONE_IN_A_BILLION: f64 = 6.1;

/// A random number generator for tests (SplitMix64). It shares no code with the engine's streams.
pub struct TestRng(pub u64);

impl TestRng {
    /// 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A uniform number in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A uniform number between `low` and `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A log-uniform number between `low` and `high`, both > 0.
    pub fn log_uniform(&mut self, low: f64, high: f64) -> f64 {
        libm::exp(self.between(libm::log(low), libm::log(high)))
    }

    /// Returns true with probability `p`, otherwise false.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }
}

/// A scenario with these inputs; all other inputs have their defaults.
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

/// Simulates a study and calls `observe` for every run and month. Its arguments are the index of the run, the month,
/// the values of all scenarios for a block of runs, and the lane of the run in this block.
pub fn each_run(study: &CheckedStudy, mut observe: impl FnMut(usize, usize, &[&Month<LANES>], usize)) {
    let prepared = PreparedStudy::new(study);
    for block in 0..prepared.blocks() {
        let runs = prepared.runs_in(block);
        prepared.run_block(block, |month, states| {
            (0..runs).for_each(|lane| observe(block as usize * LANES + lane, month, states, lane));
        });
    }
}

/// All quantities of a month in one run, in the order of [`Quantity::ALL`].
pub fn quantities(month: &Month<LANES>, lane: usize) -> [f64; Quantity::ALL.len()] {
    Quantity::ALL.map(|quantity| month[quantity][lane])
}

/// The bits of all simulated values, indexed by scenario and run. Each list holds the quantities of month 0, then those
/// of month 1, and so on.
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
