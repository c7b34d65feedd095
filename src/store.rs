//! Studies kept in the browser: each in a slot of its own, so that opening one never overwrites another.

use super::embed;
use super::words::window;
use holdfast_scenario::{Study, file};
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// The slots in the order of their last use, the last one first, apart by spaces. Slots that it does not name come after.
const ORDER: &str = "holdfast.current";
const SLOT: &str = "holdfast.study.";
const PREFERENCE: &str = "holdfast.preference.";
/// This tab's slot: another tab may have used its own since.
const OF_TAB: &str = "holdfast.slot";
/// The slot whose fields hold texts that cannot be read, and these. Another tab has its own.
const TYPED: &str = "holdfast.typed";

/// The browser's store, where it grants one.
fn storage() -> Option<Storage> {
    granted(window().local_storage())
}

/// Inside another page it is not ours to use, even where it is granted.
fn granted(store: Result<Option<Storage>, JsValue>) -> Option<Storage> {
    store.ok().flatten().filter(|_| !embed::is_on())
}

/// What lives as long as the tab.
fn of_tab() -> Option<Storage> {
    granted(window().session_storage())
}

/// The slot of the study that was open last: in this tab, else in any.
pub fn current() -> Option<String> {
    let own = of_tab().and_then(|store| store.get_item(OF_TAB).ok().flatten());
    own.filter(|slot| read(slot).is_some()).or_else(|| slots().into_iter().next())
}

/// What a slot holds; it may be broken, or of a newer version.
pub fn read(slot: &str) -> Option<String> {
    storage()?.get_item(&key(slot)).ok().flatten()
}

fn key(slot: &str) -> String {
    [SLOT, slot].concat()
}

/// A slot that holds just this study, or a new one.
pub fn slot_for(study: &Study) -> String {
    let text = file::write_compact(study);
    let is_same = |slot: &String| read(slot).as_deref() == Some(text.as_str());
    slots().into_iter().find(is_same).unwrap_or_else(new_slot)
}

/// A slot that nothing is in, nor ever was: undo may go back to a study that was deleted meanwhile.
pub fn new_slot() -> String {
    let mut name = js_sys::Date::now();
    while read(&name.to_string()).is_some() {
        name += 1.0;
    }
    name.to_string()
}

fn order() -> Vec<String> {
    let order = storage().and_then(|storage| storage.get_item(ORDER).ok().flatten()).unwrap_or_default();
    order.split_whitespace().map(str::to_string).collect()
}

/// Every slot, the one that was used last first.
pub fn slots() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let mut slots = order();
    slots.retain(|slot| read(slot).is_some());
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|at| storage.key(at).ok().flatten());
    for key in keys {
        if let Some(slot) = key.strip_prefix(SLOT)
            && slots.iter().all(|known| known != slot)
        {
            slots.push(slot.to_string());
        }
    }
    slots
}

/// Writes a slot. `false` where the store is full or denied: then it holds what it held.
pub fn write(slot: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&key(slot), text).is_ok())
}

/// Makes a slot the one that was used last. `false` where the store is full or denied.
pub fn touch(slot: &str) -> bool {
    if let Some(store) = of_tab() {
        let _ = store.set_item(OF_TAB, slot);
    }
    let mut order = order();
    if order.first().is_some_and(|first| first == slot) {
        return true;
    }
    order.retain(|known| known != slot && read(known).is_some());
    order.insert(0, slot.to_string());
    storage().is_some_and(|storage| storage.set_item(ORDER, &order.join(" ")).is_ok())
}

/// Deletes what a slot holds.
pub fn remove(slot: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(slot));
    }
}

/// What is typed in this tab and cannot be read, as lines, if it is of this slot.
pub fn typed(slot: &str) -> Option<String> {
    let kept = of_tab()?.get_item(TYPED).ok().flatten()?;
    kept.split_once('\n').filter(|(of, _)| *of == slot).map(|(_, lines)| lines.to_string())
}

/// Keeps what is typed in this tab and cannot be read.
pub fn keep_typed(slot: &str, lines: &[String]) {
    if let Some(store) = of_tab() {
        let _ = match lines {
            [] => store.remove_item(TYPED),
            _ => store.set_item(TYPED, &[slot, "\n", &lines.join("\n")].concat()),
        };
    }
}

/// A preference of the reader's, kept apart from studies.
pub fn preference(name: &str) -> Option<String> {
    storage()?.get_item(&[PREFERENCE, name].concat()).ok().flatten()
}

/// Keeps a preference, where the store takes it.
pub fn prefer(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&[PREFERENCE, name].concat(), value);
    }
}
