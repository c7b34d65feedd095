//! Tests of how the effects of several cards combine, against numbers computed by hand.

use holdfast_engine::{Quantity, expected};
use holdfast_scenario::playbook::{CARDS, events};
use holdfast_scenario::{Action, Estimate, Estimate::Exact, Event, Key, Scenario, Study, Survival};

fn card(name: &str) -> usize {
    CARDS.iter().position(|card| card.name == name).unwrap()
}

/// A study over six months with 1,000 opening customers at $50 and no new customers.
fn closed_shop(events: Vec<Event>) -> Study {
    let mut scenario = Scenario { name: "A".into(), events, ..Scenario::default() };
    for (key, value) in [
        (Key::TrialsStep, 0.0),
        (Key::OpeningCustomers, 1000.0),
        (Key::FailedPaymentRate, 0.05),
        (Key::DunningRecovery, 0.2),
        (Key::SaveRate, 0.1),
        (Key::Churn, 0.1),
    ] {
        scenario.inputs[key] = Exact(value);
    }
    Study { horizon_months: 6, scenarios: vec![scenario], ..Study::default() }
}

fn customers(study: &Study) -> Vec<f64> {
    let checked = study.check().unwrap_or_else(|problems| panic!("{problems:?}"));
    expected(&checked.scenarios()[0], 6)[Quantity::Customers].clone()
}

/// Those events of a card that change inputs of the stage "retain", from month 1 on. The event that is the card's cost
/// is left out. All events have exactly this amount and no ramp.
fn plain(name: &str, amount: f64) -> Vec<Event> {
    let events = events(card(name), Survival::Constant, 1).into_iter();
    let mine = events.filter(|event| event.input.input().stage == Key::Churn.input().stage);
    mine.filter(|event| event.input != Key::RetentionCost)
        .map(|event| Event { ramp_months: 0, value: Exact(amount), ..event })
        .collect()
}

/// The share of customers who remain after a month. The share `saved` of those who ask to cancel stays. 5% of the
/// payments fail, and the share `recovered` of these is recovered.
fn kept(churn: f64, saved: f64, recovered: f64) -> f64 {
    (1.0 - churn * (1.0 - saved)) * (1.0 - 0.05 * (1.0 - recovered))
}

#[track_caller]
fn assert_kept(events: Vec<Event>, kept: f64) {
    let found = customers(&closed_shop(events));
    for (month, customers) in found.iter().enumerate() {
        let by_hand = 1000.0 * kept.powi(month as i32);
        assert!((customers - by_hand).abs() < 1e-9 * by_hand, "month {month}: {customers}, by hand {by_hand}");
    }
}

#[test]
fn hazards_multiply() {
    assert_kept(vec![], kept(0.1, 0.1, 0.2));
    assert_kept(plain("surveys", 0.9), kept(0.09, 0.1, 0.2));
    // The hazard is 10% × 0.9 × 0.8 = 7.2%.
    assert_kept([plain("surveys", 0.9), plain("ship_requests", 0.8)].concat(), kept(0.072, 0.1, 0.2));
}

#[test]
fn save_and_recovery_probabilities_combine() {
    // The combined probabilities are 1 − 0.9 × 0.7 = 0.37 for saving and 1 − 0.8 × 0.5 × 0.75 = 0.7 for recovery. The
    // first factor of each product comes from the input, the others from the events.
    assert_kept(plain("cancel_flow", 0.3), kept(0.1, 0.37, 0.2));
    let dunning = [plain("calm_dunning", 0.5), plain("calm_dunning", 0.25)].concat();
    assert_kept(dunning, kept(0.1, 0.1, 0.7));
    let both = [plain("cancel_flow", 0.3), plain("calm_dunning", 0.5)].concat();
    assert_kept(both, kept(0.1, 0.37, 0.6));
}

