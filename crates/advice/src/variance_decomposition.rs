//! The decomposition of an outcome's variance into shares. Each input that is a range explains a share, which is its
//! Shapley effect. The share of luck is the variance that remains if all inputs are known.

use super::outcome::Outcome;
use super::shapley::{Drivers, Effects, effects};
use holdfast_engine::stream::DrawKey;
use holdfast_engine::{LANES, PreparedStudy, RandomInput, conditional_mean};
use holdfast_scenario::{CheckedScenario, CheckedStudy, Copula, Key, Prior};

/// The number of blocks of samples for the Shapley effects. With this number, the standard errors are about half a
/// percentage point for the first preset.
const SAMPLE_BLOCKS: u32 = 64;
/// The number of blocks of runs for the share of luck. These are the first 2,048 runs, even if the study has fewer
/// runs.
const LUCK_BLOCKS: u32 = 16;

/// The variance of an outcome over the runs of a scenario, and the shares that explain it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct VarianceShares {
    /// The total variance, in the square of the outcome's unit. It is the sum of two parts: the variance of the
    /// conditional mean given the inputs, and the mean of the conditional variance given the inputs.
    pub variance: f64,
    /// The shares of all inputs and event amounts that are ranges and that the scenario uses. Inputs come first, in the
    /// order of the form.
    pub drivers: Vec<VarianceShare>,
    /// The share of luck and its standard error. The share is the mean of the conditional variance given the inputs,
    /// divided by the total variance.
    pub luck: (f64, f64),
}

/// The share of the variance that one input or event amount explains.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct VarianceShare {
    pub driver: RandomInput,
    /// The share of the outcome's variance. The shares of all drivers and the share of luck add up to 1. If nothing
    /// varies, all shares are 0. The true share is never below 0, but this estimate can be.
    pub share: f64,
    /// The standard error of the share. It takes account of two errors: of the sampled effects, and of the simulated
    /// share of luck.
    pub error: f64,
}

/// Computes [`VarianceShares`] in blocks. The blocks are independent of each other, and do not depend on other
/// scenarios of the study.
pub struct VarianceDecomposition {
    scenario: CheckedScenario,
    seed: u64,
    prepared: PreparedStudy,
    outcome: Outcome,
    month: u32,
    /// The inputs and event amounts that differ between runs.
    drawn: Vec<RandomInput>,
    /// The standard normals from which the inputs and amounts in `drawn` are computed, in the same order.
    drivers: Drivers,
}

/// The sums of one block, which are added up over all blocks.
pub enum BlockSums {
    Effects(Effects),
    /// Three sums over the runs of the block: the number of runs, the sum of d², and the sum of d⁴. Here d is the
    /// deviation of the outcome from its conditional mean given the inputs.
    Luck([f64; 3]),
}

impl VarianceDecomposition {
    /// Prepares the decomposition of an outcome's variance for one scenario.
    pub fn new(study: &CheckedStudy, scenario: usize, outcome: Outcome) -> Self {
        let alone = study.only_scenario(scenario);
        let prepared = PreparedStudy::new(&alone);
        let scenario = study.scenarios()[scenario].clone();
        let drawn = drawn(&scenario);
        let row = |&a: &RandomInput| drawn.iter().map(|&b| correlation(study.copula(), a, b)).collect();
        let drivers = Drivers {
            draw_keys: drawn.iter().map(draw_key_of).collect(),
            correlation: drawn.iter().map(row).collect(),
        };
        let month = outcome.month_within(study.horizon_months());
        Self { scenario, seed: study.seed(), prepared, outcome, month, drawn, drivers }
    }

    /// The number of blocks to compute.
    pub fn blocks(&self) -> u32 {
        LUCK_BLOCKS + if self.drawn.is_empty() { 0 } else { SAMPLE_BLOCKS }
    }

