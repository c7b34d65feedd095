//! The playbook: techniques of keeping customers, each a card that adds events to a scenario.
//!
//! Which inputs a technique moves is what its sources say (the five articles behind this project, by their tags). How much,
//! at what cost and how soon they rarely say: all such figures are assumptions, but for those with a source of their own.
//! Cards compose by what their events do: hazards multiply, chances to save or to recover combine to 1 − ∏(1 − s), and
//! answers to different reasons for leaving add up, each within what its source gives for its reason.

use super::estimate::Estimate::{Exact, Range};
use super::event::{Action, Event};
use super::input::{Key, Stage};
use super::study::Survival;

/// A technique.
#[derive(Debug, PartialEq)]
pub struct Card {
    /// snake_case: its name in study files and the stem of its text ids.
    pub name: &'static str,
    /// Tags of the articles that tell of it.
    pub sources: &'static [&'static str],
    pub moves: &'static [Move],
    /// How many months have only a part of the effect.
    pub ramp_months: u64,
    /// In the study's currency: at the start, each month, and each month for each customer. Assumptions.
    pub cost: Cost,
}

/// What a technique does to an input.
#[derive(Debug, PartialEq)]
pub struct Move {
    pub input: Key,
    pub action: Action,
    /// Nine times in ten the amount lies between these.
    pub amount: (f64, f64),
    pub origin: Origin,
    /// How many months it lasts; `None` means for good.
    pub months: Option<u64>,
}

/// Where an amount comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// Ours, chosen to be plausible.
    Assumption,
    /// Ours, but a source says what it can be at most: the article's tag.
    Below(f64, &'static str),
    /// Follows from the figures of this article, which tells of what goes together, not of what causes what, and from an
    /// assumption of ours about how many customers it reaches.
    Article(&'static str),
}

/// What a technique costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    pub once: f64,
    pub monthly: f64,
    pub per_customer: f64,
}

/// Declares the cards.
macro_rules! cards {
    ($($name:literal [$($source:literal)*] ramp $ramp:literal, cost $once:literal $monthly:literal $each:literal {
        $($input:ident $action:ident $low:literal..=$high:literal $origin:ident $(($($about:tt)*))? $(for $months:literal)?,)*
    })*) => {
        &[$(Card {
            name: $name,
            sources: &[$($source),*],
            moves: &[$(Move {
                input: Key::$input,
                action: Action::$action,
                amount: ($low, $high),
                origin: Origin::$origin $(($($about)*))?,
                months: [$(Some($months),)? None][0],
            }),*],
            ramp_months: $ramp,
            cost: Cost { once: $once, monthly: $monthly, per_customer: $each },
        }),*]
    };
}

/// The cards, in the order of a customer's life.
pub const CARDS: &[Card] = cards! {
    "reuse_content" ["000"] ramp 6, cost 0.0 300.0 0.0 {
        TrialsStart Multiply 1.02..=1.08 Assumption,
        TrialsStep Multiply 1.02..=1.08 Assumption,
        EarlyChurn Multiply 0.92..=0.98 Assumption,
    }
    "onboarding" ["002"] ramp 3, cost 5000.0 1000.0 0.0 {
        EarlyChurn Multiply 0.6..=0.9 Assumption,
    }
    "founder_support" ["000"] ramp 1, cost 0.0 500.0 0.0 {
        EarlyChurn Multiply 0.8..=0.95 Assumption,
    }
    // A second product goes with 20 points more of the 30% that are left after 24 months: of those who take it, hazards of
    // 2.85% instead of 4.89% a month, a factor of 0.58. Here some 7% to 28% of customers do.
    "upsell" ["002"] ramp 6, cost 0.0 1000.0 0.0 {
        Churn Multiply 0.88..=0.97 Article("002"),
        Expansion Add 0.002..=0.008 Assumption,
    }
    "price_change" ["000"] ramp 0, cost 0.0 0.0 0.0 {
        Price Multiply 1.05..=1.15 Assumption,
        Churn Multiply 1.1..=1.3 Assumption for 3,
    }
    "surveys" ["000" "001"] ramp 3, cost 0.0 100.0 0.0 {
        Churn Multiply 0.93..=0.98 Assumption,
    }
    "ship_requests" ["000"] ramp 6, cost 0.0 1000.0 0.0 {
        Churn Multiply 0.92..=0.98 Assumption,
    }
    // 68% of those who leave feel that nobody cares, 14% are unhappy with product or service: different reasons.
    "show_care" ["001" "004"] ramp 6, cost 0.0 0.0 0.5 {
        Churn Reduce 0.03..=0.12 Below(0.68, "001"),
    }
    "fix_product" ["001" "002"] ramp 9, cost 20000.0 0.0 0.0 {
        Churn Reduce 0.02..=0.08 Below(0.14, "001"),
    }
    "loyalty" ["003" "004"] ramp 6, cost 3000.0 0.0 1.0 {
        Churn Multiply 0.9..=0.98 Assumption,
        Expansion Add 0.001..=0.005 Assumption,
    }
    "crm" ["003" "004"] ramp 4, cost 0.0 500.0 0.0 {
        TrialsStart Multiply 1.0..=1.05 Assumption,
        TrialsStep Multiply 1.0..=1.05 Assumption,
        Churn Multiply 0.94..=0.99 Assumption,
    }
    // 15% to 30% leave over a problem that could be solved as they cancel: no more can be saved.
    "cancel_flow" ["003"] ramp 1, cost 3000.0 100.0 0.0 {
        SaveRate Combine 0.05..=0.15 Below(0.3, "003"),
    }
    "pause_plan" ["000"] ramp 1, cost 2000.0 0.0 0.0 {
        PauseShare Combine 0.1..=0.3 Assumption,
        PausedPrice Set 3.0..=7.0 Assumption,
        ResumeRate Set 0.15..=0.35 Assumption,
    }
    "calm_dunning" ["000"] ramp 2, cost 1000.0 50.0 0.0 {
        DunningRecovery Combine 0.3..=0.6 Assumption,
    }
    "win_back" ["003"] ramp 1, cost 1000.0 100.0 0.0 {
        WinBackRate Combine 0.005..=0.02 Assumption,
    }
    "referral" ["004"] ramp 3, cost 0.0 300.0 0.0 {
        ReferralRate Add 0.005..=0.02 Assumption,
    }
};

