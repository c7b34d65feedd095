//! The effects of a scenario's cards. The scenario with the cards is compared with the same scenario without them, and
//! both use the same random numbers.

use super::tolerance::RELATIVE_TOLERANCE;
use super::what_if::study_with;
use holdfast_engine::{Expected, Month, PreparedStudy, Quantity, expected};
use holdfast_scenario::playbook::{CARDS, events};
use holdfast_scenario::{CheckedStudy, Event, Key, Scenario};
use holdfast_summary::quantile;

/// The greatest number of runs that are simulated for the combined effect.
const RUNS_MAX: u32 = 10_000;

/// The 5th percentile, the median and the 95th percentile of a quantity over the runs.
pub type Quantiles = [f64; 3];
const LEVELS: Quantiles = [0.05, 0.5, 0.95];

/// The combined effect of all cards of a scenario up to the horizon. In every run the scenario with the cards is
/// compared with the scenario without them. The fields are quantiles of the results of all runs.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CombinedEffect {
    /// The gain of MRR in the last month, in money per month.
    pub mrr: Quantiles,
    /// The total cost of the cards, in money.
    pub cost: Quantiles,
    /// The gain of cash at the horizon, after the cost of the cards, in money.
    pub cash: Quantiles,
    /// Return on investment: the gain of cash divided by the cost. Runs in which the cards cost nothing are left out.
    /// If there are no other runs, the quantiles are NaN.
    pub return_on_investment: Quantiles,
    /// The first month from which the cards have brought at least as much cash as they have cost, in every month until
    /// the horizon. It is 0 if the cards have never cost more than they have brought. It is infinite if at the horizon
    /// they have still cost more than they have brought.
    pub payback_month: Quantiles,
    /// The share of runs in which cash at the horizon is higher with the cards than without them.
    pub gain_probability: f64,
}

/// Whether an event is a cost of a card.
fn is_cost(event: &Event) -> bool {
    event.card.is_some() && matches!(event.input, Key::FixedCosts | Key::RetentionCost | Key::AcquisitionCost)
}

/// The scenario without the events for which `is_out` returns true.
pub fn without_events(scenario: &Scenario, is_out: impl Fn(&Event) -> bool) -> Scenario {
    let mut rest = scenario.clone();
    rest.events.retain(|event| !is_out(event));
    rest
}

/// For each card of [`CARDS`], the gain of MRR from this card alone, in money per month. It is MRR with the card minus
/// MRR without it, in the last month of the expected path. If the study's first scenario plays the card, its own events
/// of the card are used. Otherwise the card is played from month 1 on.
///
/// The gain is `None` if the card, without its costs, changes neither MRR nor cash in any month, so that it has no
/// effect in this scenario. It is also `None` if the study with or without the card does not pass the checks.
pub fn card_gains(study: &CheckedStudy) -> Vec<Option<f64>> {
    let horizon = study.horizon_months();
    let path = |scenario: Scenario| -> Option<Expected> {
        let study = study_with(study, vec![scenario], horizon as u32)?;
        Some(expected(&study.scenarios()[0], horizon))
    };
    let Some(original) = study.source().scenarios.first() else { return Vec::new() };
    let of_card = |card: usize| {
        let is_its = |event: &Event| event.card == Some(card);
        let bare = without_events(original, is_its);
        let mut with = original.clone();
        if bare.events.len() == original.events.len() {
            with.events.extend(events(card, original.survival, 1));
        }
        let [with, bare] = [path(without_events(&with, |event| is_its(event) && is_cost(event)))?, path(bare)?];
        let is_same = |quantity: Quantity| {
            let scale = bare[quantity].iter().fold(0.0, |most: f64, value| most.max(value.abs()));
            let mut months = with[quantity].iter().zip(&bare[quantity]);
            months.all(|(one, other)| (one - other).abs() <= RELATIVE_TOLERANCE * scale)
        };
        let is_idle = is_same(Quantity::Mrr) && is_same(Quantity::Cash);
        (!is_idle).then(|| with[Quantity::Mrr][horizon] - bare[Quantity::Mrr][horizon])
    };
    (0..CARDS.len()).map(of_card).collect()
}