    /// Computes one block. The first `LUCK_BLOCKS` blocks are for the share of luck, all later blocks are for the
    /// Shapley effects.
    pub fn block(&self, block: u32) -> BlockSums {
        if block < LUCK_BLOCKS {
            return BlockSums::Luck(self.luck(block));
        }
        let effects = effects(self.seed, &self.drivers, block - LUCK_BLOCKS, |normals| {
            let month = conditional_mean(&self.scenario, self.month, |prior: &Prior, what| {
                let at = self.drawn.iter().position(|&known| known == what).filter(|_| !prior.is_exact());
                at.map_or([prior.median(); LANES], |at| normals[at].map(|z| prior.at(z)))
            });
            self.outcome.in_month(&month)
        });
        BlockSums::Effects(effects)
    }

    /// Computes the shares from the sums of all blocks. The caller must pass the blocks in order, because the order of
    /// additions changes the last bits of the result.
    pub fn shares(&self, blocks: impl IntoIterator<Item = BlockSums>) -> VarianceShares {
        let (mut effects, mut luck) = (Effects::zero(self.drawn.len()), [0.0; 3]);
        for sums in blocks {
            match sums {
                BlockSums::Effects(more) => effects.add(&more),
                BlockSums::Luck(more) => luck.iter_mut().zip(more).for_each(|(sum, more)| *sum += more),
            }
        }
        let (explained, explained_error) = effects.variance();
        let [count, sum, squares] = luck;
        let mean = sum / count;
        let error = (f64::max(squares / count - mean * mean, 0.0) / count).sqrt();
        let share = |(at, &driver)| {
            let (share, error) = effects.share(at, (mean, error));
            VarianceShare { driver, share, error }
        };
        let total = explained + mean;
        let luck = if total > 0.0 {
            (mean / total, libm::hypot(explained * error, mean * explained_error) / (total * total))
        } else {
            (0.0, 0.0)
        };
        VarianceShares { variance: total, drivers: self.drawn.iter().enumerate().map(share).collect(), luck }
    }

    /// The sums for [`BlockSums::Luck`] over one block of runs.
    fn luck(&self, block: u32) -> [f64; 3] {
        let mean = self.outcome.in_month(&self.prepared.conditional_mean_block(block, self.month)[0]);
        let mut sums = [0.0; 3];
        self.prepared.run_block(block, |month, months| {
            if month == self.month as usize {
                let values = self.outcome.in_month(months[0]);
                for i in 0..LANES {
                    let square = (values[i] - mean[i]) * (values[i] - mean[i]);
                    sums[0] += 1.0;
                    sums[1] += square;
                    sums[2] += square * square;
                }
            }
        });
        sums
    }
}

/// Computes the shares of an outcome's variance for one scenario of a study.
pub fn variance_shares(study: &CheckedStudy, scenario: usize, outcome: Outcome) -> VarianceShares {
    let decomposition = VarianceDecomposition::new(study, scenario, outcome);
    decomposition.shares((0..decomposition.blocks()).map(|block| decomposition.block(block)))
}

/// All inputs and event amounts that differ between runs and that the scenario uses.
fn drawn(scenario: &CheckedScenario) -> Vec<RandomInput> {
    let is_range = |key: &Key| (0..scenario.plans().len()).any(|plan| !scenario.prior(*key, plan).is_exact());
    let inputs = Key::ALL.iter().copied().filter(|&key| scenario.survival().uses(key)).filter(is_range);
    let ranged = scenario.events().iter().filter(|event| !event.amount.is_exact());
    let mut amounts: Vec<u32> = ranged.map(|event| event.draw_index).collect();
    amounts.sort_unstable();
    amounts.dedup();
    inputs.map(RandomInput::Input).chain(amounts.into_iter().map(RandomInput::EventAmount)).collect()
}

/// The key and the bucket that select the random numbers of an input or event amount. The key of an input comes from
/// its name. So the result does not depend on the order of inputs or of scenarios.
fn draw_key_of(what: &RandomInput) -> (DrawKey, u32) {
    match *what {
        RandomInput::Input(key) => (DrawKey::named(key.input().name), 0),
        RandomInput::EventAmount(index) => (DrawKey::AMOUNT, index),
    }
}

fn correlation(copula: &Copula, a: RandomInput, b: RandomInput) -> f64 {
    match (a, b) {
        (RandomInput::Input(a), RandomInput::Input(b)) => copula.correlation(a, b),
        _ => f64::from(u8::from(a == b)),
    }
}
