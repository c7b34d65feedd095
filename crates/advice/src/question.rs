//! Questions that can be asked of a worker, as plain numbers there and back.

use super::best::{Start, best};
use super::cards::{bundle, gains};
use super::outcome::Outcome;
use super::sample::{Figure, figures};
use super::shares::shares;
use super::tornado::tornado;
use super::variant::{study_of, with_input};
use super::versus::Contest;
use super::worth::{Lever, Worth, exchange, worth};
use holdfast_scenario::input::SCENARIOS;
use holdfast_scenario::{CheckedStudy, Key, Measure, Scenario, Target};

/// A question about the one scenario of a study.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// A figure with some inputs at other values, over so many runs: one for each point, which has a value for each input.
    /// At most [`TOGETHER`] points; NaN where one is not possible.
    Figures { keys: Vec<Key>, points: Vec<Vec<f64>>, figure: Figure, runs: u32 },
    /// How far each input moves an outcome: see [`tornado`].
    Tornado(Outcome),
    /// Where an outcome's variance comes from: see [`shares`].
    Shares(Outcome),
    /// What a step of each lever is worth: see [`worth`].
    Worth,
    /// How much of each other lever is worth as much as this amount of one: see [`exchange`].
    Exchange(Lever, f64),
    /// What each card brings by itself, NaN where it does nothing: see [`gains`].
    Gains,
    /// What the scenario's cards bring together: see [`bundle`].
    Bundle,
    /// Which cards to play, and when, under a budget in money per month: see [`best`].
    Best { budget: f64 },
    /// To acquire or to retain: see [`Contest::read`].
    Versus(Contest),
}

/// The numbers that answer a question.
pub fn answer(study: &CheckedStudy, question: &Question) -> Vec<f64> {
    match question {
        Question::Figures { keys, points, figure, runs } => at_points(study, keys, points, *figure, *runs),
        Question::Tornado(outcome) => tornado(study, 0, *outcome).encode(),
        Question::Shares(outcome) => shares(study, 0, *outcome).encode(),
        Question::Worth => Worth::encode(&worth(study, 0)),
        Question::Exchange(lever, amount) => Lever::encode_amounts(&exchange(study, 0, *lever, *amount)),
        Question::Gains => gains(study).into_iter().map(|gain| gain.unwrap_or(f64::NAN)).collect(),
        Question::Bundle => bundle(study).map(|bundle| bundle.encode()).unwrap_or_default(),
        Question::Best { budget } => Start::encode(&best(study, *budget)),
        Question::Versus(contest) => contest.answer(study),
    }
}

fn at_points(study: &CheckedStudy, keys: &[Key], points: &[Vec<f64>], figure: Figure, runs: u32) -> Vec<f64> {
    let Some(scenario) = study.source().scenarios.first() else { return Vec::new() };
    let of_point = |point: &Vec<f64>| {
        keys.iter().zip(point).fold(scenario.clone(), |now, (&key, &value)| with_input(&now, key, value))
    };
    let varied: Vec<Scenario> = points.iter().map(of_point).collect();
    let of = |scenarios: Vec<Scenario>| {
        study_of(study, scenarios, figure.month()).map(|study| figures(&study.with_runs(runs), figure))
    };
    // Where one is not possible each goes by itself: what they share changes none of them.
    let apart = || varied.iter().map(|one| of(vec![one.clone()]).map_or(f64::NAN, |found| found[0])).collect();
    of(varied.clone()).unwrap_or_else(apart)
}

/// How many points share their luck in one question: as many as a study may have scenarios.
pub(super) const TOGETHER: usize = *SCENARIOS.end();

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
    /// As plain numbers: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        match self {
            Self::Figures { keys, points, figure, runs } => {
                let mut out = vec![FIGURES, f64::from(*runs), keys.len() as f64];
                out.extend(keys.iter().map(|&key| f64::from(key as u8)));
                let (measure, value) = match figure {
                    Figure::Median(outcome) => (outcome.measure, f64::NAN),
                    Figure::Chance(target, _) => (target.measure, target.value),
                };
                out.extend([f64::from(measure as u8), value, f64::from(figure.month())]);
                out.extend(points.iter().flatten());
                out
            }
            Self::Tornado(outcome) => outcome.encode(TORNADO),
            Self::Shares(outcome) => outcome.encode(SHARES),
            Self::Worth => vec![WORTH],
            Self::Exchange(lever, amount) => vec![EXCHANGE, f64::from(*lever as u8), *amount],
            Self::Gains => vec![GAINS],
            Self::Bundle => vec![BUNDLE],
            Self::Best { budget } => vec![BEST, *budget],
            Self::Versus(contest) => [&[VERSUS][..], &contest.encode()].concat(),
        }
    }

    /// What [`Self::encode`] wrote; `None` where the numbers are not such.
    pub fn decode(words: &[f64]) -> Option<Self> {
        let (kind, rest) = words.split_first()?;
        if *kind == FIGURES {
            let [runs, count, rest @ ..] = rest else { return None };
            let (keys, rest) = rest.split_at_checked(*count as usize)?;
            let keys: Vec<Key> = keys.iter().map(|&key| Key::ALL.get(key as usize).copied()).collect::<Option<_>>()?;
            let [measure, value, month, points @ ..] = rest else { return None };
            let (measure, month) = (*Measure::ALL.get(*measure as usize)?, *month as u32);
            let figure = match value.is_nan() {
                true => Figure::Median(Outcome { measure, month }),
                false => Figure::Chance(Target { measure, value: *value }, month),
            };
            let points = points.chunks(keys.len().max(1)).map(<[f64]>::to_vec).collect();
            return Some(Self::Figures { keys, points, figure, runs: *runs as u32 });
        }
        match *rest {
            [measure, month] if *kind == TORNADO => Outcome::decode(measure, month).map(Self::Tornado),
            [measure, month] if *kind == SHARES => Outcome::decode(measure, month).map(Self::Shares),
            [] if *kind == WORTH => Some(Self::Worth),
            [lever, amount] if *kind == EXCHANGE => Some(Self::Exchange(Lever::from_word(lever)?, amount)),
            [] if *kind == GAINS => Some(Self::Gains),
            [] if *kind == BUNDLE => Some(Self::Bundle),
            [budget] if *kind == BEST => Some(Self::Best { budget }),
            _ if *kind == VERSUS => Contest::decode(rest).map(Self::Versus),
            _ => None,
        }
    }
}
