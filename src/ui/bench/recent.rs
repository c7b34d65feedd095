//! The studies that the browser keeps: to open, to delete, and where one cannot be read, to save as a file.

use super::super::download;
use super::super::html::Html;
use super::super::notice::{Notice, Offer};
use super::super::opening::{is_untouched, readable, reopen};
use super::super::store;
use super::super::words::words;
use super::{Bench, Dialog, dialog};
use crate::scenario::Study;
use leptos::prelude::*;

/// The list, the study that was used last first; above it what was deleted, as long as it can be put back.
pub fn list(bench: Bench) -> Html {
    let own = bench.app.slot.get_untracked();
    let mut rows = Vec::new();
    for slot in store::slots() {
        let text = store::read(&slot).unwrap_or_default();
        let study = readable(&text).ok();
        let is_open = slot == own;
        // A preset that nobody has changed is found among the presets.
        if is_open || !study.as_ref().is_some_and(is_untouched) {
            rows.push(row(&slot, study.as_ref(), is_open));
        }
    }
    Html::list(vec![deleted(bench), Html::tag("ul", &[("class", "recent")], &rows)])
}

fn deleted(bench: Bench) -> Html {
    let notice = bench.app.notice.get_untracked();
    let can_be_put_back = |notice: &Notice| matches!(notice.offers.first(), Some(Offer::PutBack(_)));
    let Some(notice) = notice.filter(can_be_put_back) else { return Html::default() };
    let text = Html::of_text("p", &[("class", "notice-body")], &notice.text);
    let inside = [text, button("put-back", "", "", &words().notice_put_back())];
    Html::tag("div", &[("class", "notice"), ("role", "status")], &inside)
}

fn button(command: &str, of: &str, label: &str, text: &str) -> Html {
    let attributes = [("type", "button"), ("data-do", command), ("data-of", of), ("aria-label", label)];
    Html::of_text("button", &attributes, text)
}

/// The title, or what stands for it.
fn title_of(study: Option<&Study>) -> String {
    let title = study.map_or("", |study| study.title.trim());
    if title.is_empty() { words().header_untitled() } else { title.to_string() }
}

fn row(slot: &str, study: Option<&Study>, is_open: bool) -> Html {
    let title = title_of(study);
    let mut about = String::new();
    for scenario in study.iter().flat_map(|study| &study.scenarios) {
        about += if about.is_empty() { "" } else { " · " };
        about += &scenario.name;
    }
    let head = match study {
        Some(_) if !is_open => button("reopen", slot, "", &title),
        Some(_) => Html::of_text("strong", &[], &title),
        None => Html::of_text("strong", &[], &words().recent_broken()),
    };
    let mark = if is_open {
        Html::of_text("span", &[("class", "mark-open")], &words().recent_open())
    } else {
        Html::default()
    };
    let about = Html::of_text("p", &[("class", "help")], &about);
    let mut inside = vec![Html::tag("div", &[], &[head, mark, about])];
    if study.is_none() {
        inside.push(button("save-text", slot, "", &words().notice_save()));
    }
    if !is_open {
        inside.push(button("delete", slot, &words().recent_delete_of(&title), &words().recent_delete()));
    }
    Html::tag("li", &[], &inside)
}

/// Opens what a slot holds.
pub fn open(bench: Bench, slot: &str) {
    dialog::close();
    reopen(bench.app, slot);
}

/// Gives what a slot holds as a file, whatever it is.
pub fn save(slot: &str) {
    download::text("holdfast-study.json", "application/json", &store::read(slot).unwrap_or_default());
}

/// Deletes what a slot holds, and offers to put it back.
pub fn delete(bench: Bench, slot: &str) {
    let text = store::read(slot).unwrap_or_default();
    let title = title_of(readable(&text).ok().as_ref());
    store::remove(slot);
    let told = words().notice_deleted(&title);
    bench.app.notice.set(Some(Notice::offering(told, Offer::PutBack(text))));
    // There may be room now for what was not kept.
    bench.app.study.notify();
    dialog::open(bench, Dialog::Recent);
}

/// Takes up the offer to put back what was deleted.
pub fn put_back(bench: Bench) {
    let notice = bench.app.notice.get_untracked();
    if let Some(offer) = notice.and_then(|notice| notice.offers.into_iter().next()) {
        offer.take(bench);
        dialog::open(bench, Dialog::Recent);
    }
}
