//! The search for the best schedule of cards under a monthly budget, by the expected path.
//!
//! The budget is paid in every month, and money that is not spent is saved. In every month, the total cost of the cards
//! so far must not be greater than the total budget so far. Cards start one after another, each as soon as there is
//! enough money. The best schedule has the most cash at the horizon.
//!
//! The search first adds the best next card as long as cash rises (a greedy search). A local search follows, which
//! adds, removes, moves and exchanges cards as long as cash rises. The result is a good schedule, but need not be the
//! best of all.

use super::card_effects::without_events;
use super::schedule::{ScheduledCard, with_cards_added};
use super::what_if::study_with;
use holdfast_engine::{Expected, Quantity, expected};
use holdfast_scenario::playbook::CARDS;
use holdfast_scenario::{Action, CheckedStudy, Estimate, Event, Key, Scenario};

/// The greatest number of orders of cards that the local search tries.
const ORDERS_MAX: usize = 2500;

/// The best schedule for the first scenario of a study. `budget` is in money per month. The cards that the scenario
/// already plays are treated like all other cards: the schedule may include them or leave them out.
pub fn best_schedule(study: &CheckedStudy, budget: f64) -> Vec<ScheduledCard> {
    let Some(original) = study.source().scenarios.first() else { return Vec::new() };
    let base = without_events(original, |event| event.card.is_some());
    Search::new(study, original, base, budget, 1).best(&(0..CARDS.len()).collect::<Vec<_>>())
}

/// The best schedule of cards that retain customers. `budget` is in money per month and is paid from `from_month` on.
/// The cards that the scenario already plays stay as they are.
pub fn best_retention_schedule(study: &CheckedStudy, budget: f64, from_month: u32) -> Vec<ScheduledCard> {
    let Some(original) = study.source().scenarios.first() else { return Vec::new() };
    let is_played = |card: usize| original.events.iter().any(|event| event.card == Some(card));
    let cards: Vec<usize> = (0..CARDS.len()).filter(|&card| CARDS[card].retains() && !is_played(card)).collect();
    Search::new(study, original, original.clone(), budget, from_month).best(&cards)
}

/// The neighbours of an order of cards. In a neighbour, one card is moved to another place, exchanged for a card that
/// is not in the order, removed, or added.
fn neighbours(order: &[usize], cards: &[usize]) -> Vec<Vec<usize>> {
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

/// The search for one study and budget.
struct Search<'a> {
    study: &'a CheckedStudy,
    original: &'a Scenario,
    /// The scenario to which cards are added.
    base: Scenario,
    /// Money per month.
    budget: f64,
    /// The first month in which the budget is paid.
    from_month: u32,
    horizon_months: u32,
}

/// A schedule with its expected path.
#[derive(Clone)]
struct Candidate {
    schedule: Vec<ScheduledCard>,
    path: Expected,
    /// Cash at the horizon.
    cash: f64,
}

impl Candidate {
    /// The candidate with more cash. It is `self` if both have the same cash.
    fn better(self, other: Self) -> Self {
        if other.cash > self.cash { other } else { self }
    }
}

impl<'a> Search<'a> {
    fn new(study: &'a CheckedStudy, original: &'a Scenario, base: Scenario, budget: f64, from_month: u32) -> Self {
        Self { study, original, base, budget, from_month, horizon_months: study.horizon_months() as u32 }
    }

