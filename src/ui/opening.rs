//! Which study the page opens with, and what happens when a link comes in later.

use super::model::App;
use super::notice::{Notice, Offer};
use super::store;
use super::words::{window, words};
use crate::scenario::{Problem, Study, file, link, presets};
use crate::text::args::NoticeFileProblem;
use leptos::prelude::*;

/// What to start with.
pub struct Opening {
    pub study: Study,
    pub slot: String,
    pub notice: Option<Notice>,
}

/// A link's study where there is a sound one; else the last one from the store; else the first preset.
pub fn open() -> Opening {
    let own = open_own();
    match take_link() {
        None => own,
        Some(Ok(study)) => Opening { slot: store::slot_for(&study), study, notice: store::current().map(from_link) },
        Some(Err(problems)) => Opening { notice: Some(bad_link(&problems)), ..own },
    }
}

fn from_link(own_slot: String) -> Notice {
    Notice::offering(words().notice_from_link(), Offer::Reopen(own_slot))
}

fn bad_link(problems: &[Problem]) -> Notice {
    Notice { details: lines(problems), ..Notice::new(words().notice_bad_link()) }
}

fn lines(problems: &[Problem]) -> Vec<String> {
    const MAX: usize = 6;
    let line = |problem: &Problem| {
        let (place, problem) = (problem.place.to_string(), words().problem(problem));
        words().notice_file_problem(NoticeFileProblem { place: &place, problem: &problem })
    };
    problems.iter().take(MAX).map(line).collect()
}

/// The user's own study. What cannot be read stays where it is, and is offered as a file.
fn open_own() -> Opening {
    let preset = || (presets::ALL[0].study)();
    let Some(slot) = store::current() else {
        // A first visit: say what there is to see.
        let notice = Notice::new(words().preset_about(presets::ALL[0].name));
        return Opening { study: preset(), slot: store::new_slot(), notice: Some(notice) };
    };
    let Some(text) = store::read(&slot) else {
        return Opening { study: preset(), slot, notice: None };
    };
    match file::read(&text) {
        // A study that was left with problems comes back with them, each beside its field.
        Ok((study, problems)) if problems.is_empty() && !study.scenarios.is_empty() => {
            Opening { study, slot, notice: None }
        }
        other => {
            let problems = match other {
                Ok((_, problems)) => problems,
                Err(problem) => vec![problem],
            };
            let offer = Some(Offer::Save(text));
            let notice = Notice { details: lines(&problems), offer, text: words().notice_broken_store() };
            Opening { study: preset(), slot: store::new_slot(), notice: Some(notice) }
        }
    }
}

/// The study in the address, which is then taken off it: a reload goes on with what has become of the study.
fn take_link() -> Option<Result<Study, Vec<Problem>>> {
    let fragment = window().location().hash().ok()?;
    let decoded = link::decode(&fragment)?;
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address()));
    }
    Some(
        decoded.map_err(|problem| vec![problem]).and_then(|text| file::open(&text)).map(|study| study.source().clone()),
    )
}

/// The address that reproduces the study anywhere.
pub fn address_of(study: &Study) -> String {
    format!("{}#{}", address(), link::encode(study))
}

/// The page's address without a fragment.
fn address() -> String {
    let here = window().location().href().unwrap_or_default();
    here.split('#').next().unwrap_or_default().to_string()
}

/// Follows links that are opened while the page is open, and keeps the study as it is typed.
pub fn follow(app: App) {
    Effect::new(move |was_kept: Option<bool>| {
        let is_kept = app.study.with(|study| store::keep(&app.slot.get(), study));
        // Once: a notice at every keystroke would be worse than the fault.
        if !is_kept && was_kept != Some(false) {
            app.notice.set(Some(Notice::new(words().notice_not_kept())));
        }
        is_kept
    });
    let on_link = move |_| match take_link() {
        None => {}
        Some(Ok(study)) => {
            let own_slot = app.slot.get_untracked();
            open_new(app, study);
            app.notice.set(Some(from_link(own_slot)));
        }
        Some(Err(problems)) => app.notice.set(Some(bad_link(&problems))),
    };
    // For the life of the page.
    window_event_listener(leptos::ev::hashchange, on_link);
}

/// Opens another study in a slot of its own.
pub fn open_new(app: App, study: Study) {
    app.replace(store::slot_for(&study), study);
}

/// Goes back to what a slot of the store holds.
pub fn reopen(app: App, slot: &str) {
    let read = store::read(slot).map(|text| file::read(&text));
    if let Some(Ok((study, _))) = read
        && !study.scenarios.is_empty()
    {
        app.replace(slot.into(), study);
    }
}
