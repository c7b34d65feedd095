//! The best set and order of cards under a budget, by the expected path.
//!
//! So much money comes in every month and is saved until it is spent; at no month may the cards have cost more than has come
//! in. They start one after another, each as soon as the money allows. What counts is the cash at the horizon. The search is
//! greedy, then adds, leaves out, moves and exchanges cards as long as that helps: a very good plan, not provably the best.

use super::cards::without;
use super::variant::study_of;
use holdfast_engine::{Expected, Quantity, expected};
use holdfast_scenario::playbook::{CARDS, events};
use holdfast_scenario::{Action, CheckedStudy, Estimate, Event, Key, Scenario};

/// A card, and when it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// An index into [`CARDS`].
    pub card: usize,
    pub from_month: u32,
}

impl Start {
    /// Some of them as plain numbers: see [`Self::decode`].
    pub fn encode(starts: &[Self]) -> Vec<f64> {
        starts.iter().flat_map(|start| [start.card as f64, f64::from(start.from_month)]).collect()
    }

    /// What [`Self::encode`] wrote; `None` where the numbers are not such.
    pub fn decode(words: &[f64]) -> Option<Vec<Self>> {
        let (pairs, []) = words.as_chunks::<2>() else { return None };
        let start = |&[card, month]: &[f64; 2]| {
            let card = card as usize;
            (card < CARDS.len()).then_some(Self { card, from_month: month as u32 })
        };
        pairs.iter().map(start).collect()
    }

    /// The events of the card in a scenario: its own where it plays the card already, else those of the table.
    pub fn events(self, scenario: &Scenario) -> Vec<Event> {
        let mine = scenario.events.iter().filter(|event| event.card == Some(self.card));
        let mut all: Vec<Event> = mine.cloned().collect();
        if all.is_empty() {
            all = events(self.card, scenario.survival, 1);
        }
        let first = all.iter().map(|event| event.from_month).min().unwrap_or(1);
        // An event as typed may end before it begins.
        let moved = |month: u64| (month + u64::from(self.from_month)).saturating_sub(first);
        for event in &mut all {
            event.until_month = event.until_month.map(moved);
            event.from_month = moved(event.from_month);
        }
        all
    }
}

/// A scenario with these cards in place of all that it plays.
pub fn played(scenario: &Scenario, starts: &[Start]) -> Scenario {
    beside(without(scenario, |event| event.card.is_some()), scenario, starts)
}

/// A scenario with cards of another added to it.
fn beside(mut scenario: Scenario, typed: &Scenario, starts: &[Start]) -> Scenario {
    scenario.events.extend(starts.iter().flat_map(|start| start.events(typed)));
    scenario
}

/// Orders that the second part of the search tries at most.
const TRIES: usize = 2500;

/// The plan for a study's one scenario with so much money a month; cards that it plays already may be left out.
pub fn best(study: &CheckedStudy, budget: f64) -> Vec<Start> {
    let Some(typed) = study.source().scenarios.first() else { return Vec::new() };
    let bare = without(typed, |event| event.card.is_some());
    Search::new(study, typed, bare, budget, 1).best(&(0..CARDS.len()).collect::<Vec<_>>())
}

/// The plan of cards that keep customers, beside those that the scenario plays already, with so much money a month from a
/// month on.
pub fn retaining(study: &CheckedStudy, budget: f64, from_month: u32) -> Vec<Start> {
    let Some(typed) = study.source().scenarios.first() else { return Vec::new() };
    let is_played = |card: usize| typed.events.iter().any(|event| event.card == Some(card));
    let cards: Vec<usize> = (0..CARDS.len()).filter(|&card| CARDS[card].retains() && !is_played(card)).collect();
    Search::new(study, typed, typed.clone(), budget, from_month).best(&cards)
}

/// Every order with one card less, moved to another place, exchanged for another, and with one more.
fn variants(order: &[usize], cards: &[usize]) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    for from in 0..order.len() {
        let mut rest = order.to_vec();
        let card = rest.remove(from);
        for to in (0..order.len()).filter(|&to| to != from) {
            let mut moved = rest.clone();
            moved.insert(to, card);
            all.push(moved);
        }
        for &other in cards.iter().filter(|other| !order.contains(other)) {
            let mut exchanged = order.to_vec();
            exchanged[from] = other;
            all.push(exchanged);
        }
        all.push(rest);
    }
    for &card in cards.iter().filter(|card| !order.contains(card)) {
        for at in 0..=order.len() {
            let mut more = order.to_vec();
            more.insert(at, card);
            all.push(more);
        }
    }
    all
}