    /// The best schedule that the search finds for these cards.
    fn best(&self, cards: &[usize]) -> Vec<ScheduledCard> {
        let Some(empty) = self.empty() else { return Vec::new() };
        let mut best = empty.clone();
        while let Some(better) = cards.iter().filter_map(|&card| self.append(&best, card)).reduce(Candidate::better) {
            if better.cash <= best.cash {
                break;
            }
            best = better;
        }
        let mut tried: Vec<Vec<usize>> = Vec::new();
        'better: loop {
            let order: Vec<usize> = best.schedule.iter().map(|entry| entry.card).collect();
            // The candidates for the first 0, 1, 2, … cards of the order. If a neighbour begins with the same cards as
            // the order, its candidate is computed from one of these. Only its other cards are then appended.
            let mut prefixes = vec![empty.clone()];
            for &card in &order {
                prefixes.extend(self.append(&prefixes[prefixes.len() - 1], card));
            }
            for neighbour in neighbours(&order, cards) {
                if tried.len() >= ORDERS_MAX {
                    break 'better;
                }
                let shared = neighbour.iter().zip(&order).take_while(|(one, other)| one == other).count();
                let is_new = !tried.contains(&neighbour);
                if is_new {
                    tried.push(neighbour.clone());
                }
                let prefix = prefixes.get(shared).filter(|_| is_new);
                let better = prefix.map(|prefix| self.append_all(prefix, &neighbour[shared..]));
                if let Some(better) = better.filter(|other| other.cash > best.cash) {
                    best = better;
                    continue 'better;
                }
            }
            break;
        }
        best.schedule
    }

    /// The candidate with an empty schedule.
    fn empty(&self) -> Option<Candidate> {
        self.candidate(Vec::new())
    }

    /// Computes the expected path with a schedule. Returns `None` if the study with the schedule does not pass the
    /// checks.
    fn candidate(&self, schedule: Vec<ScheduledCard>) -> Option<Candidate> {
        let scenario = with_cards_added(self.base.clone(), self.original, &schedule);
        let study = study_with(self.study, vec![scenario], self.horizon_months)?;
        let path = expected(&study.scenarios()[0], self.horizon_months as usize);
        let cash = path[Quantity::Cash][self.horizon_months as usize];
        Some(Candidate { schedule, path, cash })
    }

    /// Appends cards in this order. A card that cannot be appended is left out.
    fn append_all(&self, candidate: &Candidate, order: &[usize]) -> Candidate {
        order.iter().fold(candidate.clone(), |so_far, &card| self.append(&so_far, card).unwrap_or(so_far))
    }

    /// Appends a card. It starts as soon as there is enough money, but not before the last card of the schedule.
    /// Returns `None` if the card is already in the schedule, if there is never enough money for it up to the horizon,
    /// or if the study with the card does not pass the checks.
    fn append(&self, candidate: &Candidate, card: usize) -> Option<Candidate> {
        if candidate.schedule.iter().any(|entry| entry.card == card) {
            return None;
        }
        let mut from_month = candidate.schedule.last().map_or(self.from_month, |last| last.from_month);
        loop {
            // Some costs are paid for each customer, and the card changes the number of customers. So a month is first
            // found with the number of customers without the card. Then the costs are checked with the number of
            // customers with the card.
            from_month = (from_month..=self.horizon_months).find(|&month| {
                let schedule = [&candidate.schedule[..], &[ScheduledCard { card, from_month: month }]].concat();
                self.is_affordable(&schedule, &candidate.path)
            })?;
            let next = self.candidate([&candidate.schedule[..], &[ScheduledCard { card, from_month }]].concat())?;
            if self.is_affordable(&next.schedule, &next.path) {
                return Some(next);
            }
            from_month += 1;
        }
    }

    /// Whether, in every month, the total cost of the cards so far is at most the total budget so far.
    fn is_affordable(&self, schedule: &[ScheduledCard], path: &Expected) -> bool {
        let costs: Vec<Event> = schedule.iter().flat_map(|entry| entry.events(self.original)).collect();
        let mut spent = 0.0;
        (self.from_month..=self.horizon_months).all(|month| {
            // Only events that add costs are counted as spending. The user may have changed an event of a card to one
            // that sets or multiplies a cost; such an event is not counted.
            let added = |event: &&Event| event.action == Action::Add && is_active(event, month);
            for event in costs.iter().filter(added) {
                spent += match event.input {
                    Key::FixedCosts => midpoint(event.value),
                    Key::RetentionCost => midpoint(event.value) * path[Quantity::Customers][month as usize],
                    _ => 0.0,
                };
            }
            spent <= self.budget * f64::from(month - self.from_month + 1) * (1.0 + 1e-9)
        })
    }
}

fn is_active(event: &Event, month: u32) -> bool {
    let month = u64::from(month);
    month >= event.from_month && event.until_month.is_none_or(|until| month <= until)
}

/// The cost with which the search computes: an exact value, or the midpoint of a range.
fn midpoint(value: Estimate) -> f64 {
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

    /// All orders of all subsets of the cards.
    fn orders(cards: &[usize]) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for (at, &card) in cards.iter().enumerate() {
            let rest = [&cards[..at], &cards[at + 1..]].concat();
            all.extend(orders(&rest).into_iter().map(|order| [&[card][..], &order].concat()));
        }
        all
    }

    #[test]
    fn the_search_finds_the_optimum_of_an_exhaustive_search() {
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
                let original = &study.source().scenarios[0];
                let search = Search::new(&study, original, original.clone(), budget, 1);
                let empty = search.empty().unwrap();
                let all = orders(&cards);
                let optimum =
                    all.iter().map(|order| search.append_all(&empty, order)).reduce(Candidate::better).unwrap();
                let found = search.candidate(search.best(&cards)).unwrap();
                assert!(search.is_affordable(&found.schedule, &found.path));
                let (gain, possible) = (found.cash - empty.cash, optimum.cash - empty.cash);
                let is_best = gain >= possible * (1.0 - 1e-9) && gain <= possible * (1.0 + 1e-9);
                assert!(is_best, "{at} {budget}: {gain} of {possible}");
            }
        }
    }

    /// Compares the search among all cards with one greedy search for each card, which begins with that card. No greedy
    /// search may find more cash.
    #[test]
    fn greedy_searches_from_each_card_find_nothing_better() {
        for (study, budget) in [(presets::runway(), 1500.0), (presets::calm_dunning(), 700.0)] {
            let study = alone(study);
            let original = &study.source().scenarios[0];
            let search = Search::new(&study, original, original.clone(), budget, 1);
            let cards: Vec<usize> = (0..CARDS.len()).collect();
            let empty = search.empty().unwrap();
            let found = search.candidate(search.best(&cards)).unwrap();
            let others = cards.iter().map(|&first| {
                let mut greedy = search.append_all(&empty, &[first]);
                loop {
                    let count = greedy.schedule.len();
                    let next = cards.iter().filter_map(|&card| search.append(&greedy, card)).reduce(Candidate::better);
                    match next.filter(|next| next.cash > greedy.cash && next.schedule.len() > count) {
                        Some(next) => greedy = next,
                        None => break greedy.cash,
                    }
                }
            });
            let most = others.fold(f64::NEG_INFINITY, f64::max);
            let (gain, other) = (found.cash - empty.cash, most - empty.cash);
            println!("{budget}: {gain:.0}, greedy from each card {other:.0}");
            assert!(gain >= other, "{budget}: {gain} {other}");
        }
    }

    #[test]
    fn without_a_budget_only_free_cards_are_scheduled() {
        let study = alone(presets::leaky_bucket());
        for entry in best_schedule(&study, 0.0) {
            assert_eq!(
                CARDS[entry.card].cost,
                holdfast_scenario::playbook::Cost { once: 0.0, monthly: 0.0, per_customer: 0.0 }
            );
        }
        assert!(!best_schedule(&study, 5000.0).is_empty());
    }
}
