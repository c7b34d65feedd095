//! Where the variance of an outcome comes from: what each ranged input explains of it, and what is plain luck.

use super::outcome::Outcome;
use super::shapley::{Drivers, Effects, effects};
use super::sort;
use super::tornado::{decode_driver, encode_driver};
use holdfast_engine::stream::DrawKey;
use holdfast_engine::{LANES, PreparedStudy, RandomInput, conditional_mean};
use holdfast_scenario::{CheckedScenario, CheckedStudy, Copula, Key, Prior};

/// Blocks of samples of the inputs' effects: of the first preset the errors are then about half a point.
const SAMPLE_BLOCKS: u32 = 64;
/// Blocks of runs for the share of luck: the first 2,048 of the study, also where it has fewer.
const LUCK_BLOCKS: u32 = 16;

/// The variance of an outcome over the runs of a scenario, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// In the outcome's unit squared: of its mean given the inputs, and what luck adds.
    pub variance: f64,
    /// Of every ranged input and amount that the scenario uses, in the order of the form.
    pub each: Vec<Share>,
    /// The share that is luck, the mean variance given the inputs, and its standard error.
    pub luck: (f64, f64),
}

/// What one driver explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub driver: RandomInput,
    /// Of the outcome's variance: all and luck add up to 1, or are 0 where nothing varies. In truth never below 0, but
    /// its estimate can be.
    pub share: f64,
    /// Standard error, over the samples and over the runs that luck is taken from.
    pub error: f64,
}

impl Shares {
    /// As plain numbers: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        let each = self.each.iter().flat_map(|share| [encode_driver(share.driver), share.share, share.error]);
        [self.variance, self.luck.0, self.luck.1].into_iter().chain(each).collect()
    }

    /// What [`Self::encode`] wrote; `None` where the numbers are not such.
    pub fn decode(words: &[f64]) -> Option<Self> {
        let ([[variance, luck, luck_error], each @ ..], []) = words.as_chunks::<3>() else { return None };
        let share = |&[driver, share, error]: &[f64; 3]| Some(Share { driver: decode_driver(driver)?, share, error });
        let each = each.iter().map(share).collect::<Option<_>>()?;
        Some(Self { variance: *variance, each, luck: (*luck, *luck_error) })
    }
}

/// The work, in blocks that can be done apart. No block knows of the study's other scenarios.
pub struct Sampling {
    scenario: CheckedScenario,
    seed: u64,
    plan: PreparedStudy,
    outcome: Outcome,
    month: u32,
    drawn: Vec<RandomInput>,
    drivers: Drivers,
}

/// What a block of the work found.
pub enum Sampled {
    Effects(Effects),
    /// Number, sum and sum of squares of squared deviations from the mean given the inputs.
    Luck([f64; 3]),
}

impl Sampling {
    /// Of an outcome of one scenario.
    pub fn new(study: &CheckedStudy, scenario: usize, outcome: Outcome) -> Self {
        let alone = study.only_scenario(scenario);
        let plan = PreparedStudy::new(&alone);
        let scenario = study.scenarios()[scenario].clone();
        let drawn = drawn(&scenario);
        let row = |&a: &RandomInput| drawn.iter().map(|&b| correlation(study.copula(), a, b)).collect();
        let drivers =
            Drivers { luck: drawn.iter().map(luck_of).collect(), correlation: drawn.iter().map(row).collect() };
        let month = outcome.month_within(study.horizon_months());
        Self { scenario, seed: study.seed(), plan, outcome, month, drawn, drivers }
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> u32 {
        LUCK_BLOCKS + if self.drawn.is_empty() { 0 } else { SAMPLE_BLOCKS }
    }

    /// Does a block of the work.
    pub fn block(&self, block: u32) -> Sampled {
        if block < LUCK_BLOCKS {
            return Sampled::Luck(self.luck(block));
        }
        let found = effects(self.seed, &self.drivers, block - LUCK_BLOCKS, |normals| {
            let month = conditional_mean(&self.scenario, self.month, |prior: &Prior, what| {
                let at = self.drawn.iter().position(|&known| known == what).filter(|_| !prior.is_exact());
                at.map_or([prior.median(); LANES], |at| normals[at].map(|z| prior.at(z)))
            });
            self.outcome.in_month(&month)
        });
        Sampled::Effects(found)
    }

    /// What all blocks together say; in their order, so that it is the same to the last bit.
    pub fn shares(&self, blocks: impl IntoIterator<Item = Sampled>) -> Shares {
        let (mut effects, mut luck) = (Effects::none(self.drawn.len()), [0.0; 3]);
        for sampled in blocks {
            match sampled {
                Sampled::Effects(more) => effects.add(&more),
                Sampled::Luck(more) => luck.iter_mut().zip(more).for_each(|(sum, more)| *sum += more),
            }
        }
        let (explained, explained_error) = effects.variance();
        let [count, sum, squares] = luck;
        let mean = sum / count;
        let error = (f64::max(squares / count - mean * mean, 0.0) / count).sqrt();
        let share = |(at, &driver)| {
            let (share, error) = effects.share(at, (mean, error));
            Share { driver, share, error }
        };
        let total = explained + mean;
        let luck = if total > 0.0 {
            (mean / total, libm::hypot(explained * error, mean * explained_error) / (total * total))
        } else {
            (0.0, 0.0)
        };
        Shares { variance: total, each: self.drawn.iter().enumerate().map(share).collect(), luck }
    }

    /// Of the runs of a block, how far they lie from their means given the inputs.
    fn luck(&self, block: u32) -> [f64; 3] {
        let mean = self.outcome.in_month(&self.plan.conditional_mean_block(block, self.month)[0]);
        let mut sums = [0.0; 3];
        self.plan.run_block(block, |month, months| {
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

/// Where the variance of an outcome of one scenario comes from.
pub fn shares(study: &CheckedStudy, scenario: usize, outcome: Outcome) -> Shares {
    let sampling = Sampling::new(study, scenario, outcome);
    sampling.shares((0..sampling.blocks()).map(|block| sampling.block(block)))
}

/// Everything that differs between runs and that the scenario uses.
fn drawn(scenario: &CheckedScenario) -> Vec<RandomInput> {
    let is_range = |key: &Key| (0..scenario.plans().len()).any(|plan| !scenario.prior(*key, plan).is_exact());
    let inputs = Key::ALL.iter().copied().filter(|&key| scenario.survival().uses(key)).filter(is_range);
    let ranged = scenario.events().iter().filter(|event| !event.amount.is_exact());
    let mut amounts: Vec<u32> = ranged.map(|event| event.draw_index).collect();
    sort(&mut amounts, |one, other| one < other);
    amounts.dedup();
    inputs.map(RandomInput::Input).chain(amounts.into_iter().map(RandomInput::EventAmount)).collect()
}

/// By name: the order of inputs and of scenarios does not matter.
fn luck_of(what: &RandomInput) -> (DrawKey, u32) {
    match *what {
        RandomInput::Input(key) => (DrawKey::named(key.input().name), 0),
        RandomInput::EventAmount(luck) => (DrawKey::AMOUNT, luck),
    }
}

fn correlation(copula: &Copula, a: RandomInput, b: RandomInput) -> f64 {
    match (a, b) {
        (RandomInput::Input(a), RandomInput::Input(b)) => copula.correlation(a, b),
        _ => f64::from(u8::from(a == b)),
    }
}
