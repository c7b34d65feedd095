//! A schedule of cards: the cards of the playbook that a scenario plays, each with the month from which on it is
//! played.

use super::card_effects::without_events;
use holdfast_scenario::playbook::events;
use holdfast_scenario::{Event, Scenario};

/// A card of the playbook and the month in which it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ScheduledCard {
    /// An index into [`CARDS`](holdfast_scenario::playbook::CARDS).
    pub card: usize,
    /// The first month of the card's first event, at least 1.
    pub from_month: u32,
}

impl ScheduledCard {
    /// The events of the card, moved in time so that the first one starts in [`Self::from_month`]. If `scenario`
    /// already plays the card, these are its own events of the card. Otherwise they are the events of the playbook.
    pub fn events(self, scenario: &Scenario) -> Vec<Event> {
        let own = scenario.events.iter().filter(|event| event.card == Some(self.card));
        let mut all: Vec<Event> = own.cloned().collect();
        if all.is_empty() {
            all = events(self.card, scenario.survival, 1);
        }
        let first = all.iter().map(|event| event.from_month).min().unwrap_or(1);
        // The subtraction saturates at 0, because an event that the user has typed may end before it starts.
        let moved = |month: u64| (month + u64::from(self.from_month)).saturating_sub(first);
        for event in &mut all {
            event.until_month = event.until_month.map(moved);
            event.from_month = moved(event.from_month);
        }
        all
    }
}

/// The scenario without the cards that it plays, and with the cards of this schedule instead.
pub fn with_schedule(scenario: &Scenario, schedule: &[ScheduledCard]) -> Scenario {
    with_cards_added(without_events(scenario, |event| event.card.is_some()), scenario, schedule)
}

/// `base` with the events of a schedule added. If `original` plays a card, its own events of that card are used.
pub fn with_cards_added(mut base: Scenario, original: &Scenario, schedule: &[ScheduledCard]) -> Scenario {
    base.events.extend(schedule.iter().flat_map(|entry| entry.events(original)));
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_events_of_a_card_move_together_even_if_one_ends_before_it_starts() {
        let mut scenario =
            Scenario { events: events(4, holdfast_scenario::Survival::Constant, 7), ..Scenario::default() };
        scenario.events[0].until_month = Some(1);
        let moved = ScheduledCard { card: 4, from_month: 2 }.events(&scenario);
        let months: Vec<_> = moved.iter().map(|event| (event.from_month, event.until_month)).collect();
        assert_eq!(months, [(2, Some(0)), (2, Some(4))]);
    }
}
