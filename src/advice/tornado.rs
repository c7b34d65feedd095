//! How far each input moves an outcome: a tornado chart's numbers, by the expected path at the medians.

use super::outcome::Outcome;
use super::{DUST, sort_down};
use crate::engine::{Drawable, expected};
use crate::scenario::input::Support;
use crate::scenario::{CheckedStudy, Estimate, Key, Scenario, Study, Unit};

/// How far each input moves an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Tornado {
    /// The outcome with every input at its median.
    pub base: f64,
    /// The widest first, of equal ones in the order of the form; those of no effect are left out.
    pub swings: Vec<Swing>,
}

/// What one input does to an outcome, all others at their medians.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    pub driver: Drawable,
    /// The input's low and high value. Of plans with estimates of their own, which move along, the mean by shares.
    pub ends: [f64; 2],
    /// The outcome at each of them; `None` where such a study is not possible.
    pub outcomes: [Option<f64>; 2],
    /// Whether the input is a range, from its 5th to its 95th percentile. An exact one is moved as the form would make it a
    /// range, whole months by one to either side.
    pub is_range: bool,
}

impl Swing {
    /// From the least to the greatest outcome, that at the median among them.
    fn width(&self, base: f64) -> f64 {
        let reached = || self.outcomes.iter().flatten().copied();
        reached().fold(base, f64::max) - reached().fold(base, f64::min)
    }
}

/// Moves every input of a scenario, and every amount of an event that is a range, from its low to its high.
pub fn tornado(study: &CheckedStudy, scenario: usize, outcome: Outcome) -> Tornado {
    let alone = study.alone(scenario);
    let typed = &alone.source().scenarios[0];
    let medians = alone.at_medians();
    let horizon = study.horizon_months();
    let base = outcome.on_path(&expected(&medians.scenarios()[0], horizon));
    let at = |change: &dyn Fn(&mut Scenario)| {
        let mut study: Study = medians.source().clone();
        study.scenarios.iter_mut().for_each(change);
        let checked = study.check().ok()?;
        Some(outcome.on_path(&expected(&checked.scenarios()[0], horizon)))
    };
    let of_inputs = Key::ALL.iter().filter(|&&key| typed.survival.uses(key)).map(|&key| Swing {
        driver: Drawable::Input(key),
        ends: [0, 1].map(|end| mean(typed, key, end)),
        outcomes: [0, 1].map(|end| at(&|scenario| move_input(scenario, typed, key, end))),
        is_range: estimates(typed, key).any(|(_, estimate)| matches!(estimate, Estimate::Range { .. })),
    });
    let of_events = typed.events.iter().enumerate().filter_map(|(index, event)| {
        let Estimate::Range { low, high } = event.value else { return None };
        let outcomes = [low, high].map(|end| at(&|scenario| scenario.events[index].value = Estimate::Exact(end)));
        Some(Swing { driver: Drawable::Event(index as u32), ends: [low, high], outcomes, is_range: true })
    });
    let matters = |swing: &Swing| swing.width(base) > DUST * base.abs() || swing.outcomes.contains(&None);
    let mut swings: Vec<Swing> = of_inputs.chain(of_events).filter(matters).collect();
    sort_down(&mut swings, base, |swing| swing.width(base));
    Tornado { base, swings }
}

/// The low (0) or the high (1) end of a range, or of the range that an exact value would be made.
fn end_of(key: Key, estimate: Estimate, end: usize) -> f64 {
    let input = key.input();
    let (low, high) = match estimate {
        Estimate::Range { low, high } => (low, high),
        Estimate::Exact(value) if input.support == Support::Whole => (value - 1.0, value + 1.0),
        Estimate::Exact(_) => match estimate.toggled(input) {
            Estimate::Range { low, high } => (low, high),
            Estimate::Exact(value) => (value, value),
        },
    };
    let moved = if end == 0 { low } else { high };
    // A count is whole, also where the end of its range is not.
    let moved = if input.unit == Unit::Customers { libm::round(moved) } else { moved };
    moved.clamp(input.bounds.0, input.bounds.1)
}

/// What a scenario's customers have of an input, with their share: by plan where there are any.
fn estimates(typed: &Scenario, key: Key) -> impl Iterator<Item = (f64, Estimate)> {
    let own = Key::OF_PLANS.iter().position(|&known| known == key);
    let common = typed.inputs[key];
    let of_plans = typed.plans.iter().map(move |plan| (plan.share, own.and_then(|at| plan.own[at]).unwrap_or(common)));
    let alone = typed.plans.is_empty().then_some((1.0, common));
    of_plans.chain(alone)
}

/// The end of an input: of plans with estimates of their own the mean by shares.
fn mean(typed: &Scenario, key: Key, end: usize) -> f64 {
    let (mut sum, mut shares) = (0.0, 0.0);
    for (share, estimate) in estimates(typed, key) {
        sum += share * end_of(key, estimate, end);
        shares += share;
    }
    sum / shares
}

/// Moves an input to its end, and with it what plans have of their own.
fn move_input(scenario: &mut Scenario, typed: &Scenario, key: Key, end: usize) {
    let moved = |estimate| Estimate::Exact(end_of(key, estimate, end));
    scenario.inputs[key] = moved(typed.inputs[key]);
    let Some(at) = Key::OF_PLANS.iter().position(|&known| known == key) else { return };
    for (plan, typed) in scenario.plans.iter_mut().zip(&typed.plans) {
        plan.own[at] = typed.own[at].map(moved);
    }
}