struct Search<'a> {
    study: &'a CheckedStudy,
    typed: &'a Scenario,
    /// What the cards are added to.
    bare: Scenario,
    budget: f64,
    /// The month that the first money comes in.
    from_month: u32,
    horizon: u32,
}

/// Cards that are played, and what they come to.
#[derive(Clone)]
struct Played {
    starts: Vec<Start>,
    path: Expected,
    /// At the horizon.
    cash: f64,
}

impl Played {
    fn better(self, other: Self) -> Self {
        if other.cash > self.cash { other } else { self }
    }
}

impl<'a> Search<'a> {
    fn new(study: &'a CheckedStudy, typed: &'a Scenario, bare: Scenario, budget: f64, from_month: u32) -> Self {
        Self { study, typed, bare, budget, from_month, horizon: study.horizon_months() as u32 }
    }

    /// The best plan with these cards alone.
    fn best(&self, cards: &[usize]) -> Vec<Start> {
        let Some(none) = self.begin() else { return Vec::new() };
        let mut plan = none.clone();
        while let Some(better) = cards.iter().filter_map(|&card| self.with(&plan, card)).reduce(Played::better) {
            if better.cash <= plan.cash {
                break;
            }
            plan = better;
        }
        let mut tried: Vec<Vec<usize>> = Vec::new();
        'better: loop {
            let order: Vec<usize> = plan.starts.iter().map(|start| start.card).collect();
            // What a variant shares with the plan need not be played again.
            let mut begun = vec![none.clone()];
            for &card in &order {
                begun.extend(self.with(&begun[begun.len() - 1], card));
            }
            for variant in variants(&order, cards) {
                if tried.len() >= TRIES {
                    break 'better;
                }
                let shared = variant.iter().zip(&order).take_while(|(one, other)| one == other).count();
                let is_new = !tried.contains(&variant);
                if is_new {
                    tried.push(variant.clone());
                }
                let better = begun.get(shared).filter(|_| is_new).map(|begun| self.play(begun, &variant[shared..]));
                if let Some(better) = better.filter(|other| other.cash > plan.cash) {
                    plan = better;
                    continue 'better;
                }
            }
            break;
        }
        plan.starts
    }

    /// No card.
    fn begin(&self) -> Option<Played> {
        self.played(Vec::new())
    }

    fn played(&self, starts: Vec<Start>) -> Option<Played> {
        let study = study_of(self.study, vec![beside(self.bare.clone(), self.typed, &starts)], self.horizon)?;
        let path = expected(&study.scenarios()[0], self.horizon as usize);
        let cash = path[Quantity::Cash][self.horizon as usize];
        Some(Played { starts, path, cash })
    }

    /// More cards, in this order; those that do not fit any more are left out.
    fn play(&self, begun: &Played, order: &[usize]) -> Played {
        order.iter().fold(begun.clone(), |plan, &card| self.with(&plan, card).unwrap_or(plan))
    }

    /// One card more, no sooner than the last one, as soon as the money allows; `None` where it never does, or the card is
    /// played already.
    fn with(&self, plan: &Played, card: usize) -> Option<Played> {
        if plan.starts.iter().any(|start| start.card == card) {
            return None;
        }
        let mut from_month = plan.starts.last().map_or(self.from_month, |last| last.from_month);
        loop {
            // By the customers of the plan so far, to find the month; then by those whom the card brings.
            from_month = (from_month..=self.horizon).find(|&month| {
                let starts = [&plan.starts[..], &[Start { card, from_month: month }]].concat();
                self.is_paid_for(&starts, &plan.path)
            })?;
            let played = self.played([&plan.starts[..], &[Start { card, from_month }]].concat())?;
            if self.is_paid_for(&played.starts, &played.path) {
                return Some(played);
            }
            from_month += 1;
        }
    }

    /// Whether at no month the cards have cost more than has come in.
    fn is_paid_for(&self, starts: &[Start], path: &Expected) -> bool {
        let costs: Vec<Event> = starts.iter().flat_map(|start| start.events(self.typed)).collect();
        let mut spent = 0.0;
        (self.from_month..=self.horizon).all(|month| {
            // What a card costs is added; what else an amount of the user's own does to costs is no money spent on it.
            let added = |event: &&Event| event.action == Action::Add && is_in(event, month);
            for event in costs.iter().filter(added) {
                spent += match event.input {
                    Key::FixedCosts => middle(event.value),
                    Key::RetentionCost => middle(event.value) * path[Quantity::Customers][month as usize],
                    _ => 0.0,
                };
            }
            spent <= self.budget * f64::from(month - self.from_month + 1) * (1.0 + 1e-9)
        })
    }
}

fn is_in(event: &Event, month: u32) -> bool {
    let month = u64::from(month);
    month >= event.from_month && event.until_month.is_none_or(|until| month <= until)
}

