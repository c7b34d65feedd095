//! Questions that a worker can answer, and their encoding as plain numbers.

use super::acquire_or_retain::AcquireOrRetain;
use super::best_schedule::best_schedule;
use super::card_effects::{card_gains, combined_effect};
use super::lever::Lever;
use super::lever_values::{LeverValue, exchange_rates, lever_values};
use super::outcome::Outcome;
use super::schedule::ScheduledCard;
use super::statistic::{Statistic, statistics};
use super::tornado::tornado;
use super::variance_decomposition::variance_shares;
use super::what_if::{study_with, with_input};
use holdfast_scenario::input::SCENARIOS;
use holdfast_scenario::{CheckedStudy, Key, Measure, Scenario, Target};

/// A question about the one scenario of a study.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// A statistic at some points, each of which has a value for each of the inputs. The answer has a number for each
    /// point, NaN if the study at the point does not pass the checks. At most [`POINTS_MAX`] points.
    Statistics { keys: Vec<Key>, points: Vec<Vec<f64>>, statistic: Statistic, runs: u32 },
    /// How far each input moves an outcome: see [`tornado`].
    Tornado(Outcome),
    /// The shares of an outcome's variance: see [`variance_shares`].
    VarianceShares(Outcome),
    /// The value of a step of each lever: see [`lever_values`].
    LeverValues,
    /// The amounts of the other levers that have the same value as this amount of one: see [`exchange_rates`].
    ExchangeRates(Lever, f64),
    /// The gain of MRR from each card alone, NaN if it has no effect: see [`card_gains`].
    CardGains,
    /// The combined effect of the scenario's cards: see [`combined_effect`].
    CombinedEffect,
    /// The best schedule of cards under a budget in money per month: see [`best_schedule`].
    BestSchedule { budget: f64 },
    /// The comparison of acquisition and retention: see [`AcquireOrRetain::read`].
    AcquireOrRetain(AcquireOrRetain),
}

/// Answers a question about the one scenario of a study, as plain numbers.
pub fn answer(study: &CheckedStudy, question: &Question) -> Vec<f64> {
    match question {
        Question::Statistics { keys, points, statistic, runs } => at_points(study, keys, points, *statistic, *runs),
        Question::Tornado(outcome) => tornado(study, 0, *outcome).encode(),
        Question::VarianceShares(outcome) => variance_shares(study, 0, *outcome).encode(),
        Question::LeverValues => LeverValue::encode(&lever_values(study, 0)),
        Question::ExchangeRates(lever, amount) => Lever::encode_amounts(&exchange_rates(study, 0, *lever, *amount)),
        Question::CardGains => card_gains(study).into_iter().map(|gain| gain.unwrap_or(f64::NAN)).collect(),
        Question::CombinedEffect => combined_effect(study).map(|effect| effect.encode()).unwrap_or_default(),
        Question::BestSchedule { budget } => ScheduledCard::encode(&best_schedule(study, *budget)),
        Question::AcquireOrRetain(contest) => contest.answer(study),
    }
}

fn at_points(study: &CheckedStudy, keys: &[Key], points: &[Vec<f64>], statistic: Statistic, runs: u32) -> Vec<f64> {
    let Some(scenario) = study.source().scenarios.first() else { return Vec::new() };
    let of_point = |point: &Vec<f64>| {
        keys.iter().zip(point).fold(scenario.clone(), |now, (&key, &value)| with_input(&now, key, value))
    };
    let varied: Vec<Scenario> = points.iter().map(of_point).collect();
    let of = |scenarios: Vec<Scenario>| {
        study_with(study, scenarios, statistic.month()).map(|study| statistics(&study.with_runs(runs), statistic))
    };
    // If one point does not pass the checks, each is computed alone: sharing random numbers changes no result.
    let apart = || varied.iter().map(|one| of(vec![one.clone()]).map_or(f64::NAN, |found| found[0])).collect();
    of(varied.clone()).unwrap_or_else(apart)
}

/// The most points of one question: each is a scenario, and a study has no more scenarios.
pub(super) const POINTS_MAX: usize = *SCENARIOS.end();

const FIGURES: f64 = 0.0;
const BUNDLE: f64 = 1.0;
const BEST: f64 = 2.0;
const VERSUS: f64 = 3.0;
const TORNADO: f64 = 4.0;
const SHARES: f64 = 5.0;
const WORTH: f64 = 6.0;
const EXCHANGE: f64 = 7.0;
const GAINS: f64 = 8.0;

impl Question {
    /// The question as plain numbers; [`Self::decode`] reads them.
    pub fn encode(&self) -> Vec<f64> {
        match self {
            Self::Statistics { keys, points, statistic, runs } => {
                let mut out = vec![FIGURES, f64::from(*runs), keys.len() as f64];
                out.extend(keys.iter().map(|&key| f64::from(key as u8)));
                let (measure, value) = match statistic {
                    Statistic::Median(outcome) => (outcome.measure, f64::NAN),
                    Statistic::Probability(target, _) => (target.measure, target.value),
                };
                out.extend([f64::from(measure as u8), value, f64::from(statistic.month())]);
                out.extend(points.iter().flatten());
                out
            }
            Self::Tornado(outcome) => outcome.encode(TORNADO),
            Self::VarianceShares(outcome) => outcome.encode(SHARES),
            Self::LeverValues => vec![WORTH],
            Self::ExchangeRates(lever, amount) => vec![EXCHANGE, f64::from(*lever as u8), *amount],
            Self::CardGains => vec![GAINS],
            Self::CombinedEffect => vec![BUNDLE],
            Self::BestSchedule { budget } => vec![BEST, *budget],
            Self::AcquireOrRetain(contest) => [&[VERSUS][..], &contest.encode()].concat(),
        }
    }

    /// Reads the numbers that [`Self::encode`] wrote. Returns `None` if they are not a question.
    pub fn decode(words: &[f64]) -> Option<Self> {
        let (kind, rest) = words.split_first()?;
        if *kind == FIGURES {
            let [runs, count, rest @ ..] = rest else { return None };
            let (keys, rest) = rest.split_at_checked(*count as usize)?;
            let keys: Vec<Key> = keys.iter().map(|&key| Key::ALL.get(key as usize).copied()).collect::<Option<_>>()?;
            let [measure, value, month, points @ ..] = rest else { return None };
            let (measure, month) = (*Measure::ALL.get(*measure as usize)?, *month as u32);
            let statistic = match value.is_nan() {
                true => Statistic::Median(Outcome { measure, month }),
                false => Statistic::Probability(Target { measure, value: *value }, month),
            };
            let points = points.chunks(keys.len().max(1)).map(<[f64]>::to_vec).collect();
            return Some(Self::Statistics { keys, points, statistic, runs: *runs as u32 });
        }
        match *rest {
            [measure, month] if *kind == TORNADO => Outcome::decode(measure, month).map(Self::Tornado),
            [measure, month] if *kind == SHARES => Outcome::decode(measure, month).map(Self::VarianceShares),
            [] if *kind == WORTH => Some(Self::LeverValues),
            [lever, amount] if *kind == EXCHANGE => Some(Self::ExchangeRates(Lever::from_word(lever)?, amount)),
            [] if *kind == GAINS => Some(Self::CardGains),
            [] if *kind == BUNDLE => Some(Self::CombinedEffect),
            [budget] if *kind == BEST => Some(Self::BestSchedule { budget }),
            _ if *kind == VERSUS => AcquireOrRetain::decode(rest).map(Self::AcquireOrRetain),
            _ => None,
        }
    }
}
