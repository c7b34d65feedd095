//! Checked studies. Their values have passed all checks, so the engine never has to return an error.

use super::action::Action;
use super::correlation::Copula;
use super::estimate::{Estimate, Prior};
use super::event::CheckedEvent;
use super::input::{INPUTS, Key, REDUCTION_MAX, RUNS};
use super::study::{Plan, Scenario, Study, Target};
use super::survival::Survival;
use super::unit::Unit;
use std::ops::Index;

/// A study without errors: the engine can simulate it for every draw of its ranges. [`Study::check`] makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedStudy {
    source: Study,
    copula: Copula,
    scenarios: Vec<CheckedScenario>,
}

/// A scenario without errors. It has a distribution for each input instead of the estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedScenario {
    priors: [Prior; INPUTS.len()],
    /// At least one plan. A scenario for which the user typed no plans has one plan here.
    plans: Vec<CheckedPlan>,
    survival: Survival,
    retention: Vec<f64>,
    /// The seasonal factors. The first one is the factor of month 1. Empty if there is no seasonality.
    season: Vec<f64>,
    /// The events, in the order in which the engine applies them.
    events: Vec<CheckedEvent>,
}

/// A price plan.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedPlan {
    /// The share of the new customers who choose this plan. The opening customers are divided by the same shares. The
    /// shares of all plans sum to 1.
    pub share: f64,
    own: [Option<Prior>; Key::PER_PLAN.len()],
}

impl CheckedStudy {
    /// The unchecked study. It holds everything that a study file holds, such as the title and the names.
    pub fn source(&self) -> &Study {
        &self.source
    }

    /// The number of months after the opening month, 1 to 240.
    pub fn horizon_months(&self) -> usize {
        self.source.horizon_months as usize
    }

    /// The number of runs, 2 to 1,000,000.
    pub fn runs(&self) -> u32 {
        self.source.runs as u32
    }

    /// The seed of the random numbers, 0 to 2⁵³ − 1.
    pub fn seed(&self) -> u64 {
        self.source.seed
    }

    /// The scenarios, one to eight.
    pub fn scenarios(&self) -> &[CheckedScenario] {
        &self.scenarios
    }

    /// The correlations between inputs. A correlation has an effect only if both inputs are ranges.
    pub fn copula(&self) -> &Copula {
        &self.copula
    }

    /// The target (a measure and the value that it should reach), if there is one.
    pub fn target(&self) -> Option<Target> {
        self.source.target
    }

    /// Whether any input, or the amount of any event, is a range. If so, the expected path uses the median of each
    /// range.
    pub fn has_ranges(&self) -> bool {
        self.scenarios.iter().any(CheckedScenario::has_ranges)
    }

    /// Whether the other study has the same horizon, number of runs, seed, target and correlations. If so, two equal
    /// scenarios, one in each study, have equal futures.
    pub fn has_same_settings(&self, other: &Self) -> bool {
        let settings = |study: &Study| (study.horizon_months, study.runs, study.seed, study.target);
        settings(&self.source) == settings(&other.source) && self.copula == other.copula
    }

    /// Whether all scenarios have the same futures in both studies. Names and colours may differ.
    pub fn has_same_futures(&self, other: &Self) -> bool {
        self.has_same_settings(other) && self.scenarios == other.scenarios
    }

    /// Returns the study with another number of runs. The runs with an index below both numbers are the same in both
    /// studies.
    pub fn with_runs(&self, runs: u32) -> Self {
        let mut study = self.clone();
        study.source.runs = u64::from(runs).clamp(RUNS.bounds.0, RUNS.bounds.1);
        study
    }

    /// Returns the study with only the scenario at this index. The futures of this scenario stay the same.
    pub fn only_scenario(&self, scenario: usize) -> Self {
        let source = Study { scenarios: vec![self.source.scenarios[scenario].clone()], ..self.source.clone() };
        Self { source, copula: self.copula.clone(), scenarios: vec![self.scenarios[scenario].clone()] }
    }

