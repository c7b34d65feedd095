//! The top of the page: the study's title, the way back and forth, and the menus.

use super::super::html::Html;
use super::super::listen::{by_id, listen, set_property, show};
use super::super::theme::SCHEMES;
use super::super::words::{link, words};
use super::Bench;
use super::commands::find;
use super::menu::{entries, menu};
use super::shortcuts::written;
use crate::scenario::Place;
use crate::scenario::input::NAME_MAX_CHARS;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

/// Id of the button of the menu that leads to the presentation, and back from it.
pub const VIEW: &str = "view";
const TITLE: &str = "study-title";
const NOT_KEPT: &str = "not-kept";

/// What is in it.
pub fn header(bench: Bench) -> Html {
    let brand = Html::tag(
        "h1",
        &[("class", "brand")],
        &[
            drawing("mark", "0 0 32 32", &["M5 26C13 25 20 19 27 5", "M5 26C14 26 21 23 27 17"]),
            Html::of_text("span", &[], &words().app_title()),
        ],
    );
    let (title, untitled, most) = (words().header_title(), words().header_untitled(), NAME_MAX_CHARS.to_string());
    let title = [
        ("type", "text"),
        ("class", TITLE),
        ("id", TITLE),
        ("data-set", "title"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
        ("maxlength", most.as_str()),
        ("aria-label", &title),
        ("placeholder", &untitled),
    ];
    let model = [("class", "menu-entry"), ("href", &link("model-page")), ("target", "_blank"), ("rel", "noopener")];
    let model = Html::of_text("a", &model, &words().header_model());
    let presets = button("presets", "menu-button", &words().header_presets());
    let study = entries(&["new", "presets", "open", "recent", "save", "copy-link", "print"]);
    let look = [vec![look(bench)], entries(&["present"])].concat();
    let help = [vec![model], entries(&["keys"])].concat();
    let not_kept =
        [("type", "button"), ("class", NOT_KEPT), ("id", NOT_KEPT), ("data-do", NOT_KEPT), ("hidden", "hidden")];
    Html::list(vec![
        brand,
        Html::tag("input", &title, &[]),
        Html::of_text("button", &not_kept, &words().header_not_kept()),
        Html::tag("div", &[("class", "steps")], &[step("undo"), step("redo")]),
        Html::tag(
            "nav",
            &[("aria-label", &words().header_menus())],
            &[
                presets,
                menu("study", &words().header_study(), study),
                menu(VIEW, &words().header_view(), look),
                menu("help", &words().header_help(), help),
            ],
        ),
        button("copy-link", "main-action", &words().command_copy_link()),
    ])
}

fn button(command: &str, class: &str, label: &str) -> Html {
    Html::of_text("button", &[("type", "button"), ("class", class), ("data-do", command)], label)
}

fn drawing(class: &str, view_box: &str, paths: &[&str]) -> Html {
    let paths: Vec<Html> = paths.iter().map(|path| Html::tag("path", &[("d", path)], &[])).collect();
    Html::tag("svg", &[("class", class), ("viewBox", view_box), ("aria-hidden", "true")], &paths)
}

/// A button with an arrow; the way forth is the way back mirrored.
fn step(name: &str) -> Html {
    let Some(command) = find(name) else { return Html::default() };
    let label = (command.label)(words());
    let hint = [&label, " (", &written(command), ")"].concat();
    let attributes = [
        ("type", "button"),
        ("class", "step"),
        ("id", name),
        ("data-do", name),
        ("aria-label", &label),
        ("title", &hint),
    ];
    Html::tag("button", &attributes, &[drawing("", "0 0 20 20", &["M7.5 4.5 4 8l3.5 3.5M4 8h7.5a4 4 0 0 1 0 8H8"])])
}

/// The colours to choose from.
fn look(bench: Bench) -> Html {
    let choice = |kind: &str, set: &str, value: &str, is_on: bool, label: String| {
        let checked = if is_on { "checked" } else { "" };
        let input = [("type", kind), ("name", set), ("data-set", set), ("value", value), ("checked", checked)];
        Html::tag("label", &[("class", "menu-entry")], &[Html::tag("input", &input, &[]), Html::text(&label)])
    };
    let scheme = bench.scheme.scheme.get_untracked();
    let labels = [words().view_system(), words().view_light(), words().view_dark()];
    let schemes: Vec<Html> = SCHEMES
        .into_iter()
        .zip(labels)
        .map(|(name, label)| choice("radio", "scheme", name, name == scheme, label))
        .collect();
    let group = [("role", "radiogroup"), ("aria-label", &*words().view_scheme())];
    let has_contrast = bench.scheme.has_contrast.get_untracked();
    Html::list(vec![
        Html::tag("div", &group, &schemes),
        choice("checkbox", "contrast", "more", has_contrast, words().view_contrast()),
    ])
}

/// Keeps it up with the study.
pub fn follow(bench: Bench) {
    let app = bench.app;
    Effect::new(move |_| {
        let title = app.study.with(|study| study.title.clone());
        if let Some(field) = by_id(TITLE) {
            set_property(&field, "value", &title.as_str().into());
        }
        let (title, page) = (title.trim(), words().app_title());
        document().set_title(&if title.is_empty() { page } else { [title, " · ", &page].concat() });
        // A text that cannot be read is taken back first.
        let has_unread = app.typed.with(|typed| typed.problems().next().is_some());
        let (can_undo, can_redo) = app.reach.get();
        for (id, is_able) in [("undo", can_undo || has_unread), ("redo", can_redo)] {
            if let Some(button) = by_id(id) {
                set_property(&button, "disabled", &(!is_able).into());
            }
        }
        show(NOT_KEPT, !bench.is_kept.get());
    });
    // The title is done with Enter, as with leaving it.
    listen("keydown", |event| {
        let is_enter = event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Enter");
        if is_enter && let Some(field) = title_of(&event) {
            let _ = field.blur();
        }
    });
}

/// The title's field, where an event comes from it.
fn title_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into::<HtmlInputElement>().ok().filter(|field| field.id() == TITLE)
}

/// Takes over the title, which stands behind a space.
pub fn set_title(bench: Bench, typed: &str) {
    bench.app.edit(&Place::study("title"), |study| study.title = typed[1..].to_string());
}

/// When the title is left, it has no spaces around it.
pub fn tidy(bench: Bench, event: &Event) {
    if let Some(field) = title_of(event) {
        set_title(bench, &[" ", field.value().trim()].concat());
    }
}
