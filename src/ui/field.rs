//! A labelled field for one value, with the problems of its place beside it.

use super::model::App;
use super::words::words;
use crate::scenario::Place;
use leptos::prelude::*;

/// What is to be said at a place: a text that cannot be read, or the study's own problems there.
pub fn problem_at(
    app: App,
    place: Place,
    is_readable: impl Fn(&str) -> bool + Send + Sync + 'static,
) -> Memo<Option<String>> {
    Memo::new(move |_| {
        let unreadable = app.typed.with(|typed| typed.get(&place).is_some_and(|text| !is_readable(text)));
        if unreadable {
            return Some(words().problem_expected_number());
        }
        app.problems.with(|problems| {
            problems.iter().find(|problem| problem.place == place).map(|problem| words().problem(problem))
        })
    })
}

/// A text field. What is typed stays as typed until the field is left; `commit` takes it over where it can be read.
#[component]
pub fn Field(
    place: Place,
    label: String,
    #[prop(optional)] unit: Option<String>,
    /// How the value is written when nobody is typing.
    shown: Signal<String>,
    /// Takes a typed text over; `false` where it cannot be read.
    commit: Callback<String, bool>,
    problem: Memo<Option<String>>,
    #[prop(default = "text")] input_mode: &'static str,
    #[prop(optional)] hides_label: bool,
) -> impl IntoView {
    let app = expect_context::<App>();
    let id = place.to_string().replace(['[', ']', '.'], "-");
    let (problem_id, label_id) = (format!("{id}-problem"), format!("{id}-label"));
    let key = StoredValue::new(place);
    let text = move || {
        key.with_value(|place| app.typed.with(|typed| typed.get(place).cloned())).unwrap_or_else(|| shown.get())
    };
    let on_input = move |event| {
        let typed = event_target_value(&event);
        commit.run(typed.clone());
        app.typed.update(|all| {
            all.set(key.get_value(), typed);
        });
    };
    // On leaving, a value that could be read is written the usual way; any other stays as it was typed.
    let on_leave = move |event| {
        if commit.run(event_target_value(&event)) {
            app.typed.update(|all| {
                all.remove(&key.get_value());
            });
        }
    };
    let has_problem = move || problem.with(Option::is_some);
    let described_by = problem_id.clone();
    view! {
        <div class="field" class:is-wrong=has_problem>
            <label id=label_id for=id.clone() class:visually-hidden=hides_label>{label}</label>
            <span class="entry">
                <input
                    id=id
                    type="text"
                    inputmode=input_mode
                    autocomplete="off"
                    prop:value=text
                    on:input=on_input
                    on:change=on_leave
                    aria-invalid=move || has_problem().then_some("true")
                    aria-describedby=move || has_problem().then(|| described_by.clone())
                />
                {unit.map(|unit| view! { <span class="unit">{unit}</span> })}
            </span>
            <p class="problem" id=problem_id aria-live="polite">{move || problem.get()}</p>
        </div>
    }
}