    /// Returns the study with every range replaced by its median.
    pub fn at_medians(&self) -> Self {
        let mut study = self.clone();
        for (checked, typed) in study.scenarios.iter_mut().zip(&mut study.source.scenarios) {
            for &key in Key::ALL {
                let median = checked[key].median();
                // The median of a range of customers may have a fraction, but an exact number must be whole.
                let median = if key.input().unit == Unit::Customers { libm::round(median) } else { median };
                typed.inputs[key] = Estimate::Exact(median);
            }
            for (checked, typed) in checked.plans.iter().zip(&mut typed.plans) {
                for (prior, estimate) in checked.own.iter().zip(&mut typed.own) {
                    *estimate = prior.map(|prior| Estimate::Exact(prior.median()));
                }
            }
            for event in &checked.events {
                typed.events[event.index as usize].value = Estimate::Exact(event.amount.median());
            }
            *checked = CheckedScenario::new(typed, study.source.first_month.month);
        }
        study
    }
}

impl CheckedScenario {
    /// Makes a checked scenario from `typed`, in which the caller has found no error. `first_month` is the calendar
    /// month of month 1, from 1 for January to 12.
    pub(super) fn new(typed: &Scenario, first_month: u64) -> Self {
        let plan = |plan: &Plan| CheckedPlan {
            share: plan.share,
            own: std::array::from_fn(|at| Some(Prior::new(Key::PER_PLAN[at].input(), plan.own[at]?))),
        };
        let mut plans: Vec<CheckedPlan> = typed.plans.iter().map(plan).collect();
        if plans.is_empty() {
            plans.push(CheckedPlan { share: 1.0, own: [None; Key::PER_PLAN.len()] });
        }
        let total: f64 = plans.iter().map(|plan| plan.share).sum();
        plans.iter_mut().for_each(|plan| plan.share /= total);
        let mut season = typed.seasonality.clone();
        let first = (first_month - 1) as usize;
        if !season.is_empty() {
            season.rotate_left(first);
        }
        // The engine applies events in the order of `Action::ALL`, so they are sorted by action.
        let of = |action| (0..).zip(&typed.events).filter(move |(_, event)| event.action == action);
        let own =
            |index: u32| typed.events[..index as usize].iter().filter(|event| event.card.is_none()).count() as u32;
        let event = |(index, event)| CheckedEvent::new(event, index, own(index));
        let events = Action::ALL.into_iter().flat_map(of).map(event).collect();
        Self {
            priors: std::array::from_fn(|at| Prior::new(&INPUTS[at], typed.inputs[Key::ALL[at]])),
            plans,
            survival: typed.survival,
            retention: if typed.survival == Survival::Table { typed.retention.clone() } else { Vec::new() },
            season,
            events,
        }
    }

    /// The plans, at least one.
    pub fn plans(&self) -> &[CheckedPlan] {
        &self.plans
    }

    /// The kind of survival curve.
    pub fn survival(&self) -> Survival {
        self.survival
    }

    /// The retention in the 1st, 2nd, … month of a customer's life. The last value holds for all later months. The list
    /// is empty if the survival curve is not a table.
    pub fn retention(&self) -> &[f64] {
        &self.retention
    }

    /// The seasonal factor of a month ≥ 1. It is 1 if there is no seasonality.
    pub fn season(&self, month: u32) -> f64 {
        if self.season.is_empty() { 1.0 } else { self.season[(month as usize - 1) % self.season.len()] }
    }

    /// All events, in the order in which the engine applies them.
    pub fn events(&self) -> &[CheckedEvent] {
        &self.events
    }

    /// The events on an input, in the order in which the engine applies them.
    pub fn events_of(&self, key: Key) -> impl Iterator<Item = &CheckedEvent> {
        self.events.iter().filter(move |event| event.input == key)
    }

    /// The distribution of an input for a plan. If the plan has no distribution of its own, this is the scenario's
    /// distribution.
    #[inline(never)]
    pub fn prior(&self, key: Key, plan: usize) -> &Prior {
        self.own_prior(key, plan).unwrap_or(&self[key])
    }

    /// A plan's own distribution of an input; `None` if the plan uses the scenario's distribution.
    pub fn own_prior(&self, key: Key, plan: usize) -> Option<&Prior> {
        let at = Key::PER_PLAN.iter().position(|&known| known == key)?;
        self.plans[plan].own[at].as_ref()
    }

    /// Whether an input is 0 in every draw, plan and month, so that its mechanism is off. Returns false if there are
    /// events on the input.
    #[inline(never)]
    pub fn is_always_zero(&self, key: Key) -> bool {
        let is_zero = |plan| self.prior(key, plan).extremes() == (0.0, 0.0);
        self.events_of(key).next().is_none() && (0..self.plans.len()).all(is_zero)
    }

