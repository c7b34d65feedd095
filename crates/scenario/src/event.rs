//! Events: changes of an input over time, for example when a company starts a technique for keeping customers.

use super::action::Action;
use super::cards::CARDS;
use super::estimate::{Estimate, Prior};
use super::input::{EVENTS_MAX, Key, Stage};
use super::unit::Unit;

/// A change of one input from a certain month on.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The input that changes.
    pub input: Key,
    /// The first month with an effect, 1 or later.
    pub from_month: u64,
    /// The number of months in which the effect grows and is not yet complete. 0 means that it is complete at once.
    pub ramp_months: u64,
    /// The last month with an effect; `None` means that the effect does not end.
    pub until_month: Option<u64>,
    /// The way in which the input changes.
    pub action: Action,
    /// The amount, for example the number that is added or the factor. If it is a range, each run draws one amount.
    pub value: Estimate,
    /// The card to which the event belongs, as an index into [`CARDS`](super::playbook::CARDS); `None` without a card.
    pub card: Option<usize>,
}

impl Event {
    /// Makes an event that has no effect until the user changes its amount. `now` is the input's present estimate.
    pub fn neutral(input: Key, action: Action, from_month: u64, now: Estimate) -> Self {
        let value = match action {
            Action::Set => now,
            Action::Add | Action::Combine | Action::Reduce => Estimate::Exact(0.0),
            Action::Multiply => Estimate::Exact(1.0),
        };
        Self { input, from_month, ramp_months: 0, until_month: None, action, value, card: None }
    }

    /// The least and the greatest allowed amount. They depend on the action. If the event belongs to a card whose
    /// source gives an upper limit, that limit is the greatest amount.
    pub fn bounds(&self) -> (f64, f64) {
        let (min, max) = self.action.bounds(self.input.input());
        let ceiling = self.card.and_then(|card| CARDS.get(card)?.ceiling(self.input, self.action));
        (min, ceiling.unwrap_or(max))
    }

    /// The unit of the amount.
    pub fn unit(&self) -> Unit {
        match self.action {
            Action::Set | Action::Add => self.input.input().unit,
            Action::Multiply => Unit::Ratio,
            Action::Combine | Action::Reduce => Unit::Share,
        }
    }
}

/// An event that has passed validation, with the distribution of its amount.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedEvent {
    /// The input that changes.
    pub input: Key,
    /// The way in which the input changes.
    pub action: Action,
    /// The distribution of the amount.
    pub amount: Prior,
    /// The index of the event in the unchecked scenario's list of events.
    pub index: u32,
    /// The index of the random number from which the amount is drawn.
    /// - Event without a card: the index of the event in the list of all events without a card.
    /// - Event of a card: an index computed from the card and the stage of the input. So all effects of the card on
    ///   this stage are strong together or weak together, in every scenario.
    ///
    /// If a card is added, the other events keep their random numbers.
    pub draw_index: u32,
    from_month: u64,
    ramp_months: u64,
    until_month: u64,
}

impl CheckedEvent {
    /// Makes a checked event. The caller must have checked `event`, which is at `index` in the scenario's list of
    /// events. `own` is the number of events without a card before it.
    pub(super) fn new(event: &Event, index: u32, own: u32) -> Self {
        let input = event.input.input();
        let of_card = |card: usize| EVENTS_MAX + card * Stage::ALL.len() + input.stage as usize;
        Self {
            draw_index: event.card.map_or(own, |card| of_card(card) as u32),
            input: event.input,
            action: event.action,
            amount: Prior::within(event.action.support(input), event.bounds(), event.value),
            index,
            from_month: event.from_month,
            ramp_months: event.ramp_months,
            until_month: event.until_month.unwrap_or(u64::MAX),
        }
    }

    /// The share of the effect that is reached in a month, 0 to 1. Let n be the number of months of the ramp. Then the
    /// share is (i + 1)/(n + 1), but at most 1, in the month that is i months after the first month with an effect.
    pub fn weight(&self, month: u32) -> f64 {
        let month = u64::from(month);
        if month < self.from_month || month > self.until_month {
            return 0.0;
        }
        let part = (month - self.from_month + 1) as f64 / (self.ramp_months + 1) as f64;
        part.min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramps_rise_evenly_and_end() {
        let event = Event {
            input: Key::Churn,
            from_month: 6,
            ramp_months: 3,
            until_month: Some(12),
            action: Action::Multiply,
            value: Estimate::Exact(0.5),
            card: None,
        };
        let checked = CheckedEvent::new(&event, 0, 0);
        let weights: Vec<f64> = (4..=14).map(|month| checked.weight(month)).collect();
        assert_eq!(weights, [0.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
        let at_once = CheckedEvent::new(&Event { ramp_months: 0, until_month: None, ..event }, 0, 0);
        assert_eq!((at_once.weight(5), at_once.weight(6), at_once.weight(240)), (0.0, 1.0, 1.0));
    }
}
