//! The keys of the commands: what listens for them, how they are written, and their list.

use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::listen::listen_last;
use super::super::words::{window, words};
use super::Bench;
use super::commands::{COMMANDS, Command};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// Listens for the life of the page.
pub fn follow(bench: Bench) {
    // Once the event has been everywhere: what takes a key for itself says so.
    listen_last("keydown", move |event| hear(bench, &event));
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
    if let Some(command) = COMMANDS.iter().find(is_its).filter(|command| command.name != "print") {
        // Escape closes more than presentations.
        if pressed != "escape" {
            event.prevent_default();
        }
        (command.run)(bench, &pressed);
    }
}

/// As the table writes it; nothing where no command can have it.
fn name_of(event: &KeyboardEvent) -> String {
    let key = event.key().to_ascii_lowercase();
    // Where it takes AltGr to write a character, that is no modifier.
    if event.get_modifier_state("AltGraph") {
        return key;
    }
    let is_mod = event.ctrl_key() || event.meta_key();
    let before = match (is_mod, event.shift_key()) {
        (true, true) => "mod+shift+",
        (true, false) => "mod+",
        _ => "",
    };
    if event.alt_key() { String::new() } else { [before, &key].concat() }
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
        let key = if key == "escape" { "Esc".into() } else { key.to_ascii_uppercase() };
        let has = |part: &str, text| if keys.contains(part) { text } else { "" };
        [has("mod+", ctrl), has("shift+", shift), key.as_str()].concat()
    };
    let mut all = command.keys.split(' ');
    let (first, last) = (all.next().unwrap_or_default(), all.next_back());
    match last {
        Some(last) if is_single(first) => one(first) + " – " + &one(last),
        _ => one(first),
    }
}

/// The list, with the switch that WCAG 2.1.4 asks for.
pub fn list(bench: Bench) -> Html {
    let mut rows = Html::default();
    for command in COMMANDS.iter().filter(|command| !command.keys.is_empty()) {
        let (label, keys) = ((command.label)(words()), written(command));
        rows.add("<tr><th scope=row>{}</th><td><kbd>{}</kbd></td></tr>", &[Text(&label), Text(&keys)]);
    }
    let checked = if bench.has_keys.get_untracked() { " checked" } else { "" };
    Html::fill(
        "<table class=keys><tbody>{}</tbody></table>\
        <label class=tool><input type=checkbox data-set=single-keys{}> {}</label><p class=help>{}</p>",
        &[Own(rows), Text(checked), Text(&words().keys_single()), Text(&words().keys_about())],
    )
}
