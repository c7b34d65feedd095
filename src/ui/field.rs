//! Labelled controls for one value, with the problems of its place beside it: a text field, and a choice.

use super::model::App;
use super::typed::{Slip, TypedText};
use super::words::words;
use crate::scenario::{End, Place, Problem};
use leptos::prelude::*;

/// What is to be said at a place or at an end of its range; where it is a list, also of an entry, which is named then.
pub fn problem_at(app: App, place: Place) -> Memo<Option<String>> {
    let ends = End::ALL.map(|end| place.at(end));
    let entries = format!("{place}[");
    Memo::new(move |_| {
        let say = |problem: &Problem| {
            if ends.contains(&problem.place) {
                return Some(words().problem(problem));
            }
            let is_entry = problem.place.to_string().starts_with(&entries);
            is_entry.then(|| words().described_problem("", problem))
        };
        app.problems.with(|problems| problems.iter().find_map(say))
    })
}

/// What is to be said anywhere at or below a place, with the names of the places.
pub fn problems_below(app: App, place: Place) -> Memo<Vec<String>> {
    let say = |problem: &Problem| words().described_problem("", problem);
    Memo::new(move |_| {
        app.problems.with(|problems| problems.iter().filter(|problem| problem.place.is_in(&place)).map(say).collect())
    })
}

/// Lets go of the texts that are typed at or below a place, since its value comes from elsewhere.
pub fn forget(app: App, place: &Place) {
    if app.typed.with_untracked(|typed| typed.is_any_in(place)) {
        app.typed.update(|typed| typed.remove_in(place));
    }
}

/// The id of the control for a place.
pub fn id_of(place: &Place) -> String {
    place.to_string().replace(['[', ']', '.'], "-")
}

/// A unit behind a field; nothing for a number without one.
pub fn unit_text(unit: String) -> Option<AnyView> {
    (!unit.is_empty()).then(|| view! { <span class="unit">{unit}</span> }.into_any())
}

/// A text field. What is typed stays as typed until the field is left; `commit` takes it over, or says why it cannot.
#[component]
pub fn Field(
    place: Place,
    label: String,
    #[prop(optional_no_strip)] unit: Option<AnyView>,
    /// How the value is written when nobody is typing.
    shown: Signal<String>,
    commit: Callback<String, Result<(), Slip>>,
    #[prop(default = "text")] input_mode: &'static str,
    #[prop(optional)] hides_label: bool,
    /// What is to be said, where that is not found at the place.
    #[prop(optional_no_strip)]
    problem: Option<Memo<Option<String>>>,
    /// What an empty field stands for.
    #[prop(optional_no_strip)]
    placeholder: Option<Signal<String>>,
    /// The id of a text that explains it.
    #[prop(optional_no_strip)]
    help: Option<String>,
    /// The id of a list of suggestions.
    #[prop(optional_no_strip)]
    list: Option<&'static str>,
) -> AnyView {
    let app = expect_context::<App>();
    let problem = problem.unwrap_or_else(|| problem_at(app, place.clone()));
    let id = id_of(&place);
    let problem_id = id.clone() + "-problem";
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
        app.seal();
        let is_read = |typed: &TypedText| typed.slip.is_none();
        key.with_value(|place| {
            if app.typed.with_untracked(|typed| typed.get(place).is_some_and(is_read)) {
                app.typed.update(|typed| typed.remove(place));
            }
        });
    };
    let has_problem = move || problem.with(Option::is_some);
    let described_by = {
        let (problem_id, help) = (problem_id.clone(), help.unwrap_or_default());
        move || if has_problem() { [&problem_id, " ", &help].concat() } else { help.clone() }
    };
    view! {
        <div class="field" class:is-wrong=has_problem>
            <label for=id.clone() class:visually-hidden=hides_label>{label}</label>
            <span class="entry">
                <input
                    id=id
                    type="text"
                    inputmode=input_mode
                    autocomplete="off"
                    list=list
                    placeholder=move || placeholder.map(|placeholder| placeholder.get())
                    prop:value=move || typed().unwrap_or_else(|| shown.get())
                    on:input=move |event| take(event_target_value(&event))
                    on:change=on_leave
                    aria-invalid=move || has_problem().then_some("true")
                    aria-describedby=described_by
                />
                {unit}
            </span>
            <p class="problem" id=problem_id>{move || problem.get()}</p>
        </div>
    }
    .into_any()
}

/// What can be chosen: groups of values and their names. A group without a name is none.
pub type Options = Vec<(String, Vec<(String, String)>)>;

/// A list to choose from.
#[component]
pub fn Choice(
    place: Place,
    label: String,
    options: Options,
    /// The value that is chosen.
    value: Signal<String>,
    choose: Callback<String>,
    #[prop(optional_no_strip)] help: Option<String>,
) -> AnyView {
    let app = expect_context::<App>();
    let problem = problem_at(app, place.clone());
    let id = id_of(&place);
    let now = value.get_untracked();
    let option = |(name, label): (String, String)| {
        let is_chosen = name == now;
        view! { <option value=name selected=is_chosen>{label}</option> }.into_any()
    };
    let group = |(label, options): (String, Vec<(String, String)>)| {
        let options: Vec<AnyView> = options.into_iter().map(option).collect();
        match label.is_empty() {
            true => options.into_any(),
            false => view! { <optgroup label=label>{options}</optgroup> }.into_any(),
        }
    };
    let groups: Vec<AnyView> = options.into_iter().map(group).collect();
    view! {
        <div class="field" class:is-wrong=move || problem.with(Option::is_some)>
            <label for=id.clone()>{label}</label>
            <select
                id=id prop:value=move || value.get() aria-describedby=help
                on:change=move |event| choose.run(event_target_value(&event))
            >
                {groups}
            </select>
            <p class="problem">{move || problem.get()}</p>
        </div>
    }
    .into_any()
}