impl Origin {
    /// What the amount can be at most, where a source says.
    pub fn ceiling(self) -> Option<f64> {
        if let Self::Below(most, _) = self { Some(most) } else { None }
    }
}

impl Card {
    /// Whether it keeps customers or brings them back, and does nothing to win new ones or to charge them more.
    pub fn retains(&self) -> bool {
        let moves = |stages: [Stage; 2]| self.moves.iter().any(|change| stages.contains(&change.input.input().stage));
        moves([Stage::Retain, Stage::Return]) && !moves([Stage::Reach, Stage::Acquire])
    }

    /// What the source allows an event of this card to be at most.
    pub(super) fn ceiling(&self, input: Key, action: Action) -> Option<f64> {
        let is_it = |change: &&Move| change.input == input && change.action == action;
        self.moves.iter().find(is_it).and_then(|change| change.origin.ceiling())
    }
}

/// The events that the card at this place of [`CARDS`] adds to a scenario with this curve: its moves, then its costs.
///
/// A curve without early months has no hazard of its own for them: then half of the effect is on the hazard of every age,
/// which is an assumption too.
pub fn events(card: usize, curve: Survival, from_month: u64) -> Vec<Event> {
    let Some(Card { moves, ramp_months, cost, .. }) = CARDS.get(card) else { return Vec::new() };
    let until = |months: u64| from_month + months - 1;
    let of_move = |change: &Move| {
        let is_early = change.input == Key::EarlyChurn && !curve.heeds(Key::EarlyChurn);
        let (low, high) = change.amount;
        // Half way to what changes nothing.
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
    let of_cost = |(input, amount, until_month)| Event {
        until_month,
        value: Exact(amount),
        card: Some(card),
        ..Event::neutral(input, Action::Add, from_month, Exact(0.0))
    };
    let costs = costs.into_iter().filter(|(_, amount, _)| *amount > 0.0).map(of_cost);
    moves.iter().map(of_move).chain(costs).collect()
}

/// Where the amount of a card's event comes from; `None` where it is the user's own, or the event is of no card.
pub fn origin(event: &Event) -> Option<Origin> {
    let index = event.card?;
    let is_it = |known: &Event| (known.input, known.action, known.value) == (event.input, event.action, event.value);
    // The curve may be another one by now than when the card was played.
    if !Survival::ALL.into_iter().any(|curve| events(index, curve, 1).iter().any(is_it)) {
        return None;
    }
    let change =
        CARDS.get(index)?.moves.iter().find(|change| (change.input, change.action) == (event.input, event.action));
    // What a card costs is assumed, and so is a half of an effect.
    Some(change.map_or(Origin::Assumption, |change| change.origin))
}

#[cfg(test)]
mod tests {
    use super::super::presets;
    use super::super::study::Study;
    use super::*;

    #[test]
    fn every_card_is_sound_with_every_curve() {
        for (card, Card { name, moves, .. }) in CARDS.iter().enumerate() {
            for curve in Survival::ALL {
                let mut study = presets::leaky_bucket();
                for scenario in &mut study.scenarios {
                    scenario.survival = curve;
                    scenario.retention = vec![0.9, 0.95];
                    scenario.events = events(card, curve, 7);
                    assert!(scenario.events.iter().all(|event| curve.heeds(event.input)), "{name}");
                }
                assert!(study.check().is_ok(), "{name} {curve:?}: {:?}", study.check().err());
            }
            for change in *moves {
                assert!(change.amount.0 < change.amount.1 && change.action.suits(change.input.input()), "{name}");
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
    fn an_amount_has_the_origin_of_its_move_until_it_is_changed() {
        for (card, Card { moves, .. }) in CARDS.iter().enumerate() {
            for curve in Survival::ALL {
                let events = events(card, curve, 4);
                let found: Vec<_> = events.iter().take(moves.len()).map(origin).collect();
                let table: Vec<_> = moves.iter().map(|change| Some(change.origin)).collect();
                assert_eq!(found, table);
                assert!(events.iter().skip(moves.len()).all(|cost| origin(cost) == Some(Origin::Assumption)));
                for event in events {
                    assert_eq!(origin(&Event { value: Exact(0.123), ..event.clone() }), None);
                    assert_eq!(origin(&Event { card: None, ..event }), None);
                }
            }
        }
    }

    #[test]
    fn no_amount_passes_what_its_source_allows() {
        let mut study = presets::leaky_bucket();
        let card = CARDS.iter().position(|card| card.name == "cancel_flow").unwrap();
        study.scenarios[0].events = events(card, Survival::Constant, 1);
        study.scenarios[0].events[0].value = Exact(0.31);
        let problems = study.check().unwrap_err();
        assert_eq!(problems[0].place.to_string(), "scenarios[0].events[0].value");
        study.scenarios[0].events[0].card = None;
        assert!(study.check().is_ok());
    }
}
