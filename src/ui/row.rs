//! One input of a scenario: its estimate, exact or a range, and what it means.

use super::field::Field;
use super::model::App;
use super::words::words;
use crate::scenario::input::Support;
use crate::scenario::{End, Estimate, Fault, Inputs, Key, Place, Unit};
use crate::text::{read_number, show_number};
use leptos::prelude::*;

/// Its name, its numbers, its help.
#[component]
pub fn InputRow(index: usize, key: Key) -> impl IntoView {
    let app = expect_context::<App>();
    let input = key.input();
    let estimate = Memo::new(move |_| estimate_of(app, index, key));
    let is_range = Memo::new(move |_| matches!(estimate.get(), Estimate::Range { .. }));
    let toggle = move |_| {
        app.typed.update(|typed| End::ALL.iter().for_each(|&end| typed.remove(&Place::input(index, key, end))));
        update(app, index, |inputs| inputs[key] = inputs[key].toggled(input));
    };
    let switch = move || {
        view! {
            <button type="button" class="range-switch" aria-pressed=move || is_range.get().to_string() on:click=toggle
                title=words().range_help()>
                {words().range_switch()}
                <span class="visually-hidden">{words().input_label(input)}</span>
            </button>
        }
    };
    let ends = move || {
        let ends: &[End] = if is_range.get() { &[End::Low, End::High] } else { &[End::Exact] };
        ends.iter().map(|&end| view! { <EndRow index key end/> }).collect_view()
    };
    view! {
        <div class="input" data-input=input.name>
            <div class="input-head">
                <span class="input-name">{words().input_label(input)}</span>
                {(input.support != Support::Whole).then(switch)}
            </div>
            {ends}
            <p class="help">
                {words().input_help(input)} " "
                <Show when=move || is_range.get()>{words().range_meaning()} " "</Show>
                <span class="source">{words().input_source(input)}</span>
            </p>
        </div>
    }
}

/// A number field and a slider for one number of an estimate.
#[component]
fn EndRow(index: usize, key: Key, end: End) -> impl IntoView {
    let app = expect_context::<App>();
    let input = key.input();
    let is_whole = input.support == Support::Whole || input.unit == Unit::Customers;
    let value = Memo::new(move |_| estimate_of(app, index, key).end(end).unwrap_or(input.default));
    let place = Place::input(index, key, end);
    let label = match end {
        End::Exact => words().input_label(input),
        End::Low => words().range_low(&words().input_label(input)),
        End::High => words().range_high(&words().input_label(input)),
    };
    let set = move |number| update(app, index, |inputs| inputs[key] = inputs[key].with_end(end, number));
    let commit =
        Callback::new(move |typed: String| read_number(&typed, input.unit).map(set).ok_or(Fault::NotFinite.into()));
    let slider_place = place.clone();
    let on_slide = move |event| {
        if let Ok(position) = event_target_value(&event).parse() {
            app.typed.update(|typed| {
                typed.remove(&slider_place);
            });
            let number = input.slider_value(position);
            set(estimate_of(app, index, key).short_of_partner(end, number, input.slider_step));
        }
    };
    let unit = app.study.with_untracked(|study| words().unit(input.unit, &study.currency));
    let unit = (!unit.is_empty()).then_some(unit);
    // "4%", "50 USD a month": what the slider's place means, to who does not see it.
    let spoken_unit = unit.clone().filter(|_| !input.unit.is_share());
    let slider_text = move || {
        let amount = words().locale().amount(value.get(), input.unit);
        spoken_unit.iter().fold(amount, |text, unit| format!("{text} {unit}"))
    };
    view! {
        <div class="end">
            <Field
                place label=label.clone() unit commit hides_label=true
                input_mode=if is_whole { "numeric" } else { "decimal" }
                shown=Signal::derive(move || show_number(value.get(), input.unit))
            />
            <input
                type="range"
                aria-label=words().slider(&label)
                aria-valuetext=slider_text
                min="0"
                max=input.slider_steps().to_string()
                step="1"
                prop:value=move || input.slider_position(value.get()).to_string()
                on:input=on_slide
            />
        </div>
    }
}

/// The estimate as typed; the default while the scenario is going away.
pub fn estimate_of(app: App, index: usize, key: Key) -> Estimate {
    let default = Estimate::Exact(key.input().default);
    app.study.with(|study| study.scenarios.get(index).map_or(default, |scenario| scenario.inputs[key]))
}

fn update(app: App, index: usize, change: impl FnOnce(&mut Inputs)) {
    app.study.update(|study| {
        if let Some(scenario) = study.scenarios.get_mut(index) {
            change(&mut scenario.inputs);
        }
    });
}
