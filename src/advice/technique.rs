//! A card of the playbook: what it is, what it moves, costs and takes; and played, its events.

use super::super::el::{button, el, unseen};
use super::super::form::{Item, cell, item, of_scenario};
use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::live::{Derived, Live, memo};
use super::super::model::App;
use super::super::view::View;
use super::super::words::words;
use holdfast_advice::ScheduledCard;
use holdfast_scenario::input::{EVENTS_MAX, HORIZON_MONTHS};
use holdfast_scenario::playbook::{CARDS, Card, Cost, events, origin};
use holdfast_scenario::{ErrorKind, FieldPath, Key, Scenario, Survival, Unit};
use holdfast_text::parse_whole;
use leptos::prelude::*;

/// A card: its name, which opens it, and a button. `gains` says what each card brings; `None` if it has no effect.
pub fn technique(app: App, view: View, card: usize, gains: Derived<Vec<Option<f64>>>) -> AnyView {
    let own = &CARDS[card];
    let is_open = Live::new(false);
    // The scenario, and which of its events are the card's.
    let played = memo(move |_| {
        let index = app.selected_index();
        let is_its = |scenario: &Scenario, at: &usize| scenario.events[*at].card == Some(card);
        let of = |scenario: &Scenario| (0..scenario.events.len()).filter(|at| is_its(scenario, at)).collect();
        (index, of_scenario(app, index, of))
    });
    let is_played = memo(move |_| played.with(|(_, events): &(usize, Vec<usize>)| !events.is_empty()));
    let gain = move || {
        let currency = app.checked.with(|study| study.source().currency.clone());
        gains.with(|gains| match gains.get(card) {
            Some(None) => words().playbook_idle(),
            Some(Some(mrr)) => {
                let sign = if *mrr > 0.0 { "+" } else { "" };
                words().playbook_gain(&[sign, &words().locale().short(*mrr, Unit::Money, &currency)].concat())
            }
            None => String::new(),
        })
    };
    let cost = move || {
        let (index, events) = played.get();
        match events.first() {
            Some(_) => {
                words().playbook_from(&of_scenario(app, index, |scenario| from_month(scenario, card)).to_string())
            }
            // Of a currency that is still being typed the browser knows no way to write it.
            None => costs(own, &app.checked.with(|study| study.source().currency.clone())),
        }
    };
    let toggle = button("button.event-told", "", move |_| is_open.update(|open| *open = !*open))
        .state("aria-expanded", move || is_open.get())
        .el(el("span").text(words().card(own)))
        .el(el("span.note").says(cost))
        .el(el("span.note").says(gain));
    let is_full = move || {
        let (index, _) = played.get();
        let more = |scenario: &Scenario| scenario.events.len() + events(card, scenario.survival, 1).len();
        !is_played.get() && of_scenario(app, index, more) > EVENTS_MAX
    };
    let label = move || if is_played.get() { words().playbook_remove() } else { words().playbook_play() };
    let play = button("button.play", "", move |_| play(app, view, card))
        .says(label)
        .child(unseen([" ", &words().card(own)].concat()))
        .when("disabled", is_full);
    let is_idle = memo(move |_| gains.with(|gains| gains.get(card).is_some_and(Option::is_none)));
    let body = move || is_open.get().then(|| body(app, view, card, played, is_idle));
    el("li.technique")
        .class("is-played", move || is_played.get())
        .el(el("div.technique-head").el(toggle).el(play))
        .shows(body)
        .view()
}

/// Plays a card in the selected scenario, or takes it out again.
fn play(app: App, view: View, card: usize) {
    let index = untrack(|| app.selected_index());
    view.open_event.set(None);
    app.rearrange(&FieldPath::scenario_field(index, "events"), |study| {
        let Some(scenario) = study.scenarios.get_mut(index) else { return };
        let before = scenario.events.len();
        scenario.events.retain(|event| event.card != Some(card));
        if scenario.events.len() == before {
            scenario.events.extend(events(card, scenario.survival, 1));
        }
    });
}

