//! Labelled controls for one value, with the problems of its place beside it: a text field, and a choice.

use super::context::context;
use super::el::el;
use super::live::{Derived, Live, memo};
use super::model::App;
use super::typed::{Slip, TypedText};
use super::words::words;
use holdfast_scenario::{End, FieldPath, ValidationError};
use leptos::prelude::*;

/// What is to be said at a place or at an end of its range; where it is a list, also of an entry, which is named then.
pub fn problem_at(app: App, place: FieldPath) -> Derived<Option<String>> {
    let ends = End::ALL.map(|end| place.at_end(end));
    let entries = format!("{place}[");
    memo(move |_| {
        let say = |problem: &ValidationError| {
            if ends.contains(&problem.path) {
                return Some(words().error_message(problem));
            }
            let is_entry = problem.path.to_string().starts_with(&entries);
            is_entry.then(|| words().error_with_path("", problem))
        };
        app.problems.with(|problems| problems.iter().find_map(say))
    })
}

/// What is to be said anywhere at or below a place, with the names of the places.
pub fn problems_below(app: App, place: FieldPath) -> Derived<Vec<String>> {
    let say = |problem: &ValidationError| words().error_with_path("", problem);
    memo(move |_| {
        app.problems.with(|problems| problems.iter().filter(|problem| problem.path.is_in(&place)).map(say).collect())
    })
}

/// Lets go of the texts that are typed at or below a place, since its value comes from elsewhere.
pub fn forget(app: App, place: &FieldPath) {
    if app.typed.with_untracked(|typed| typed.is_any_in(place)) {
        app.typed.update(|typed| typed.remove_in(place));
    }
}

/// The id of the control for a place.
pub fn id_of(place: &FieldPath) -> String {
    place.to_string().replace(['[', ']', '.'], "-")
}

/// A unit behind a field; nothing for a number without one.
pub fn unit_text(unit: String) -> Option<AnyView> {
    (!unit.is_empty()).then(|| el("span.unit").text(unit).view())
}

/// A text field. What is typed stays as typed until the field is left; `commit` takes it over, or says why it cannot.
pub struct Field {
    pub place: FieldPath,
    pub label: String,
    /// How the value is written when nobody is typing.
    pub shown: Derived<String>,
    pub commit: Callback<String, Result<(), Slip>>,
    pub unit: Option<AnyView>,
    pub input_mode: &'static str,
    pub hides_label: bool,
    /// What is to be said, where that is not found at the place.
    pub problem: Option<Derived<Option<String>>>,
    /// What an empty field stands for.
    pub placeholder: Option<Derived<String>>,
    /// The id of a text that explains it.
    pub help: String,
    /// The id of a list of suggestions.
    pub list: &'static str,
}

impl Field {
    /// A field with a label above it and nothing else.
    pub fn new(
        place: FieldPath,
        label: String,
        shown: Derived<String>,
        commit: impl Fn(String) -> Result<(), Slip> + Send + Sync + 'static,
    ) -> Self {
        let commit = Callback::new(commit);
        let (unit, problem, placeholder, help, list) = (None, None, None, String::new(), "");
        Self {
            place,
            label,
            shown,
            commit,
            unit,
            input_mode: "text",
            hides_label: false,
            problem,
            placeholder,
            help,
            list,
        }
    }

