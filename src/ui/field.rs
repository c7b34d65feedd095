//! A labelled field for one value, with the problems of its place beside it.

use super::model::{App, Slip, TypedText};
use super::words::words;
use crate::scenario::{Place, Problem};
use leptos::prelude::*;

/// What is to be said at a place; where it is a list, also of an entry, which is named then.
pub fn problem_at(app: App, place: Place) -> Memo<Option<String>> {
    let entries = format!("{place}[");
    Memo::new(move |_| {
        let say = |problem: &Problem| {
            if problem.place == place {
                return Some(words().problem(problem));
            }
            let is_entry = problem.place.to_string().starts_with(&entries);
            is_entry.then(|| words().described_problem("", problem))
        };
        app.problems.with(|problems| problems.iter().find_map(say))
    })
}

/// A text field. What is typed stays as typed until the field is left; `commit` takes it over, or says why it cannot.
#[component]
pub fn Field(
    place: Place,
    label: String,
    #[prop(optional_no_strip)] unit: Option<String>,
    /// How the value is written when nobody is typing.
    shown: Signal<String>,
    commit: Callback<String, Result<(), Slip>>,
    #[prop(default = "text")] input_mode: &'static str,
    #[prop(optional)] hides_label: bool,
) -> impl IntoView {
    let app = expect_context::<App>();
    let problem = problem_at(app, place.clone());
    let id = place.to_string().replace(['[', ']', '.'], "-");
    let (problem_id, label_id) = (format!("{id}-problem"), format!("{id}-label"));
    let key = StoredValue::new(place);
    let typed =
        move || key.with_value(|place| app.typed.with(|typed| typed.get(place).map(|typed| typed.text.clone())));
    let take = move |text: String| {
        let slip = commit.run(text.clone()).err();
        app.typed.update(|typed| typed.set(TypedText { place: key.get_value(), text, slip }));
    };
    // On leaving, a value that could be read is written the usual way; any other stays as it was typed.
    let on_leave = move |event| {
        take(event_target_value(&event));
        let is_read = |typed: &TypedText| typed.slip.is_none();
        key.with_value(|place| {
            if app.typed.with_untracked(|typed| typed.get(place).is_some_and(is_read)) {
                app.typed.update(|typed| typed.remove(place));
            }
        });
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
                    prop:value=move || typed().unwrap_or_else(|| shown.get())
                    on:input=move |event| take(event_target_value(&event))
                    on:change=on_leave
                    aria-invalid=move || has_problem().then_some("true")
                    aria-describedby=move || has_problem().then(|| described_by.clone())
                />
                {unit.map(|unit| view! { <span class="unit">{unit}</span> })}
            </span>
            <p class="problem" id=problem_id>{move || problem.get()}</p>
        </div>
    }
}
