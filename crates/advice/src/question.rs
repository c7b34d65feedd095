//! Questions that a worker can answer, and their answers. Both can be serialized.

use super::acquire_or_retain::{AcquireOrRetain, Comparison};
use super::best_schedule::best_schedule;
use super::card_effects::{CombinedEffect, card_gains, combined_effect};
use super::lever::Lever;
use super::lever_values::{LeverValue, exchange_rates, lever_values};
use super::outcome::Outcome;
use super::schedule::ScheduledCard;
use super::statistic::{Statistic, statistics};
use super::tornado::{Tornado, tornado};
use super::variance_decomposition::{VarianceShares, variance_shares};
use super::what_if::{study_with, with_input};
use holdfast_scenario::input::SCENARIOS;
use holdfast_scenario::{CheckedStudy, Key, Scenario};
use serde::{Deserialize, Serialize};

/// A question about the first scenario of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Question {
    /// A statistic at several points, from `runs` simulated runs for each point. A point is a list of values, one for
    /// each input in `keys`. There are at most [`POINTS_MAX`] points.
    Statistics { keys: Vec<Key>, points: Vec<Vec<f64>>, statistic: Statistic, runs: u32 },
    /// How far each input moves an outcome: see [`tornado`].
    Tornado(Outcome),
    /// The shares of an outcome's variance: see [`variance_shares`].
    VarianceShares(Outcome),
    /// The value of a step of each lever: see [`lever_values`].
    LeverValues,
    /// For each other lever, the amount that has the same effect on MRR as the given amount of the given lever: see
    /// [`exchange_rates`].
    ExchangeRates(Lever, f64),
    /// For each card of the playbook, the gain of MRR from this card alone: see [`card_gains`].
    CardGains,
    /// The combined effect of the scenario's cards: see [`combined_effect`].
    CombinedEffect,
    /// The best schedule of cards that a budget can pay for. The budget is in money per month: see [`best_schedule`].
    BestSchedule { budget: f64 },
    /// The comparison of acquisition and retention: see [`AcquireOrRetain::comparison`].
    AcquireOrRetain(AcquireOrRetain),
}

/// The answer to a question. Its variant has the same name as the variant of the question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// One number for each point. It is NaN if the study with the values of that point does not pass the checks.
    Statistics(Vec<f64>),
    Tornado(Tornado),
    VarianceShares(VarianceShares),
    LeverValues(Vec<LeverValue>),
    /// Each other lever with its amount. The amount is `None` if the search finds no amount with the same effect on
    /// MRR.
    ExchangeRates(Vec<(Lever, Option<f64>)>),
    /// One gain of MRR for each card of the playbook, in money per month. It is `None` if the card has no effect.
    CardGains(Vec<Option<f64>>),
    /// `None` if the scenario plays no card, or if it does not pass the checks without its cards or their costs.
    CombinedEffect(Option<CombinedEffect>),
    BestSchedule(Vec<ScheduledCard>),
    /// `None` if the comparison is not possible.
    AcquireOrRetain(Option<Comparison>),
}

impl Answer {
    /// The numbers of [`Answer::Statistics`]. Empty if `self` is the answer to another kind of question.
    pub fn statistics(&self) -> &[f64] {
        if let Self::Statistics(numbers) = self { numbers } else { &[] }
    }
}

/// Answers a question about the first scenario of a study.
pub fn answer(study: &CheckedStudy, question: &Question) -> Answer {
    match question {
        Question::Statistics { keys, points, statistic, runs } => {
            Answer::Statistics(statistics_at(study, keys, points, *statistic, *runs))
        }
        Question::Tornado(outcome) => Answer::Tornado(tornado(study, 0, *outcome)),
        Question::VarianceShares(outcome) => Answer::VarianceShares(variance_shares(study, 0, *outcome)),
        Question::LeverValues => Answer::LeverValues(lever_values(study, 0)),
        Question::ExchangeRates(lever, amount) => Answer::ExchangeRates(exchange_rates(study, 0, *lever, *amount)),
        Question::CardGains => Answer::CardGains(card_gains(study)),
        Question::CombinedEffect => Answer::CombinedEffect(combined_effect(study)),
        Question::BestSchedule { budget } => Answer::BestSchedule(best_schedule(study, *budget)),
        Question::AcquireOrRetain(comparison) => Answer::AcquireOrRetain(comparison.comparison(study)),
    }
}

/// Computes the statistic at each point. It is NaN if the study with the values of that point does not pass the checks.
fn statistics_at(study: &CheckedStudy, keys: &[Key], points: &[Vec<f64>], statistic: Statistic, runs: u32) -> Vec<f64> {
    let Some(scenario) = study.source().scenarios.first() else { return Vec::new() };
    let at_point = |point: &Vec<f64>| {
        keys.iter().zip(point).fold(scenario.clone(), |now, (&key, &value)| with_input(&now, key, value))
    };
    let varied: Vec<Scenario> = points.iter().map(at_point).collect();
    let statistics_of = |scenarios: Vec<Scenario>| {
        study_with(study, scenarios, statistic.month()).map(|study| statistics(&study.with_runs(runs), statistic))
    };
    // If one point does not pass the checks, each point is simulated in a study of its own. This gives the same numbers
    // as one study of all points, because the random numbers of a scenario do not depend on the other scenarios.
    let apart =
        || varied.iter().map(|one| statistics_of(vec![one.clone()]).map_or(f64::NAN, |found| found[0])).collect();
    statistics_of(varied.clone()).unwrap_or_else(apart)
}

/// The greatest number of points in one question. All points are simulated as the scenarios of one study, so that they
/// use common random numbers. So there can be no more points than a study may have scenarios.
pub(super) const POINTS_MAX: usize = *SCENARIOS.end();
