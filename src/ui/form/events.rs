//! Events as a list: each a sentence, which opens to be edited.

use super::super::field::{Choice, problems_below, unit_text};
use super::super::model::App;
use super::super::words::words;
use super::about::about;
use super::cell::Cell;
use super::of_scenario;
use crate::scenario::input::EVENTS_MAX;
use crate::scenario::{Action, Event, Fault, Key, Part, Place, Scenario, Stage, Unit};
use crate::text::{read_estimate, read_whole};
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

    fn take(self, event: &mut Event, typed: &str) -> Result<(), Fault> {
        let whole = || read_whole(typed).ok_or(Fault::NotWhole);
        match self {
            Self::Amount => event.value = read_estimate(typed, event.unit()).ok_or(Fault::NotFinite)?,
            Self::From => event.from_month = whole()?,
            Self::Ramp => event.ramp_months = whole()?,
            Self::Until => event.until_month = (!typed.trim().is_empty()).then(whole).transpose()?,
        }
        Ok(())
    }
}

/// The list, and how to have more events.
pub fn events(index: usize) -> AnyView {
    let app = expect_context::<App>();
    let count = Memo::new(move |_| of_scenario(app, index, |scenario| scenario.events.len()));
    let open = RwSignal::new(None::<usize>);
    let items = move || (0..count.get()).map(|at| item(app, index, at, open)).collect::<Vec<AnyView>>();
    let add = move |_| {
        app.rearrange(|study| {
            // A year from the beginning is as good as any month.
            let from_month = study.horizon_months.min(12);
            if let Some(scenario) = study.scenarios.get_mut(index) {
                let now = scenario.inputs[Key::Churn];
                scenario.events.push(Event::neutral(Key::Churn, Action::Multiply, from_month, now));
            }
        });
        open.set(Some(count.get_untracked().saturating_sub(1)));
    };
    let is_full = move || count.get() >= EVENTS_MAX;
    let help = Signal::stored(words().events_help());
    let [head, help] = about(index, Part::Events, words().events_title(), help, [().into_any(), ().into_any()]);
    view! {
        <div class="input" data-input="events">
            {head}
            <ul class="events">{items}</ul>
            <div class="about-actions">
                <button type="button" on:click=add disabled=is_full>{words().events_more()}</button>
            </div>
            {help}
        </div>
    }
    .into_any()
}

/// One event: its sentence, and when open its fields.
fn item(app: App, index: usize, at: usize, open: RwSignal<Option<usize>>) -> AnyView {
    let place = Place::of_scenario(index, "events").entry(at);
    let is_open = Memo::new(move |_| open.get() == Some(at));
    let told = Memo::new(move |_| {
        of_scenario(app, index, |scenario| scenario.events.get(at).map(|event| words().event(event)))
    });
    let problems = problems_below(app, place.clone());
    let mark = move || {
        let mark = || view! { <span class="wrong-mark" title=words().form_more_wrong()>" !"</span> }.into_any();
        problems.with(|problems| !problems.is_empty()).then(mark)
    };
    let toggle = move |_| open.set((!is_open.get_untracked()).then_some(at));
    let fields = move || is_open.get().then(|| fields(app, index, at, place.clone(), open));
    view! {
        <li>
            <button type="button" class="event-told" aria-expanded=move || is_open.get().to_string() on:click=toggle>
                {move || told.get()}{mark}
            </button>
            {fields}
        </li>
    }
    .into_any()
}

fn fields(app: App, index: usize, at: usize, place: Place, open: RwSignal<Option<usize>>) -> AnyView {
    let of_event = move |read: fn(&Event) -> &'static str| {
        let read = move || {
            of_scenario(app, index, |scenario| scenario.events.get(at).map(read)).unwrap_or_default().to_string()
        };
        Signal::derive(read)
    };
    let stage = |stage: Stage| {
        let keys = Key::ALL.iter().filter(|key| key.input().stage == stage && !key.is_at_opening());
        let option = |key: &Key| (key.input().name.to_string(), words().input_label(key.input()));
        (words().stage(stage), keys.map(option).collect())
    };
    let actions = Action::ALL.map(|action| (action.name().to_string(), words().action(action)));
    // A new input or action leaves an amount behind that means nothing to it.
    let rebuild = move |key: &'static str, change: fn(&Event, &str) -> Option<(Key, Action)>| {
        Callback::new(move |chosen: String| {
            let place = Place::of_scenario(index, "events").entry(at);
            super::super::field::forget(app, &place.then("value"));
            app.edit_scenario(index, &place.then(key), |scenario| {
                let Some(event) = scenario.events.get(at) else { return };
                let Some((input, action)) = change(event, &chosen) else { return };
                let neutral = Event::neutral(input, action, event.from_month, scenario.inputs[input]);
                let keeps = action == Action::Multiply && event.action == action;
                let value = if keeps { event.value } else { neutral.value };
                scenario.events[at] = Event { input, action, value, ..event.clone() };
            });
            app.seal();
        })
    };
    let input = rebuild("input", |event, chosen| Some((Key::from_name(chosen)?, event.action)));
    let action = rebuild("action", |event, chosen| {
        Some((event.input, Action::ALL.into_iter().find(|action| action.name() == chosen)?))
    });
    let details: Vec<AnyView> = Detail::ALL.map(|detail| field(app, index, at, &place, detail)).into();
    let remove = move |_| {
        app.rearrange(|study| {
            if let Some(scenario) = study.scenarios.get_mut(index).filter(|scenario| at < scenario.events.len()) {
                scenario.events.remove(at);
            }
        });
        open.set(None);
    };
    view! {
        <div class="event-fields">
            <Choice
                place=place.then("input") label=words().event_input() options=Stage::ALL.map(stage).to_vec()
                value=of_event(|event| event.input.input().name) choose=input
            />
            <Choice
                place=place.then("action") label=words().event_action() options=vec![(String::new(), actions.to_vec())]
                value=of_event(|event| event.action.name()) choose=action
            />
            {details}
            <button type="button" class="quiet" on:click=remove>{words().events_remove()}</button>
        </div>
    }
    .into_any()
}

fn field(app: App, index: usize, at: usize, place: &Place, detail: Detail) -> AnyView {
    let show = move |scenario: &Scenario| scenario.events.get(at).map(|event| detail.show(event)).unwrap_or_default();
    let take = move |scenario: &mut Scenario, typed: &str| match scenario.events.get_mut(at) {
        Some(event) => Ok(detail.take(event, typed)?),
        None => Ok(()),
    };
    let unit = move || {
        let unit = of_scenario(app, index, |scenario| scenario.events.get(at).map(Event::unit)).unwrap_or(Unit::Plain);
        app.study.with(|study| words().unit(unit, &study.currency))
    };
    let unit = match detail {
        Detail::Amount => Some(view! { <span class="unit">{move || unit()}</span> }.into_any()),
        Detail::Ramp => unit_text(words().unit(Unit::Months, "")),
        _ => None,
    };
    let placeholder: Option<Box<dyn Fn(&Scenario) -> String + Send + Sync>> = match detail {
        Detail::Until => Some(Box::new(|_| words().event_for_good())),
        _ => None,
    };
    let cell = Cell {
        index,
        place: place.then(detail.name()),
        label: detail.label(),
        hides_label: false,
        unit,
        show: Box::new(show),
        take: Box::new(take),
        placeholder,
        help: None,
    };
    cell.view()
}
