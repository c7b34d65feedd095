//! Events as a list: each a sentence, which opens to be edited.

use super::super::context::{Context, context};
use super::super::el::{button, el, wrong_mark};
use super::super::field::problems_below;
use super::super::live::{Derived, Live, derived, memo};
use super::super::model::App;
use super::super::words::words;
use super::about::about;
use super::event_fields::fields;
use super::of_scenario;
use holdfast_scenario::input::EVENTS_MAX;
use holdfast_scenario::playbook::{CARDS, origin};
use holdfast_scenario::{Action, Event, FieldPath, Key, Section, Survival};
use holdfast_text::args;
use leptos::prelude::*;

/// An event of a scenario in a list. Lists share which one is open: of the fields for an event there is one set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// Index of the scenario.
    pub index: usize,
    /// The event's place in it.
    pub at: usize,
    /// Whether the list is the playbook's, which says by itself what card it is.
    pub in_playbook: bool,
}

/// The list, and how to have more events.
pub fn events(index: usize) -> AnyView {
    let Context { app, view, .. } = context();
    let count = memo(move |_| of_scenario(app, index, |scenario| scenario.events.len()));
    let open = view.open_event;
    // What was open may have been another study's.
    open.set(None);
    let listed = move |at: usize| Item { index, at, in_playbook: false };
    let add = move |_| {
        app.rearrange(&FieldPath::scenario_field(index, "events"), |study| {
            // A year from the beginning is as good as any month.
            let from_month = study.horizon_months.min(12);
            if let Some(scenario) = study.scenarios.get_mut(index) {
                let now = scenario.inputs[Key::Churn];
                scenario.events.push(Event::neutral(Key::Churn, Action::Multiply, from_month, now));
            }
        });
        open.set(Some(listed(count.get_untracked().saturating_sub(1))));
    };
    let note = derived(move || match count.get() {
        0 => words().events_none(),
        count => words().form_in_use(count as f64),
    });
    let help = Derived::fixed(words().events_help());
    let [head, help] = about(index, Section::Events, words().events_title(), help, note, None);
    let more = button("button", words().events_more(), add).when("disabled", move || count.get() >= EVENTS_MAX);
    el("div.input.has-title-above")
        .attr("data-input", "events")
        .child(head)
        .el(el("ul.events").lists(move || (0..count.get()).map(|at| item(app, listed(at), open)).collect()))
        .el(el("div.about-actions").el(more))
        .child(help)
        .view()
}

/// One event: its sentence, and when open its fields.
pub fn item(app: App, own: Item, open: Live<Option<Item>>) -> AnyView {
    let Item { index, at, in_playbook } = own;
    let place = FieldPath::scenario_field(index, "events").entry(at);
    let is_open = memo(move |_| open.get() == Some(own));
    let told = move || {
        let told =
            of_scenario(app, index, |scenario| scenario.events.get(at).map(|event| words().event_sentence(event)));
        told.unwrap_or_default()
    };
    let idle = move || {
        of_scenario(app, index, |scenario| {
            let input = scenario.events.get(at).map(|event| event.input);
            input.filter(|input| !scenario.survival.responds_to_events_on(*input)).map(|input| input as usize)
        })
    };
    // The last such input is offered too: it may be chosen again, by undo at least.
    let last_idle = memo(move |before: Option<&Option<usize>>| idle().or(before.copied().flatten()));
    let curve = memo(move |_| of_scenario(app, index, |scenario| scenario.survival as usize));
    let problems = problems_below(app, place);
    let is_wrong = memo(move |_| problems.with(|problems| !problems.is_empty()));
    let toggle = move |_| open.set((!is_open.get_untracked()).then_some(own));
    let told = button("button.event-told", "", toggle)
        .state("aria-expanded", move || is_open.get())
        .says(told)
        .shows(move || is_wrong.get().then(|| wrong_mark(words().form_more_wrong())));
    // Which card it is of, and where its amount comes from.
    let card = move || {
        of_scenario(app, index, |scenario| {
            let event = scenario.events.get(at)?;
            let card = CARDS.get(event.card?)?;
            let origin = words().origin(origin(event));
            let named = || words().event_of_card(args::EventOfCard { card: &words().card(card), origin: &origin });
            Some(if in_playbook { origin.clone() } else { named() })
        })
    };
    let note = move || if idle().is_some() { words().event_idle() } else { String::new() };
    let fields = move || {
        let (curve, also) = (Survival::ALL[curve.get()], last_idle.get());
        let is_offered = move |key: &Key| curve.responds_to_events_on(*key) || also == Some(*key as usize);
        is_open.get().then(|| fields(app, index, at, is_offered, open))
    };
    let card = el("p.note").says(move || card().unwrap_or_default());
    el("li").el(told).el(card).el(el("p.note").says(note)).shows(fields).view()
}