#[test]
fn reductions_for_different_reasons_add_up_to_a_maximum() {
    // The hazard is 10% × (1 − 0.2 − 0.1) = 7%. With the factor 0.9 of another card it is 6.3%.
    let reasons = [plain("show_care", 0.2), plain("fix_product", 0.1)].concat();
    assert_kept(reasons.clone(), kept(0.07, 0.1, 0.2));
    assert_kept([reasons.clone(), plain("surveys", 0.9)].concat(), kept(0.063, 0.1, 0.2));
    // The order of the events in the list does not matter.
    assert_kept([plain("surveys", 0.9), reasons].concat(), kept(0.063, 0.1, 0.2));
    // The sum of the reductions would be 68% + 14% + 20% = 102%. It is limited to 85%, because at most 85% of churn is
    // within a company's control.
    let more = Event { value: Exact(0.2), ..Event::neutral(Key::Churn, Action::Reduce, 1, Exact(0.0)) };
    let all = [plain("show_care", 0.68), plain("fix_product", 0.14), vec![more]].concat();
    assert_kept(all, kept(0.015, 0.1, 0.2));
}

#[test]
fn effects_ramp_up_and_costs_do_not() {
    let mut study = closed_shop(Vec::new());
    study.scenarios[0].events = events(card("show_care"), Survival::Constant, 3);
    let found = customers(&study);
    // The amount of the effect is the midpoint of its range on the logit scale. The effect grows to this amount in
    // seven equal steps, from month 3 on.
    let logit = |share: f64| (share / (1.0 - share)).ln();
    let amount = 1.0 / (1.0 + (-0.5 * (logit(0.03) + logit(0.12))).exp());
    let mut by_hand = 1000.0;
    for (month, weight) in (1..=6).zip([0.0, 0.0, 1.0, 2.0, 3.0, 4.0]) {
        by_hand *= kept(0.1 * (1.0 - amount * weight / 7.0), 0.1, 0.2);
        assert!((found[month] - by_hand).abs() < 1e-9 * by_hand, "month {month}: {} {by_hand}", found[month]);
    }
    let cash = |study: &Study| expected(&study.check().unwrap().scenarios()[0], 6)[Quantity::Cash].clone();
    let dear = cash(&study);
    study.scenarios[0].events.retain(|event| event.input != Key::RetentionCost);
    let free = cash(&study);
    for month in 0..=6 {
        let spent: f64 = found[1..=month].iter().skip(2).map(|customers| 0.5 * customers).sum();
        assert!((free[month] - dear[month] - spent).abs() < 1e-6, "month {month}");
    }
}

/// The amount of a card is drawn with the same random number in every scenario, whatever other events the scenario has.
#[test]
fn a_card_has_the_same_random_numbers_in_every_scenario() {
    use holdfast_pool::{Job, Scheduler, inline::Inline};
    use holdfast_summary::Track;
    let mut study = closed_shop(plain("surveys", 0.9));
    study.runs = 400;
    study.scenarios[0].events[0].value = Estimate::Range { low: 0.5, high: 0.95 };
    let mut other = study.scenarios[0].clone();
    other.name = "B".into();
    // In the list of the second scenario, costs of another card come first. They change no number of customers.
    other.events.splice(0..0, events(card("fix_product"), Survival::Constant, 1).into_iter().skip(1));
    study.scenarios.push(other);
    let gap = Track::gap(1, 0, Quantity::Customers);
    let summary = Scheduler::new(Inline::default()).run(Job::new(study.check().unwrap(), vec![gap])).unwrap();
    assert!(summary.months(gap).unwrap().iter().all(|stats| stats.at_zero == 1.0));
    // The position of an event in the list selects its random number if the event belongs to no card. So the two
    // scenarios now draw different amounts.
    study.scenarios.iter_mut().flat_map(|scenario| &mut scenario.events).for_each(|event| event.card = None);
    let summary = Scheduler::new(Inline::default()).run(Job::new(study.check().unwrap(), vec![gap])).unwrap();
    assert!(summary.months(gap).unwrap()[6].at_zero < 0.5);
}

#[test]
fn onboarding_halves_its_effect_for_a_curve_without_early_churn() {
    let onboarding = events(card("onboarding"), Survival::Onboarding, 1);
    assert_eq!((onboarding[0].input, onboarding[0].value), (Key::EarlyChurn, Estimate::Range { low: 0.6, high: 0.9 }));
    let constant = events(card("onboarding"), Survival::Constant, 1);
    assert_eq!((constant[0].input, constant[0].value), (Key::Churn, Estimate::Range { low: 0.8, high: 0.95 }));
}
