//! What a scenario's cards bring together: against the same business without them, with the same luck.

use super::DUST;
use super::variant::study_of;
use holdfast_engine::{Expected, Month, PreparedStudy, Quantity, expected};
use holdfast_scenario::playbook::{CARDS, events};
use holdfast_scenario::{CheckedStudy, Event, Key, Scenario};
use holdfast_summary::quantile;

/// Runs of the comparison at most.
const RUNS_MAX: u32 = 10_000;

/// The quantiles of a figure over the runs: the 5th percentile, the median and the 95th.
pub type Range = [f64; 3];
const LEVELS: Range = [0.05, 0.5, 0.95];

/// What the cards bring up to the horizon, run by run.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    /// More MRR in the last month.
    pub mrr: Range,
    /// What the cards cost in all.
    pub spent: Range,
    /// More cash at the end, all costs paid.
    pub cash: Range,
    /// What comes back beyond the money spent, as a share of it: (cash gained) ÷ spent. NaN where they cost nothing.
    pub returned: Range,
    /// The first month from which the cards have paid for themselves and stay so, 0 where they never cost more than they
    /// brought; infinite where that is not within the horizon.
    pub payback_month: Range,
    /// The share of runs in which the cash is more than without.
    pub pays: f64,
}

/// Whether an event is what a card costs.
fn is_cost(event: &Event) -> bool {
    event.card.is_some() && matches!(event.input, Key::FixedCosts | Key::RetentionCost | Key::AcquisitionCost)
}

/// The scenario without some of its events.
pub fn without(scenario: &Scenario, is_out: impl Fn(&Event) -> bool) -> Scenario {
    let mut rest = scenario.clone();
    rest.events.retain(|event| !is_out(event));
    rest
}

/// What each card of [`CARDS`] brings to a study's one scenario: MRR in the last month of the expected path, with the card
/// as it is played there, else from month 1 on, less without it, money per month. `None` where the card, its costs
/// aside, moves neither MRR nor cash in any month: there is nothing for it to work on.
pub fn gains(study: &CheckedStudy) -> Vec<Option<f64>> {
    let horizon = study.horizon_months();
    let path = |scenario: Scenario| -> Option<Expected> {
        let study = study_of(study, vec![scenario], horizon as u32)?;
        Some(expected(&study.scenarios()[0], horizon))
    };
    let Some(typed) = study.source().scenarios.first() else { return Vec::new() };
    let of_card = |card: usize| {
        let is_its = |event: &Event| event.card == Some(card);
        let bare = without(typed, is_its);
        let mut with = typed.clone();
        if bare.events.len() == typed.events.len() {
            with.events.extend(events(card, typed.survival, 1));
        }
        let [with, bare] = [path(without(&with, |event| is_its(event) && is_cost(event)))?, path(bare)?];
        let is_same = |quantity: Quantity| {
            let scale = bare[quantity].iter().fold(0.0, |most: f64, value| most.max(value.abs()));
            let mut months = with[quantity].iter().zip(&bare[quantity]);
            months.all(|(one, other)| (one - other).abs() <= DUST * scale)
        };
        let is_idle = is_same(Quantity::Mrr) && is_same(Quantity::Cash);
        (!is_idle).then(|| with[Quantity::Mrr][horizon] - bare[Quantity::Mrr][horizon])
    };
    (0..CARDS.len()).map(of_card).collect()
}

