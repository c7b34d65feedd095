//! The keys of the commands: what listens for them, how they are written, and their list.

use super::bench::Bench;
use super::commands::{Command, PRINT, WITH_KEYS};
use super::listen::listen;
use super::words::{window, words};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// Listens for the life of the page.
pub fn follow(bench: Bench) {
    listen("keydown", move |event| hear(bench, &event));
}

fn hear(bench: Bench, event: &Event) {
    // Autofill sends keydown events without a key.
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let pressed = name_of(event);
    // In a dialog or a menu keys are its own.
    if event.default_prevented() || pressed.is_empty() || has("dialog[open], :popover-open") {
        return;
    }
    if is_single(&pressed) && (!bench.has_keys.get_untracked() || is_typing(event)) {
        return;
    }
    let is_its = |command: &&Command| command.keys.split(' ').any(|keys| keys == pressed);
    // The browser prints by itself.
    if let Some(command) = WITH_KEYS.iter().filter(|command| command.keys != PRINT.keys).find(is_its) {
        // Escape closes more than presentations.
        if pressed != "escape" {
            event.prevent_default();
        }
        (command.run)(bench, &pressed);
    }
}

/// As the table writes it; nothing where no command can have it.
fn name_of(event: &KeyboardEvent) -> String {
    let key = event.key().to_lowercase();
    // Where it takes AltGr to write a character, that is no modifier.
    if event.get_modifier_state("AltGraph") {
        return key;
    }
    let is_mod = event.ctrl_key() || event.meta_key();
    match (event.alt_key(), is_mod, event.shift_key()) {
        (true, ..) => String::new(),
        (_, true, true) => "mod+shift+".to_string() + &key,
        (_, true, false) => "mod+".to_string() + &key,
        _ => key,
    }
}

/// Whether it is a character, which is written where one types.
fn is_single(keys: &str) -> bool {
    keys.chars().count() == 1
}

fn has(selector: &str) -> bool {
    document().query_selector(selector).ok().flatten().is_some()
}

/// Whether the key goes to something that takes characters.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let takes = "input:not([type=range], [type=checkbox], [type=radio]), select, textarea, [contenteditable]";
    target.is_some_and(|target| target.matches(takes).unwrap_or(false))
}

/// How a command's first keys are written on a keyboard: "Ctrl+S", "⌘S" on a Mac; of a row of keys the first and the last.
pub fn written(command: &Command) -> String {
    let is_mac = window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac"));
    let (ctrl, shift) = if is_mac { ("⌘", "⇧") } else { ("Ctrl+", "Shift+") };
    let one = |keys: &str| {
        let key = keys.rsplit('+').next().unwrap_or_default();
        let has = |part: &str, text: &'static str| if keys.contains(part) { text } else { "" };
        let key = if key == "escape" { "Esc".to_string() } else { key.to_uppercase() };
        [has("shift+", shift), has("mod+", ctrl), key.as_str()].concat()
    };
    let all: Vec<&str> = command.keys.split(' ').collect();
    match all.as_slice() {
        [first, .., last] if all.len() > 2 => one(first) + " – " + &one(last),
        [first, ..] => one(first),
        [] => String::new(),
    }
}

/// The list, with the switch that WCAG 2.1.4 asks for.
pub fn contents(bench: Bench) -> AnyView {
    let row = |command: &Command| {
        view! { <tr><th scope="row">{(command.label)(words())}</th><td><kbd>{written(command)}</kbd></td></tr> }
    };
    view! {
        <table class="keys"><tbody>{WITH_KEYS.iter().map(row).collect_view()}</tbody></table>
        <label class="tool">
            <input type="checkbox" prop:checked=move || bench.has_keys.get() on:change=move |_| bench.switch_keys()/>
            {words().keys_single()}
        </label>
        <p class="help">{words().keys_about()}</p>
    }
    .into_any()
}
