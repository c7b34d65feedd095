//! The fields of one event.

use super::super::el::{button, el};
use super::super::field::{Choice, Field, forget, unit_text};
use super::super::live::{Derived, Live, derived, memo};
use super::super::model::App;
use super::super::words::words;
use super::cell::cell;
use super::events::Item;
use super::of_scenario;
use holdfast_scenario::input::HORIZON_MONTHS;
use holdfast_scenario::{Action, ErrorKind, Event, FieldPath, Key, Scenario, Stage, Unit};
use holdfast_text::{parse_estimate, parse_whole};
use leptos::prelude::*;

/// A field of an event.
#[derive(Clone, Copy)]
enum Detail {
    Amount,
    From,
    Ramp,
    Until,
}

impl Detail {
    const ALL: [Self; 4] = [Self::Amount, Self::From, Self::Ramp, Self::Until];

    /// The key in study files.
    fn name(self) -> &'static str {
        match self {
            Self::Amount => "value",
            Self::From => "from_month",
            Self::Ramp => "ramp_months",
            Self::Until => "until_month",
        }
    }

    fn label(self) -> String {
        match self {
            Self::Amount => words().event_value(),
            Self::From => words().event_from_month(),
            Self::Ramp => words().event_ramp_months(),
            Self::Until => words().event_until_month(),
        }
    }

    fn show(self, event: &Event) -> String {
        match self {
            Self::Amount => words().estimate(event.value, event.unit()),
            Self::From => event.from_month.to_string(),
            Self::Ramp => event.ramp_months.to_string(),
            Self::Until => event.until_month.map(|month| month.to_string()).unwrap_or_default(),
        }
    }

    fn take(self, event: &mut Event, typed: &str) -> Result<(), ErrorKind> {
        let whole = || parse_whole(typed, (1, HORIZON_MONTHS.bounds.1));
        match self {
            Self::Amount => event.value = parse_estimate(typed, event.unit())?,
            Self::From => event.from_month = whole()?,
            Self::Ramp => event.ramp_months = parse_whole(typed, (0, HORIZON_MONTHS.bounds.1))?,
            Self::Until => event.until_month = (!typed.trim().is_empty()).then(whole).transpose()?,
        }
        Ok(())
    }
}

/// The actions that an input can have.
fn suiting(key: Key) -> impl Iterator<Item = Action> {
    Action::ALL.into_iter().filter(move |action| action.applies_to(key.input()))
}

/// The input and the action after a choice from a list, which for inputs is the one given.
type Chosen = fn(&Event, usize, &[Key]) -> Option<(Key, Action)>;

/// All of them, with a button to remove the event; of inputs those that are offered can be chosen.
pub fn fields(
    app: App,
    index: usize,
    at: usize,
    is_offered: impl Fn(&Key) -> bool + Copy,
    open: Live<Option<Item>>,
) -> AnyView {
    let place = FieldPath::scenario_field(index, "events").entry(at);
    // The inputs that an event can change, by stage.
    let keys = move |stage: Stage| {
        let keys = Key::ALL.iter().copied().filter(move |key| key.input().stage == stage && !key.is_at_opening());
        keys.filter(is_offered)
    };
    let all: Vec<Key> = Stage::ALL.into_iter().flat_map(keys).collect();
    let chosen = |of: fn(&Event, &[Key]) -> usize| {
        let all = all.clone();
        derived(move || of_scenario(app, index, |scenario| scenario.events.get(at).map_or(0, |event| of(event, &all))))
    };
    let choose = |key: &'static str, change: Chosen| {
        let all = all.clone();
        Callback::new(move |chosen: usize| {
            let place = FieldPath::scenario_field(index, "events").entry(at);
            forget(app, &place.child("value"));
            app.edit_scenario(index, &place.child(key), |scenario| {
                let Some(event) = scenario.events.get(at) else { return };
                let Some((input, action)) = change(event, chosen, &all) else { return };
                let neutral = Event::neutral(input, action, event.from_month, scenario.inputs[input]);
                // A factor says the same of every input; any other amount means nothing to a new one.
                let keeps = action == Action::Multiply && event.action == action;
                let action = if action.applies_to(input.input()) { action } else { Action::Set };
                let value = if keeps { event.value } else { neutral.value };
                scenario.events[at] = Event { input, action, value, ..event.clone() };
            });
            app.seal();
        })
    };
    let choice = move |key: &'static str, label: String, options, chosen, choose| {
        let (hides_label, help) = (false, String::new());
        Choice { place: place.child(key), label, options, chosen, choose, hides_label, help }.view()
    };
    let group = |stage: Stage| {
        (words().stage(stage), keys(stage).map(|key| words().input_label(key.input())).collect::<Vec<String>>())
    };
    let inputs = choice(
        "input",
        words().event_input(),
        Stage::ALL.map(group).into(),
        chosen(|event, all| all.iter().position(|key| *key == event.input).unwrap_or(0)),
        choose("input", |event, chosen, all| Some((*all.get(chosen)?, event.action))),
    );
    let names = memo(move |_| {
        let key = of_scenario(app, index, |scenario| scenario.events.get(at).map_or(Key::Churn, |event| event.input));
        suiting(key).map(|action| words().action(action)).collect::<Vec<String>>()
    });
    let chosen_action = chosen(|event, _| suiting(event.input).position(|action| action == event.action).unwrap_or(0));
    let choose_action = choose("action", |event, chosen, _| Some((event.input, suiting(event.input).nth(chosen)?)));
    // Made anew for an input to which other actions suit.
    let actions = move || {
        let options = vec![(String::new(), names.get())];
        Some(choice("action", words().event_action(), options, chosen_action, choose_action))
    };
    let remove = move |_| {
        app.rearrange(&FieldPath::scenario_field(index, "events"), |study| {
            if let Some(scenario) = study.scenarios.get_mut(index).filter(|scenario| at < scenario.events.len()) {
                scenario.events.remove(at);
            }
        });
        open.set(None);
    };
    el("div.event-fields")
        .child(inputs)
        .shows(actions)
        .children(Detail::ALL.map(|detail| field(app, index, at, detail)))
        .el(button("button.quiet", words().events_remove(), remove))
        .view()
}

fn field(app: App, index: usize, at: usize, detail: Detail) -> AnyView {
    let place = FieldPath::scenario_field(index, "events").entry(at).child(detail.name());
    let show = move |scenario: &Scenario| scenario.events.get(at).map(|event| detail.show(event)).unwrap_or_default();
    let take = move |scenario: &mut Scenario, typed: &str| match scenario.events.get_mut(at) {
        Some(event) => Ok(detail.take(event, typed)?),
        None => Ok(()),
    };
    let unit = move || {
        let unit = of_scenario(app, index, |scenario| scenario.events.get(at).map(Event::unit)).unwrap_or(Unit::Plain);
        app.study.with(|study| words().unit(unit, &study.currency))
    };
    let (unit, placeholder) = match detail {
        Detail::Amount => (Some(el("span.unit").says(unit).view()), None),
        Detail::Ramp => (unit_text(words().unit(Unit::Months, "")), None),
        Detail::From => (None, None),
        Detail::Until => (None, Some(Derived::fixed(words().event_for_good()))),
    };
    let field = cell(index, place, detail.label(), Box::new(show), Box::new(take));
    Field { unit, placeholder, ..field }.view()
}