    /// The field.
    pub fn view(self) -> AnyView {
        let Self { place, label, shown, commit, unit, input_mode, hides_label, problem, placeholder, help, list } =
            self;
        let app = context().app;
        let problem = problem.unwrap_or_else(|| problem_at(app, place.clone()));
        let id = id_of(&place);
        let problem_id = id.clone() + "-problem";
        let key = Live::new(place);
        let typed = move || {
            key.with_untracked(|place| app.typed.with(|typed| typed.get(place).map(|typed| typed.text.clone())))
        };
        let take = move |text: String| {
            let slip = commit.run(text.clone()).err();
            app.typed.update(|typed| typed.set(TypedText { place: key.get_untracked(), text, slip }));
        };
        // What came back with the page has not been tried yet.
        let unread = key.with_untracked(|place| {
            let is_unread = |typed: &&TypedText| typed.slip.is_some();
            app.typed.with_untracked(|typed| typed.get(place).filter(is_unread).map(|typed| typed.text.clone()))
        });
        unread.into_iter().for_each(take);
        // On leaving, a value that could be read is written the usual way; any other stays as it was typed.
        let on_leave = move |event: web_sys::Event| {
            // A field that goes while somebody types in it is left, too: what it was for is gone.
            if key.is_disposed() {
                return;
            }
            take(event_target_value(&event));
            app.seal();
            let is_read = |typed: &TypedText| typed.slip.is_none();
            key.with_untracked(|place| {
                if app.typed.with_untracked(|typed| typed.get(place).is_some_and(is_read)) {
                    app.typed.update(|typed| typed.remove(place));
                }
            });
        };
        let has_problem = move || problem.with(Option::is_some);
        let described_by = {
            let problem_id = problem_id.clone();
            move || Some(if has_problem() { [&problem_id, " ", &help].concat() } else { help.clone() })
        };
        let mut input = el("input")
            .attr("id", id.as_str())
            .attr("type", "text")
            .attr("inputmode", input_mode)
            .attr("autocomplete", "off")
            .prop("value", move || typed().unwrap_or_else(|| shown.get()))
            .on("input", move |event| take(event_target_value::<web_sys::Event>(&event)))
            .on("change", on_leave)
            .live("aria-invalid", move || has_problem().then(|| "true".into()))
            .live("aria-describedby", described_by);
        if let Some(placeholder) = placeholder {
            input = input.live("placeholder", move || Some(placeholder.get()));
        }
        if !list.is_empty() {
            input = input.attr("list", list);
        }
        el("div.field")
            .class("is-wrong", has_problem)
            .el(label_for(id, label, hides_label))
            .el(el("span.entry").el(input).children(unit))
            .el(el("p.problem").attr("id", problem_id).says(move || problem.get().unwrap_or_default()))
            .view()
    }
}

fn label_for(id: String, label: String, is_hidden: bool) -> super::el::El {
    el(if is_hidden { "label.visually-hidden" } else { "label" }).attr("for", id).text(label)
}

/// Chooses what the list says, by its place; where it says nothing, as one without options does, nothing.
pub fn choose_by(event: &web_sys::Event, choose: Callback<usize>) {
    if let Ok(at) = event_target_value(event).parse() {
        choose.run(at);
    }
}

/// A list to choose from. What is chosen goes by its place in the list, over all groups.
pub struct Choice {
    pub place: FieldPath,
    pub label: String,
    /// Groups and the names in them. A group without a name is none.
    pub options: Vec<(String, Vec<String>)>,
    pub chosen: Derived<usize>,
    pub choose: Callback<usize>,
    pub hides_label: bool,
    /// The id of a text that explains it.
    pub help: String,
}

impl Choice {
    /// The list.
    pub fn view(self) -> AnyView {
        let Self { place, label, options, chosen, choose, hides_label, help } = self;
        let app = context().app;
        let problem = problem_at(app, place.clone());
        let id = id_of(&place);
        let mut count = 0;
        let mut option = |name: String| {
            let own = count;
            count += 1;
            el("option").attr("value", own.to_string()).prop("selected", move || chosen.get() == own).text(name).view()
        };
        let mut list = el("select")
            .attr("id", id.as_str())
            .attr("aria-describedby", help)
            .on("change", move |event| choose_by(&event, choose));
        for (group, names) in options {
            let names: Vec<AnyView> = names.into_iter().map(&mut option).collect();
            list = match group.is_empty() {
                true => list.children(names),
                false => list.el(el("optgroup").attr("label", group).children(names)),
            };
        }
        el("div.field")
            .class("is-wrong", move || problem.with(Option::is_some))
            .el(label_for(id, label, hides_label))
            .el(list)
            .el(el("p.problem").says(move || problem.get().unwrap_or_default()))
            .view()
    }
}
