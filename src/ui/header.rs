//! The top of the page: the study's title, the way back and forth, and the menus.

use super::bench::{Bench, bench};
use super::commands::{COPY_LINK, Command, KEYS, NEW, OPEN, PRESENT, PRESETS, PRINT, RECENT, REDO, SAVE, UNDO};
use super::keeping;
use super::menu::{Menu, entry};
use super::shortcuts::written;
use super::theme::SCHEMES;
use super::words::{link, words};
use crate::scenario::Place;
use crate::scenario::input::NAME_MAX_CHARS;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

const STUDY: &[Command] = &[NEW, PRESETS, OPEN, RECENT, SAVE, COPY_LINK, PRINT];
const PRESENTATION: &[Command] = &[PRESENT];
const HELP: &[Command] = &[KEYS];

/// Id of the menu that leads to the presentation, and back from it.
pub const VIEW: &str = "menu-view";

#[component]
pub fn Header() -> impl IntoView {
    let bench = bench();
    let entries =
        move |commands: &'static [Command]| commands.iter().map(|command| entry(bench, command)).collect_view();
    // A text that cannot be read is taken back first.
    let can_undo = move || bench.app.reach.get().0 || bench.app.typed.with(|typed| typed.problems().next().is_some());
    let can_redo = move || bench.app.reach.get().1;
    view! {
        <header class="top">
            <h1 class="brand">
                <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
                    <path d="M5 26C13 25 20 19 27 5"></path>
                    <path d="M5 26C14 26 21 23 27 17"></path>
                </svg>
                <span>{words().app_title()}</span>
            </h1>
            {title(bench)}
            {not_kept(bench)}
            <div class="steps" role="group" aria-label=words().header_steps()>
                {step(bench, UNDO, Signal::derive(can_undo))}
                {step(bench, REDO, Signal::derive(can_redo))}
            </div>
            <nav>
                <button type="button" class="menu-button" on:click=move |_| (PRESETS.run)(bench, "")>{words().header_presets()}</button>
                <Menu id="menu-study" label=words().header_study()>{entries(STUDY)}</Menu>
                <Menu id=VIEW label=words().header_view()>{look(bench)}{entries(PRESENTATION)}</Menu>
                <Menu id="menu-help" label=words().header_help()>
                    <a class="menu-entry" href=link("model-page") target="_blank" rel="noopener">{words().header_model()}</a>
                    {entries(HELP)}
                </Menu>
            </nav>
            <button type="button" class="main-action" on:click=move |_| (COPY_LINK.run)(bench, "")>
                {words().command_copy_link()}
            </button>
        </header>
    }
}

/// The study's title, edited where it stands.
fn title(bench: Bench) -> AnyView {
    let app = bench.app;
    let set = move |title: String| app.edit(&Place::study("title"), |study| study.title = title);
    let on_leave = move |event| {
        set(event_target_value(&event).trim().to_string());
        app.seal();
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            let _ = event_target::<HtmlElement>(&event).blur();
        }
    };
    Effect::new(move |_| {
        let title = app.study.with(|study| study.title.trim().to_string());
        let page = words().app_title();
        document().set_title(&if title.is_empty() { page } else { title + " · " + &page });
    });
    view! {
        <input
            type="text" class="study-title" autocomplete="off" spellcheck="false" maxlength=NAME_MAX_CHARS.to_string()
            aria-label=words().header_title() placeholder=words().header_untitled()
            prop:value=move || app.study.with(|study| study.title.clone())
            on:input=move |event| set(event_target_value(&event)) on:change=on_leave on:keydown=on_key
        />
    }
    .into_any()
}

/// As long as the browser does not keep the study: what can be done is told again on demand.
fn not_kept(bench: Bench) -> AnyView {
    let mark = move || {
        (!bench.is_kept.get()).then(|| {
            let tell = move |_| keeping::tell(bench.app);
            view! { <button type="button" class="not-kept" on:click=tell>{words().header_not_kept()}</button> }
                .into_any()
        })
    };
    (move || mark()).into_any()
}

/// A button with an arrow; the way forth is the way back mirrored.
fn step(bench: Bench, command: Command, is_able: Signal<bool>) -> AnyView {
    let label = (command.label)(words());
    let hint = [&label, " (", &written(&command), ")"].concat();
    view! {
        <button
            type="button" class="step" aria-label=label title=hint disabled=move || !is_able.get()
            on:click=move |_| (command.run)(bench, "")
        >
            <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M7.5 4.5 4 8l3.5 3.5M4 8h7.5a4 4 0 0 1 0 8H8"></path></svg>
        </button>
    }
    .into_any()
}

/// The colours to choose from.
fn look(bench: Bench) -> AnyView {
    let scheme = bench.scheme;
    let choice = |name: &'static str| {
        let label = match name {
            "light" => words().view_light(),
            "dark" => words().view_dark(),
            _ => words().view_system(),
        };
        view! {
            <label class="menu-entry">
                <input
                    type="radio" name="scheme" prop:checked=move || scheme.scheme.get() == name
                    on:change=move |_| scheme.scheme.set(name)
                />
                {label}
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-label=words().view_scheme()>{SCHEMES.map(choice).collect_view()}</div>
        <label class="menu-entry">
            <input
                type="checkbox" prop:checked=move || scheme.has_contrast.get()
                on:change=move |_| scheme.has_contrast.update(|on| *on = !*on)
            />
            {words().view_contrast()}
        </label>
    }
    .into_any()
}
