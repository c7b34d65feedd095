//! The inputs of one scenario in one month: one draw a run, after the events.

use super::stream::{at_least, at_most};
use holdfast_scenario::input::REDUCTION_MAX;
use holdfast_scenario::{Action, CheckedEvent, CheckedScenario, Key, Prior};

/// What a draw is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawable {
    Input(Key),
    /// The amount of the events with this luck.
    Event(u32),
}

/// One lane for each input, and one for each input that a plan has of its own.
pub struct Rates<const N: usize> {
    lanes: Vec<[f64; N]>,
    /// For each plan, where the lanes of [`Key::OF_PLANS`] are.
    slots: Vec<[usize; Key::OF_PLANS.len()]>,
    changing: Vec<Changing<N>>,
}

/// A lane that events change.
struct Changing<const N: usize> {
    slot: usize,
    bounds: (f64, f64),
    base: [f64; N],
    events: Vec<(CheckedEvent, [f64; N])>,
}

impl<const N: usize> Rates<N> {
    /// The inputs before month 1. A plan's own range moves with the scenario's: both are drawn from the same luck.
    pub fn new(scenario: &CheckedScenario, mut draw: impl FnMut(&Prior, Drawable) -> [f64; N]) -> Self {
        Self::drawn(scenario, &mut draw)
    }

    /// The same, compiled once for all who draw.
    fn drawn(scenario: &CheckedScenario, draw: &mut dyn FnMut(&Prior, Drawable) -> [f64; N]) -> Self {
        let mut lanes: Vec<[f64; N]> = Key::ALL.iter().map(|&key| draw(&scenario[key], Drawable::Input(key))).collect();
        let mut keys: Vec<Key> = Key::ALL.to_vec();
        let mut slots = Vec::new();
        for plan in 0..scenario.plans().len() {
            slots.push(Key::OF_PLANS.map(|key| match scenario.own_prior(key, plan) {
                None => key as usize,
                Some(prior) => {
                    lanes.push(draw(prior, Drawable::Input(key)));
                    keys.push(key);
                    lanes.len() - 1
                }
            }));
        }
        let changing = (0..lanes.len()).filter_map(|slot| {
            let events = scenario.events_of(keys[slot]).cloned();
            let events: Vec<_> = events
                .map(|event| {
                    let amount = draw(&event.amount, Drawable::Event(event.luck));
                    (event, amount)
                })
                .collect();
            let bounds = keys[slot].input().bounds;
            (!events.is_empty()).then(|| Changing { slot, bounds, base: lanes[slot], events })
        });
        let changing = changing.collect();
        Self { lanes, slots, changing }
    }

    /// Every input at its median.
    pub fn at_medians(scenario: &CheckedScenario) -> Self {
        Self::new(scenario, |prior, _| [prior.median(); N])
    }

    /// Brings the inputs to a month ≥ 1.
    pub fn update(&mut self, month: u32) {
        for Changing { slot, bounds, base, events } in &self.changing {
            let mut lane = *base;
            change(&mut lane, events, month, *bounds);
            self.lanes[*slot] = lane;
        }
    }

    /// An input of the scenario.
    #[inline(always)]
    pub fn of(&self, key: Key) -> &[f64; N] {
        &self.lanes[key as usize]
    }

    /// An input of a plan: its own, or the scenario's.
    pub fn of_plan(&self, key: Key, plan: usize) -> &[f64; N] {
        let own = Key::OF_PLANS.iter().position(|&known| known == key);
        &self.lanes[own.map_or(key as usize, |at| self.slots[plan][at])]
    }

    /// What the events of churn make of hazards that a curve gives without any churn of its own.
    pub fn change_hazard(&self, hazard: &mut [f64; N], month: u32) {
        for Changing { slot, bounds, events, .. } in &self.changing {
            if *slot == Key::Churn as usize {
                change(hazard, events, month, *bounds);
            }
        }
    }
}

/// What events make of a lane in a month; they come in the order in which they are applied.
fn change<const N: usize>(
    lane: &mut [f64; N],
    events: &[(CheckedEvent, [f64; N])],
    month: u32,
    (min, max): (f64, f64),
) {
    let (rest, reducing) = events.split_at(events.partition_point(|(event, _)| event.action < Action::Reduce));
    for (event, amounts) in rest {
        let weight = event.weight(month);
        if weight > 0.0 {
            for i in 0..N {
                lane[i] = at_most(at_least(event.action.apply(lane[i], amounts[i], weight), min), max);
            }
        }
    }
    if reducing.is_empty() {
        return;
    }
    let mut reduced = [0.0; N];
    for (event, amounts) in reducing {
        let weight = event.weight(month);
        for i in 0..N {
            reduced[i] += weight * amounts[i];
        }
    }
    for i in 0..N {
        lane[i] = at_least(Action::Reduce.apply(lane[i], at_most(reduced[i], REDUCTION_MAX), 1.0), min);
    }
}