/// The comparison of a study's one scenario; `None` where it has no card.
///
/// Three businesses with the same luck: without cards, with them, and with them for free. What the third has more than the
/// second is what was spent.
pub fn bundle(study: &CheckedStudy) -> Option<Bundle> {
    let scenario = study.source().scenarios.first()?;
    if scenario.events.iter().all(|event| event.card.is_none()) {
        return None;
    }
    let scenarios = vec![without(scenario, |event| event.card.is_some()), scenario.clone(), without(scenario, is_cost)];
    let study = study_of(study, scenarios, study.horizon_months() as u32)?;
    let study = study.with_runs(study.runs().min(RUNS_MAX));
    let (plan, horizon) = (PreparedStudy::new(&study), study.horizon_months());
    let [mut mrr, mut spent, mut cash, mut returned, mut payback] = [const { Vec::<f64>::new() }; 5];
    for block in 0..plan.blocks() {
        let count = plan.runs_in(block);
        // The last month in which the cards had cost more than they had brought.
        let mut behind = vec![None; count];
        plan.run_block(block, |month, states| {
            let gap = |of: &Month<_>, from: &Month<_>, quantity, run: usize| of[quantity][run] - from[quantity][run];
            for (run, behind) in behind.iter_mut().enumerate() {
                let gained = gap(states[1], states[0], Quantity::Cash, run);
                if gained < -DUST * states[0][Quantity::Cash][run].abs() {
                    *behind = Some(month);
                }
                if month == horizon {
                    let paid = gap(states[2], states[1], Quantity::Cash, run);
                    mrr.push(gap(states[1], states[0], Quantity::Mrr, run));
                    cash.push(gained);
                    spent.push(paid);
                    returned.push(if paid > 0.0 { gained / paid } else { f64::NAN });
                    payback.push(match *behind {
                        None => 0.0,
                        Some(month) if month < horizon => (month + 1) as f64,
                        Some(_) => f64::INFINITY,
                    });
                }
            }
        });
    }
    let pays = cash.iter().filter(|&&gained| gained > 0.0).count() as f64 / cash.len() as f64;
    let range = |values: &mut Vec<f64>| quantile::of(values, LEVELS);
    returned.retain(|value| !value.is_nan());
    Some(Bundle {
        mrr: range(&mut mrr),
        spent: range(&mut spent),
        cash: range(&mut cash),
        returned: if returned.is_empty() { [f64::NAN; 3] } else { range(&mut returned) },
        // Between a month and never there is no month.
        payback_month: nearest(&mut payback),
        pays,
    })
}

/// Quantiles that are values of some run.
fn nearest(values: &mut [f64]) -> Range {
    values.sort_unstable_by(f64::total_cmp);
    LEVELS.map(|level| values[libm::round(level * (values.len() - 1) as f64) as usize])
}

impl Bundle {
    /// As plain numbers: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        let Self { mrr, spent, cash, returned, payback_month, pays } = self;
        [mrr, spent, cash, returned, payback_month].into_iter().flatten().copied().chain([*pays]).collect()
    }

    /// What [`Self::encode`] wrote; `None` where the numbers are not such.
    pub fn decode(words: &[f64]) -> Option<Self> {
        let (ranges, rest) = words.as_chunks::<3>();
        let (&[mrr, spent, cash, returned, payback_month], &[pays]) = (ranges, rest) else { return None };
        Some(Self { mrr, spent, cash, returned, payback_month, pays })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::{Estimate::Exact, Study, presets};

    #[test]
    fn a_card_with_nothing_to_work_on_brings_nothing() {
        let preset = presets::leaky_bucket();
        let mut study = Study { scenarios: preset.scenarios[..1].to_vec(), ..preset };
        let card = |name: &str| CARDS.iter().position(|card| card.name == name).unwrap();
        let (dunning, surveys) = (card("calm_dunning"), card("surveys"));
        let gains_of = |study: &Study| gains(&study.check().unwrap());
        let without_failures = gains_of(&study);
        assert_eq!(without_failures[dunning], None);
        assert!(without_failures[surveys].unwrap() > 0.0);
        study.scenarios[0].inputs[Key::FailedPaymentRate] = Exact(0.02);
        assert!(gains_of(&study)[dunning].unwrap() > 0.0);
        // Played it brings the same as played now.
        let before = gains_of(&study)[surveys].unwrap();
        study.scenarios[0].events = events(surveys, study.scenarios[0].survival, 1);
        let after = gains_of(&study)[surveys].unwrap();
        assert!((before - after).abs() <= 1e-9 * before, "{before} {after}");
    }
}
