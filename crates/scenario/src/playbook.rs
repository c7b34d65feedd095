//! The playbook of cards: makes the events that a card adds to a scenario, and finds the source of an event's amount.

use super::action::Action;
pub use super::cards::{CARDS, Card, Cost, Effect, Origin};
use super::estimate::Estimate::{Exact, Range};
use super::event::Event;
use super::input::Key;
use super::survival::Survival;

/// Returns the events that a card adds to a scenario: first its effects, then its costs. `card` is the index into
/// [`CARDS`], `curve` is the scenario's survival curve, and `from_month` is the first month with an effect. Returns no
/// events if there is no such card.
///
/// Some curves do not use the input early churn. For such a curve, an effect on early churn is replaced by an effect on
/// churn, which applies to customers of all ages. The new effect is half as large. The half is an assumption.
pub fn events(card: usize, curve: Survival, from_month: u64) -> Vec<Event> {
    let Some(Card { effects, ramp_months, cost, .. }) = CARDS.get(card) else { return Vec::new() };
    let until = |months: u64| from_month + months - 1;
    let from_effect = |change: &Effect| {
        let is_early = change.input == Key::EarlyChurn && !curve.responds_to_events_on(Key::EarlyChurn);
        let (low, high) = change.amount;
        // Half of an effect is the mean of its factor and 1, because the factor 1 changes nothing.
        let amount = |factor: f64| if is_early { 0.5 * (1.0 + factor) } else { factor };
        Event {
            input: if is_early { Key::Churn } else { change.input },
            from_month,
            ramp_months: *ramp_months,
            until_month: change.months.map(until),
            action: change.action,
            value: Range { low: amount(low), high: amount(high) },
            card: Some(card),
        }
    };
    let costs = [
        (Key::FixedCosts, cost.once, Some(from_month)),
        (Key::FixedCosts, cost.monthly, None),
        (Key::RetentionCost, cost.per_customer, None),
    ];
    let from_cost = |(input, amount, until_month)| Event {
        until_month,
        value: Exact(amount),
        card: Some(card),
        ..Event::neutral(input, Action::Add, from_month, Exact(0.0))
    };
    let costs = costs.into_iter().filter(|(_, amount, _)| *amount > 0.0).map(from_cost);
    effects.iter().map(from_effect).chain(costs).collect()
}

/// Returns the source of the amount of a card's event. Returns `None` if the event does not belong to a card, or if the
/// user has changed the event's input, action or amount.
pub fn origin(event: &Event) -> Option<Origin> {
    let index = event.card?;
    let is_it = |known: &Event| (known.input, known.action, known.value) == (event.input, event.action, event.value);
    // A card's events depend on the survival curve, and the user may have changed the curve since adding the card. So
    // the event is compared with the card's events for every curve.
    if !Survival::ALL.into_iter().any(|curve| events(index, curve, 1).iter().any(is_it)) {
        return None;
    }
    let change =
        CARDS.get(index)?.effects.iter().find(|change| (change.input, change.action) == (event.input, event.action));
    // An event that is not in the card's list of effects is a cost or a halved effect. Both are assumptions.
    Some(change.map_or(Origin::Assumption, |change| change.origin))
}

#[cfg(test)]
mod tests {
    use super::super::presets;
    use super::super::study::Study;
    use super::*;

    #[test]
    fn every_card_passes_the_checks_with_every_curve() {
        for (card, Card { name, effects, .. }) in CARDS.iter().enumerate() {
            for curve in Survival::ALL {
                let mut study = presets::leaky_bucket();
                for scenario in &mut study.scenarios {
                    scenario.survival = curve;
                    scenario.retention = vec![0.9, 0.95];
                    scenario.events = events(card, curve, 7);
                    assert!(scenario.events.iter().all(|event| curve.responds_to_events_on(event.input)), "{name}");
                }
                assert!(study.check().is_ok(), "{name} {curve:?}: {:?}", study.check().err());
            }
            for change in *effects {
                assert!(change.amount.0 < change.amount.1 && change.action.applies_to(change.input.input()), "{name}");
                assert!(change.origin.ceiling().is_none_or(|most| change.amount.1 <= most), "{name}");
            }
        }
    }

    #[test]
    fn all_cards_fit_into_one_scenario() {
        let mut study: Study = presets::leaky_bucket();
        study.scenarios[0].events =
            (0..CARDS.len()).flat_map(|card| events(card, Survival::Constant, card as u64 + 1)).collect();
        assert!(study.check().is_ok(), "{:?}", study.check().err());
    }

    #[test]
    fn an_amount_has_the_origin_of_its_effect_until_it_is_changed() {
        for (card, Card { effects, .. }) in CARDS.iter().enumerate() {
            for curve in Survival::ALL {
                let events = events(card, curve, 4);
                let found: Vec<_> = events.iter().take(effects.len()).map(origin).collect();
                let table: Vec<_> = effects.iter().map(|change| Some(change.origin)).collect();
                assert_eq!(found, table);
                assert!(events.iter().skip(effects.len()).all(|cost| origin(cost) == Some(Origin::Assumption)));
                for event in events {
                    assert_eq!(origin(&Event { value: Exact(0.123), ..event.clone() }), None);
                    assert_eq!(origin(&Event { card: None, ..event }), None);
                }
            }
        }
    }

    #[test]
    fn an_amount_above_what_its_source_allows_is_refused() {
        let mut study = presets::leaky_bucket();
        let card = CARDS.iter().position(|card| card.name == "cancel_flow").unwrap();
        study.scenarios[0].events = events(card, Survival::Constant, 1);
        study.scenarios[0].events[0].value = Exact(0.31);
        let errors = study.check().unwrap_err();
        assert_eq!(errors[0].path.to_string(), "scenarios[0].events[0].value");
        study.scenarios[0].events[0].card = None;
        assert!(study.check().is_ok());
    }
}