/// What a card says when it is open: what it is, and what it moves or, played, its events.
fn body(app: App, view: View, card: usize, played: Derived<(usize, Vec<usize>)>, is_idle: Derived<bool>) -> AnyView {
    let own = &CARDS[card];
    let curve = memo(move |_| of_scenario(app, app.selected_index(), |scenario| scenario.survival as usize));
    let currency = memo(move |_| app.checked.with(|study| study.source().currency.clone()));
    let note = move || {
        let is_early = own.effects.iter().any(|change| change.input == Key::EarlyChurn);
        let is_halved = is_early && !Survival::ALL[curve.get()].responds_to_events_on(Key::EarlyChurn);
        let notes = [(is_idle.get(), words().playbook_idle_about()), (is_halved, words().playbook_early())];
        let shown: Vec<String> = notes.into_iter().filter(|(is_said, _)| *is_said).map(|(_, note)| note).collect();
        shown.join(" ")
    };
    let facts = move || {
        let is_played = played.with(|(_, events)| !events.is_empty());
        facts(own, card, Survival::ALL[curve.get()], &currency.get(), is_played)
    };
    let list = move || {
        let (index, events) = played.get();
        events.first()?;
        let item = |at: usize| item(app, Item { index, at, in_playbook: true }, view.open_event);
        let list = el("ul.events").children(events.into_iter().map(item));
        Some(el("div").child(start(index, card)).el(list).view())
    };
    el("div.technique-body")
        .el(el("p.help").text(words().card_about(own)))
        .el(el("dl").markup(facts))
        .el(el("p.help").says(note))
        .shows(list)
        .view()
}

/// The first month of a played card.
fn from_month(scenario: &Scenario, card: usize) -> u64 {
    let own = scenario.events.iter().filter(|event| event.card == Some(card));
    own.map(|event| event.from_month).min().unwrap_or(1)
}

/// What a card costs by the playbook.
fn costs(own: &Card, currency: &str) -> String {
    let Cost { once, monthly, per_customer } = own.cost;
    let amount = |value: f64| (value > 0.0).then(|| words().locale().tick(value, Unit::Money, currency));
    let told = [
        amount(once).map(|amount| words().playbook_once(&amount)),
        amount(monthly).map(|amount| words().playbook_monthly(&amount)),
        amount(per_customer).map(|amount| words().playbook_each(&amount)),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.is_empty() { words().playbook_free() } else { told.join(", ") }
}

/// A field for the month from which a played card works: it moves all its events.
fn start(index: usize, card: usize) -> AnyView {
    let place = FieldPath::scenario_field(index, "events").child(CARDS[card].name).child("from_month");
    let show = move |scenario: &Scenario| from_month(scenario, card).to_string();
    let take = move |scenario: &mut Scenario, typed: &str| {
        let (min, max) = HORIZON_MONTHS.bounds;
        let from_month = parse_whole(typed, (min, max))?;
        if !(min..=max).contains(&from_month) {
            return Err(ErrorKind::OutOfBounds { min: min as f64, max: max as f64, unit: Unit::Plain }.into());
        }
        let from_month = from_month as u32;
        let mut moved = ScheduledCard { card, from_month }.events(scenario).into_iter();
        for event in scenario.events.iter_mut().filter(|event| event.card == Some(card)) {
            *event = moved.next().unwrap_or_else(|| event.clone());
        }
        Ok(())
    };
    cell(index, place, words().playbook_start(), Box::new(show), Box::new(take)).view()
}

/// Sources, and of a card that is not played what it would move, cost and take.
fn facts(own: &Card, card: usize, curve: Survival, currency: &str, is_played: bool) -> Html {
    let mut out = Html::default();
    let mut fact = |name: String, told: Html| out.add("<div><dt>{}</dt><dd>{}</dd></div>", &[Text(&name), Own(told)]);
    let plain = |text: &str| Html::fill("{}", &[Text(text)]);
    fact(words().playbook_sources(), plain(&own.sources.join(", ")));
    if is_played {
        return out;
    }
    let noted = |out: &mut Html, told: &str, origin: &str| {
        out.add("<p>{} <span class=note>{}</span></p>", &[Text(told), Text(origin)]);
    };
    let mut moves = Html::default();
    for (change, event) in own.effects.iter().zip(events(card, curve, 1)) {
        let lasts = change.months.map(|months| words().playbook_lasts(months as f64)).unwrap_or_default();
        noted(&mut moves, &(words().event_change(&event) + &lasts), &words().origin(origin(&event)));
    }
    fact(words().playbook_moves(), moves);
    let mut told = Html::default();
    noted(&mut told, &costs(own, currency), &words().origin_assumption());
    fact(words().playbook_costs(), told);
    fact(
        words().playbook_works(),
        plain(&match own.ramp_months {
            0 => words().playbook_at_once(),
            months => words().playbook_ramp(months as f64),
        }),
    );
    out
}
