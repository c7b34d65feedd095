//! Studies kept in the browser: each in a slot of its own, so that opening one never overwrites another.

use super::words::window;
use crate::scenario::{Study, file};
use web_sys::Storage;

const CURRENT: &str = "holdfast.current";
const SLOT: &str = "holdfast.study.";
const PREFERENCE: &str = "holdfast.preference.";

/// The browser's store, where it grants one.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The slot of the study that was open last.
pub fn current() -> Option<String> {
    storage()?.get_item(CURRENT).ok().flatten()
}

/// What a slot holds; it may be broken, or of a newer version.
pub fn read(slot: &str) -> Option<String> {
    storage()?.get_item(&format!("{SLOT}{slot}")).ok().flatten()
}

/// A slot that holds just this study, or a new one.
pub fn slot_for(study: &Study) -> String {
    let text = file::write_compact(study);
    let is_same = |slot: &String| read(slot).as_deref() == Some(text.as_str());
    slots().into_iter().find(is_same).unwrap_or_else(new_slot)
}

/// A slot that nothing is in.
pub fn new_slot() -> String {
    let taken = slots().iter().filter_map(|slot| slot.parse::<u32>().ok()).max();
    taken.map_or(1, |last| last + 1).to_string()
}

fn slots() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|at| storage.key(at).ok().flatten());
    keys.filter_map(|key| key.strip_prefix(SLOT).map(str::to_string)).collect()
}

/// Keeps the study in a slot and makes the slot the current one. `false` where the store is full or denied.
pub fn keep(slot: &str, study: &Study) -> bool {
    let Some(storage) = storage() else { return false };
    let text = file::write_compact(study);
    storage.set_item(&format!("{SLOT}{slot}"), &text).is_ok() && storage.set_item(CURRENT, slot).is_ok()
}

/// A preference of the reader's, kept apart from studies.
pub fn preference(name: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFERENCE}{name}")).ok().flatten()
}

/// Keeps a preference, where the store takes it.
pub fn prefer(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{PREFERENCE}{name}"), value);
    }
}