/// What a cost is taken for: of a range, the middle.
fn middle(value: Estimate) -> f64 {
    match value {
        Estimate::Exact(value) => value,
        Estimate::Range { low, high } => 0.5 * (low + high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::{Study, presets};

    fn alone(study: Study) -> CheckedStudy {
        Study { scenarios: study.scenarios[..1].to_vec(), ..study }.check().unwrap()
    }

    /// Every order of every subset.
    fn orders(cards: &[usize]) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for (at, &card) in cards.iter().enumerate() {
            let rest = [&cards[..at], &cards[at + 1..]].concat();
            all.extend(orders(&rest).into_iter().map(|order| [&[card][..], &order].concat()));
        }
        all
    }

    #[test]
    fn the_search_finds_what_trying_everything_finds() {
        for (at, study) in [presets::leaky_bucket(), presets::calm_dunning(), presets::runway()].into_iter().enumerate()
        {
            let study = alone(study);
            for (budget, cards) in [
                (500.0, [1, 3, 5, 7]),
                (1500.0, [5, 6, 8, 11]),
                (4000.0, [2, 7, 9, 13]),
                (300.0, [10, 11, 14, 15]),
                (2500.0, [0, 3, 8, 12]),
            ] {
                let typed = &study.source().scenarios[0];
                let search = Search::new(&study, typed, typed.clone(), budget, 1);
                let none = search.begin().unwrap();
                let most = orders(&cards).iter().map(|order| search.play(&none, order)).reduce(Played::better).unwrap();
                let plan = search.played(search.best(&cards)).unwrap();
                assert!(search.is_paid_for(&plan.starts, &plan.path));
                let (gain, possible) = (plan.cash - none.cash, most.cash - none.cash);
                let is_best = gain >= possible * (1.0 - 1e-9) && gain <= possible * (1.0 + 1e-9);
                assert!(is_best, "{at} {budget}: {gain} of {possible}");
            }
        }
    }

    /// With all cards, against going on until no neighbour of the plan is better, from greedy plans that begin with each
    /// card.
    #[test]
    fn no_plan_nearby_is_much_better() {
        for (study, budget) in [(presets::runway(), 1500.0), (presets::calm_dunning(), 700.0)] {
            let study = alone(study);
            let typed = &study.source().scenarios[0];
            let search = Search::new(&study, typed, typed.clone(), budget, 1);
            let cards: Vec<usize> = (0..CARDS.len()).collect();
            let none = search.begin().unwrap();
            let plan = search.played(search.best(&cards)).unwrap();
            let others = cards.iter().map(|&first| {
                let mut plan = search.play(&none, &[first]);
                loop {
                    let order: Vec<usize> = plan.starts.iter().map(|start| start.card).collect();
                    let next = cards.iter().filter_map(|&card| search.with(&plan, card)).reduce(Played::better);
                    match next.filter(|next| next.cash > plan.cash && next.starts.len() > order.len()) {
                        Some(next) => plan = next,
                        None => break plan.cash,
                    }
                }
            });
            let most = others.fold(f64::NEG_INFINITY, f64::max);
            let (gain, other) = (plan.cash - none.cash, most - none.cash);
            println!("{budget}: {gain:.0}, greedy from each card {other:.0}");
            assert!(gain >= other, "{budget}: {gain} {other}");
        }
    }

    #[test]
    fn no_money_plays_what_costs_nothing() {
        let study = alone(presets::leaky_bucket());
        for start in best(&study, 0.0) {
            assert_eq!(
                CARDS[start.card].cost,
                holdfast_scenario::playbook::Cost { once: 0.0, monthly: 0.0, per_customer: 0.0 }
            );
        }
        assert!(!best(&study, 5000.0).is_empty());
    }

    #[test]
    fn a_card_moves_as_a_whole_even_where_it_ends_before_it_begins() {
        let mut scenario =
            Scenario { events: events(4, holdfast_scenario::Survival::Constant, 7), ..Scenario::default() };
        scenario.events[0].until_month = Some(1);
        let moved = Start { card: 4, from_month: 2 }.events(&scenario);
        let months: Vec<_> = moved.iter().map(|event| (event.from_month, event.until_month)).collect();
        assert_eq!(months, [(2, Some(0)), (2, Some(4))]);
    }

    #[test]
    fn plans_cross_unchanged() {
        let starts = [Start { card: 3, from_month: 7 }, Start { card: 0, from_month: 240 }];
        assert_eq!(Start::decode(&Start::encode(&starts)).as_deref(), Some(&starts[..]));
        assert_eq!(Start::decode(&[CARDS.len() as f64, 1.0]), None);
        assert_eq!(Start::decode(&[1.0]), None);
    }
}
