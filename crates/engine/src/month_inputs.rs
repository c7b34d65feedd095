//! The inputs of one scenario in one month: one value for each run, with the effects of events applied.

use super::elementary::{at_least, at_most};
use holdfast_scenario::input::REDUCTION_MAX;
use holdfast_scenario::{Action, CheckedEvent, CheckedScenario, Key, Prior};

/// An input, or the amount of an event. If its value is a range, it is random: it is drawn once for each run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum RandomInput {
    /// An input of a scenario.
    Input(Key),
    /// The amount of an event, named by the event's [`draw_index`](CheckedEvent::draw_index). Events with the same
    /// index use the same random numbers.
    EventAmount(u32),
}

/// The values of all inputs in one month, with one value for each of `N` runs. `values` has one array for each input of
/// the scenario. If a plan has its own value of an input, `values` has an additional array for this plan and input.
pub struct MonthInputs<const N: usize> {
    values: Vec<[f64; N]>,
    /// For each plan and each input of [`Key::PER_PLAN`], the index in `values` of the array that the plan uses.
    slots: Vec<[usize; Key::PER_PLAN.len()]>,
    changed_inputs: Vec<ChangedInput<N>>,
}

/// An input that is changed by events: its values before the events, and the events with their amounts.
struct ChangedInput<const N: usize> {
    slot: usize,
    bounds: (f64, f64),
    base: [f64; N],
    events: Vec<(CheckedEvent, [f64; N])>,
}

impl<const N: usize> MonthInputs<N> {
    /// Makes the inputs, with no event applied yet. `draw` returns the `N` values of one input or of one event's
    /// amount. If a plan has its own range for an input, `draw` gets the same [`RandomInput`] for it as for the
    /// scenario's range. So both are drawn from the same random numbers.
    pub fn new(scenario: &CheckedScenario, mut draw: impl FnMut(&Prior, RandomInput) -> [f64; N]) -> Self {
        Self::from_draws(scenario, &mut draw)
    }

    /// Does the work of [`Self::new`]. The closure is a trait object and not a generic parameter, so that this function
    /// is compiled once for each `N` and not once for each closure.
    fn from_draws(scenario: &CheckedScenario, draw: &mut dyn FnMut(&Prior, RandomInput) -> [f64; N]) -> Self {
        let mut values: Vec<[f64; N]> =
            Key::ALL.iter().map(|&key| draw(&scenario[key], RandomInput::Input(key))).collect();
        let mut keys: Vec<Key> = Key::ALL.to_vec();
        let mut slots = Vec::new();
        for plan in 0..scenario.plans().len() {
            slots.push(Key::PER_PLAN.map(|key| match scenario.own_prior(key, plan) {
                None => key as usize,
                Some(prior) => {
                    values.push(draw(prior, RandomInput::Input(key)));
                    keys.push(key);
                    values.len() - 1
                }
            }));
        }
        let changed_inputs = (0..values.len()).filter_map(|slot| {
            let events = scenario.events_of(keys[slot]).cloned();
            let events: Vec<_> = events
                .map(|event| {
                    let amount = draw(&event.amount, RandomInput::EventAmount(event.draw_index));
                    (event, amount)
                })
                .collect();
            let bounds = keys[slot].input().bounds;
            (!events.is_empty()).then(|| ChangedInput { slot, bounds, base: values[slot], events })
        });
        let changed_inputs = changed_inputs.collect();
        Self { values, slots, changed_inputs }
    }

    /// Makes the inputs, with no event applied yet. Every range is replaced by its median.
    pub fn at_medians(scenario: &CheckedScenario) -> Self {
        Self::new(scenario, |prior, _| [prior.median(); N])
    }

    /// Sets the inputs to their values in `month`, with the events of this month applied. `month` is at least 1.
    pub fn update(&mut self, month: u32) {
        for ChangedInput { slot, bounds, base, events } in &self.changed_inputs {
            let mut value = *base;
            change(&mut value, events, month, *bounds);
            self.values[*slot] = value;
        }
    }

    /// The values of an input of the scenario, one for each run.
    #[inline(always)]
    pub fn of(&self, key: Key) -> &[f64; N] {
        &self.values[key as usize]
    }

    /// The values of an input for one plan. If the plan has no values of its own for this input, the result is the
    /// scenario's values.
    pub fn of_plan(&self, key: Key, plan: usize) -> &[f64; N] {
        let own = Key::PER_PLAN.iter().position(|&known| known == key);
        &self.values[own.map_or(key as usize, |at| self.slots[plan][at])]
    }

    /// Applies to `hazard` the events that change the input churn. It is called for hazards that are computed from a
    /// survival curve or a table. Hazards that are read from the input churn already contain these events.
    pub fn change_hazard(&self, hazard: &mut [f64; N], month: u32) {
        for ChangedInput { slot, bounds, events, .. } in &self.changed_inputs {
            if *slot == Key::Churn as usize {
                change(hazard, events, month, *bounds);
            }
        }
    }
}

/// Applies `events` to the values of one input in `month`. The events must be in the order in which they are applied,
/// so reductions are last. The amounts of all reductions are added up, and the sum is applied once. `min` and `max` are
/// the bounds of the input.
fn change<const N: usize>(
    value: &mut [f64; N],
    events: &[(CheckedEvent, [f64; N])],
    month: u32,
    (min, max): (f64, f64),
) {
    let (rest, reducing) = events.split_at(events.partition_point(|(event, _)| event.action < Action::Reduce));
    for (event, amounts) in rest {
        let weight = event.weight(month);
        if weight > 0.0 {
            for i in 0..N {
                value[i] = at_most(at_least(event.action.apply(value[i], amounts[i], weight), min), max);
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
        value[i] = at_least(Action::Reduce.apply(value[i], at_most(reduced[i], REDUCTION_MAX), 1.0), min);
    }
}
