//! Everything that can be done by a key or from a menu: one table, which the menus, the keys and their list read.

use super::bench::Bench;
use super::dialog::Dialog;
use super::files;
use super::opening::{new_study, open_new};
use super::present;
use super::share::copy_link;
use super::view::Tab;
use super::words::window;
use crate::text::Words;
use leptos::prelude::*;

/// One of them.
pub struct Command {
    pub label: fn(&Words) -> String,
    /// The keys that do it, apart by spaces: "mod+shift+z" is Ctrl or Command with Shift and Z.
    pub keys: &'static str,
    /// Given the key that was pressed, if one was.
    pub run: fn(Bench, &str),
}

pub const UNDO: Command = Command { label: Words::command_undo, keys: "mod+z", run: |bench, _| undo(bench) };
pub const REDO: Command =
    Command { label: Words::command_redo, keys: "mod+shift+z mod+y", run: |bench, _| bench.app.redo() };
pub const NEW: Command =
    Command { label: Words::command_new, keys: "", run: |bench, _| open_new(bench.app, new_study()) };
pub const PRESETS: Command =
    Command { label: Words::command_presets, keys: "", run: |bench, _| bench.dialog.set(Some(Dialog::Presets)) };
pub const OPEN: Command = Command { label: Words::command_open, keys: "mod+o", run: |bench, _| files::pick(bench.app) };
pub const RECENT: Command =
    Command { label: Words::command_recent, keys: "", run: |bench, _| bench.dialog.set(Some(Dialog::Recent)) };
pub const SAVE: Command = Command { label: Words::command_save, keys: "mod+s", run: |bench, _| files::save(bench.app) };
pub const COPY_LINK: Command =
    Command { label: Words::command_copy_link, keys: "l", run: |bench, _| copy_link(bench.app) };
pub const PRINT: Command = Command { label: Words::command_print, keys: "mod+p", run: |_, _| drop(window().print()) };
pub const PRESENT: Command =
    Command { label: Words::command_present, keys: "p", run: |bench, _| present::enter(bench.view) };
pub const LEAVE: Command =
    Command { label: Words::command_leave, keys: "escape", run: |bench, _| present::leave(bench.view) };
pub const KEYS: Command =
    Command { label: Words::command_keys, keys: "?", run: |bench, _| bench.dialog.set(Some(Dialog::Keys)) };
const DUPLICATE: Command =
    Command { label: Words::command_duplicate, keys: "d", run: |bench, _| bench.app.duplicate() };
const SCENARIO: Command =
    Command { label: Words::command_scenario, keys: "1 2 3 4 5 6 7 8", run: |bench, key| select(bench, key) };
const PREVIOUS_CHART: Command =
    Command { label: Words::command_previous_chart, keys: "[", run: |bench, _| turn(bench, Tab::ALL.len() - 1) };
const NEXT_CHART: Command = Command { label: Words::command_next_chart, keys: "]", run: |bench, _| turn(bench, 1) };

/// Those that have keys, in the order of their list.
pub const WITH_KEYS: [Command; 13] =
    [UNDO, REDO, OPEN, SAVE, COPY_LINK, PRINT, DUPLICATE, SCENARIO, PREVIOUS_CHART, NEXT_CHART, PRESENT, LEAVE, KEYS];

/// Texts that cannot be read are no step of their own: they go first.
fn undo(bench: Bench) {
    if bench.app.typed.with_untracked(|typed| typed.problems().next().is_some()) {
        bench.app.typed.update(|typed| *typed = Default::default());
    } else {
        bench.app.undo();
    }
}

fn select(bench: Bench, key: &str) {
    let count = bench.app.study.with_untracked(|study| study.scenarios.len());
    if let Ok(number) = key.parse::<usize>()
        && (1..=count).contains(&number)
    {
        bench.app.selected.set(number - 1);
    }
}

fn turn(bench: Bench, step: usize) {
    bench.view.tab.update(|tab| *tab = Tab::ALL[(*tab as usize + step) % Tab::ALL.len()]);
}