    /// Whether an input is the same in every draw: neither the input nor the amount of an event on it is a range.
    #[inline(never)]
    pub fn is_exact(&self, key: Key) -> bool {
        self.events_of(key).all(|event| event.amount.is_exact())
            && (0..self.plans.len()).all(|plan| self.prior(key, plan).is_exact())
    }

    fn has_ranges(&self) -> bool {
        Key::ALL.iter().any(|&key| !self.is_exact(key))
    }

    /// The value of an input with [`Support::Whole`](super::input::Support::Whole) in a month, rounded. Such an input
    /// is never a range, so all draws have this value.
    #[inline(never)]
    pub fn whole(&self, key: Key, month: u32) -> u32 {
        libm::round(self.span(key, 0, month).0) as u32
    }

    /// The least and the greatest value that an input of a plan can have in a month ≥ 1, over all draws.
    #[inline(never)]
    pub fn span(&self, key: Key, plan: usize, month: u32) -> (f64, f64) {
        self.after_events(key, self.prior(key, plan).extremes(), month)
    }

    /// Applies the events on an input in one month. The arguments are the least and the greatest value before the
    /// events. Returns the least and the greatest value after the events.
    #[inline(never)]
    pub(super) fn after_events(&self, key: Key, (mut low, mut high): (f64, f64), month: u32) -> (f64, f64) {
        let (min, max) = key.input().bounds;
        let mut reduced = (0.0, 0.0);
        for event in self.events_of(key) {
            let (weight, amounts) = (event.weight(month), event.amount.extremes());
            if weight > 0.0 && event.action == Action::Reduce {
                reduced = (reduced.0 + weight * amounts.0, reduced.1 + weight * amounts.1);
            } else if weight > 0.0 {
                let corner = |value, amount| event.action.apply(value, amount, weight);
                let corners =
                    [corner(low, amounts.0), corner(low, amounts.1), corner(high, amounts.0), corner(high, amounts.1)];
                low = corners.into_iter().fold(f64::INFINITY, f64::min).clamp(min, max);
                high = corners.into_iter().fold(f64::NEG_INFINITY, f64::max).clamp(min, max);
            }
        }
        let left = |value, part: f64| Action::Reduce.apply(value, part.min(REDUCTION_MAX), 1.0).max(min);
        // `Reduce` is allowed only for inputs that are never negative. So the greatest reduction of the least value
        // gives the new least value, and the least reduction of the greatest value gives the new greatest value.
        (low, high) = (left(low, reduced.1), left(high, reduced.0));
        (low, high)
    }
}

impl Index<Key> for CheckedScenario {
    type Output = Prior;

    fn index(&self, key: Key) -> &Prior {
        &self.priors[key as usize]
    }
}

impl CheckedStudy {
    /// Makes a checked study. Only [`Study::check`] calls this function, after it has found no error.
    pub(super) fn new(source: &Study, copula: Copula, scenarios: Vec<CheckedScenario>) -> Self {
        Self { source: source.clone(), copula, scenarios }
    }
}

#[cfg(test)]
mod tests {
    use super::super::line_style::LineStyle;
    use super::super::presets;
    use super::*;

    #[test]
    fn medians_make_every_input_exact() {
        let study = presets::leaky_bucket().check().unwrap();
        assert!(study.has_ranges() && !study.at_medians().has_ranges());
        assert_eq!(study.at_medians(), study.at_medians().source().check().unwrap());
    }

    #[test]
    fn colours_and_names_change_no_future() {
        let plain = presets::leaky_bucket();
        let mut other = Study { title: "Another".into(), currency: "DKK".into(), ..plain.clone() };
        for (at, scenario) in (0..).zip(&mut other.scenarios) {
            scenario.name.push('!');
            (scenario.color, scenario.line, scenario.hidden) = (7 - at, LineStyle::Dotted, at == 1);
        }
        let (plain, other) = (plain.check().unwrap(), other.check().unwrap());
        assert!(plain.has_same_settings(&other));
        assert_eq!(plain.scenarios(), other.scenarios());
        assert!(plain.has_same_futures(&other) && !plain.has_same_futures(&plain.at_medians()));
    }
}