/// The combined effect of the cards that the first scenario of a study plays. Returns `None` if it plays no card, or if
/// it does not pass the checks without its cards or their costs.
///
/// Three scenarios are simulated with the same random numbers: without the cards, with the cards, and with the cards
/// free of cost. The cost of the cards is the cash of the third scenario minus the cash of the second.
pub fn combined_effect(study: &CheckedStudy) -> Option<CombinedEffect> {
    let scenario = study.source().scenarios.first()?;
    if scenario.events.iter().all(|event| event.card.is_none()) {
        return None;
    }
    let scenarios = vec![
        without_events(scenario, |event| event.card.is_some()),
        scenario.clone(),
        without_events(scenario, is_cost),
    ];
    let study = study_with(study, scenarios, study.horizon_months() as u32)?;
    let study = study.with_runs(study.runs().min(RUNS_MAX));
    let (plan, horizon) = (PreparedStudy::new(&study), study.horizon_months());
    let [mut mrr, mut cost, mut cash, mut returns, mut payback] = [const { Vec::<f64>::new() }; 5];
    for block in 0..plan.blocks() {
        let count = plan.runs_in(block);
        // For each run, the last month so far in which the cards had cost more cash than they had brought.
        let mut behind = vec![None; count];
        plan.run_block(block, |month, states| {
            let gap = |of: &Month<_>, from: &Month<_>, quantity, run: usize| of[quantity][run] - from[quantity][run];
            for (run, behind) in behind.iter_mut().enumerate() {
                let gained = gap(states[1], states[0], Quantity::Cash, run);
                if gained < -RELATIVE_TOLERANCE * states[0][Quantity::Cash][run].abs() {
                    *behind = Some(month);
                }
                if month == horizon {
                    let paid = gap(states[2], states[1], Quantity::Cash, run);
                    mrr.push(gap(states[1], states[0], Quantity::Mrr, run));
                    cash.push(gained);
                    cost.push(paid);
                    returns.push(if paid > 0.0 { gained / paid } else { f64::NAN });
                    payback.push(match *behind {
                        None => 0.0,
                        Some(month) if month < horizon => (month + 1) as f64,
                        Some(_) => f64::INFINITY,
                    });
                }
            }
        });
    }
    let gain_probability = cash.iter().filter(|&&gained| gained > 0.0).count() as f64 / cash.len() as f64;
    let quantiles = |values: &mut Vec<f64>| quantile::of(values, LEVELS);
    returns.retain(|value| !value.is_nan());
    Some(CombinedEffect {
        mrr: quantiles(&mut mrr),
        cost: quantiles(&mut cost),
        cash: quantiles(&mut cash),
        return_on_investment: if returns.is_empty() { [f64::NAN; 3] } else { quantiles(&mut returns) },
        // These quantiles are not interpolated, because the payback month can be infinite. There is no value between a
        // month and infinity.
        payback_month: nearest(&mut payback),
        gain_probability,
    })
}

/// Quantiles without interpolation: each quantile is the value of one run.
fn nearest(values: &mut [f64]) -> Quantiles {
    values.sort_unstable_by(f64::total_cmp);
    LEVELS.map(|level| values[libm::round(level * (values.len() - 1) as f64) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::{Estimate::Exact, Study, presets};

    #[test]
    fn a_card_with_nothing_to_work_on_has_no_gain() {
        let preset = presets::leaky_bucket();
        let mut study = Study { scenarios: preset.scenarios[..1].to_vec(), ..preset };
        let card = |name: &str| CARDS.iter().position(|card| card.name == name).unwrap();
        let (dunning, surveys) = (card("calm_dunning"), card("surveys"));
        let gains_of = |study: &Study| card_gains(&study.check().unwrap());
        let without_failures = gains_of(&study);
        assert_eq!(without_failures[dunning], None);
        assert!(without_failures[surveys].unwrap() > 0.0);
        study.scenarios[0].inputs[Key::FailedPaymentRate] = Exact(0.02);
        assert!(gains_of(&study)[dunning].unwrap() > 0.0);
        // The gain of a card must not depend on whether the scenario already plays it from month 1 on.
        let before = gains_of(&study)[surveys].unwrap();
        study.scenarios[0].events = events(surveys, study.scenarios[0].survival, 1);
        let after = gains_of(&study)[surveys].unwrap();
        assert!((before - after).abs() <= 1e-9 * before, "{before} {after}");
    }
}
