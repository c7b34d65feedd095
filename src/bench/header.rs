//! The top of the page: the study's title, the way back and forth, and the menus.

use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::listen::{by_id, listen, set_property, show, whenever};
use super::super::theme::SCHEMES;
use super::super::words::{link, words};
use super::Bench;
use super::commands::find;
use super::menu::{entries, menu};
use super::shortcuts::written;
use holdfast_scenario::FieldPath;
use holdfast_scenario::input::NAME_MAX_CHARS;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

/// Id of the button of the menu that leads to the presentation, and back from it.
pub const VIEW: &str = "view";
const TITLE: &str = "study-title";
const NOT_KEPT: &str = "not-kept";

/// What is in it.
pub fn header(bench: Bench) -> Html {
    let study = entries(&["new", "presets", "open", "recent", "save", "copy-link", "copy-embed", "print"]);
    let mut look = look(bench);
    look.add("{}", &[Own(entries(&["present"]))]);
    let help = Html::fill(
        "<a class=menu-entry href=\"{}\" target=_blank rel=noopener>{}</a>{}",
        &[Text(&link("model-page")), Text(&words().header_model()), Own(entries(&["keys"]))],
    );
    Html::fill(
        "<h1 class=brand><svg class=mark viewBox=\"0 0 32 32\" aria-hidden=true><path d=\"M5 26C13 25 20 19 27 5\"/>\
        <path d=\"M5 26C14 26 21 23 27 17\"/></svg><span>{}</span></h1>\
        <input type=text class=study-title id=study-title data-set=title autocomplete=off spellcheck=false maxlength={} \
        aria-label=\"{}\" placeholder=\"{}\">\
        <button type=button class=not-kept id=not-kept data-do=not-kept hidden>{}</button>\
        <div class=steps>{}{}</div>\
        <nav aria-label=\"{}\"><button type=button class=menu-button data-do=presets>{}</button>{}{}{}</nav>\
        <button type=button class=main-action data-do=copy-link>{}</button>",
        &[
            Text(&words().app_title()),
            Text(&NAME_MAX_CHARS.to_string()),
            Text(&words().header_title()),
            Text(&words().header_untitled()),
            Text(&words().header_not_kept()),
            Own(step("undo")),
            Own(step("redo")),
            Text(&words().header_menus()),
            Text(&words().header_presets()),
            Own(menu("study", &words().header_study(), study)),
            Own(menu(VIEW, &words().header_view(), look)),
            Own(menu("help", &words().header_help(), help)),
            Text(&words().command_copy_link()),
        ],
    )
}

/// A button with an arrow; the way forth is the way back mirrored.
fn step(name: &str) -> Html {
    let Some(command) = find(name) else { return Html::default() };
    let label = (command.label)(words());
    Html::fill(
        "<button type=button class=step id={} data-do={} aria-label=\"{}\" title=\"{} ({})\">\
        <svg viewBox=\"0 0 20 20\" aria-hidden=true><path d=\"M7.5 4.5 4 8l3.5 3.5M4 8h7.5a4 4 0 0 1 0 8H8\"/></svg>\
        </button>",
        &[Text(name), Text(name), Text(&label), Text(&label), Text(&written(command))],
    )
}

/// The colours to choose from.
fn look(bench: Bench) -> Html {
    let checked = |is_on: bool| Text(if is_on { "checked" } else { "" });
    let scheme = bench.scheme.scheme.get_untracked();
    let mut choices = Html::default();
    for (name, label) in SCHEMES.into_iter().zip([words().view_system(), words().view_light(), words().view_dark()]) {
        choices.add(
            "<label class=menu-entry><input type=radio name=scheme data-set=scheme value={} {}>{}</label>",
            &[Text(name), checked(name == scheme), Text(&label)],
        );
    }
    Html::fill(
        "<div role=radiogroup aria-label=\"{}\">{}</div>\
        <label class=menu-entry><input type=checkbox data-set=contrast {}>{}</label>",
        &[
            Text(&words().view_scheme()),
            Own(choices),
            checked(bench.scheme.has_contrast.get_untracked()),
            Text(&words().view_contrast()),
        ],
    )
}

/// Keeps it up with the study.
pub fn follow(bench: Bench) {
    let app = bench.app;
    whenever(move || {
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
    bench.app.edit(&FieldPath::study("title"), |study| study.title = typed[1..].to_string());
}

/// When the title is left, it has no spaces around it.
pub fn tidy(bench: Bench, event: &Event) {
    if let Some(field) = title_of(event) {
        set_title(bench, &[" ", field.value().trim()].concat());
    }
}
